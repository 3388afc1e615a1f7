import { sql, type RawBuilder } from 'kysely';
import type { DueFeed, DueUrl, FetchedBody, HeldSlot, NextHop, Reason, Wait } from '../stages/fetch/deps.ts';
import type { Item } from '../stages/jobs.ts';
import { UNCLAIMED } from './host.ts';
import { INTERRUPTIONS } from './interruptions.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';
import { CURRENT_PACE } from './pace.ts';
import { part, prepared, type Statement } from './sql.ts';
import { appendStep } from './step.ts';

/**
 * What a claim gives of each address, of `work` as `c`, its article as `a` and its feed as `f`: one JSON array in the order of
 * `DueRow`. A server makes it in a third of the time that an object takes, and a worker reads it in a fraction of the time of
 * as many columns.
 */
export const DUE_ROW = part`json_build_array(c.id, c.article_id, c.feed_id, c.url, c.hops, c.attempts, c.interruptions, a.trace_id,
      f.kind, f.etag, f.last_modified, f.content_hash, encode(f.headers_sealed, 'base64'), f.every_ms, f.rhythm, f.moved, f.validators_url,
      ${since('f.ok_at')}, ${since('coalesce(f.entry_at, f.first_import_at)')}, ${since('f.proved_at')},
      coalesce(f.distrusted_until > clock_timestamp(), false), ${CURRENT_PACE})`;

export type DueRow = readonly [
  work: number,
  articleId: number | null,
  feedId: number | null,
  url: string,
  hops: DueUrl['hops'],
  attempts: number,
  interruptions: number,
  traceId: string | null,
  /** Of the feed, as all that follows; null where it is a page. */
  kind: DueFeed['kind'] | null,
  etag: string | null,
  lastModified: string | null,
  contentHash: string | null,
  headersSealed: string | null,
  everyMs: number | null,
  rhythm: unknown,
  moved: DueFeed['moved'],
  validatorsUrl: string | null,
  seenMs: number | null,
  silentMs: number | null,
  provedMs: number | null,
  distrusted: boolean,
  pace: number,
];

export function dueUrlOf(row: DueRow): DueUrl {
  const [work, articleId, feedId, url, hops, attempts, interruptions, traceId, kind, etag, lastModified, ...rest] = row;
  const [contentHash, sealed, everyMs, rhythm, moved, validatorsUrl, seenMs, silentMs, provedMs, distrusted, pace] =
    rest;
  const headersSealed = sealed === null ? null : Buffer.from(sealed, 'base64');
  const feed: DueFeed | null = kind && {
    etag,
    lastModified,
    contentHash,
    headersSealed,
    everyMs,
    rhythm,
    moved,
    kind,
    validatorsUrl,
    seenMs,
    silentMs,
    provedMs,
    distrusted,
    pace,
  };
  return { work, articleId, feedId, url, hops, attempts, interruptions, traceId, feed };
}

/**
 * What is due at the slot's host, feeds before pages, at most `limit`; the attempt is counted here, before anything is
 * touched (R2, R9). A row that carries the token of a slot that is gone was interrupted, which is counted in place of
 * the attempt; such a row comes alone.
 */
