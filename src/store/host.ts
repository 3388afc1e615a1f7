import { sql } from 'kysely';
import type { HeldSlot } from '../stages/fetch/deps.ts';
import type { FetchJob, Job } from '../stages/jobs.ts';
import { LEASE_MS, shownUrl } from '../stages/jobs.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';
import { part, prepared, type Statement } from './sql.ts';

export const LEASE = sql.raw(`interval '${LEASE_MS} milliseconds'`);
/** How long a hand-out may take to reach a worker before the sweeper looks whether its job is still there (R5). */
export const UNCLAIMED = sql.raw(`interval '10 seconds'`);

export interface HostPolicy {
  readonly gapMs: number;
  readonly concurrency: number;
}

/**
 * Ids of the hosts with these keys, made where they are new, with as many slots as they may have requests at once.
 * `policies` holds the operator's limits for each key (R8).
 */
export async function ensureHosts(
  db: Database,
  policies: ReadonlyMap<string, HostPolicy>,
): Promise<Map<string, number>> {
  if (policies.size === 0) return new Map();
  // In key order, so that two transactions that make the same hosts can't deadlock.
  const wanted = [...policies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, p]) => ({ key, gap: p.gapMs, slots: p.concurrency }));
  const { rows } = await sql<{ id: number; key: string }>`
    WITH wanted AS (SELECT * FROM jsonb_to_recordset(${json(wanted)}::jsonb) AS w(key text, gap integer, slots integer)),
    made AS (
      INSERT INTO host (key, gap_ms) SELECT key, gap FROM wanted
      ON CONFLICT (key) DO UPDATE SET gap_ms = excluded.gap_ms WHERE host.gap_ms <> excluded.gap_ms
      RETURNING id, key),
    hosts AS (SELECT id, key FROM made UNION SELECT id, key FROM host WHERE key IN (SELECT key FROM wanted)),
    slots AS (
      INSERT INTO slot (host_id, n)
      SELECT hosts.id, n FROM hosts JOIN wanted USING (key), generate_series(1, wanted.slots) n
      ON CONFLICT DO NOTHING)
    SELECT id, key FROM hosts`.execute(db);
  if (rows.length === wanted.length) return new Map(rows.map((row) => [row.key, row.id]));
  // Another transaction made one at the same instant: the statement's own snapshot can't see it, the next one can.
  return ensureHosts(db, policies);
}

const WAITS = `FROM work w WHERE w.host_id = host.id AND w.stage = 'fetch' AND w.state = 'ready'
  AND (w.token IS NULL OR NOT EXISTS (SELECT 1 FROM slot s WHERE s.host_id = w.host_id AND s.token = w.token))`;

/**
 * When the host of an UPDATE is due by its work. What another slot has in hand is not due: a free slot would be handed
 * out for it over and over. The index has feeds before pages: the first of all, or the first page, each found at once (by
 * rows that are compared, as the planner can't sort pages by it otherwise).
 */
export const EARLIEST = sql.raw(`least(
  (SELECT w.next_at ${WAITS} ORDER BY (w.feed_id IS NULL), w.next_at LIMIT 1),
  (SELECT w.next_at ${WAITS} AND (w.feed_id IS NULL, w.next_at) >= (true, '-infinity')
    ORDER BY (w.feed_id IS NULL), w.next_at LIMIT 1))`);

/** Makes a host due no later than its earliest ready work. Called in the transaction that makes the work. */
export async function makeDue(db: Database, hostIds: readonly number[]): Promise<void> {
  if (hostIds.length === 0) return;
  await sql`
    UPDATE host SET due_at = least(due_at, clock_timestamp())
    WHERE id IN (SELECT id FROM host WHERE id = ANY(${[...new Set(hostIds)]}) ORDER BY id FOR UPDATE)`.execute(db);
}

/**
 * Hand-outs that may wait for a worker. More would not come sooner: they would only stand in the queue, and be looked at by
 * the sweeper every ten seconds. A worker that is through with a host wakes the next hand-out.
 */
