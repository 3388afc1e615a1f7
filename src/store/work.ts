import { sql } from 'kysely';
import type { ClaimedWork, WorkWait } from '../stages/batch.ts';
import { batchJob, type Label } from '../stages/handout.ts';
import type { Stuck } from '../stages/schedule.ts';
import { MAX_INTERRUPTIONS, MAX_ITEMS, type BatchJob, type Item, type Job, type StageName } from '../stages/jobs.ts';
import { backToPolling, shelveBody } from './entries.ts';
import { EARLIEST, LEASE, UNCLAIMED } from './host.ts';
import { INTERRUPTIONS } from './interruptions.ts';
import type { Database } from './open.ts';
import { part, prepared } from './sql.ts';
import { appendStep } from './step.ts';

/** The trace of the article that a row of `work` is about, by way of its alert where it is a delivery. */
const TRACE = part`(SELECT trace_id FROM article WHERE id = coalesce(work.article_id,
  (SELECT alert.article_id FROM delivery JOIN alert ON alert.id = delivery.alert_id WHERE delivery.id = work.delivery_id)))`;

type BatchStage = Exclude<StageName, 'fetch'>;

/**
 * The rows of a batch job that still stand as they were handed out, under one lease; the attempt is counted here, before
 * anything is touched (R2). Rows that were handed out again meanwhile, or that somebody holds, are left out (R1).
 */
export async function claimWork(
  db: Database,
  stage: BatchStage,
  items: readonly Item[],
  token: string,
): Promise<ClaimedWork[]> {
  const { rows } = await prepared<ClaimedWork>`
    UPDATE work SET token = ${token}::uuid, lease_until = clock_timestamp() + ${LEASE}, attempts = attempts + 1
    FROM unnest(${items.map(([id]) => id)}::bigint[], ${items.map(([, dispatch]) => dispatch)}::integer[]) AS wanted(id, dispatch)
    WHERE work.id = wanted.id AND work.dispatch = wanted.dispatch AND work.stage = ${stage} AND work.state = 'ready'
      AND work.handed_at IS NOT NULL AND work.token IS NULL
    RETURNING work.id AS work, article_id AS "articleId", feed_id AS "feedId", delivery_id AS "deliveryId", basis, attempts, ${TRACE} AS "traceId"`.execute(
    db,
  );
  return rows;
}

