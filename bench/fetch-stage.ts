import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { stringify } from 'yaml';
import { loadConfig } from '../src/config/load.ts';
import { startFleet, type Fleet } from '../src/fleet/boot.ts';
import { createLog } from '../src/observe/log.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { startRedis } from '../test/support/redis.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface StageOptions {
  /** Of the local server, which answers every feed with a 304. */
  readonly port: number;
  /** Milliseconds from the start of one request to a host to the start of the next. */
  readonly gapMs: number;
  readonly hosts: number;
  readonly feedsPerHost: number;
  readonly engine: 'redis' | 'postgres';
}

export interface RunningStage {
  stop(): Promise<void>;
}

/**
 * The whole fetch stage at work in this process, as its worker runs it: jobs from the queue, leases and claims from a
 * real store (a PostgreSQL of its own), every poll committed; a scheduler in a process of its own hands out. All feeds are
 * due from the start, so that there is more to do than can be done.
 */
export async function startStage(options: StageOptions): Promise<RunningStage> {
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-bench-'));
  const ends: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const postgres = await startPostgres({
      bin: 'packaged',
      settings: { fsync: 'on', synchronous_commit: 'on', shared_preload_libraries: '' },
    });
    ends.push(() => postgres.stop());
    const redis = options.engine === 'redis' ? await startRedis() : undefined;
    if (redis !== undefined) ends.push(() => redis.stop());
    const env = environmentOf(folder, options, postgres.connectionString, redis?.url);
    const fleet = await startFleet({
      config: loadConfig({ env }),
      roles: ['fetch'],
      log: createLog({ level: 'silent', pretty: false, role: 'bench' }),
    });
    ends.push(() => fleet.stop());
    await prepare(fleet, options);
    ends.push(stopped(spawnScheduler(env)));
    const client = new pg.Client({ connectionString: postgres.connectionString });
    await client.connect();
    ends.push(() => client.end());
    while ((await client.query('SELECT 1 FROM wirewatch.feed WHERE polled_at IS NOT NULL LIMIT 1')).rowCount === 0)
      await new Promise((resolve) => setTimeout(resolve, 200));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environmentOf(
  folder: string,
  { gapMs }: StageOptions,
  databaseUrl: string,
  redisUrl: string | undefined,
): Record<string, string> {
  const file = join(folder, 'wirewatch.yaml');
  writeFileSync(
    file,
    stringify({
      polling: { min: '1h', max: '1h' },
      hosts: { gap: `${gapMs}ms` },
      network: { allowPrivate: ['127.0.0.0/8'] },
      data: join(folder, 'data'),
    }),
  );
  return {
    WIREWATCH_CONFIG: file,
    WIREWATCH_DATABASE_URL: databaseUrl,
    ...(redisUrl !== undefined && { WIREWATCH_REDIS_URL: redisUrl }),
    WIREWATCH_LOG_LEVEL: 'error',
    WIREWATCH_SECRET: 'for a bench',
  };
}

/** Feeds as after their first import, with validators; written at once, for adding them one by one is not what is measured. */
async function prepare(
  { container: { store } }: Fleet,
  { port, gapMs, hosts, feedsPerHost }: StageOptions,
): Promise<void> {
  await store.pool.query(
    `WITH hosts AS (
       INSERT INTO host (key, gap_ms, due_at)
       SELECT 'h' || n || '.localhost:' || $1::int, $2::int, clock_timestamp() FROM generate_series(1, $3::int) n RETURNING id, key),
     slots AS (INSERT INTO slot (host_id, n) SELECT id, 1 FROM hosts),
     sources AS (INSERT INTO source (domain) SELECT key FROM hosts RETURNING id, domain),
     feeds AS (
       INSERT INTO feed (url, every_ms, host_id, source_id, alert_since, first_import_at, proved_at, etag, last_modified)
       SELECT 'http://' || key || '/feed/' || n, 3600000, hosts.id, sources.id, clock_timestamp(), clock_timestamp(), clock_timestamp(),
         'W/"5f2c-18d9"', 'Mon, 01 Jan 2024 00:00:00 GMT'
       FROM hosts JOIN sources ON domain = key, generate_series(1, $4::int) n RETURNING id, host_id, url)
     INSERT INTO work (stage, feed_id, host_id, url) SELECT 'fetch', id, host_id, url FROM feeds`,
    [port, gapMs, hosts, feedsPerHost],
  );
  await store.pool.query('VACUUM ANALYZE');
}

function spawnScheduler(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'workers/scheduler.ts')], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env, WIREWATCH_METRICS_PORT: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function stopped(child: ChildProcess): () => Promise<void> {
  return () =>
    new Promise((done) => {
      child.once('exit', () => done());
      child.kill('SIGTERM');
    });
}