const MAX_WAITING = 1_000;

/**
 * Hosts whose address is asked by as many already as may at once are left out (R8). The clock is read once, by a query of
 * its own: only so is it a bound of the index, and a look at hosts that are not due reads none of them.
 */
function dueWithin(limit: number, perAddress: number | null): Statement<unknown> {
  const free = (columns: Statement<unknown>, and: Statement<unknown>): Statement<unknown> => part`
    SELECT ${columns} FROM host h JOIN slot s ON s.host_id = h.id
    WHERE h.due_at <= clock_timestamp() AND h.ready_at <= (SELECT clock_timestamp() + interval '500 milliseconds')
      AND s.handed_at IS NULL ${and}
    ORDER BY h.ready_at LIMIT ${limit} FOR UPDATE OF s SKIP LOCKED FOR NO KEY UPDATE OF h SKIP LOCKED`;
  if (perAddress === null) return part`due AS (${free(part`s.id, h.key, h.id AS host_id`, part``)})`;
  return part`
    busy AS (
      SELECT h.address, count(*) AS n FROM slot s JOIN host h ON h.id = s.host_id
      WHERE s.handed_at IS NOT NULL AND h.address IS NOT NULL GROUP BY 1),
    free AS (${free(
      part`s.id, h.key, h.id AS host_id, h.address, h.ready_at`,
      part`AND NOT EXISTS (SELECT 1 FROM busy WHERE busy.address = h.address AND busy.n >= ${perAddress})`,
    )}),
    placed AS (SELECT *, row_number() OVER (PARTITION BY address ORDER BY ready_at) AS place FROM free),
    due AS (
      SELECT id, key, host_id FROM placed LEFT JOIN busy USING (address)
      WHERE address IS NULL OR place + coalesce(busy.n, 0) <= ${perAddress})`;
}

async function waitingHandOuts(db: Database): Promise<number> {
  const { rows } = await prepared<{ n: number }>`
    SELECT count(*) AS n FROM slot WHERE handed_at IS NOT NULL AND token IS NULL`.execute(db);
  return rows[0]?.n ?? 0;
}

/**
 * Hands out the hosts that are due and may be asked within two seconds, longest waiting first: raises the dispatch of a
 * free slot and gives the jobs to enqueue after the commit (R9). Any number of schedulers may run it at once.
 * `perAddress` bounds how many of them share an IP address (R8).
 */
export async function handOutHosts(
  db: Database,
  limit: number,
  perAddress: number | null = null,
): Promise<Job<FetchJob>[]> {
  const room = MAX_WAITING - (await waitingHandOuts(db));
  if (room <= 0) return [];
  const { rows } = await prepared<{
    slot: number;
    dispatch: number;
    key: string;
    url: string | null;
    trace: string | null;
  }>`
    WITH ${dueWithin(Math.min(limit, room), perAddress)},
    handed AS (
      UPDATE slot SET dispatch = slot.dispatch + 1, handed_at = clock_timestamp(), token = NULL,
        lease_until = clock_timestamp() + ${UNCLAIMED}, job = 'fetch-' || slot.id || '-' || (slot.dispatch + 1)
      FROM due WHERE slot.id = due.id RETURNING slot.id, slot.host_id, slot.dispatch, due.key),
    -- A host without a free slot is not looked at again before one is freed, which says anew when it is due.
    taken AS (
      UPDATE host SET due_at = NULL FROM handed
      WHERE host.id = handed.host_id AND NOT EXISTS (
        SELECT 1 FROM slot s WHERE s.host_id = host.id AND s.handed_at IS NULL AND s.id NOT IN (SELECT id FROM handed)))
    SELECT handed.id AS slot, handed.dispatch, handed.key, first.url, first.trace_id AS trace
    FROM handed LEFT JOIN LATERAL (
      SELECT w.url, a.trace_id FROM work w LEFT JOIN article a ON a.id = w.article_id
      WHERE w.host_id = handed.host_id AND w.stage = 'fetch' AND w.state = 'ready'
      ORDER BY (w.feed_id IS NULL), w.next_at LIMIT 1) first ON true`.execute(db);
  return rows.map((row) => ({
    id: `fetch-${row.slot}-${row.dispatch}`,
    payload: {
      v: 1,
      slot: row.slot,
      dispatch: row.dispatch,
      host: row.key,
      ...(row.url !== null && { url: shownUrl(row.url) }),
      ...(row.trace !== null && { trace: row.trace }),
    },
  }));
}

