import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, openStore, type Store } from '../../src/store/open.ts';
import { moveFeeds, retain } from '../../src/store/upkeep.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';

const [bin] = postgresBins();
const DAY_MS = 86_400_000;
const FEEDS = 230;

describe.skipIf(bin === undefined)('upkeep of much (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  let store: Store;
  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
    store = openStore({ connectionString: server.connectionString, applicationName: 'test' });
    await migrate(store);
    await sql`
      WITH h AS (INSERT INTO host (key, gap_ms) VALUES ('example.org', 1000) RETURNING id),
      s AS (INSERT INTO source (domain) VALUES ('example.org') RETURNING id),
      a AS (INSERT INTO article (url, source_id, alert_since, discovered_at, text)
        SELECT 'https://example.org/' || n, s.id, now(), now() - n * interval '1 day' + interval '12 hours', 'text' FROM s, generate_series(1, 300) n RETURNING id),
      f AS (INSERT INTO feed (url, host_id, source_id, alert_since)
        SELECT 'https://example.org/feed/' || n, h.id, s.id, now() FROM h, s, generate_series(1, ${FEEDS}::int) n RETURNING id)
      INSERT INTO entry (feed_id, key, article_id, summary, first_seen, last_listed)
      SELECT f.id, e.key, (SELECT min(id) FROM a), 'words', now() - e.age, now() - e.age
      FROM f, (VALUES ('new', interval '1 day'), ('old', interval '40 days'), ('gone', interval '200 days')) AS e(key, age)`.execute(
      store.db,
    );
    await sql`ANALYZE`.execute(store.db);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  const entries = async (): Promise<unknown> =>
    (
      await sql`SELECT key, count(*) AS n, count(summary) AS texts FROM entry GROUP BY key ORDER BY key`.execute(
        store.db,
      )
    ).rows;

  it('walks through the entries of all feeds, a bounded part a pass, and begins again (R15, R31)', async () => {
    const walk = { after: 0 };
    const retention = { rawMs: null, textMs: 30 * DAY_MS, alertsMs: null };
    const passes: number[] = [];
    for (let n = 0; n < 3; n += 1) passes.push(await retain(store.db, retention, walk));
    // 270 articles are older than 30 days and go with the first pass; of each feed an old text, and a gone one with its key.
    expect(passes).toEqual([270 + 300, 300, 90]);
    expect(walk.after).toBe(0);
    expect(await entries()).toEqual([
      { key: 'new', n: FEEDS, texts: FEEDS },
      { key: 'old', n: FEEDS, texts: 0 },
    ]);
    expect(await retain(store.db, retention, walk)).toBe(0);
  });

  it('moves a feed only while nobody has it in hand, who would give it back with its former address', async () => {
    const from = 'https://example.org/feed/1';
    const to = 'https://example.org/moved';
    await sql`
      UPDATE feed SET moved = jsonb_build_object('to', ${to}::text, 'since', clock_timestamp() - interval '4 days') WHERE url = ${from}`.execute(
      store.db,
    );
    await sql`
      INSERT INTO work (stage, feed_id, host_id, url, token)
      SELECT 'fetch', id, host_id, url, gen_random_uuid() FROM feed WHERE url = ${from}`.execute(store.db);
    const addresses = async (): Promise<unknown> =>
      (await sql`SELECT f.url AS feed, w.url AS work FROM feed f JOIN work w ON w.feed_id = f.id`.execute(store.db))
        .rows;
    const move = (): Promise<number> =>
      moveFeeds(store.db, () => ({ key: 'example.org', concurrency: 1, gapMs: 1_000 }));
    await move();
    expect(await addresses()).toEqual([{ feed: from, work: from }]);
    await sql`UPDATE work SET token = NULL`.execute(store.db);
    await move();
    expect(await addresses()).toEqual([{ feed: to, work: to }]);
  });

  it('finds what is kept for a person, and old texts, by an index', async () => {
    const plan = async (query: string): Promise<string> =>
      store.db.transaction().execute(async (tx) => {
        await sql`SET LOCAL enable_seqscan = off`.execute(tx);
        await sql`SET LOCAL enable_bitmapscan = off`.execute(tx);
        return JSON.stringify((await sql.raw(`EXPLAIN (FORMAT JSON) ${query}`).execute(tx)).rows);
      });
    expect(
      await plan('SELECT id FROM body WHERE quarantined_at IS NOT NULL ORDER BY quarantined_at DESC LIMIT 9'),
    ).toContain('body_quarantined');
    expect(await plan("SELECT id FROM delivery WHERE state = 'failed' ORDER BY id DESC LIMIT 9")).toContain(
      'delivery_failed',
    );
    expect(
      await plan(
        "SELECT id FROM article WHERE text IS NOT NULL AND discovered_at < now() - interval '180 days' LIMIT 500",
      ),
    ).toContain('article_text');
  });
});
