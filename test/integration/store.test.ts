import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { isWireError, messageOf } from '../../src/core/errors.ts';
import { startFleet } from '../../src/fleet/boot.ts';
import { openContainer } from '../../src/fleet/container.ts';
import { checksOf } from '../../src/fleet/readiness.ts';
import { scheduleDeps, Space } from '../../src/fleet/scheduler.ts';
import { createLog, type Log } from '../../src/observe/log.ts';
import { prepareQueues } from '../../src/queue/bullmq.ts';
import { tick } from '../../src/stages/schedule.ts';
import { dump, restore, type DumpLine } from '../../src/store/dump.ts';
import { migrate, openStore } from '../../src/store/open.ts';
import { createSeal } from '../../src/store/seal.ts';
import { retain } from '../../src/store/upkeep.ts';
import { askOnce, leave } from '../support/ask.ts';
import { configure } from '../support/pipeline.ts';
import { postgresBins } from '../support/postgres.ts';
import { page, prose, startSite } from '../support/site.ts';
import {
  openParts,
  queueEngines,
  seedParsed,
  startNews,
  startStand,
  type Parts,
  type Stand,
} from '../support/stand.ts';
import { until } from '../support/until.ts';

const seal = createSeal('a secret of the tests');

const log = createLog({ level: 'silent', pretty: false, role: 'test' });
const DAY_MS = 86_400_000;

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'it was allowed',
    (error: unknown) => (isWireError(error) ? `${error.code}: ${messageOf(error)}` : String(error)),
  );
}

describe.each(postgresBins())('the schema, on PostgreSQL (%s)', (bin) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await startStand('postgres', bin);
  });
  afterAll(() => stand.stop());

  it('R28 four processes that start at once on a new database make the schema once', async () => {
    const databaseUrl = await stand.postgres.createDatabase('raced');
    const config = loadConfig({ env: { WIREWATCH_DATABASE_URL: databaseUrl, WIREWATCH_LOG_LEVEL: 'silent' } });
    const four = await Promise.all([1, 2, 3, 4].map((n) => openContainer({ config, log, role: `racer ${n}` })));
    for (const container of four) expect(await container.queues.counts()).toHaveLength(4);
    for (const container of four) await container.close();
  });

  it('R28 however the sessions meet: six new databases, each made by six at once', async () => {
    for (let round = 0; round < 6; round++) {
      const connectionString = await stand.postgres.createDatabase(`met${round}`);
      const stores = Array.from({ length: 6 }, () => openStore({ connectionString, applicationName: 'racer' }));
      // Each has looked for the schemas before: what it remembers of them is old.
      await Promise.all(stores.map((store) => sql`SELECT to_regclass('queue')`.execute(store.db)));
      await Promise.all(
        stores.map(async (store) => {
          await migrate(store);
          await prepareQueues({ engine: 'postgres', pool: store.pool, label: store.label });
        }),
      );
      for (const store of stores) await store.close();
    }
  });

  it('R28 a database that holds tables of others is refused, unless it is said once that it is the right one', async () => {
    const databaseUrl = await stand.postgres.createDatabase('foreign');
    const store = openStore({ connectionString: databaseUrl, applicationName: 'test' });
    try {
      await sql`CREATE TABLE public.invoices (n int)`.execute(store.db);
      expect(await refusal(migrate(store))).toMatch(/^STORE_FOREIGN: .*public\.invoices.*migrate --init/);
      expect(await migrate(store, { init: true })).toContain('0001-start');
      expect(await migrate(store)).toEqual([]);
    } finally {
      await store.close();
    }
  });

  it('R32 no table, index or function of ours has a name that one of BullMQ’s has', async () => {
    const parts = await openParts(await stand.fresh());
    const names = (schema: string): Promise<{ name: string }[]> =>
      parts.query(`SELECT relname AS name FROM pg_class WHERE relnamespace = '${schema}'::regnamespace
        UNION SELECT proname FROM pg_proc WHERE pronamespace = '${schema}'::regnamespace
        UNION SELECT typname FROM pg_type WHERE typnamespace = '${schema}'::regnamespace`);
    const [ours, theirs] = [await names('wirewatch'), await names('bullmq')];
    await parts.close();
    expect(ours.length).toBeGreaterThan(50);
    expect(theirs.length).toBeGreaterThan(10);
    const taken = new Set(theirs.map((row) => row.name));
    expect(ours.filter((row) => taken.has(row.name))).toEqual([]);
  });

  it('R1 an article goes all the way', async () => {
    const site = await startSite();
    site.set('paper', '/1', page('One', prose('one', 'European security')));
    site.feed('paper', '/feed', [{ title: 'One', link: site.url('paper', '/1'), published: new Date() }]);
    const topics = [{ id: 'eu', name: 'EU', query: '"European security"' }];
    const news = await startNews({ ...(await stand.fresh()), feeds: [site.url('paper', '/feed')], topics });
    expect(await news.settled(site.url('paper', '/1'))).toMatchObject({ topics: [{ decision: 'no-subscription' }] });
    await news.stop();
    await site.stop();
  });
});

