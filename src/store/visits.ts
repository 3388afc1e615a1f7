import type { Begun, DueUrl, HeldSlot } from '../stages/fetch/deps.ts';
import { DUE_URL, dueUrlOf, type DueRow } from './fetching.ts';
import { LEASE } from './host.ts';
import { INTERRUPTIONS } from './interruptions.ts';
import type { Database } from './open.ts';
import { prepared } from './sql.ts';

/** A hand-out that a worker got a job for, and the token that its lease shall have. */
export interface VisitAsk {
  readonly slotId: number;
  readonly dispatch: number;
  readonly token: string;
}

export interface VisitBounds {
  /** Of the addresses claimed at one host. */
  readonly urls: number;
  /** A host whose next request is further away than these milliseconds is not visited now (R10). */
  readonly horizonMs: number;
}

/** One row for each address that was claimed, and at least one for each slot that was taken. */
type Row = DueRow &
  Omit<HeldSlot, 'token'> & {
    readonly token: string;
    readonly isOnly: boolean;
    readonly isFree: boolean;
    readonly waitMs: number | null;
  };

/**
 * Begins visits to any hosts in one statement: takes each slot under a lease, claims what is due there (`claimDue`), and
 * books the first request (`bookRequest`). Null for a hand-out that is stale or held by another worker.
 *
 * Only at hosts with one slot, which are nearly all: where several ask, each claims and books by itself, and so it does
 * where the host's row was locked just now, for one host must not hold up the others.
 */
export async function beginVisits(
  db: Database,
  asks: readonly VisitAsk[],
  { urls, horizonMs }: VisitBounds,
): Promise<(Begun | null)[]> {
  const inOrder = asks.toSorted((a, b) => a.slotId - b.slotId);
  const { rows } = await prepared<Row>`
    WITH now AS MATERIALIZED (SELECT clock_timestamp() AS t),
    taken AS (
      UPDATE slot SET token = ask.token, address = NULL, lease_until = clock_timestamp() + ${LEASE}
      FROM unnest(${inOrder.map((ask) => ask.slotId)}::bigint[], ${inOrder.map((ask) => ask.dispatch)}::int[],
        ${inOrder.map((ask) => ask.token)}::uuid[]) AS ask(slot, dispatch, token)
      WHERE slot.id = ask.slot AND slot.dispatch = ask.dispatch AND slot.handed_at IS NOT NULL
        AND (slot.token IS NULL OR slot.lease_until < clock_timestamp())
      RETURNING slot.id, slot.host_id, slot.token),
    held AS (
      SELECT taken.*, h.key, h.gap_ms, h.crawl_delay_ms, greatest(h.gap_ms, h.crawl_delay_ms) AS gap, h.next_at <= now.t AS is_free,
        h.next_at <= now.t + ${horizonMs} * interval '1 millisecond' AS is_near,
        NOT EXISTS (SELECT 1 FROM slot o WHERE o.host_id = h.id AND o.id <> taken.id) AS is_only
      FROM taken JOIN host h ON h.id = taken.host_id, now),
    due AS (
      SELECT held.id AS slot, held.token, w.* FROM held CROSS JOIN LATERAL (
        SELECT w.id AS work, w.feed_id IS NULL AS page, w.next_at, w.interrupted OR w.token IS NOT NULL AS interrupted
        FROM work w WHERE w.host_id = held.host_id AND w.stage = 'fetch' AND w.state = 'ready' AND w.next_at <= clock_timestamp()
        ORDER BY (w.feed_id IS NULL), w.next_at LIMIT ${urls} FOR UPDATE OF w SKIP LOCKED) w
      WHERE held.is_only AND held.is_near),
    ranked AS (
      SELECT *, bool_and(interrupted) OVER (PARTITION BY slot) AS all_were, row_number() OVER (PARTITION BY slot ORDER BY page, next_at) AS n FROM due),
    claimed AS (
      UPDATE work SET token = ranked.token, interrupted = ranked.interrupted,
        attempts = CASE WHEN work.token IS NULL THEN work.attempts + 1 ELSE work.attempts END,
        interruptions = CASE WHEN work.token IS NOT NULL THEN ${INTERRUPTIONS} WHEN work.interrupted THEN work.interruptions ELSE 0 END
      FROM ranked WHERE work.id = ranked.work AND (NOT ranked.interrupted OR (all_were AND n = 1))
      RETURNING ranked.slot, work.id, work.article_id, work.feed_id, work.url, work.hops, work.attempts, work.interruptions, ranked.page, ranked.next_at),
    start AS (
      SELECT h.id, greatest(h.next_at, now.t) AS at, held.gap FROM host h JOIN held ON held.host_id = h.id, now
      WHERE held.gap > 0 AND h.next_at <= now.t + ${horizonMs} * interval '1 millisecond' AND held.id IN (SELECT slot FROM claimed)
      ORDER BY h.id FOR UPDATE OF h SKIP LOCKED),
    booked AS (
      UPDATE host SET next_at = start.at + start.gap * interval '1 millisecond' FROM start WHERE host.id = start.id
      RETURNING host.id, start.at)
    SELECT held.id AS "slotId", held.token, held.host_id AS "hostId", held.key, held.gap_ms AS "gapMs", held.crawl_delay_ms AS "crawlDelayMs",
      held.is_only AS "isOnly", held.is_free AS "isFree", extract(epoch FROM booked.at - now.t)::float8 * 1000 AS "waitMs", ${DUE_URL}
    FROM now, held LEFT JOIN booked ON booked.id = held.host_id LEFT JOIN claimed c ON c.slot = held.id
      LEFT JOIN article a ON a.id = c.article_id LEFT JOIN feed f ON f.id = c.feed_id
    ORDER BY held.id, c.page, c.next_at`.execute(db);
  const begun = new Map<string, { visit: Begun; due: DueUrl[] }>();
  for (const row of rows) {
    const one = begun.get(row.token) ?? visitOf(row);
    begun.set(row.token, one);
    if (row.work !== null) one.due.push(dueUrlOf(row));
  }
  return asks.map(({ token }) => begun.get(token)?.visit ?? null);
}

function visitOf({ slotId, token, hostId, key, gapMs, crawlDelayMs, isOnly, isFree, waitMs }: Row): {
  visit: Begun;
  due: DueUrl[];
} {
  const due: DueUrl[] = [];
  const slot = { slotId, token, hostId, key, gapMs, crawlDelayMs, isAlone: isOnly && isFree };
  return { visit: { slot, due: isOnly ? due : null, waitMs }, due };
}