/** Renews the lease of all rows under the token; gives how many are still ours. */
export async function renewWork(db: Database, ids: readonly number[], token: string): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE work SET lease_until = clock_timestamp() + ${LEASE} WHERE id = ANY(${ids}) AND token = ${token}::uuid`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}

/** Gives back what was claimed and not done (a drain, a lost batch): as if it had never been tried. */
export async function releaseWork(db: Database, ids: readonly number[], token: string): Promise<void> {
  await sql`
    UPDATE work SET token = NULL, handed_at = NULL, job = NULL, attempts = greatest(attempts - 1, 0)
    WHERE id = ANY(${ids}) AND token = ${token}::uuid`.execute(db);
}

/** The item waits for its next try. */
export async function retryWork(db: Database, work: number, token: string, wait: WorkWait): Promise<void> {
  await sql`
    UPDATE work SET token = NULL, handed_at = NULL, job = NULL, code = ${wait.code}, reason = ${wait.reason},
      attempts = CASE WHEN ${wait.counts} THEN attempts ELSE greatest(attempts - 1, 0) END,
      next_at = clock_timestamp() + ${wait.delayMs} * interval '1 millisecond'
    WHERE id = ${work} AND token = ${token}::uuid`.execute(db);
}

/** The item is kept for a person, with its reason, until it is replayed. */
export async function quarantineWork(
  db: Database,
  work: number,
  token: string,
  why: { code: string; reason: string },
): Promise<void> {
  await db.transaction().execute((tx) => putAside(tx, { work, token }, why));
}

/** Shortest time until a feed is polled again whose body was put aside. */
const SHELVED_MS = 3_600_000;

/**
 * Puts one claimed row aside. A page waits for a person; a delivery has failed; a feed's body is kept, and the feed itself
 * is polled again, without validators (R14): one document must not end a feed.
 */
async function putAside(
  tx: Database,
  item: { work: number; token: string },
  why: { code: string; reason: string },
): Promise<void> {
  const { rows } = await sql<{
    feed: number | null;
    host: number | null;
    delivery: number | null;
    interval: number | null;
  }>`
    SELECT w.feed_id AS feed, f.host_id AS host, w.delivery_id AS delivery, f.interval_ms AS interval
    FROM work w LEFT JOIN feed f ON f.id = w.feed_id WHERE w.id = ${item.work} AND w.token = ${item.token}::uuid FOR UPDATE OF w`.execute(
    tx,
  );
  const row = rows[0];
  if (row === undefined) return;
  if (row.feed !== null) {
    await shelveBody(tx, row.feed, why);
    await backToPolling(tx, item, row.host as number, Math.max(SHELVED_MS, row.interval ?? 0));
  } else if (row.delivery !== null) {
    await sql`UPDATE delivery SET state = 'failed', code = ${why.code}, reason = ${why.reason} WHERE id = ${row.delivery}`.execute(
      tx,
    );
    await sql`DELETE FROM work WHERE id = ${item.work}`.execute(tx);
  } else {
    await sql`
      WITH put AS (
        UPDATE work SET state = 'quarantined', token = NULL, handed_at = NULL, job = NULL, code = ${why.code}, reason = ${why.reason},
          since = clock_timestamp()
        WHERE id = ${item.work} RETURNING article_id)
      UPDATE article SET status = CASE WHEN status = 'waiting' THEN 'failed' ELSE status END,
        code = CASE WHEN status = 'waiting' THEN ${why.code} ELSE code END,
        reason = CASE WHEN status = 'waiting' THEN ${why.reason} ELSE reason END,
        steps = ${appendStep('quarantine', 'failed', { ...why })}
      FROM put WHERE article.id = put.article_id`.execute(tx);
  }
}

interface HandedRow {
  readonly id: number;
  readonly dispatch: number;
  readonly interrupted: boolean;
  readonly url: string | null;
  readonly channel: string | null;
  readonly address: string | null;
  readonly topic: string | null;
  readonly trace: string | null;
}

/** Hands rows out in batches; interrupted ones each alone (R2). The job's id stands in its rows. */
async function handOut(
  tx: Database,
  stage: BatchStage,
  rows: readonly { id: number; interrupted: boolean }[],
): Promise<Job<BatchJob>[]> {
  const batches: number[][] = [];
  let open: number[] = [];
  for (const row of rows) {
    if (row.interrupted || stage === 'deliver') batches.push([row.id]);
    else if (open.push(row.id) === MAX_ITEMS) {
      batches.push(open);
      open = [];
    }
  }
  if (open.length > 0) batches.push(open);
  const jobs: Job<BatchJob>[] = [];
  for (const ids of batches) jobs.push(await handOutBatch(tx, stage, ids));
  return jobs;
}

async function handOutBatch(tx: Database, stage: BatchStage, ids: readonly number[]): Promise<Job<BatchJob>> {
  const first = ids[0] as number;
  const { rows } = await prepared<HandedRow>`
    WITH lead AS (SELECT dispatch + 1 AS dispatch FROM work WHERE id = ${first})
    UPDATE work SET dispatch = work.dispatch + 1, handed_at = clock_timestamp(), token = NULL,
      lease_until = clock_timestamp() + ${UNCLAIMED}, job = ${stage} || '-' || ${first}::bigint || '-' || lead.dispatch
    FROM lead, work w LEFT JOIN delivery d ON d.id = w.delivery_id LEFT JOIN alert ON alert.id = d.alert_id
      LEFT JOIN channel c ON c.id = w.channel_id LEFT JOIN article a ON a.id = coalesce(w.article_id, alert.article_id)
    WHERE work.id = ANY(${ids}) AND w.id = work.id
    RETURNING work.id, work.dispatch, work.interrupted, coalesce(work.url, a.url) AS url, c.type AS channel, c.address,
      alert.topic_id AS topic, a.trace_id AS trace`.execute(tx);
  const items = [...rows].sort((a, b) => Number(b.id === first) - Number(a.id === first));
  return batchJob(
    stage,
    items.map((row) => [row.id, row.dispatch] as const),
    labelOf(items[0] as HandedRow),
  );
}

/** Of a channel's address only the host: what follows it may be a secret. */
function labelOf({ url, channel, address, topic, trace }: HandedRow): Label {
  return {
    ...(url !== null && { url, host: hostOf(url) }),
    ...(channel !== null && { channel: `${channel} ${hostOf(address ?? '')}`.trim() }),
    ...(topic !== null && { topic }),
    ...(trace !== null && { trace }),
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

/** At most this many deliveries of one channel are handed out at a time (R21). */
const IN_FLIGHT = 2;

/** Hands out what is due at a stage and not handed out: retries whose time has come, and what was given back. */
export async function handOutDue(db: Database, stage: BatchStage, limit: number): Promise<Job<BatchJob>[]> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number; interrupted: boolean }>`
      SELECT id, interrupted FROM work
      WHERE stage = ${stage} AND state = 'ready' AND handed_at IS NULL AND next_at <= clock_timestamp()
      ORDER BY next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`.execute(tx);
    return rows.length === 0 ? [] : handOut(tx, stage, rows);
  });
}

/**
 * Hands out the deliveries that are due, oldest first, at most two of a channel at a time: a dead channel holds up
 * nobody. With `channelId`, of that channel alone.
 */
export async function handOutDeliveries(db: Database, limit: number, channelId?: number): Promise<Job<BatchJob>[]> {
  return db.transaction().execute(async (tx) => {
    const { rows: channels } = await prepared<{ id: number }>`
      SELECT id FROM channel WHERE id IN (
        SELECT channel_id FROM work WHERE stage = 'deliver' AND state = 'ready' AND handed_at IS NULL AND next_at <= clock_timestamp()
          AND (${channelId ?? null}::bigint IS NULL OR channel_id = ${channelId ?? null}::bigint))
      ORDER BY id LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`.execute(tx);
    if (channels.length === 0) return [];
    const { rows } = await prepared<{ id: number; interrupted: boolean }>`
      SELECT w.id, w.interrupted FROM unnest(${channels.map((row) => row.id)}::bigint[]) AS c(id)
      CROSS JOIN LATERAL (
        SELECT id, interrupted FROM work WHERE channel_id = c.id AND stage = 'deliver' AND state = 'ready' AND handed_at IS NULL
          AND next_at <= clock_timestamp() ORDER BY next_at, id
        LIMIT greatest(0, ${IN_FLIGHT} - (SELECT count(*) FROM work x WHERE x.channel_id = c.id AND x.handed_at IS NOT NULL))) w
      LIMIT ${limit}`.execute(tx);
    return handOut(tx, 'deliver', rows);
  });
}

/** Work rows and slots whose lease expired, oldest first; slots come as stage `fetch` (R5). */
export async function findStuck(db: Database, limit: number): Promise<Stuck[]> {
  const { rows } = await sql<Stuck>`
    (SELECT id, stage, job, token IS NOT NULL AS claimed FROM work
     WHERE stage <> 'fetch' AND handed_at IS NOT NULL AND lease_until < clock_timestamp() ORDER BY lease_until LIMIT ${limit})
    UNION ALL
    (SELECT id, 'fetch', job, token IS NOT NULL FROM slot
     WHERE handed_at IS NOT NULL AND lease_until < clock_timestamp() ORDER BY lease_until LIMIT ${limit})`.execute(db);
  return rows;
}

/** These still wait in their queue: they are looked at again later. */
export async function stillQueued(db: Database, stuck: readonly Stuck[]): Promise<void> {
  const later = sql`lease_until = clock_timestamp() + interval '20 seconds'`;
  const unclaimed = sql`token IS NULL AND lease_until < clock_timestamp()`;
  const ids = (fetch: boolean): number[] =>
    stuck.filter((row) => (row.stage === 'fetch') === fetch).map((row) => row.id);
  await sql`UPDATE work SET ${later} WHERE id = ANY(${ids(false)}) AND ${unclaimed}`.execute(db);
  await sql`UPDATE slot SET ${later} WHERE id = ANY(${ids(true)}) AND ${unclaimed}`.execute(db);
}

/**
 * Takes the hand-out back from rows whose job is lost or whose worker is gone, so that they are handed out anew; the
 * late job ends as stale. A row that was interrupted too often is put aside. Gives how many were freed.
 */
export async function freeStuck(db: Database, stuck: readonly Stuck[]): Promise<number> {
  const ids = (fetch: boolean): number[] =>
    stuck.filter((row) => (row.stage === 'fetch') === fetch).map((row) => row.id);
  await quarantineInterrupted(db, ids(false));
  const work = await sql`
    UPDATE work SET interruptions = CASE WHEN token IS NULL THEN interruptions ELSE ${INTERRUPTIONS} END,
      attempts = CASE WHEN token IS NULL THEN attempts ELSE greatest(attempts - 1, 0) END,
      interrupted = interrupted OR token IS NOT NULL, token = NULL, handed_at = NULL, job = NULL, dispatch = dispatch + 1,
      next_at = clock_timestamp()
    WHERE id = ANY(${ids(false)}) AND handed_at IS NOT NULL AND lease_until < clock_timestamp()`.execute(db);
  return Number(work.numAffectedRows ?? 0n) + (await freeSlots(db, ids(true)));
}

async function freeSlots(db: Database, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ host: number }>`
      UPDATE slot SET token = NULL, handed_at = NULL, job = NULL, lease_until = NULL, address = NULL, dispatch = dispatch + 1
      WHERE id = ANY(${ids}) AND handed_at IS NOT NULL AND lease_until < clock_timestamp() RETURNING host_id AS host`.execute(
      tx,
    );
    const hosts = rows.map((row) => row.host);
    await sql`SELECT 1 FROM host WHERE id = ANY(${hosts}) ORDER BY id FOR UPDATE`.execute(tx);
    await sql`UPDATE host SET due_at = ${EARLIEST} WHERE id = ANY(${hosts})`.execute(tx);
    return rows.length;
  });
}

async function quarantineInterrupted(db: Database, ids: readonly number[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ work: number; token: string; times: number }>`
      SELECT id AS work, token, ${INTERRUPTIONS} AS times FROM work
      WHERE id = ANY(${ids}) AND token IS NOT NULL AND lease_until < clock_timestamp() AND ${INTERRUPTIONS} >= ${MAX_INTERRUPTIONS} AND stage <> 'deliver'
      ORDER BY id FOR UPDATE SKIP LOCKED`.execute(tx);
    for (const { times, ...item } of rows)
      await putAside(tx, item, { code: 'INTERRUPTED', reason: `its process ended ${times} times during this item` });
  });
}

/** Everything that is handed out and that nobody has claimed, made due for a look now: the queue came back empty (R5). */
export async function suspectAll(db: Database): Promise<void> {
  await sql`UPDATE work SET lease_until = clock_timestamp() - interval '1 millisecond' WHERE handed_at IS NOT NULL AND token IS NULL`.execute(
    db,
  );
  await sql`UPDATE slot SET lease_until = clock_timestamp() - interval '1 millisecond' WHERE handed_at IS NOT NULL AND token IS NULL`.execute(
    db,
  );
}

/** Articles and deliveries that still have something ahead of them; quarantined ones have not. */
export async function countUnsettled(db: Database): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`SELECT count(*) AS n FROM work WHERE feed_id IS NULL AND state = 'ready'`.execute(db);
  return rows[0]?.n ?? 0;
}