describe('the store', () => {
  let stand: Stand;
  const open: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    stand = await startStand();
  });
  afterAll(() => stand.stop());
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  async function begin(feeds: readonly string[] = []): Promise<Parts> {
    const parts = await openParts({ ...(await stand.fresh()), feeds });
    open.push(() => parts.close());
    return parts;
  }

  it('R32 a server that restarts ends no process, whatever was in hand', async () => {
    const parts = await begin();
    const errors: unknown[] = [];
    const held = await parts.db.startTransaction().execute();
    await sql`SELECT 1`.execute(held);
    await stand.postgres.restart();
    await sql`SELECT 1`.execute(held).catch((error: unknown) => errors.push(error));
    await held
      .rollback()
      .execute()
      .catch((error: unknown) => errors.push(error));
    expect(errors.length).toBeGreaterThan(0);
    await until(
      () => parts.query<{ n: number }>('SELECT 1 AS n').catch(() => []),
      (rows) => rows[0]?.n === 1,
    );
  });

  it('R27 where space is low nothing is polled, what was taken in goes on, and readiness says so', async () => {
    const parts = await begin(['https://paper.example/feed']);
    await seedParsed(parts.db, ['https://seed.example/1']);
    let free = 5e8;
    const said: string[] = [];
    const space = new Space({
      embedded: { freeBytes: () => Promise.resolve(free) } as never,
      log: { warn: (_: unknown, message: string) => void said.push(message) } as unknown as Log,
    });
    const stages: string[] = [];
    const schedule = {
      ...scheduleDeps(parts.container, space),
      enqueue: (stage: string, jobs: readonly unknown[]) =>
        Promise.resolve(void (jobs.length > 0 && stages.push(stage))),
    };
    await space.look();
    await tick(schedule);
    expect(stages).toEqual(['alert']);
    expect(await checksOf(parts.container, space)['space']?.()).toMatch(/less than 1 GiB/);
    free = 5e9;
    await space.look();
    await tick(schedule);
    expect(stages).toEqual(['alert', 'fetch']);
    expect(await checksOf(parts.container, space)['space']?.()).toBeNull();
    expect(said).toHaveLength(2);
  });

  it('R31 retention works in small batches, and a quarantined body never expires unseen', async () => {
    const parts = await begin(['https://paper.example/feed']);
    const urls = Array.from({ length: 1_203 }, (_, n) => `https://seed.example/${n}`);
    await seedParsed(parts.db, urls, 'Its text.');
    await parts.query(`DELETE FROM work WHERE article_id IS NOT NULL AND article_id NOT IN (SELECT id FROM article ORDER BY id LIMIT 2);
      UPDATE work SET state = 'quarantined' WHERE article_id = (SELECT min(article_id) FROM work);
      UPDATE article SET discovered_at = clock_timestamp() - interval '200 days';
      INSERT INTO body (article_id, url, bytes, size, fetched_at) SELECT id, url, 'x', 1, clock_timestamp() - interval '4 days' FROM article;
      INSERT INTO body (feed_id, url, bytes, size, fetched_at, quarantined_at) SELECT id, url, 'x', 1, clock_timestamp() - interval '40 days', clock_timestamp() FROM feed`);
    const keep = { rawMs: 3 * DAY_MS, textMs: 180 * DAY_MS, alertsMs: null };
    const counts = async (): Promise<unknown> =>
      (
        await parts.query(
          `SELECT (SELECT count(*) FROM body) AS bodies, (SELECT count(*) FROM article WHERE text IS NOT NULL) AS texts`,
        )
      )[0];
    expect(await retain(parts.db, keep)).toBe(1_000);
    expect(await counts()).toEqual({ bodies: 704, texts: 703 });
    await retain(parts.db, keep);
    await retain(parts.db, keep);
    // What waits, or is kept for a person, keeps its body and its text.
    expect(await counts()).toEqual({ bodies: 3, texts: 2 });
    expect(await retain(parts.db, keep)).toBe(0);
    expect(await retain(parts.db, { rawMs: null, textMs: null, alertsMs: null })).toBe(0);
    expect(await parts.query('SELECT count(*) AS n FROM article')).toEqual([{ n: 1_203 }]);
  });

  it('R15 R31 keys of entries are kept while the feed lists them, and 90 days more', async () => {
    const parts = await begin(['https://quiet.example/feed', 'https://busy.example/feed']);
    await seedParsed(parts.db, ['https://seed.example/1']);
    const entry = (feed: string, key: string, days: number): string =>
      `INSERT INTO entry (feed_id, key, article_id, last_listed, summary)
       SELECT f.id, '${key}', a.id, clock_timestamp() - interval '${days} days', 'words' FROM feed f, article a WHERE f.url LIKE '%${feed}%';`;
    // The quiet feed has answered 304 for 120 days; the busy one has dropped an entry 91, and another 89 days ago.
    await parts.query(
      entry('quiet', 'listed', 120) +
        entry('busy', 'listed', 0) +
        entry('busy', 'dropped', 91) +
        entry('busy', 'remembered', 89),
    );
    await retain(parts.db, { rawMs: 0, textMs: 1, alertsMs: null });
    expect(await parts.query('SELECT f.url, e.key FROM entry e JOIN feed f ON f.id = e.feed_id ORDER BY 1, 2')).toEqual(
      [
        { url: 'https://busy.example/feed', key: 'listed' },
        { url: 'https://busy.example/feed', key: 'remembered' },
        { url: 'https://quiet.example/feed', key: 'listed' },
      ],
    );
  });

  it('R31 a backup brings everything back into an empty store, where work goes on', async () => {
    const site = await startSite();
    open.push(() => site.stop());
    site.set('paper', '/1', page('One', prose('one', 'European security')));
    const item = { title: 'One', link: site.url('paper', '/1'), published: new Date() };
    site.feed('paper', '/feed', [item]);
    const options = {
      feeds: [site.url('paper', '/feed')],
      topics: [{ id: 'eu', name: 'EU', query: '"European security"' }],
      subscriptions: [{ topic: 'eu', channel: { type: 'webhook', url: site.url('hook', '/') } }],
    };
    const news = await startNews({ ...(await stand.fresh()), ...options });
    await news.settled(site.url('paper', '/1'));
    await news.wait<{ code: string | null }>('SELECT code FROM delivery', ([row]) => row?.code != null);
    const lines: string[] = [];
    for await (const line of dump(news.db, seal)) lines.push(JSON.stringify(line));
    await news.stop();

    const servers = await stand.fresh();
    const target = await openParts(servers);
    async function* read(): AsyncGenerator<DumpLine> {
      for (const line of lines) yield JSON.parse(line) as DumpLine;
      await Promise.resolve();
    }
    expect(await restore(target.db, read(), { seal, cure: '' })).toMatchObject({ rows: lines.length - 1 });
    const again: string[] = [];
    for await (const line of dump(target.db, seal)) again.push(JSON.stringify(line));
    const held = /"(handed_at|token|job|lease_until)":[^,}]*/g;
    expect(again.map((line) => line.replace(held, ''))).toEqual(lines.map((line) => line.replace(held, '')));
    expect(await refusal(restore(target.db, read(), { seal, cure: '' }))).toMatch(
      /^RESTORE_REFUSED: the store is not empty/,
    );
    await target.close();

    site.set('paper', '/2', page('Two', prose('two', 'European security')));
    site.feed('paper', '/feed', [{ ...item, title: 'Two', link: site.url('paper', '/2') }, item]);
    const next = await startNews({ ...servers, ...options });
    open.push(() => next.stop());
    await next.query(`UPDATE work SET next_at = clock_timestamp(); UPDATE host SET due_at = clock_timestamp()`);
    await next.settled(site.url('paper', '/2'));
    expect(site.count('paper', '/1')).toBe(1);
  });

  it('R31 a file that is no backup is refused, and changes nothing', async () => {
    const parts = await begin();
    async function* read(lines: readonly object[]): AsyncGenerator<DumpLine> {
      for (const line of lines) yield line as DumpLine;
      await Promise.resolve();
    }
    expect(await refusal(restore(parts.db, read([]), { seal, cure: '' }))).toMatch(
      /^RESTORE_REFUSED: the file is empty/,
    );
    expect(await refusal(restore(parts.db, read([{ table: 'feed', row: {} }]), { seal, cure: '' }))).toMatch(
      /^RESTORE_REFUSED: .*not a backup/,
    );
    expect(
      await refusal(restore(parts.db, read([{ wirewatch: 1, migrations: ['9999-future'] }]), { seal, cure: '' })),
    ).toMatch(/^RESTORE_REFUSED: .*9999-future/);
    expect(await parts.query('SELECT count(*) AS n FROM topic_version')).toEqual([{ n: 1 }]);
  });
});

