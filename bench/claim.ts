/**
 * What handing out due feeds costs with many feeds in the store, on a private PostgreSQL: hosts handed out by a
 * scheduler, and the feeds of a host claimed by a worker, in batches; and whether a scheduler's memory stays flat.
 *
 * For scale, in the same turns on the same server: the floor, which is one bare UPDATE of 100 rows by their ids in a table of
 * two columns, committed alike. `timesFloor` says how many of them a step costs; it writes three rows for each host (slot, work,
 * host), reads two more, and does so exactly once and fenced. `serverMs` is what the server took to execute, without the way
 * there, this process, and the wait for the disk.
 *
 *   node --expose-gc --import tsx bench/claim.ts [--feeds 100000] [--hosts 60000] [--batches 500] [--ticks 300] [--json]
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { prepared } from '../src/store/sql.ts';
import { handOutHosts, releaseSlots } from '../src/store/host.ts';
import type { HeldSlot } from '../src/stages/fetch/deps.ts';
import { migrate, openStore, type Database } from '../src/store/open.ts';
import { pollDemand } from '../src/store/pace.ts';
import { commitPolls } from '../src/store/polls.ts';
import { findStuck, handOutDeliveries, handOutDue } from '../src/store/work.ts';
import { moveFeeds, standIn } from '../src/store/upkeep.ts';
import { beginVisits } from '../src/store/visits.ts';
import { startPostgres } from '../test/support/postgres.ts';

const { values } = parseArgs({
  options: {
    feeds: { type: 'string', default: '100000' },
    hosts: { type: 'string', default: '60000' },
    batches: { type: 'string', default: '500' },
    ticks: { type: 'string', default: '300' },
    json: { type: 'boolean', default: false },
  },
});
const FEEDS = Number(values.feeds);
const HOSTS = Number(values.hosts);
const BATCH = 100;

/** Feeds as they stand after weeks of work: an eighth is due, the others within a day; a tenth of the hosts have ten. */
async function fill(db: Database): Promise<void> {
  await sql`INSERT INTO host (key, gap_ms) SELECT 'host-' || n || '.example', 1000 FROM generate_series(1, ${HOSTS}) n`.execute(
    db,
  );
  await sql`INSERT INTO slot (host_id, n) SELECT id, 1 FROM host`.execute(db);
  await sql`INSERT INTO source (domain) SELECT key FROM host`.execute(db);
  const rhythm = JSON.stringify({
    v: 1,
    seenUntil: 1,
    count: 9,
    hours: 300,
    byHour: Array(24).fill(0.4),
    byDay: Array(7).fill(1.3),
  });
  await sql`
    INSERT INTO feed (url, host_id, source_id, alert_since, etag, rhythm, interval_ms, pace, polled_at, ok_at, first_import_at)
    SELECT 'https://host-' || h.n || '.example/feed/' || f.n, h.n, h.n, now() - interval '1 day', '"abc"', ${rhythm}::json, 300000 + (f.n * 7919) % 80000000, 1,
      now(), now(), now()
    FROM generate_series(1, ${FEEDS}) f(n), LATERAL (SELECT 1 + CASE WHEN f.n <= ${HOSTS} THEN f.n - 1 ELSE (f.n * 10) % ${HOSTS} END AS n) h`.execute(
    db,
  );
  await sql`
    INSERT INTO work (stage, feed_id, host_id, url, next_at)
    SELECT 'fetch', id, host_id, url, now() + (random() * 8 - 1) * interval '3 hours' FROM feed`.execute(db);
  await sql`UPDATE host SET due_at = w.at FROM (SELECT host_id, min(next_at) AS at FROM work GROUP BY 1) w WHERE w.host_id = host.id`.execute(
    db,
  );
  await sql`CREATE TABLE bench_floor (id bigint PRIMARY KEY, n integer NOT NULL) WITH (fillfactor = 70)`.execute(db);
  await sql`INSERT INTO bench_floor SELECT n, 0 FROM generate_series(1, ${HOSTS}) n`.execute(db);
  await sql`CREATE EXTENSION pg_stat_statements`.execute(db);
  await sql`VACUUM ANALYZE`.execute(db);
}

function bareUpdate(db: Database): Promise<unknown> {
  const ids = Array.from({ length: BATCH }, () => 1 + Math.floor(Math.random() * HOSTS));
  return prepared`UPDATE bench_floor SET n = n + 1 WHERE id = ANY(${ids}::bigint[]) RETURNING n`.execute(db);
}

/** Milliseconds that a step took, as this process saw it and as the server did. */
interface Times {
  readonly wall: number[];
  readonly server: number[];
}

const step = (): Times => ({ wall: [], server: [] });

/** Runs one step, with nothing else going on. */
async function measured<T>(db: Database, { wall, server }: Times, run: () => Promise<T>): Promise<T> {
  await sql`SELECT pg_stat_statements_reset()`.execute(db);
  const result = await timed(wall, run);
  const { rows } = await sql<{ ms: number }>`
    SELECT sum(total_exec_time) AS ms FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'`.execute(db);
  server.push(rows[0]?.ms ?? 0);
  return result;
}