export async function claimDue(db: Database, slot: HeldSlot, limit: number): Promise<DueUrl[]> {
  const { rows } = await prepared<{ due: DueRow }>`
    WITH fence AS (SELECT 1 FROM slot WHERE id = ${slot.slotId} AND token = ${slot.token}::uuid),
    free AS (
      SELECT w.id, w.feed_id IS NULL AS page, w.next_at, w.interrupted OR w.token IS NOT NULL AS interrupted
      FROM work w WHERE w.host_id = ${slot.hostId} AND w.stage = 'fetch' AND w.state = 'ready'
        AND w.next_at <= clock_timestamp() AND EXISTS (SELECT 1 FROM fence)
        AND (w.token IS NULL OR NOT EXISTS (SELECT 1 FROM slot s WHERE s.host_id = w.host_id AND s.token = w.token))
      ORDER BY (w.feed_id IS NULL), w.next_at LIMIT ${limit} FOR UPDATE OF w SKIP LOCKED),
    chosen AS (
      SELECT id FROM free WHERE NOT interrupted
      UNION ALL
      (SELECT id FROM free WHERE NOT EXISTS (SELECT 1 FROM free WHERE NOT interrupted) LIMIT 1)),
    claimed AS (
      UPDATE work SET token = ${slot.token}::uuid, interrupted = free.interrupted,
        attempts = CASE WHEN work.token IS NULL THEN work.attempts + 1 ELSE work.attempts END,
        interruptions = CASE WHEN work.token IS NOT NULL THEN ${INTERRUPTIONS} WHEN work.interrupted THEN work.interruptions ELSE 0 END
      FROM free WHERE work.id = free.id AND work.id IN (SELECT id FROM chosen)
      RETURNING work.id, work.article_id, work.feed_id, work.url, work.hops, work.attempts, work.interruptions, free.page, free.next_at)
    SELECT ${DUE_ROW} AS due
    FROM claimed c LEFT JOIN article a ON a.id = c.article_id LEFT JOIN feed f ON f.id = c.feed_id
    ORDER BY c.page, c.next_at`.execute(db);
  return rows.map(({ due }) => dueUrlOf(due));
}

/** Milliseconds since an instant. */
export function since(instant: string): RawBuilder<number | null> {
  return sql.raw(`round(extract(epoch FROM clock_timestamp() - ${instant}) * 1000)`);
}

/** Locks the row that the slot's lease speaks for; every commit of a fetch stands behind it (R9). */
function fenced(slot: HeldSlot): Statement<unknown> {
  return part`fence AS (SELECT 1 FROM slot WHERE id = ${slot.slotId} AND token = ${slot.token}::uuid FOR SHARE)`;
}

/** Sets that hand a work row out to a queue, in the transaction that makes it the stage's. */
export function handedOut(stage: 'parse' | 'alert' | 'deliver', job: string | undefined): Statement<unknown> {
  return part`stage = ${stage}, state = 'ready', host_id = NULL, token = NULL, attempts = 0, interrupted = false, code = NULL, reason = NULL,
    since = clock_timestamp(), next_at = clock_timestamp(), dispatch = work.dispatch + 1, handed_at = clock_timestamp(),
    lease_until = clock_timestamp() + ${UNCLAIMED},
    job = coalesce(${job ?? null}::text, ${stage} || '-' || work.id || '-' || (work.dispatch + 1))`;
}

/**
 * A body was read: it is kept and the row becomes the parse stage's.
 * Gives the item to hand out, or null when the lease was lost and nothing was changed.
 */
export async function commitBody(
  db: Database,
  slot: HeldSlot,
  due: DueUrl,
  body: FetchedBody,
  job: string | undefined,
): Promise<Item | null> {
  const owner = due.articleId === null ? part`feed_id` : part`article_id`;
  const { rows } = await prepared<{ id: number; dispatch: number }>`
    WITH ${fenced(slot)},
    moved AS (
      UPDATE work SET ${handedOut('parse', job)}
      WHERE id = ${due.work} AND token = ${slot.token}::uuid AND EXISTS (SELECT 1 FROM fence)
      RETURNING id, dispatch, article_id, feed_id),
    kept AS (
      INSERT INTO body (${owner}, url, content_type, bytes, size, truncated, headers)
      SELECT ${owner}, ${body.url}, ${body.contentType}, ${body.bytes}::bytea, ${body.size}, ${body.truncated}, ${json(body.headers)}::jsonb FROM moved
      ON CONFLICT (${owner}) WHERE ${owner} IS NOT NULL AND quarantined_at IS NULL DO UPDATE SET url = excluded.url, content_type = excluded.content_type,
        bytes = excluded.bytes, size = excluded.size, truncated = excluded.truncated, headers = excluded.headers, fetched_at = clock_timestamp()),
    polled AS (UPDATE feed SET polled_at = clock_timestamp() FROM moved WHERE feed.id = moved.feed_id),
    stepped AS (
      UPDATE article SET fetched_at = clock_timestamp(), steps = ${appendStep('fetch', 'fetched', { url: body.url, bytes: body.size })}
      FROM moved WHERE article.id = moved.article_id)
    SELECT id, dispatch FROM moved`.execute(db);
  return rows[0] ? [rows[0].id, rows[0].dispatch] : null;
}