describe.each(queueEngines())('connections, with the queues on %s', (engine) => {
  it('R32 a process with every role at work takes at most eight, and says when the server has too few left', async () => {
    const stand = await startStand(engine, 'packaged', { max_connections: '14' });
    const site = await startSite();
    const servers = await stand.fresh();
    const names = Array.from({ length: 30 }, (_, n) => `story-${n}`);
    const items = names.map((name) => {
      site.set(`host-${name}`, '/', page(name, prose(name, 'European security')));
      return { title: name, link: site.url(`host-${name}`, '/'), published: new Date() };
    });
    site.feed('paper', '/feed', items);
    const { config, remove } = configure({
      ...servers,
      feeds: [site.url('paper', '/feed')],
      topics: [{ id: 'eu', name: 'EU', query: '"European security"' }],
      settings: { web: { port: 0 }, parse: { threads: 1 } },
    });
    // Connections of the stand would be counted.
    await leave(stand.postgres.connectionString);
    const others = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`;
    await until(
      () => askOnce<{ n: number }>(stand.postgres.connectionString, others),
      ([row]) => row?.n === 0,
    );
    const said: string[] = [];
    const listening = {
      ...log,
      info: () => {},
      error: () => {},
      warn: (_: unknown, message: string) => void said.push(message),
    };
    const fleet = await startFleet({
      config,
      roles: ['scheduler', 'fetch', 'parse', 'alert', 'deliver', 'web'],
      log: listening as unknown as Log,
    });
    try {
      let most = 0;
      const { db } = fleet.container.store;
      await until(
        async () => {
          const { rows } = await sql<{ n: number; open: number; all: number }>`
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS n,
              (SELECT count(*) FROM article WHERE status = 'waiting') AS open, (SELECT count(*) FROM article) AS all`.execute(
            db,
          );
          most = Math.max(most, rows[0]?.n ?? 0);
          return rows[0];
        },
        (row) => row?.all === 30 && row.open === 0,
        { ms: 90_000, what: 'all articles are settled' },
      );
      expect(most).toBeGreaterThan(2);
      expect(most).toBeLessThanOrEqual(8);
      expect(said.filter((message) => message.includes('connections'))).toEqual([]);
      const other = await startFleet({ config, roles: ['fetch'], log: listening as unknown as Log });
      await other.stop();
      expect(said.join()).toContain('fewer than 8 connections left');
    } finally {
      await fleet.stop();
      remove();
      await site.stop();
      await stand.stop();
    }
  });
});
