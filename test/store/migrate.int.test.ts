import { readdirSync } from 'node:fs';
import { Migrator, sql, type Migration } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handOutHosts } from '../../src/store/host.ts';
import { migrate, openStore, type Store } from '../../src/store/open.ts';
import { commitPolls } from '../../src/store/polls.ts';
import { beginVisits } from '../../src/store/visits.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';

const [bin] = postgresBins();
const MIGRATIONS = new URL('../../src/store/migrations/', import.meta.url);

/** The schema as it was before the migration of this name. */
async function migrateBefore({ db }: Store, name: string): Promise<void> {
  const names = readdirSync(MIGRATIONS)
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((one) => one < name);
  const load = async (one: string): Promise<[string, Migration]> => [
    one,
    await import(new URL(`${one}.ts`, MIGRATIONS).href),
  ];
  await sql`CREATE SCHEMA wirewatch`.execute(db);
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => Object.fromEntries(await Promise.all(names.map(load))) },
    migrationTableSchema: 'wirewatch',
    migrationTableName: 'migration_done',
    migrationLockTableName: 'migration_lock',
  }).migrateToLatest();
  if (error !== undefined) throw error;
}

describe.skipIf(bin === undefined)('migrations (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  let store: Store;
  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
    store = openStore({ connectionString: server.connectionString, applicationName: 'test' });
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  it('run once, and a store of a newer version is told from a broken one', async () => {
    expect((await migrate(store)).length).toBeGreaterThan(0);
    expect(await migrate(store)).toEqual([]);
    await sql`INSERT INTO wirewatch.migration_done (name, timestamp) VALUES ('9999-later', now()::text)`.execute(
      store.db,
    );
    await expect(migrate(store)).rejects.toMatchObject({
      code: 'STORE_MIGRATION',
      message: expect.stringContaining('made by a newer wirewatch (9999-later)'),
    });
  });

  it('0010 keeps what was learnt of each feed, whole and in numbers', async () => {
    const old = openStore({ connectionString: await server.createDatabase('before_0010'), applicationName: 'test' });
    try {
      await migrateBefore(old, '0010');
      const rhythm = { v: 1, seenUntil: 1_700_000_000_123, count: 9.25, byHour: [0.4, 0, 1e-7], text: 'é' };
      await sql`
        WITH made AS (INSERT INTO host (key, gap_ms, due_at) VALUES ('paper.example', 0, clock_timestamp()) RETURNING id),
        slots AS (INSERT INTO slot (host_id, n) SELECT id, 1 FROM made),
        sources AS (INSERT INTO source (domain) VALUES ('paper.example') RETURNING id),
        feeds AS (
          INSERT INTO feed (url, host_id, source_id, alert_since, rhythm)
          SELECT 'https://paper.example/' || name, made.id, sources.id, now(), learnt FROM made, sources,
            (VALUES ('old', ${JSON.stringify(rhythm)}::jsonb), ('new', NULL)) AS f(name, learnt) RETURNING id, host_id, url)
        INSERT INTO work (stage, feed_id, host_id, url) SELECT 'fetch', id, host_id, url FROM feeds`.execute(old.db);
      expect(await migrate(old)).toContain('0010-rhythms');
      const [job] = await handOutHosts(old.db, 10);
      const ask = { slotId: job?.payload.slot ?? 0, dispatch: 1, token: '8d0a6f0e-4a5e-4f7c-9d53-0c1c6d3f2a11' };
      const [begun] = await beginVisits(old.db, [ask], { urls: 20, horizonMs: 2000 });
      const due = begun?.due ?? [];
      const learnt = (): Map<string, unknown> => new Map(due.map(({ url, feed }) => [url, feed?.rhythm]));
      expect(learnt()).toEqual(
        new Map<string, unknown>([
          ['https://paper.example/old', rhythm],
          ['https://paper.example/new', null],
        ]),
      );
      // A quiet poll leaves it, another one replaces it.
      const poll = { delayMs: 1000, failures: 0, pace: 1, code: null, reason: null };
      if (begun === null || begun === undefined) throw new Error('a visit has begun');
      const next = { ...rhythm, count: 10 };
      await commitPolls(
        old.db,
        due.map((item) => ({
          slot: begun.slot,
          due: item,
          outcome: { ...poll, rhythm: item.url.endsWith('new') ? next : null },
        })),
      );
      const { rows } = await sql`SELECT url, rhythm FROM feed ORDER BY url DESC`.execute(old.db);
      expect(rows).toEqual([
        { url: 'https://paper.example/old', rhythm },
        { url: 'https://paper.example/new', rhythm: next },
      ]);
    } finally {
      await old.close();
    }
  });
});
