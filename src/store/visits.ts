import type { Begun, DueUrl, HeldSlot } from '../stages/fetch/deps.ts';
import { DUE_ROW, dueUrlOf, type DueRow } from './fetching.ts';
import { LEASE } from './host.ts';
import { INTERRUPTIONS } from './interruptions.ts';
import type { Database } from './open.ts';
import { part, prepared } from './sql.ts';

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

/** A slot that was taken. */
interface Held extends Omit<HeldSlot, 'isAlone'> {
  readonly isFree: boolean;
}

interface Row {
  readonly held: readonly Held[] | null;
  readonly due: readonly (readonly [slot: number, due: DueRow])[] | null;
  readonly booked: readonly { readonly hostId: number; readonly waitMs: number }[] | null;
}

/**
 * Begins visits to any hosts in one statement: takes each slot under a lease, claims what is due there (`claimDue`), and
 * books the first request (`bookRequest`). Null for a hand-out that is stale or held by another worker.
 *
 * Only at hosts with one slot, which are nearly all: where several ask, each claims and books by itself, and so it does
 * where the host's row was locked just now, for one host must not hold up the others.
 *
 * Each step goes on with what the one before it gave: a planner that knows nothing of how many rows that is joins two
 * steps by looking through all of one for each row of the other. What comes of it is put together here.
 */
export async function beginVisits(
  db: Database,
  asks: readonly VisitAsk[],
  { urls, horizonMs }: VisitBounds,
): Promise<(Begun | null)[]> {
  const inOrder = asks.toSorted((a, b) => a.slotId - b.slotId);
  const ids = inOrder.map((ask) => ask.slotId);
  // Which of them a slot is: to join them as rows, all of them would be looked through for each slot that is handed out.
  const place = part`array_position(${ids}::bigint[], slot.id)`;
  const near = part`now.t + ${horizonMs} * interval '1 millisecond'`;
  const { rows } = await prepared<Row>`
    WITH now AS MATERIALIZED (SELECT clock_timestamp() AS t),
    held AS (
      UPDATE slot SET token = (${inOrder.map((ask) => ask.token)}::uuid[])[${place}], address = NULL,
        lease_until = clock_timestamp() + ${LEASE}
      FROM host h, now
      WHERE slot.id = ANY(${ids}::bigint[]) AND slot.dispatch = (${inOrder.map((ask) => ask.dispatch)}::int[])[${place}] AND slot.handed_at IS NOT NULL
        AND (slot.token IS NULL OR slot.lease_until < clock_timestamp()) AND h.id = slot.host_id
      RETURNING slot.id, slot.host_id, slot.token, h.key, h.gap_ms, h.crawl_delay_ms, greatest(h.gap_ms, h.crawl_delay_ms) AS gap,
        h.next_at <= now.t AS is_free, h.next_at <= ${near} AS is_near,
        NOT EXISTS (SELECT 1 FROM slot o WHERE o.host_id = h.id AND o.id <> slot.id) AS is_only),
    due AS (
      SELECT held.id AS slot, held.token, held.host_id, held.gap, w.* FROM held CROSS JOIN LATERAL (
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
      RETURNING ranked.slot, ranked.host_id, ranked.gap, ranked.page, ranked.next_at,
        work.id, work.article_id, work.feed_id, work.url, work.hops, work.attempts, work.interruptions),
    start AS (
      SELECT h.id, greatest(h.next_at, now.t) AS at, c.gap
      FROM (SELECT DISTINCT host_id, gap FROM claimed WHERE gap > 0) c JOIN host h ON h.id = c.host_id, now
      WHERE h.next_at <= ${near} FOR NO KEY UPDATE OF h SKIP LOCKED),
    booked AS (
      UPDATE host SET next_at = start.at + start.gap * interval '1 millisecond' FROM start, now WHERE host.id = start.id
      RETURNING host.id, extract(epoch FROM start.at - now.t)::float8 * 1000 AS wait)
    SELECT
      (SELECT json_agg(json_build_object('slotId', id, 'token', token, 'hostId', host_id, 'key', key, 'gapMs', gap_ms,
        'crawlDelayMs', crawl_delay_ms, 'isOnly', is_only, 'isFree', is_free)) FROM held) AS held,
      (SELECT json_agg(json_build_object('hostId', id, 'waitMs', wait)) FROM booked) AS booked,
      (SELECT json_agg(json_build_array(c.slot, ${DUE_ROW}) ORDER BY c.page, c.next_at)
        FROM claimed c LEFT JOIN article a ON a.id = c.article_id LEFT JOIN feed f ON f.id = c.feed_id) AS due`.execute(
    db,
  );
  return inAskedOrder(asks, rows[0] as Row);
}

function inAskedOrder(asks: readonly VisitAsk[], { held, due, booked }: Row): (Begun | null)[] {
  const waits = new Map(booked?.map(({ hostId, waitMs }) => [hostId, waitMs]));
  const claimed = new Map<number, DueUrl[]>(held?.map(({ slotId }) => [slotId, []]));
  for (const [slot, row] of due ?? []) claimed.get(slot)?.push(dueUrlOf(row));
  const begun = new Map(
    held?.map(({ isFree, ...slot }) => [
      slot.token,
      {
        slot: { ...slot, isAlone: slot.isOnly && isFree },
        due: slot.isOnly ? (claimed.get(slot.slotId) ?? []) : null,
        waitMs: waits.get(slot.hostId) ?? null,
      },
    ]),
  );
  return asks.map(({ token }) => begun.get(token) ?? null);
}
