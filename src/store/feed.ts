import { sql } from 'kysely';
import { WireError } from '../core/errors.ts';
import { declaredIn, mayChange, type Author } from './declared.ts';
import { ensureHosts, makeDue, type HostPolicy } from './host.ts';
import type { Database } from './open.ts';
import { domainOf, ensureSources } from './source.ts';

export interface FeedInput {
  /** Normalised: the feed's natural key (R22). */
  readonly url: string;
  readonly kind: 'feed' | 'page';
  readonly selector: string | null;
  readonly title: string | null;
  readonly tags: readonly string[];
  readonly everyMs: number | null;
  readonly headersSealed: Uint8Array | null;
  readonly policy: { readonly key: string } & HostPolicy;
  /** How old an article may be, at this instant, to alert (R15). */
  readonly alertSinceMs: number;
  /** When it is polled first, from now; at once where nothing is said. */
  readonly firstPollMs?: number;
}

/** Adds a feed, due at once, or changes what is declared of it. @throws DECLARED */
export async function putFeed(
  db: Database,
  feed: FeedInput,
  author: Author,
): Promise<'added' | 'changed' | 'unchanged'> {
  return db.transaction().execute(async (tx) => {
    const { rows: old } = await sql<{ id: number; declared_in: string | null }>`
      SELECT id, declared_in FROM feed WHERE url = ${feed.url} FOR UPDATE`.execute(tx);
    if (old[0] !== undefined) return change(tx, old[0], feed, author);
    const { key, ...policy } = feed.policy;
    const hostId = (await ensureHosts(tx, new Map([[key, policy]]))).get(key) as number;
    const domain = domainOf(feed.url);
    const sourceId = (await ensureSources(tx, [domain])).get(domain) as number;
    const { rows } = await sql<{ id: number }>`
      INSERT INTO feed (url, kind, selector, title, tags, every_ms, headers_sealed, host_id, source_id, alert_since, declared_in)
      VALUES (${feed.url}, ${feed.kind}, ${feed.selector}, ${feed.title}, ${[...feed.tags]}, ${feed.everyMs}, ${feed.headersSealed}::bytea,
        ${hostId}, ${sourceId}, clock_timestamp() - ${feed.alertSinceMs} * interval '1 millisecond', ${declaredIn(author)})
      ON CONFLICT (url) DO NOTHING RETURNING id`.execute(tx);
    if (rows[0] === undefined) return 'unchanged';
    await sql`INSERT INTO work (stage, feed_id, host_id, url, next_at)
      VALUES ('fetch', ${rows[0].id}, ${hostId}, ${feed.url}, clock_timestamp() + ${feed.firstPollMs ?? 0} * interval '1 millisecond')`.execute(
      tx,
    );
    await sql`
      UPDATE host SET due_at = least(due_at, clock_timestamp() + ${feed.firstPollMs ?? 0} * interval '1 millisecond') WHERE id = ${hostId}`.execute(
      tx,
    );
    await sql`SELECT pg_notify('wirewatch', 'host')`.execute(tx);
    return 'added';
  });
}

async function change(
  tx: Database,
  old: { id: number; declared_in: string | null },
  feed: FeedInput,
  author: Author,
): Promise<'changed' | 'unchanged'> {
  mayChange(`feed ${feed.url}`, old.declared_in, author);
  const { numAffectedRows } = await sql`
    UPDATE feed SET kind = ${feed.kind}, selector = ${feed.selector}, tags = ${[...feed.tags]}, every_ms = ${feed.everyMs},
      headers_sealed = ${feed.headersSealed}::bytea, declared_in = ${declaredIn(author)}, title = coalesce(title, ${feed.title}),
      -- A sitemap that an index led to is watched for its own sake now.
      parent_id = NULL, depth = 0
    WHERE id = ${old.id} AND ((kind, selector, tags, every_ms, declared_in, parent_id) IS DISTINCT FROM
      (${feed.kind}, ${feed.selector}::text, ${[...feed.tags]}::text[], ${feed.everyMs}::bigint, ${declaredIn(author)}::text, NULL::bigint)
      -- Sealed twice, the same headers look unlike: where there are any, they may be new.
      OR headers_sealed IS NOT NULL OR ${feed.headersSealed !== null})`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n ? 'changed' : 'unchanged';
}

export interface FeedRow {
  readonly id: number;
  readonly url: string;
  readonly kind: 'feed' | 'page';
  readonly title: string | null;
  readonly link: string | null;
  readonly language: string | null;
  readonly tags: string[];
  /** `dead`: nothing but failures for 30 days; it is still polled, at the longest interval of its back-off. */
  readonly state: 'active' | 'paused' | 'gone' | 'dead';
  readonly everyMs: number | null;
  readonly intervalMs: number | null;
  readonly addedAt: Date;
  readonly alertSince: Date;
  readonly polledAt: Date | null;
  readonly okAt: Date | null;
  readonly entryAt: Date | null;
  readonly nextAt: Date | null;
  readonly failures: number;
  readonly code: string | null;
  readonly reason: string | null;
  readonly source: string;
  readonly host: string;
  readonly problem: string | null;
  readonly declaredIn: string | null;
  readonly selector: string | null;
  /** Its ETag or Last-Modified hid new entries: it is asked without them until then; and how often that was. */
  readonly distrustedUntil: Date | null;
  readonly lies: number;
  /** Every poll is redirected for good: it moves there after three days. */
  readonly movingTo: string | null;
  /** Sitemaps below this index that are followed. */
  readonly sitemaps: number;
}

