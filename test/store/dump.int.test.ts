import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dump, LEFT_OUT, restore, TABLES, type DumpLine } from '../../src/store/dump.ts';
import { migrate, openStore, type Store } from '../../src/store/open.ts';
import { createToken, findToken } from '../../src/store/token.ts';
import { openSession } from '../../src/store/session.ts';
import { addUser, checkPassword } from '../../src/store/users.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';

const [bin] = postgresBins();

describe.skipIf(bin === undefined)('a backup (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  const stores: Store[] = [];
  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server?.stop();
  });

  async function store(name: string): Promise<Store> {
    const opened = openStore({ connectionString: await server.createDatabase(name), applicationName: 'test' });
    stores.push(opened);
    await migrate(opened);
    return opened;
  }

  it('holds every table of the schema, or says why not', async () => {
    const { db } = await store('tables');
    const { rows } = await sql<{ name: string }>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'wirewatch'`.execute(db);
    expect(rows.map((row) => row.name).sort()).toEqual([...TABLES, ...LEFT_OUT].sort());
  });

  it('brings users and tokens back, and what was learnt of a site; nobody stays logged in', async () => {
    const [from, to] = [await store('from'), await store('to')];
    await addUser(from.db, { name: 'anna', role: 'admin', password: 'correct horse battery' });
    await openSession(from.db, 'anna');
    const { token } = await createToken(from.db, { name: 'ci', role: 'reader', expiresMs: null });
    await sql`WITH s AS (INSERT INTO source (domain) VALUES ('example.org') RETURNING id)
      INSERT INTO site_memory (source_id, memory) SELECT id, '{"v":1}' FROM s`.execute(from.db);
    await restore(to.db, copied(dump(from.db)));
    expect(await checkPassword(to.db, 'anna', 'correct horse battery')).toEqual({ name: 'anna', role: 'admin' });
    expect(await findToken(to.db, token)).toMatchObject({ role: 'reader' });
    const { rows } = await sql<{ n: number }>`
      SELECT (SELECT count(*) FROM site_memory) * 10 + (SELECT count(*) FROM session) AS n`.execute(to.db);
    expect(rows[0]?.n).toBe(10);
    // New tokens get new numbers, and nobody's user is thrown away.
    expect((await createToken(to.db, { name: 'more', role: 'reader', expiresMs: null })).id).toBe(2);
    await expect(restore(to.db, copied(dump(from.db)))).rejects.toMatchObject({ code: 'RESTORE_REFUSED' });
  });
});

/** As it comes back from a file. */
async function* copied(lines: AsyncIterable<DumpLine>): AsyncGenerator<DumpLine> {
  for await (const line of lines) yield JSON.parse(JSON.stringify(line)) as DumpLine;
}