/** Renews the lease; false when it is lost. */
export async function renewSlot(db: Database, slot: HeldSlot): Promise<boolean> {
  const { numAffectedRows } = await prepared`
    UPDATE slot SET lease_until = clock_timestamp() + ${LEASE} WHERE id = ${slot.slotId} AND token = ${slot.token}::uuid`.execute(
    db,
  );
  return numAffectedRows === 1n;
}

/**
 * Books the next request to the host, start to start (R11): milliseconds to wait until it may start, or null when that
 * is more than `horizonMs` away and nothing was booked (R10).
 */
export async function bookRequest(
  db: Database,
  slot: HeldSlot,
  gapMs: number,
  horizonMs: number,
): Promise<number | null> {
  const { rows } = await prepared<{ wait: number }>`
    WITH now AS (SELECT clock_timestamp() AS t),
    free AS (SELECT h.id, greatest(h.next_at, now.t) AS start, now.t FROM host h, now
      WHERE h.id = ${slot.hostId} AND h.next_at <= now.t + ${horizonMs} * interval '1 millisecond' FOR UPDATE OF h)
    UPDATE host SET next_at = free.start + ${gapMs} * interval '1 millisecond' FROM free
    WHERE host.id = free.id AND EXISTS (SELECT 1 FROM slot WHERE id = ${slot.slotId} AND token = ${slot.token}::uuid)
    RETURNING extract(epoch FROM free.start - free.t)::float8 * 1000 AS wait`.execute(db);
  return rows[0]?.wait ?? null;
}

/** Leaves the whole host alone for a time that it asked for (429, 503, Retry-After). */
export async function restHost(db: Database, hostId: number, ms: number): Promise<void> {
  await sql`UPDATE host SET next_at = greatest(next_at, clock_timestamp() + ${ms} * interval '1 millisecond') WHERE id = ${hostId}`.execute(
    db,
  );
}

/**
 * Keeps what robots.txt says of the pace; a delay over 5 minutes is obeyed, and shown as a problem. It holds from the
 * request on that has just been made, so the host's next time moves by what is longer (R11).
 */
export async function setCrawlDelay(db: Database, hostId: number, ms: number | null): Promise<void> {
  const problem =
    ms !== null && ms > 300_000 ? `robots.txt asks for ${Math.round(ms / 1000)} s between requests` : null;
  await sql`
    UPDATE host SET crawl_delay_ms = ${ms}, problem = ${problem},
      next_at = greatest(next_at, clock_timestamp()) + greatest(0, ${ms ?? 0} - greatest(gap_ms, crawl_delay_ms)) * interval '1 millisecond'
    WHERE id = ${hostId} AND crawl_delay_ms IS DISTINCT FROM ${ms}`.execute(db);
}

/** What the schedulers are told when a slot is free again. */
export const SLOT_FREE = 'slot';

/** A batch that ends. */
export interface SlotEnd {
  readonly slot: HeldSlot;
  /** Milliseconds of the host's pause that are left. */
  readonly restMs: number;
  /** Rows of work that it claimed and may not have committed. */
  readonly left: readonly number[];
}

/** Ends one batch. */
export function releaseSlot(db: Database, slot: HeldSlot, restMs = 0, left: readonly number[] = []): Promise<void> {
  return releaseSlots(db, [{ slot, restMs, left }]);
}