const FEEDS = sql`
  SELECT f.id, f.url, f.kind, f.title, f.link, f.language, f.tags, f.state, f.every_ms AS "everyMs", f.interval_ms AS "intervalMs",
    f.added_at AS "addedAt", f.alert_since AS "alertSince", f.polled_at AS "polledAt", f.ok_at AS "okAt", f.entry_at AS "entryAt",
    w.next_at AS "nextAt", f.failures, f.code, f.reason, s.domain AS source, h.key AS host, h.problem, f.declared_in AS "declaredIn",
    f.selector, f.distrusted_until AS "distrustedUntil", f.lies, f.moved ->> 'to' AS "movingTo",
    (SELECT count(*) FROM feed c WHERE c.parent_id = f.id AND c.state <> 'paused') AS sitemaps
  FROM feed f JOIN source s ON s.id = f.source_id JOIN host h ON h.id = f.host_id LEFT JOIN work w ON w.feed_id = f.id`;

/** Feeds in the order of their ids, after one; the sitemaps below an index are part of it. */
export async function listFeeds(db: Database, page: { afterId?: number; limit?: number } = {}): Promise<FeedRow[]> {
  const { rows } =
    await sql<FeedRow>`${FEEDS} WHERE f.id > ${page.afterId ?? 0} AND f.parent_id IS NULL ORDER BY f.id LIMIT ${page.limit ?? 10_000}`.execute(
      db,
    );
  return rows;
}

/** By id or by normalised address. */
export async function findFeed(db: Database, ref: { id: number } | { url: string }): Promise<FeedRow | null> {
  const which = 'id' in ref ? sql`f.id = ${ref.id}` : sql`f.url = ${ref.url}`;
  const { rows } = await sql<FeedRow>`${FEEDS} WHERE ${which}`.execute(db);
  return rows[0] ?? null;
}

/** Removes a feed; its articles and alerts stay. @throws DECLARED */
export async function removeFeed(db: Database, feed: FeedRow, author: Author): Promise<void> {
  mayChange(`feed ${feed.url}`, feed.declaredIn, author);
  await sql`DELETE FROM feed WHERE id = ${feed.id}`.execute(db);
}

/** A paused feed is not polled; what is in hand is finished. */
export async function pauseFeed(db: Database, feedId: number, paused: boolean): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number; host: number }>`
      WITH RECURSIVE below AS (SELECT ${feedId}::bigint AS id UNION ALL SELECT f.id FROM feed f JOIN below ON f.parent_id = below.id)
      UPDATE feed SET state = ${paused ? 'paused' : 'active'} FROM below WHERE feed.id = below.id RETURNING feed.id, feed.host_id AS host`.execute(
      tx,
    );
    const [from, to] = paused ? ['ready', 'paused'] : ['paused', 'ready'];
    const ids = rows.map(({ id }) => id);
    await sql`UPDATE work SET state = ${to} WHERE feed_id = ANY(${ids}) AND stage = 'fetch' AND state = ${from}`.execute(
      tx,
    );
    await makeDue(
      tx,
      rows.map(({ host }) => host),
    );
    await sql`SELECT pg_notify('wirewatch', 'host')`.execute(tx);
  });
}

/** Shortest time between two polls that a person asks for, so that a held-down key does no harm. */
const MIN_MANUAL = sql.raw(`interval '10 seconds'`);

/** Makes a feed due now; false when it was polled a moment ago, is paused, or is in hand. */
export async function pollNow(db: Database, feedId: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ host_id: number }>`
      UPDATE work SET next_at = clock_timestamp() FROM feed
      WHERE work.feed_id = ${feedId} AND feed.id = work.feed_id AND work.stage = 'fetch' AND work.state = 'ready'
        AND (feed.polled_at IS NULL OR feed.polled_at < clock_timestamp() - ${MIN_MANUAL}) RETURNING work.host_id`.execute(
      tx,
    );
    if (rows[0] === undefined) return false;
    await makeDue(tx, [rows[0].host_id]);
    await sql`SELECT pg_notify('wirewatch', 'host')`.execute(tx);
    return true;
  });
}

/** @throws NOT_FOUND */
export async function needFeed(db: Database, ref: { id: number } | { url: string }): Promise<FeedRow> {
  const feed = await findFeed(db, ref);
  if (feed === null) throw new WireError('NOT_FOUND', `there is no feed ${'id' in ref ? ref.id : ref.url}`);
  return feed;
}
