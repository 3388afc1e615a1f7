import { sql } from 'kysely';
import type { Database } from './open.ts';
import { ensureHosts, makeDue, type HostPolicy } from './host.ts';
import { domainOf } from './source.ts';

/** R16: a page that was not had after this long has the feed's words stand in for it. */
const STAND_IN_AFTER = sql.raw(`interval '30 minutes'`);

/**
 * Pages that were not had within 30 minutes: the feed's words are parsed and matched in their place, while the page is
 * still waited for; when it comes it is a revision (R16). Gives how many were started.
 */
export async function standIn(db: Database, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    INSERT INTO work (stage, article_id, basis)
    SELECT 'parse', w.article_id, 'feed' FROM work w JOIN article a ON a.id = w.article_id
    WHERE (w.stage = 'fetch' OR w.state = 'quarantined') AND w.basis = 'page' AND a.parsed_at IS NULL AND a.discovered_at < clock_timestamp() - ${STAND_IN_AFTER}
      AND NOT EXISTS (SELECT 1 FROM work x WHERE x.article_id = a.id AND x.basis = 'feed')
    ORDER BY a.discovered_at LIMIT ${limit}
    ON CONFLICT DO NOTHING`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

/** How long every poll must have been redirected for good before the feed moves. */
const MOVES_AFTER = sql.raw(`interval '3 days'`);

/**
 * Moves feeds whose polls were permanently redirected to a readable feed for three days. One whose new address is watched
 * already stays as it is, marked. The validators are the old address's and go.
 */
export async function moveFeeds(
  db: Database,
  policyOf: (url: string) => { key: string } & HostPolicy,
): Promise<number> {
  const { rows } = await sql<{ id: number; to: string }>`
    SELECT id, moved ->> 'to' AS "to" FROM feed f WHERE moved IS NOT NULL AND (moved ->> 'since')::timestamptz < clock_timestamp() - ${MOVES_AFTER}
      AND NOT EXISTS (SELECT 1 FROM feed x WHERE x.url = f.moved ->> 'to') LIMIT 50`.execute(db);
  for (const { id, to } of rows) await moveFeed(db, id, to, policyOf);
  return rows.length;
}

async function moveFeed(
  db: Database,
  feedId: number,
  to: string,
  policyOf: (url: string) => { key: string } & HostPolicy,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { key, ...policy } = policyOf(to);
    const hostId = (await ensureHosts(tx, new Map([[key, policy]]))).get(key) as number;
    // Whoever has it in hand knows the former address and would give the row back with it: it moves when it is free.
    const { rows } = await sql`
      UPDATE work SET url = ${to}, host_id = ${hostId}, hops = '[]'
      WHERE feed_id = ${feedId} AND stage = 'fetch' AND token IS NULL AND NOT EXISTS (SELECT 1 FROM feed WHERE url = ${to})
      RETURNING id`.execute(tx);
    if (rows.length === 0) return;
    await sql`
      UPDATE feed SET url = ${to}, host_id = ${hostId}, moved = NULL, etag = NULL, last_modified = NULL, validators_url = NULL,
        source_id = coalesce((SELECT id FROM source WHERE domain = ${domainOf(to)}), source_id)
      WHERE id = ${feedId}`.execute(tx);
    await makeDue(tx, [hostId]);
  });
}

/** R31; null is for ever. */
export interface Retention {
  readonly rawMs: number | null;
  readonly textMs: number | null;
  readonly alertsMs: number | null;
}

/** Rows that one pass takes of each kind: small batches, so that nobody waits. */
const BATCH = 500;

const olderThan = (column: string, ms: number) =>
  sql`${sql.ref(column)} < clock_timestamp() - ${ms} * interval '1 millisecond'`;

/** Feeds whose entries one pass looks through. */
const FEEDS = 100;

/** How far a scheduler has looked through the entries of the feeds: every pass goes on where the last one ended. */
export interface EntryWalk {
  /** A feed's id. */
  after: number;
}

/**
 * Throws away what retention allows, a batch of each kind; gives how many rows. Quarantined bodies stay (R31). Entries are
 * walked through by their feeds: an index on when each was listed would make every poll rewrite it.
 */
export async function retain(db: Database, retention: Retention, walk: EntryWalk = { after: 0 }): Promise<number> {
  let gone = 0;
  const run = async (statement: ReturnType<typeof sql>): Promise<void> => {
    gone += Number((await statement.execute(db)).numAffectedRows ?? 0n);
  };
  if (retention.rawMs !== null) {
    await run(sql`
      DELETE FROM body WHERE id IN (
        SELECT b.id FROM body b WHERE ${olderThan('b.fetched_at', retention.rawMs)} AND b.quarantined_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM work w WHERE w.article_id = b.article_id OR w.feed_id = b.feed_id AND w.stage = 'parse')
        LIMIT ${BATCH})`);
  }
  if (retention.textMs !== null) {
    await run(sql`
      UPDATE article SET text = NULL, lead = NULL, evidence = NULL, steps = '[]' WHERE id IN (
        SELECT a.id FROM article a WHERE a.text IS NOT NULL AND ${olderThan('a.discovered_at', retention.textMs)}
          AND NOT EXISTS (SELECT 1 FROM work w WHERE w.article_id = a.id) LIMIT ${BATCH})`);
  }
  if (retention.alertsMs !== null) {
    await run(
      sql`DELETE FROM alert WHERE id IN (SELECT id FROM alert WHERE ${olderThan('alert.created_at', retention.alertsMs)} LIMIT ${BATCH})`,
    );
  }
  gone += await retainEntries(db, retention, walk);
  // Stories take copies in for 30 days.
  await run(
    sql`DELETE FROM story_key WHERE ctid IN (SELECT k.ctid FROM story_key k WHERE k.at < clock_timestamp() - interval '30 days' LIMIT ${BATCH})`,
  );
  return gone;
}

/**
 * Of the next feeds' entries the texts that are old, and the keys that no document lists any more. Keys are kept while a
 * feed lists them and 90 days more (R15): what its last document listed, however long ago that was, it lists still.
 */
async function retainEntries(db: Database, { textMs }: Retention, walk: EntryWalk): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM feed WHERE id > ${walk.after} ORDER BY id LIMIT ${FEEDS}`.execute(db);
  const feeds = rows.map((row) => row.id);
  const emptied =
    textMs === null
      ? 0n
      : (
          await sql`
            UPDATE entry SET summary = NULL, content = NULL WHERE ctid IN (
              SELECT e.ctid FROM entry e WHERE e.feed_id = ANY(${feeds}::bigint[]) AND (e.summary IS NOT NULL OR e.content IS NOT NULL)
                AND ${olderThan('e.first_seen', textMs)} LIMIT ${BATCH})`.execute(db)
        ).numAffectedRows;
  const { numAffectedRows: forgotten } = await sql`
    DELETE FROM entry WHERE ctid IN (
      SELECT e.ctid FROM entry e
      JOIN (SELECT feed_id, max(last_listed) AS at FROM entry WHERE feed_id = ANY(${feeds}::bigint[]) GROUP BY feed_id) latest
        ON latest.feed_id = e.feed_id
      WHERE e.last_listed < clock_timestamp() - interval '90 days' AND latest.at > e.last_listed + interval '2 hours'
      LIMIT ${BATCH})`.execute(db);
  // A full batch may have left some: these feeds are looked at again.
  const isDone = Number(emptied ?? 0n) < BATCH && Number(forgotten ?? 0n) < BATCH;
  if (isDone) walk.after = feeds.length < FEEDS ? 0 : (feeds.at(-1) ?? 0);
  return Number(emptied ?? 0n) + Number(forgotten ?? 0n);
}
