import { setMaxListeners } from 'node:events';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { startFleet, type Fleet } from '../../src/fleet/boot.ts';
import { applyDeclared, type Applied } from '../../src/fleet/apply.ts';
import { openContainer, type Container } from '../../src/fleet/container.ts';
import { handlerOf } from '../../src/fleet/handler.ts';
import { runExtract, runReadFeed } from '../../src/fleet/parse-task.ts';
import { enqueuer, type Role } from '../../src/fleet/roles.ts';
import { scheduleDeps } from '../../src/fleet/scheduler.ts';
import { SiteMemories } from '../../src/fleet/site-memories.ts';
import { parseDeps } from '../../src/fleet/stage/parse.ts';
import type { Threads } from '../../src/fleet/threads.ts';
import { createLog, type Log } from '../../src/observe/log.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { WireError } from '../../src/core/errors.ts';
import { BatchJob } from '../../src/stages/jobs.ts';
import { parseBatch } from '../../src/stages/parse/batch.ts';
import { tick, type ScheduleDeps, type TickReport } from '../../src/stages/schedule.ts';
import { lifeLine, type LifeLine } from '../../src/store/life-line.ts';
import type { Database } from '../../src/store/open.ts';
import { configure, type PipelineOptions } from './pipeline.ts';
import { startPostgres, type PostgresBin, type TestPostgres } from './postgres.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { onPath } from './servers.ts';
import { until } from './until.ts';

export type QueueEngine = 'postgres' | 'redis';

/** The engines that can be had here; under CI=true a missing redis-server is an error. */
export function queueEngines(): QueueEngine[] {
  if (onPath('redis-server') !== undefined || onPath('valkey-server') !== undefined) return ['postgres', 'redis'];
  if (process.env['CI'] === 'true') throw new Error('redis-server is missing, and CI must not skip');
  return ['postgres'];
}

export interface Servers {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
}

/** Private servers of one test file. */
export interface Stand {
  readonly postgres: TestPostgres;
  readonly redis: TestRedis | undefined;
  /** A new database with the schema and nothing in it, and an empty Redis. */
  fresh(): Promise<Servers>;
  stop(): Promise<void>;
}

const silent = createLog({ level: 'silent', pretty: false, role: 'test' });

