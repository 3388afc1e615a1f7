import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dump, LEFT_OUT, restore, TABLES, type DumpLine } from '../../src/store/dump.ts';
import { putChannel } from '../../src/store/channel.ts';
import { migrate, openStore, type Store } from '../../src/store/open.ts';
import { createSeal, type Seal } from '../../src/store/seal.ts';
import { sealedFault, SEALED_COLUMNS } from '../../src/store/sealed.ts';
import { createToken, findToken } from '../../src/store/token.ts';
import { openSession } from '../../src/store/session.ts';
import { addUser, checkPassword } from '../../src/store/users.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';

const [bin] = postgresBins();
const [OURS, OTHER] = [createSeal('ours'), createSeal('another')];
const options = (seal: Seal = OURS) => ({ seal, cure: 'CURE' });

/** Stores with the schema and nothing in them, by name, on a server of the tests around; all are closed after them. */
function useStores(): (name: string) => Promise<Store> {
  let server: TestPostgres;
  const stores: Store[] = [];
  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await server?.stop();
  });
  return async (name) => {
    const opened = openStore({ connectionString: await server.createDatabase(name), applicationName: 'test' });
    stores.push(opened);
    await migrate(opened);
    return opened;
  };
}

describe.skipIf(bin === undefined)('a backup (skipped where there is no PostgreSQL)', () => {
  const store = useStores();

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
    await restore(to.db, copied(dump(from.db, OURS)), options());
    expect(await checkPassword(to.db, 'anna', 'correct horse battery')).toEqual({ name: 'anna', role: 'admin' });
    expect(await findToken(to.db, token)).toMatchObject({ role: 'reader' });
    const { rows } = await sql<{ n: number }>`
      SELECT (SELECT count(*) FROM site_memory) * 10 + (SELECT count(*) FROM session) AS n`.execute(to.db);
    expect(rows[0]?.n).toBe(10);
    // New tokens get new numbers, and nobody's user is thrown away.
    expect((await createToken(to.db, { name: 'more', role: 'reader', expiresMs: null })).id).toBe(2);
    await expect(restore(to.db, copied(dump(from.db, OURS)), options())).rejects.toMatchObject({
      code: 'RESTORE_REFUSED',
    });
  });
});

describe.skipIf(bin === undefined)('the credentials of a backup', () => {
  const store = useStores();
  let from: Store;
  let lines: DumpLine[];
  beforeAll(async () => {
    from = await store('sealed_from');
    const secretSealed = OURS.seal('whsec_secret');
    await putChannel(from.db, { type: 'webhook', address: 'https://a.example/', secretSealed }, 'person');
    lines = await all(copied(dump(from.db, OURS)));
  });
  const sealedIn = async ({ db }: Store): Promise<(Uint8Array | null)[]> =>
    (await sql<{ sealed: Uint8Array | null }>`SELECT secret_sealed AS sealed FROM channel`.execute(db)).rows.map(
      ({ sealed }) => sealed,
    );

  it('are in the columns that are called so', async () => {
    const { rows } = await sql<{ name: string; column: string }>`
      SELECT table_name AS name, column_name AS "column" FROM information_schema.columns
      WHERE table_schema = 'wirewatch' AND column_name LIKE '%\\_sealed'`.execute(from.db);
    expect(Object.fromEntries(rows.map(({ name, column }) => [name, column]))).toEqual(SEALED_COLUMNS);
  });

  it('come back with the same secret, of which the head tells no more than that it is the same', async () => {
    expect(lines[0]).toMatchObject({ secret: expect.stringMatching(/^[0-9a-f]{16}$/), sealed: 1 });
    expect(createSeal('ours').fingerprint).toBe(OURS.fingerprint);
    expect(OTHER.fingerprint).not.toBe(OURS.fingerprint);
    expect(createSeal(undefined).fingerprint).toBeNull();
    const to = await store('sealed_same');
    expect(await restore(to.db, each(lines), options())).toMatchObject({ leftOut: 0, fault: null });
    expect((await sealedIn(to)).map((one) => OURS.open(one as Uint8Array))).toEqual(['whsec_secret']);
    expect(await sealedFault(to.db, OURS)).toBeNull();
    expect(await sealedFault(to.db, OTHER)).toMatchObject({ code: 'SECRET_WRONG' });
    expect(await sealedFault(to.db, createSeal(undefined))).toMatchObject({ code: 'SECRET_MISSING' });
  });

  it('are refused where another secret is, before a row is read, or left out on demand', async () => {
    const to = await store('sealed_other');
    for (const seal of [OTHER, createSeal(undefined)]) {
      await expect(restore(to.db, each(lines.slice(0, 1)), options(seal))).rejects.toMatchObject({
        code: 'SECRET_WRONG',
        message: expect.stringContaining('CURE'),
      });
    }
    expect(await sealedIn(to)).toEqual([]);
    expect(await restore(to.db, each(lines), { ...options(OTHER), withoutSecrets: true })).toMatchObject({
      rows: lines.length - 1,
      leftOut: 1,
      fault: null,
    });
    expect(await sealedIn(to)).toEqual([null]);
  });

  it('of an older backup, whose head says nothing of a secret, are read, and it is said that they can’t be opened', async () => {
    const [head, ...rows] = lines as [Extract<DumpLine, { wirewatch: 1 }>, ...DumpLine[]];
    const older = [{ wirewatch: head.wirewatch, migrations: head.migrations }, ...rows];
    const to = await store('sealed_older');
    expect(await restore(to.db, each(older), options(OTHER))).toMatchObject({
      leftOut: 0,
      fault: expect.stringContaining('can’t be opened'),
    });
    expect(await sealedIn(to)).toHaveLength(1);
  });

  it('that are none need no secret', async () => {
    const empty = await store('sealed_none');
    const backup = await all(copied(dump(empty.db, OURS)));
    expect(await restore(empty.db, each(backup), options(OTHER))).toMatchObject({ leftOut: 0, fault: null });
  });
});

async function all(lines: AsyncIterable<DumpLine>): Promise<DumpLine[]> {
  const read: DumpLine[] = [];
  for await (const line of lines) read.push(line);
  return read;
}

async function* each(lines: readonly DumpLine[]): AsyncGenerator<DumpLine> {
  yield* lines;
}

/** As it comes back from a file. */
async function* copied(lines: AsyncIterable<DumpLine>): AsyncGenerator<DumpLine> {
  for await (const line of lines) yield JSON.parse(JSON.stringify(line)) as DumpLine;
}