function against(floor: Times, { wall, server }: Times): object {
  const ratio = (a: readonly number[], b: readonly number[]): number =>
    Math.round((figures(a).p50 / figures(b).p50) * 10) / 10;
  return {
    ...figures(wall),
    timesFloor: ratio(wall, floor.wall),
    serverMs: figures(server).p50,
    serverTimesFloor: ratio(server, floor.server),
  };
}

const percentile = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;

function figures(times: readonly number[]): { n: number; p50: number; p99: number; max: number } {
  const sorted = times.toSorted((a, b) => a - b);
  return { n: sorted.length, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: percentile(sorted, 1) };
}

async function timed<T>(times: number[], run: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  times.push(performance.now() - start);
  return result;
}

const postgres = await startPostgres({
  bin: 'packaged',
  settings: {
    fsync: 'on',
    synchronous_commit: 'on',
    shared_buffers: '256MB',
    shared_preload_libraries: 'pg_stat_statements',
  },
});
const store = openStore({ connectionString: postgres.connectionString, applicationName: 'bench' });
try {
  await migrate(store);
  const { db } = store;
  await fill(db);
  await handOutHosts(db, 1); // the connection, and the plan
  const nothing: number[] = [];
  const commit: number[] = [];
  const floor = step();
  const handOut = step();
  const claim = step();
  const polled = step();
  const released = step();
  const empty: number[] = [];
  let handed = 0;
  let claimed = 0;
  for (let batch = 0; batch < Number(values.batches); batch += 1) {
    const jobs = await measured(db, handOut, () => handOutHosts(db, BATCH));
    await measured(db, floor, () => bareUpdate(db));
    await timed(nothing, () => sql`SELECT 1`.execute(db));
    await timed(commit, () => sql`UPDATE host SET problem = NULL WHERE id = 1`.execute(db));
    handed += jobs.length;
    if (jobs.length === 0) break;
    const asks = jobs.map(({ payload: { slot: slotId, dispatch } }) => ({ slotId, dispatch, token: randomUUID() }));
    const begun = await measured(db, claim, () => beginVisits(db, asks, { urls: 20, horizonMs: 2000 }));
    const polls = begun.flatMap((visit) => (visit?.due ?? []).map((due) => ({ slot: visit?.slot as HeldSlot, due })));
    claimed += polls.length;
    const outcome = { delayMs: 3_600_000, failures: 0, pace: 1, code: null, reason: null };
    await measured(db, polled, () =>
      commitPolls(
        db,
        polls.map(({ slot, due }) => ({ slot, due, outcome: { ...outcome, rhythm: due.feed?.rhythm } })),
      ),
    );
    await measured(db, released, () =>
      releaseSlots(
        db,
        begun.flatMap((visit) => (visit === null ? [] : [{ slot: visit.slot, restMs: 0, left: [] }])),
      ),
    );
  }
  // A scheduler with nothing due, tick after tick.
  await sql`UPDATE slot SET handed_at = NULL, job = NULL, lease_until = NULL`.execute(db);
  await sql`UPDATE host SET due_at = now() + interval '1 hour'`.execute(db);
  const tick = async (): Promise<void> => {
    await handOutHosts(db, 200);
    await handOutDue(db, 'parse', 400);
    await handOutDue(db, 'alert', 400);
    await handOutDeliveries(db, 400);
    await findStuck(db, 500);
  };
  for (let n = 0; n < 50; n += 1) await tick();
  globalThis.gc?.();
  const before = process.memoryUsage();
  for (let n = 0; n < Number(values.ticks); n += 1) await timed(empty, tick);
  globalThis.gc?.();
  const after = process.memoryUsage();
  const pace: number[] = [];
  for (let n = 0; n < 5; n += 1) await timed(pace, () => pollDemand(db));
  const upkeep: number[] = [];
  for (let n = 0; n < 5; n += 1)
    await timed(upkeep, async () => {
      await standIn(db, 500);
      await moveFeeds(db, () => ({ key: '', gapMs: 0, concurrency: 1 }));
    });
  const mb = (bytes: number): number => Math.round(bytes / 1024 / 102.4) / 10;
  const results = {
    feeds: FEEDS,
    hosts: HOSTS,
    'for comparison: SELECT 1 (ms)': figures(nothing),
    'for comparison: one row committed (ms)': figures(commit),
    [`for comparison: bare UPDATE of ${BATCH} rows (ms)`]: against(floor, floor),
    [`hand out ${BATCH} hosts (ms)`]: against(floor, handOut),
    [`claim what is due at ${BATCH} hosts (ms)`]: against(floor, claim),
    'commit those polls (ms)': against(floor, polled),
    [`release ${BATCH} hosts (ms)`]: against(floor, released),
    'tick with nothing due (ms)': figures(empty),
    'measure the demand for the budget, once a minute (ms)': figures(pace),
    'upkeep of feeds, every ten seconds (ms)': figures(upkeep),
    handed,
    claimed,
    scheduler: {
      heapMbBefore: mb(before.heapUsed),
      heapMbAfter: mb(after.heapUsed),
      rssMbBefore: mb(before.rss),
      rssMbAfter: mb(after.rss),
    },
  };
  console.log(values.json ? JSON.stringify(results) : results);
} finally {
  await store.close();
  await postgres.stop();
}