/** The item waits for `delayMs` and stays the fetch stage's: a retry (counted) or a deferral (not counted). */
export async function commitWait(db: Database, slot: HeldSlot, due: DueUrl, wait: Wait): Promise<void> {
  await sql`
    WITH ${fenced(slot)},
    put AS (
      UPDATE work SET token = NULL, interrupted = false, next_at = clock_timestamp() + ${wait.delayMs} * interval '1 millisecond',
        attempts = CASE WHEN ${wait.counts} THEN attempts ELSE greatest(attempts - 1, 0) END, code = ${wait.code}, reason = ${wait.reason}
      WHERE id = ${due.work} AND token = ${slot.token}::uuid AND EXISTS (SELECT 1 FROM fence) RETURNING article_id)
    UPDATE article SET steps = ${appendStep('fetch', wait.counts ? 'retry' : 'defer', { code: wait.code, reason: wait.reason })}
    FROM put WHERE article.id = put.article_id`.execute(db);
}

/** A redirect: the hop is stored and the row becomes due under the host of its new address (R13). */
export async function commitHop(db: Database, slot: HeldSlot, due: DueUrl, next: NextHop): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ article_id: number | null }>`
      WITH ${fenced(slot)}
      UPDATE work SET token = NULL, interrupted = false, attempts = greatest(attempts - 1, 0), url = ${next.url}, host_id = ${next.hostId},
        hops = hops || ${json([{ url: due.url, permanent: next.permanent }])}::jsonb, next_at = clock_timestamp()
      WHERE id = ${due.work} AND token = ${slot.token}::uuid AND EXISTS (SELECT 1 FROM fence) RETURNING article_id`.execute(
      tx,
    );
    if (rows.length === 0) return;
    await sql`UPDATE host SET due_at = least(due_at, clock_timestamp()) WHERE id = ${next.hostId}`.execute(tx);
    await sql`SELECT pg_notify('wirewatch', 'host')`.execute(tx);
    if (due.articleId !== null) {
      await sql`UPDATE article SET steps = ${appendStep('fetch', 'redirected', { to: next.url })} WHERE id = ${due.articleId}`.execute(
        tx,
      );
    }
  });
}

/**
 * The page is finally without a body: its code and reason are kept and the feed's own text is to be parsed in its place
 * (R16). Gives the item to hand out; null when the feed's text is under way already, or the lease was lost.
 */
export async function commitNoBody(
  db: Database,
  slot: HeldSlot,
  due: DueUrl,
  why: Reason,
  job: string | undefined,
): Promise<Item | null> {
  const { rows } = await sql<{ id: number; dispatch: number }>`
    WITH ${fenced(slot)},
    mine AS (SELECT id, article_id FROM work WHERE id = ${due.work} AND token = ${slot.token}::uuid AND EXISTS (SELECT 1 FROM fence) FOR UPDATE),
    noted AS (
      UPDATE article SET code = CASE WHEN basis = 'page' THEN code ELSE ${why.code} END,
        reason = CASE WHEN basis = 'page' THEN reason ELSE ${why.reason} END, steps = ${appendStep('fetch', 'no-page', { ...why })}
      FROM mine WHERE article.id = mine.article_id RETURNING article.id, article.basis),
    other AS (SELECT 1 FROM work, mine WHERE work.article_id = mine.article_id AND work.basis = 'feed' AND work.id <> mine.id),
    dropped AS (DELETE FROM work USING mine WHERE work.id = mine.id AND EXISTS (SELECT 1 FROM other)),
    moved AS (
      UPDATE work SET ${handedOut('parse', job)}, basis = 'feed'
      FROM mine WHERE work.id = mine.id AND NOT EXISTS (SELECT 1 FROM other) RETURNING work.id, work.dispatch)
    SELECT id, dispatch FROM moved`.execute(db);
  return rows[0] ? [rows[0].id, rows[0].dispatch] : null;
}