/** A PostgreSQL of the test file's own and, for `redis`, a Redis. The schema is made once and copied for each test. */
export async function startStand(
  engine: QueueEngine = 'postgres',
  bin: PostgresBin = 'packaged',
  settings: Readonly<Record<string, string>> = {},
): Promise<Stand> {
  const [postgres, redis] = await Promise.all([
    startPostgres({ bin, settings }),
    engine === 'redis' ? startRedis() : undefined,
  ]);
  const template = await postgres.createDatabase('pattern');
  const env = { WIREWATCH_DATABASE_URL: template, WIREWATCH_LOG_LEVEL: 'silent' };
  await (await openContainer({ config: loadConfig({ env }), log: silent, role: 'pattern' })).close();
  let made = 0;
  return {
    postgres,
    redis,
    async fresh() {
      made += 1;
      await until(
        () =>
          postgres.query<{ n: number }>(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = 'pattern'`),
        ([row]) => row?.n === 0,
      );
      await postgres.query(`CREATE DATABASE test_${made} TEMPLATE pattern`);
      await redis?.flushall();
      return {
        databaseUrl: template.replace(/pattern$/, `test_${made}`),
        ...(redis !== undefined && { redisUrl: redis.url }),
      };
    },
    async stop() {
      await Promise.all([postgres.stop(), redis?.stop()]);
    },
  };
}

/** One process's parts without any role at work: a test runs the stages' steps by hand. */
export interface Parts {
  readonly container: Container;
  /** What came of the declared configuration. */
  readonly applied: Applied;
  readonly db: Database;
  readonly schedule: ScheduleDeps;
  /** One look of a scheduler. */
  readonly tick: () => Promise<TickReport>;
  readonly query: <R>(text: string) => Promise<R[]>;
  close(): Promise<void>;
}

export async function openParts(options: PipelineOptions): Promise<Parts> {
  const { config, remove } = configure(options);
  const container = await openContainer({ config, log: silent, role: 'test' });
  let applied: Applied;
  try {
    applied = await applyDeclared(container);
  } catch (error) {
    await container.close();
    remove();
    throw error;
  }
  const schedule = scheduleDeps(container, { isLow: false });
  const { db } = container.store;
  return {
    container,
    applied,
    db,
    schedule,
    tick: () => tick(schedule),
    query: async <R>(text: string) => (await sql.raw<R>(text).execute(db)).rows,
    async close() {
      await container.close();
      remove();
    },
  };
}

/** The tasks of parsing threads, run in this thread: quick to start, and without their limits. */
export const INLINE_THREADS: Threads = {
  extract: (task) => Promise.resolve(runExtract(task)),
  readFeed(task) {
    const result = runReadFeed(task);
    return 'fault' in result
      ? Promise.reject(new WireError('FEED_SYNTAX', result.fault))
      : Promise.resolve(result.document);
  },
  close: () => Promise.resolve(),
};

/** A fleet at work in the test's process. */
export interface News {
  readonly fleet: Fleet;
  readonly db: Database;
  query<R>(text: string): Promise<R[]>;
  /** Waits until a query's rows are as wanted. */
  wait<R>(text: string, isSo: (rows: R[]) => boolean, what?: string): Promise<R[]>;
  /** Waits until an article has left the status `waiting`; gives its life line. */
  settled(url: string): Promise<LifeLine>;
  line(url: string): Promise<LifeLine | null>;
  stop(): Promise<void>;
}

export interface NewsOptions extends PipelineOptions {
  /** All but the web by default. */
  readonly roles?: readonly Role[];
  /** Real parsing threads instead of this thread. */
  readonly threads?: boolean | Threads;
  readonly log?: Log;
}

/** Long enough for a busy machine; nothing is ever waited for without need. */
const WAIT_MS = Number(process.env['TEST_WAIT_MS'] ?? 60_000);
const ALL: readonly Role[] = ['scheduler', 'fetch', 'parse', 'alert', 'deliver'];

/** A fleet in this process on private servers; its pages are parsed in this thread unless `threads` says otherwise. */
export async function startNews({
  roles = ALL,
  threads = false,
  log = silent,
  ...options
}: NewsOptions): Promise<News> {
  const { config, remove } = configure({ ...options, settings: { parse: { threads: 1 }, ...options.settings } });
  const inline = threads === true ? undefined : threads === false ? INLINE_THREADS : threads;
  const fleet = await startFleet({
    config,
    roles: roles.filter((role) => role !== 'parse' || inline === undefined),
    log,
  });
  const parser = inline !== undefined && roles.includes('parse') ? startParser(fleet.container, inline) : undefined;
  const { db } = fleet.container.store;
  const query = async <R>(text: string): Promise<R[]> => (await sql.raw<R>(text).execute(db)).rows;
  const line = async (url: string): Promise<LifeLine | null> => {
    const { rows } = await sql<{ id: number }>`SELECT id FROM article WHERE url = ${url}`.execute(db);
    return rows[0] === undefined ? null : lifeLine(db, rows[0].id);
  };
  return {
    fleet,
    db,
    query,
    line,
    wait: <R>(text: string, isSo: (rows: R[]) => boolean, what = text) =>
      until(() => query<R>(text), isSo, { ms: WAIT_MS, what }),
    settled: async (url) =>
      (await until(
        () => line(url),
        (now) => now !== null && now.status !== 'waiting',
        { ms: WAIT_MS, what: `the end of ${url}` },
      )) as LifeLine,
    async stop() {
      await parser?.stop();
      await fleet.stop();
      remove();
    },
  };
}

function startParser(container: Container, threads: Threads): { stop(): Promise<void> } {
  const deps = parseDeps(container, enqueuer(container), threads, new SiteMemories(container.store.db));
  const drain = new AbortController();
  setMaxListeners(0, drain.signal); // every batch at work listens
  const metrics = createMetrics({ role: 'parse' });
  const handler = handlerOf(BatchJob, (job) => parseBatch(job, deps, drain.signal), { log: container.log, metrics });
  const consumer = container.queues.consume('parse', handler, 2);
  return {
    async stop() {
      drain.abort(new Error('the test ends'));
      await consumer.close();
    },
  };
}

/** Articles of a feed that have their text and wait to be matched; gives the ids of their work rows, in order. */
export async function seedParsed(
  db: Database,
  urls: readonly string[],
  text = 'Nothing of note.',
  title = 'A title',
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    WITH outlet AS (
      INSERT INTO source (domain) VALUES ('seed.example') ON CONFLICT (domain) DO UPDATE SET domain = excluded.domain RETURNING id),
    articles AS (
      INSERT INTO article (url, source_id, alert_since, basis, revision, title, text, lang, published)
      SELECT url, outlet.id, clock_timestamp() - interval '1 day', 'page', 1, ${title}, ${text}, 'en', clock_timestamp()
      FROM unnest(${[...urls]}::text[]) WITH ORDINALITY AS u(url, n), outlet ORDER BY n RETURNING id)
    INSERT INTO work (stage, article_id) SELECT 'alert', id FROM articles ORDER BY id RETURNING id`.execute(db);
  return rows.map((row) => row.id);
}

/** Lets the lease of everything that is handed out end now. */
export async function endLeases(db: Database): Promise<void> {
  await sql`UPDATE work SET lease_until = clock_timestamp() - interval '1 second' WHERE handed_at IS NOT NULL`.execute(
    db,
  );
  await sql`UPDATE slot SET lease_until = clock_timestamp() - interval '1 second' WHERE handed_at IS NOT NULL`.execute(
    db,
  );
}

/** A stand as the tests of one file use it. */
export interface TestStand {
  /** Servers with a database of their own. */
  readonly fresh: () => Promise<Servers>;
  /** Waits for what opens; it is stopped after the test, what was opened last first. */
  readonly open: <T extends { stop(): Promise<void> } | { close(): Promise<void> }>(opening: Promise<T>) => Promise<T>;
  /** Parts on fresh servers, or on those given. */
  readonly parts: (options?: Partial<PipelineOptions>) => Promise<Parts>;
  /** A fleet on fresh servers, or on those given. */
  readonly news: (options?: Partial<NewsOptions>) => Promise<News>;
}

/** A stand for the tests around: started before the first of them, stopped after the last. */
export function useStand(start: () => Promise<Stand> = startStand): TestStand {
  let stand: Stand | undefined;
  const opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    stand = await start();
  });
  afterAll(() => stand?.stop());
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
  });
  const fresh = (): Promise<Servers> => {
    if (stand === undefined) throw new Error('the stand is not there yet');
    return stand.fresh();
  };
  const on = async <O extends Partial<PipelineOptions>>(options: O): Promise<O & Servers> =>
    options.databaseUrl === undefined ? { ...(await fresh()), ...options } : (options as O & Servers);
  const open: TestStand['open'] = async (opening) => {
    const it = await opening;
    opened.push(() => ('stop' in it ? it.stop() : it.close()));
    return it;
  };
  return {
    fresh,
    open,
    parts: async (options = {}) => open(openParts(await on(options))),
    news: async (options = {}) => open(startNews(await on(options))),
  };
}