/**
 * Ends batches: frees their slots, gives back what was claimed and not done, and sets when each host is due again, after
 * the rest of its pause at the earliest. A slot that was swept meanwhile is no longer ours to free.
 */
export async function releaseSlots(db: Database, ends: readonly SlotEnd[]): Promise<void> {
  const isSimple = ({ slot, left }: SlotEnd): boolean => slot.isOnly && left.length === 0;
  const [simple, others] = [ends.filter(isSimple), ends.filter((end) => !isSimple(end))];
  if (simple.length > 0) await releaseAlone(db, simple);
  if (others.length > 0) await releaseAny(db, others);
}

/**
 * Ends batches that committed all that they claimed, at hosts with one slot, in one statement. Such a host was due no more
 * when its slot was handed out: what it is due by now, somebody has said since, perhaps after this statement began to
 * look, and it stands.
 */
async function releaseAlone(db: Database, ends: readonly SlotEnd[]): Promise<void> {
  const hosts = ends.map(({ slot }) => slot.hostId);
  await prepared`
    WITH freed AS (${freed(ends)} RETURNING slot.host_id),
    held AS (SELECT id FROM host WHERE id IN (SELECT host_id FROM freed) ORDER BY id FOR NO KEY UPDATE),
    due AS (
      UPDATE host SET due_at = least(due_at, ${EARLIEST}), next_at = greatest(next_at, clock_timestamp() +
        (${ends.map(({ restMs }) => restMs)}::float8[])[array_position(${hosts}::bigint[], host.id)] * interval '1 millisecond')
      FROM held WHERE host.id = held.id RETURNING 1)
    SELECT pg_notify('wirewatch', ${SLOT_FREE}) WHERE EXISTS (SELECT 1 FROM due)`.execute(db);
}

function freed(ends: readonly SlotEnd[]): Statement<unknown> {
  return part`
    UPDATE slot SET token = NULL, handed_at = NULL, lease_until = NULL, job = NULL, address = NULL
    FROM (SELECT id, token FROM slot WHERE id = ANY(${ends.map(({ slot }) => slot.slotId)}::bigint[])
      AND token = ANY(${ends.map(({ slot }) => slot.token)}::uuid[]) ORDER BY id FOR NO KEY UPDATE) mine
    WHERE slot.id = mine.id`;
}

async function releaseAny(db: Database, ends: readonly SlotEnd[]): Promise<void> {
  const left = ends.flatMap((end) => end.left);
  await db.transaction().execute(async (tx) => {
    // The hosts are locked before it is looked at what is due, and after the rows, as everywhere; each in order.
    const { rows: held } = await prepared<{ host: number }>`
      WITH freed AS (${freed(ends)} RETURNING slot.host_id, mine.token),
      given AS (
        UPDATE work SET token = NULL, attempts = greatest(attempts - 1, 0)
        WHERE id = ANY(${left}::bigint[]) AND token IN (SELECT token FROM freed) AND stage = 'fetch' AND state = 'ready' RETURNING 1)
      SELECT id AS host FROM host WHERE id IN (SELECT host_id FROM freed WHERE (SELECT count(*) FROM given) >= 0)
      ORDER BY id FOR NO KEY UPDATE`.execute(tx);
    if (held.length === 0) return;
    const rests = new Map(held.map(({ host }) => [host, 0]));
    for (const { slot, restMs } of ends) {
      const known = rests.get(slot.hostId);
      if (known !== undefined) rests.set(slot.hostId, Math.max(known, restMs));
    }
    await prepared`
      WITH due AS (
        UPDATE host SET due_at = ${EARLIEST}, next_at = greatest(next_at, clock_timestamp() + rest.ms * interval '1 millisecond')
        FROM unnest(${[...rests.keys()]}::bigint[], ${[...rests.values()]}::float8[]) AS rest(id, ms)
        WHERE host.id = rest.id RETURNING 1)
      SELECT pg_notify('wirewatch', ${SLOT_FREE}) WHERE EXISTS (SELECT 1 FROM due)`.execute(tx);
  });
}
