import { sql } from 'kysely';
import { EARLIEST, ensureHosts, type HostPolicy } from './host.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';

/** What the configuration says of hosts, by address and by the key that an address gave once (R8). */
export interface Policies {
  of(url: string): { readonly key: string } & HostPolicy;
  limitsOf(key: string): HostPolicy;
}

interface HostRow {
  readonly id: number;
  readonly key: string;
}

/**
 * Brings the hosts that are there already to what the configuration says now (R8): their limits, and the key under which
 * their rows are counted where an override pools hosts that stood alone, or no longer does. Gives how many rows moved.
 * Idempotent.
 */
export async function applyLimits(db: Database, policies: Policies): Promise<number> {
  const moved = await moveHosts(db, policies);
  const { rows } = await sql<HostRow>`SELECT id, key FROM host`.execute(db);
  const wanted = rows.map(({ id, key }) => {
    const { gapMs, concurrency } = policies.limitsOf(key);
    return { id, gap: gapMs, slots: concurrency };
  });
  await sql`
    WITH wanted AS (SELECT * FROM jsonb_to_recordset(${json(wanted)}::jsonb) AS w(id bigint, gap integer, slots integer)),
    paced AS (UPDATE host SET gap_ms = gap FROM wanted WHERE host.id = wanted.id AND gap_ms <> gap),
    more AS (
      INSERT INTO slot (host_id, n) SELECT wanted.id, n FROM wanted, generate_series(1, wanted.slots) n ON CONFLICT DO NOTHING)
    DELETE FROM slot USING wanted WHERE slot.host_id = wanted.id AND slot.n > wanted.slots AND slot.handed_at IS NULL`.execute(
    db,
  );
  return moved;
}

/** The host that an address names, as keys are written. */
const AUTHORITY = sql.raw(
  `regexp_replace(lower(substring(url FROM '^https?://(?:[^/?#]*@)?([^/?#]*)')), ':(?:80|443)$', '')`,
);

interface Move {
  readonly from: number;
  /** Only the rows of this host's; null for all. */
  readonly authority: string | null;
  readonly policy: { readonly key: string } & HostPolicy;
}

async function moveHosts(db: Database, policies: Policies): Promise<number> {
  const { rows } = await sql<HostRow>`SELECT id, key FROM host`.execute(db);
  const alone = rows.filter(({ key }) => !key.startsWith('*.'));
  const pooled = rows.filter(({ key }) => key.startsWith('*.'));
  const moves = [
    ...alone.map(({ id, key }) => ({ from: id, key, authority: null, policy: policies.of(`http://${key}/`) })),
    ...(await membersOf(db, pooled)).map((member) => ({
      ...member,
      policy: policies.of(`http://${member.authority}/`),
    })),
  ].filter(({ key, policy }) => policy.key !== key);
  return moves.length === 0 ? 0 : move(db, moves);
}

/** Which hosts the rows of a pool belong to. */
async function membersOf(
  db: Database,
  pools: readonly HostRow[],
): Promise<{ from: number; key: string; authority: string }[]> {
  if (pools.length === 0) return [];
  const ids = pools.map(({ id }) => id);
  const { rows } = await sql<{ from: number; authority: string }>`
    SELECT DISTINCT host_id AS "from", authority FROM (
      SELECT host_id, ${AUTHORITY} AS authority FROM feed WHERE host_id = ANY(${ids})
      UNION SELECT host_id, ${AUTHORITY} FROM work WHERE host_id = ANY(${ids})
      UNION SELECT host_id, ${AUTHORITY} FROM article WHERE host_id = ANY(${ids})) rows WHERE authority <> ''`.execute(
    db,
  );
  const keys = new Map(pools.map(({ id, key }) => [id, key]));
  return rows.map((row) => ({ ...row, key: keys.get(row.from) ?? '' }));
}

/**
 * Moves rows to the hosts that they are counted under now. Whoever works on one of the hosts loses its lease, so that
 * nobody goes on at the old pace; the new host may be asked when the last of the old ones might have been (R11).
 */
async function move(db: Database, moves: readonly Move[]): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const hosts = await ensureHosts(tx, new Map(moves.map(({ policy: { key, ...limits } }) => [key, limits])));
    const pairs = json(
      moves.map(({ from, authority, policy }) => ({ from, authority, to: hosts.get(policy.key) as number })),
    );
    const old = [...new Set(moves.map(({ from }) => from))];
    await sql`
      UPDATE slot SET token = NULL, handed_at = NULL, job = NULL, lease_until = NULL, address = NULL, dispatch = dispatch + 1
      WHERE host_id = ANY(${old}) AND handed_at IS NOT NULL`.execute(tx);
    await sql`
      UPDATE work SET token = NULL, attempts = greatest(attempts - 1, 0)
      WHERE host_id = ANY(${old}) AND stage = 'fetch' AND token IS NOT NULL`.execute(tx);
    let moved = 0;
    for (const table of ['work', 'feed', 'article']) {
      const { numAffectedRows } = await sql`
        UPDATE ${sql.table(table)} SET host_id = pairs."to"
        FROM jsonb_to_recordset(${pairs}::jsonb) AS pairs("from" bigint, authority text, "to" bigint)
        WHERE host_id = pairs."from" AND (pairs.authority IS NULL OR pairs.authority = ${AUTHORITY})`.execute(tx);
      if (table !== 'article') moved += Number(numAffectedRows ?? 0n);
    }
    await settleHosts(tx, pairs);
    return moved;
  });
}

async function settleHosts(tx: Database, pairs: string): Promise<void> {
  const read = sql`pairs AS (SELECT * FROM jsonb_to_recordset(${pairs}::jsonb) AS p("from" bigint, "to" bigint))`;
  await sql`
    WITH ${read} SELECT 1 FROM host WHERE id IN (SELECT "from" FROM pairs UNION SELECT "to" FROM pairs) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
  await sql`
    WITH ${read}, old AS (
      SELECT pairs."to" AS id, max(h.next_at) AS next_at, max(h.crawl_delay_ms) AS delay
      FROM pairs JOIN host h ON h.id = pairs."from" GROUP BY 1)
    UPDATE host SET next_at = greatest(host.next_at, old.next_at), crawl_delay_ms = greatest(host.crawl_delay_ms, old.delay)
    FROM old WHERE host.id = old.id`.execute(tx);
  await sql`
    WITH ${read} UPDATE host SET due_at = ${EARLIEST}
    WHERE id IN (SELECT "from" FROM pairs UNION SELECT "to" FROM pairs)`.execute(tx);
  await sql`SELECT pg_notify('wirewatch', 'host')`.execute(tx);
}
