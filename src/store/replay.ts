import { sql } from 'kysely';
import { WireError } from '../core/errors.ts';
import { maskChannel, maskSecrets, maskUrl } from '../core/secret.ts';
import type { Database } from './open.ts';

/**
 * Hands the articles of the last `sinceMs` to the alert stage again. A topic that an article matched before has its
 * decision and its story its alert, so nothing is alerted twice; what is new is decided as for a new article, except that
 * `alert_since` is set back for it. Gives how many articles.
 */
export async function replayTopic(db: Database, topicId: string, sinceMs: number): Promise<number> {
  const { numAffectedRows } = await sql`
    WITH again AS (
      UPDATE article SET alert_since = least(alert_since, clock_timestamp() - ${sinceMs} * interval '1 millisecond'), first_import = false
      WHERE text IS NOT NULL AND coalesce(published, feed_published, discovered_at) > clock_timestamp() - ${sinceMs} * interval '1 millisecond'
        AND NOT EXISTS (SELECT 1 FROM match m WHERE m.article_id = article.id AND m.topic_id = ${topicId} AND m.decision <> 'before-alert-since')
        AND status <> 'duplicate'
      RETURNING id, basis),
    forgotten AS (
      DELETE FROM match USING again WHERE match.article_id = again.id AND match.topic_id = ${topicId} AND match.decision = 'before-alert-since')
    INSERT INTO work (stage, article_id, basis) SELECT 'alert', id, basis FROM again ON CONFLICT DO NOTHING`.execute(
    db,
  );
  await sql`SELECT pg_notify('wirewatch', 'host')`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export interface FailedWork {
  readonly id: string;
  readonly stage: string;
  readonly what: string;
  /** The feed that it is about, where it is about one. */
  readonly feedId: number | null;
  readonly code: string | null;
  readonly reason: string | null;
  readonly attempts: number;
  readonly since: Date;
}

/** What is kept for a person, the latest first: quarantined work, unreadable feeds, deliveries that failed for good. */
export async function listFailed(db: Database, limit: number): Promise<FailedWork[]> {
  const { rows } = await sql<FailedWork>`
    (SELECT 'work-' || w.id AS id, w.stage, coalesce(a.url, f.url, '') AS what, w.feed_id AS "feedId", w.code, w.reason, w.attempts, w.since
     FROM work w LEFT JOIN article a ON a.id = w.article_id LEFT JOIN feed f ON f.id = w.feed_id WHERE w.state = 'quarantined'
     ORDER BY w.since DESC LIMIT ${limit})
    UNION ALL
    (SELECT 'body-' || b.id, 'parse', f.url, b.feed_id, b.code, b.reason, 1, b.quarantined_at FROM body b JOIN feed f ON f.id = b.feed_id
     WHERE b.quarantined_at IS NOT NULL ORDER BY b.quarantined_at DESC LIMIT ${limit})
    UNION ALL
    (SELECT 'delivery-' || d.id, 'deliver', c.type || ' ' || c.address, NULL, d.code, d.reason, d.attempts, coalesce(d.tried_at, d.created_at)
     FROM delivery d JOIN channel c ON c.id = d.channel_id WHERE d.state = 'failed' ORDER BY d.id DESC LIMIT ${limit})
    ORDER BY since DESC LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({
    ...row,
    what: row.stage === 'deliver' ? maskChannel(row.what) : maskUrl(row.what),
    reason: row.reason === null ? null : maskSecrets(row.reason),
  }));
}

/** How many things {@link listFailed} would list without a limit. */
export async function countFailed(db: Database): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT (SELECT count(*) FROM work WHERE state = 'quarantined') + (SELECT count(*) FROM body WHERE quarantined_at IS NOT NULL AND feed_id IS NOT NULL)
      + (SELECT count(*) FROM delivery WHERE state = 'failed') AS n`.execute(db);
  return rows[0]?.n ?? 0;
}

/**
 * Tries failed things again: `all`, a stage, or one id as `listFailed` shows it. Gives how many. An alert that was made is
 * not made again, and a delivery keeps its `webhook-id`.
 * @throws of one id: NOT_FOUND, CHANNEL_OFF, IN_USE
 */
export async function retryFailed(db: Database, which: string): Promise<number> {
  const [kind, id] = /^(work|body|delivery)-(\d{1,15})$/.exec(which)?.slice(1) ?? [];
  const one = id === undefined ? null : Number(id);
  const wants = (stage: string, own: string): boolean =>
    one === null ? which === 'all' || which === stage : kind === own;
  let count = 0;
  if (one === null || kind === 'work')
    count += await retryWorkRows(db, one, one === null && which !== 'all' ? which : null);
  if (wants('parse', 'body')) count += await retryBodies(db, one);
  if (wants('deliver', 'delivery')) count += await retryDeliveries(db, one);
  if (one !== null && count === 0) throw await refusalOf(db, kind, one);
  await sql`SELECT pg_notify('wirewatch', 'host')`.execute(db);
  return count;
}

/** Why one thing could not be tried again. */
async function refusalOf(db: Database, kind: string | undefined, id: number): Promise<WireError> {
  if (kind === 'delivery') {
    const { rows } = await sql<{ channel: string; reason: string | null }>`
      SELECT c.type || ' ' || c.address AS channel, c.reason FROM delivery d JOIN channel c ON c.id = d.channel_id
      WHERE d.id = ${id} AND d.state = 'failed' AND c.state <> 'active'`.execute(db);
    if (rows[0] !== undefined)
      return new WireError('CHANNEL_OFF', `${maskChannel(rows[0].channel)} is switched off: ${rows[0].reason ?? ''}`);
  }
  if (kind === 'body') {
    const { rows } =
      await sql`SELECT 1 FROM body WHERE id = ${id} AND quarantined_at IS NOT NULL AND feed_id IS NOT NULL`.execute(db);
    if (rows.length > 0) return new WireError('IN_USE', `the feed of body-${id} is in hand: try again in a moment`);
  }
  return new WireError('NOT_FOUND', `nothing that has failed has the id ${kind}-${id}: see wirewatch queues failed`);
}

async function retryWorkRows(db: Database, id: number | null, stage: string | null): Promise<number> {
  const { rows } = await sql`
    WITH again AS (
      UPDATE work SET state = 'ready', attempts = 0, interruptions = 0, next_at = clock_timestamp(), handed_at = NULL, token = NULL, job = NULL, since = clock_timestamp()
      WHERE state = 'quarantined' AND (${id}::bigint IS NULL OR id = ${id}::bigint) AND (${stage}::text IS NULL OR stage = ${stage}::text)
      RETURNING article_id, host_id),
    due AS (UPDATE host SET due_at = least(due_at, clock_timestamp()) FROM again WHERE host.id = again.host_id),
    waiting AS (UPDATE article SET status = 'waiting', code = NULL, reason = NULL FROM again WHERE article.id = again.article_id AND status = 'failed')
    SELECT 1 FROM again`.execute(db);
  return rows.length;
}

/** An unreadable feed document is read again as it was received. */
async function retryBodies(db: Database, id: number | null): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number; feed_id: number }>`
      SELECT b.id, b.feed_id FROM body b JOIN work w ON w.feed_id = b.feed_id
      WHERE b.quarantined_at IS NOT NULL AND (${id}::bigint IS NULL OR b.id = ${id}::bigint) AND w.stage = 'fetch' AND w.token IS NULL
      FOR UPDATE`.execute(tx);
    for (const row of rows) {
      await sql`DELETE FROM body WHERE feed_id = ${row.feed_id} AND quarantined_at IS NULL`.execute(tx);
      await sql`UPDATE body SET quarantined_at = NULL, code = NULL, reason = NULL WHERE id = ${row.id}`.execute(tx);
      await sql`
        UPDATE work SET stage = 'parse', host_id = NULL, state = 'ready', attempts = 0, next_at = clock_timestamp(), since = clock_timestamp()
        WHERE feed_id = ${row.feed_id}`.execute(tx);
    }
    return rows.length;
  });
}

async function retryDeliveries(db: Database, id: number | null): Promise<number> {
  const { numAffectedRows } = await sql`
    WITH again AS (
      UPDATE delivery SET state = 'pending', attempts = 0, code = NULL, reason = NULL FROM channel c
      WHERE delivery.state = 'failed' AND (${id}::bigint IS NULL OR delivery.id = ${id}::bigint) AND c.id = delivery.channel_id AND c.state = 'active'
      RETURNING delivery.id, delivery.channel_id)
    INSERT INTO work (stage, delivery_id, channel_id) SELECT 'deliver', id, channel_id FROM again ON CONFLICT DO NOTHING`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0n);
}
