import { sql } from 'kysely';
import type { SitemapRef } from '../feed/document.ts';
import { ensureHosts, makeDue, type HostPolicy } from './host.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';
import { domainOf, ensureSources } from './source.ts';

/** How long a sitemap that its index dropped is kept, with what is known of its entries. */
const KEPT = sql.raw(`interval '90 days'`);

interface Child {
  readonly id: number;
  readonly hostId: number;
  readonly news: boolean;
}

/**
 * Follows the sitemaps that an index lists: each is a feed of its own below the index, with its own validators, rhythm
 * and host. One whose `lastmod` moved on is due at once; one that is listed no more rests, and is forgotten after 90
 * days. What is watched already is left alone. Gives those that are new or changed, and how many are as they were.
 */
export async function followSitemaps(
  tx: Database,
  indexId: number,
  sitemaps: readonly SitemapRef[],
  policyOf: (url: string) => { key: string } & HostPolicy,
): Promise<{ changed: SitemapRef[]; known: number }> {
  await rest(
    tx,
    indexId,
    sitemaps.map(({ url }) => url),
  );
  if (sitemaps.length === 0) return { changed: [], known: 0 };
  const children = await upsert(tx, indexId, sitemaps, policyOf);
  const changed = children.filter(({ news }) => news);
  await makeDue(
    tx,
    changed.map(({ hostId }) => hostId),
  );
  const urls = new Set(changed.map(({ url }) => url));
  return { changed: sitemaps.filter(({ url }) => urls.has(url)), known: children.length - changed.length };
}

/** What the index lists no more is not asked any more. */
async function rest(tx: Database, indexId: number, listed: readonly string[]): Promise<void> {
  await sql`
    DELETE FROM feed WHERE parent_id = ${indexId} AND url <> ALL(${[...listed]}::text[]) AND listed_at < clock_timestamp() - ${KEPT}`.execute(
    tx,
  );
  await sql`
    WITH resting AS (
      UPDATE feed SET state = 'paused' WHERE parent_id = ${indexId} AND url <> ALL(${[...listed]}::text[]) AND state <> 'paused' RETURNING id)
    UPDATE work SET state = 'paused' FROM resting WHERE work.feed_id = resting.id AND work.stage = 'fetch' AND work.state = 'ready'`.execute(
    tx,
  );
}

async function upsert(
  tx: Database,
  indexId: number,
  sitemaps: readonly SitemapRef[],
  policyOf: (url: string) => { key: string } & HostPolicy,
): Promise<(Child & { url: string })[]> {
  const policies = sitemaps.map(({ url }) => policyOf(url));
  const hosts = await ensureHosts(tx, new Map(policies.map(({ key, ...policy }) => [key, policy])));
  const sources = await ensureSources(
    tx,
    sitemaps.map(({ url }) => domainOf(url)),
  );
  const rows = sitemaps.map(({ url, updated }, at) => ({
    url,
    updated,
    origin: `${new URL(url).origin}/`,
    host: hosts.get((policies[at] as { key: string }).key),
    source: sources.get(domainOf(url)),
  }));
  // A sitemap of an index that was read before brings news, not a back catalogue (R15). The operator's headers go to
  // the index's own origin only.
  const { rows: children } = await sql<Child & { url: string }>`
    WITH listed AS (SELECT * FROM jsonb_to_recordset(${json(rows)}::jsonb) AS l(url text, updated timestamptz, origin text, host bigint, source bigint)),
    known AS (SELECT f.id, f.url, f.lastmod, f.state FROM feed f JOIN listed USING (url) WHERE f.parent_id = ${indexId}),
    made AS (
      INSERT INTO feed (url, parent_id, depth, lastmod, listed_at, host_id, source_id, alert_since, first_import_at, every_ms, tags, headers_sealed)
      SELECT l.url, p.id, p.depth + 1, l.updated, clock_timestamp(), l.host, l.source, p.alert_since, p.first_import_at, p.every_ms, p.tags,
        CASE WHEN starts_with(p.url, l.origin) THEN p.headers_sealed END
      FROM listed l, feed p WHERE p.id = ${indexId}
      ON CONFLICT (url) DO NOTHING RETURNING id, url, host_id),
    begun AS (
      INSERT INTO work (stage, feed_id, host_id, url) SELECT 'fetch', id, host_id, url FROM made),
    told AS (
      UPDATE feed f SET listed_at = clock_timestamp(), lastmod = coalesce(l.updated, f.lastmod), state = CASE WHEN f.state = 'paused' THEN 'active' ELSE f.state END
      FROM known, listed l WHERE f.id = known.id AND l.url = f.url
      RETURNING f.id, f.url, f.host_id, known.state = 'paused' OR l.updated > known.lastmod AS news),
    woken AS (
      UPDATE work SET state = 'ready', next_at = clock_timestamp() FROM told
      WHERE work.feed_id = told.id AND told.news AND work.stage = 'fetch' AND work.token IS NULL AND work.state IN ('ready', 'paused'))
    SELECT id, url, host_id AS "hostId", true AS news FROM made
    UNION ALL SELECT id, url, host_id, coalesce(news, false) FROM told`.execute(tx);
  return children;
}
