import { sql } from 'kysely';
import type { HeldWork } from '../stages/batch.ts';
import type { Poll } from '../stages/fetch/deps.ts';
import type { EntryRow, FeedFacts, FeedToParse, Fresh } from '../stages/parse/deps.ts';
import { ensureHosts, makeDue, type HostPolicy } from './host.ts';
import { json } from './json.ts';
import { sortEntries, type Sorted } from './known-entries.ts';
import type { Database } from './open.ts';
import { followSitemaps } from './sitemaps.ts';
import { domainOf, ensureSources } from './source.ts';

/** Entries that are written in one statement. */
const CHUNK = 500;

/**
 * Takes in one feed document, in one transaction: what is known is noted as still listed, what is new becomes an article
 * with its page to fetch, the validators become the feed's (R14), and the feed waits for its next poll.
 * Null when the lease was lost.
 */
export async function commitFeed(
  db: Database,
  item: HeldWork,
  feed: FeedToParse,
  entries: readonly EntryRow[],
  facts: FeedFacts,
  poll: (fresh: readonly Fresh[], knownEntries: number) => Poll,
  policyOf: (url: string) => { key: string } & HostPolicy,
): Promise<{ newEntries: number; traces: string[] } | null> {
  return db.transaction().execute(async (tx) => {
    const held =
      await sql`SELECT 1 FROM work WHERE id = ${item.work} AND token = ${item.token}::uuid FOR UPDATE`.execute(tx);
    if (held.rows.length === 0) return null;
    const { rows: owner } = await sql<Owner>`
      SELECT host_id AS "hostId", first_import_at IS NULL AS first, state FROM feed WHERE id = ${feed.feedId} FOR UPDATE`.execute(
      tx,
    );
    const { hostId, first, state } = owner[0] as Owner;
    const sorted = await sortEntries(tx, feed.feedId, entries);
    await noteListed(tx, feed.feedId, sorted);
    // What stands in the first document of a sitemap was there before; what is added to it later is new.
    const isFirst = sorted.names.size === 0;
    const fresh = isFirst ? sorted.fresh.filter(({ archive }) => !archive) : sorted.fresh;
    const traces: string[] = [];
    for (let at = 0; at < fresh.length; at += CHUNK) {
      traces.push(...(await takeIn(tx, feed.feedId, first, fresh.slice(at, at + CHUNK), policyOf)));
    }
    if (isFirst) await remember(tx, feed.feedId, sorted.fresh);
    const below = state === 'paused' ? NONE_BELOW : await followSitemaps(tx, feed.feedId, facts.sitemaps, policyOf);
    const next = poll(
      [...fresh, ...below.changed.map(({ updated }) => ({ published: updated }))],
      sorted.known.length + below.known,
    );
    const any = entries.length + facts.sitemaps.length > 0;
    await settleFeed(tx, item, feed.feedId, hostId, facts, next, { any, fresh: fresh.length > 0 });
    return { newEntries: fresh.length, traces };
  });
}

interface Owner {
  readonly hostId: number;
  readonly first: boolean;
  readonly state: string;
}

const NONE_BELOW = { changed: [], known: 0 } as const;

/**
 * Keys are kept while the feed lists them (R15), and what an entry is called besides is noted; a changed entry has its
 * page looked at again.
 */
async function noteListed(tx: Database, feedId: number, { known, names }: Sorted): Promise<void> {
  if (known.length === 0) return;
  const all = [...names, ...known.map(({ as }) => as.key)];
  await sql`
    UPDATE entry SET last_listed = clock_timestamp()
    WHERE feed_id = ${feedId} AND key = ANY(${all}::text[]) AND last_listed < clock_timestamp() - interval '1 hour'`.execute(
    tx,
  );
  const more = known.flatMap(({ entry, as }) =>
    entry.aliases.filter((key) => !names.has(key)).map((key) => ({ key, article: as.articleId })),
  );
  if (more.length > 0) {
    await sql`
      INSERT INTO entry (feed_id, key, article_id, main)
      SELECT ${feedId}::bigint, e.key, e.article, false FROM jsonb_to_recordset(${json(more)}::jsonb) AS e(key text, article bigint)
      ON CONFLICT DO NOTHING`.execute(tx);
  }
  const changed = known.filter(
    ({ entry, as }) =>
      as.articleId !== null &&
      ((as.digest !== null && as.digest !== entry.digest) || (entry.link !== null && as.link !== entry.link)),
  );
  if (changed.length > 0) await refetch(tx, feedId, changed);
}

/** Looks of one article's page again after an edit, at most. */
const MAX_REVISIONS = 20;

/** What the feed says now is kept; where it says something else, the page, or the feed's own words, are read again. */
async function refetch(tx: Database, feedId: number, changed: Sorted['known']): Promise<void> {
  const rows = changed.map(({ entry, as }) => ({
    key: as.key,
    digest: entry.digest,
    title: entry.title,
    summary: entry.summary,
    content: entry.content,
    link: entry.link,
    edited: as.digest !== null && as.digest !== entry.digest,
  }));
  const { rows: due } = await sql<{ host_id: number | null }>`
    WITH wanted AS (SELECT * FROM jsonb_to_recordset(${json(rows)}::jsonb)
      AS w(key text, digest text, title text, summary text, content text, link text, edited boolean)),
    told AS (
      UPDATE entry SET digest = wanted.digest, title = wanted.title, summary = wanted.summary, content = wanted.content,
        link = coalesce(wanted.link, entry.link)
      FROM wanted WHERE entry.feed_id = ${feedId} AND entry.key = wanted.key RETURNING entry.article_id, entry.link, wanted.edited)
    INSERT INTO work (stage, article_id, basis, url, host_id)
    SELECT CASE WHEN told.link IS NULL THEN 'parse' ELSE 'fetch' END, a.id, CASE WHEN told.link IS NULL THEN 'feed' ELSE 'page' END,
      told.link, CASE WHEN told.link IS NULL THEN NULL ELSE h.id END
    FROM told JOIN article a ON a.id = told.article_id JOIN feed f ON f.id = ${feedId} JOIN host h ON h.id = coalesce(a.host_id, f.host_id)
    WHERE told.edited AND a.revision BETWEEN 1 AND ${MAX_REVISIONS} AND a.status <> 'duplicate'
    ON CONFLICT (article_id, basis) WHERE article_id IS NOT NULL DO NOTHING RETURNING host_id`.execute(tx);
  await makeDue(
    tx,
    due.flatMap((row) => (row.host_id === null ? [] : [row.host_id])),
  );
}

interface NewArticle {
  readonly id: number;
  readonly url: string;
  readonly trace: string;
  readonly fresh: boolean;
}

/** New entries with their articles and the pages to fetch; gives the traces of the articles that are new. */
async function takeIn(
  tx: Database,
  feedId: number,
  first: boolean,
  entries: readonly EntryRow[],
  policyOf: (url: string) => { key: string } & HostPolicy,
): Promise<string[]> {
  const hosts = await hostsOf(tx, entries, policyOf);
  const sources = await ensureSources(
    tx,
    entries.map((entry) => domainOf(entry.url)),
  );
  const rows = [...new Map(entries.map((entry) => [entry.url, entry])).values()]
    .sort((a, b) => (a.url < b.url ? -1 : 1)) // in one order, so that two feeds that list the same can't deadlock
    .map((entry) => ({
      url: entry.url,
      link: entry.link,
      source: sources.get(domainOf(entry.url)),
      host: entry.link === null ? null : hosts.get(policyOf(entry.link).key),
      published: entry.published,
    }));
  const { rows: articles } = await sql<NewArticle>`
    INSERT INTO article (url, source_id, feed_id, host_id, alert_since, first_import, feed_published)
    SELECT e.url, e.source, f.id, e.host, f.alert_since, ${first}, e.published
    FROM jsonb_to_recordset(${json(rows)}::jsonb) AS e(url text, source bigint, host bigint, published timestamptz), feed f
    WHERE f.id = ${feedId} ORDER BY e.url
    ON CONFLICT (url) DO UPDATE SET alert_since = least(article.alert_since, excluded.alert_since),
      feed_published = least(article.feed_published, excluded.feed_published)
    RETURNING id, url, trace_id AS trace, xmax = 0 AS fresh`.execute(tx);
  const ids = new Map(articles.map((row) => [row.url, row.id]));
  await writeEntries(tx, feedId, entries, ids);
  await writeWork(tx, rows, articles);
  return articles.flatMap((row) => (row.fresh ? [row.trace] : []));
}

/** Notes the names of what is left out, without an article, so that none of it is new at the next poll. */
async function remember(tx: Database, feedId: number, entries: readonly EntryRow[]): Promise<void> {
  const names = entries.flatMap(({ archive, aliases }) => (archive ? aliases : []));
  if (names.length === 0) return;
  await sql`
    INSERT INTO entry (feed_id, key, main) SELECT ${feedId}::bigint, name, false FROM unnest(${names}::text[]) AS name
    ON CONFLICT DO NOTHING`.execute(tx);
}

async function hostsOf(
  tx: Database,
  entries: readonly EntryRow[],
  policyOf: (url: string) => { key: string } & HostPolicy,
): Promise<Map<string, number>> {
  const policies = new Map<string, HostPolicy>();
  for (const { link } of entries) {
    if (link === null) continue;
    const { key, ...policy } = policyOf(link);
    policies.set(key, policy);
  }
  return ensureHosts(tx, policies);
}

async function writeEntries(
  tx: Database,
  feedId: number,
  entries: readonly EntryRow[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = entries.flatMap((entry) => {
    const article = ids.get(entry.url);
    const { key, title, summary, content, authors, published, link, digest } = entry;
    const full = { key, article, main: true, title, summary, content, authors, published, link, digest };
    return [full, ...entry.aliases.map((alias) => ({ key: alias, article, main: false }))];
  });
  await sql`
    INSERT INTO entry (feed_id, key, article_id, main, title, summary, content, authors, published, link, digest)
    SELECT ${feedId}::bigint, e.key, e.article, e.main, e.title, e.summary, e.content,
      ARRAY(SELECT jsonb_array_elements_text(coalesce(e.authors, '[]'))), e.published, e.link, e.digest
    FROM jsonb_to_recordset(${json(rows)}::jsonb)
      AS e(key text, article bigint, main boolean, title text, summary text, content text, authors jsonb, published timestamptz, link text, digest text)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** New articles have their page fetched; one without a page is made of the feed's words at once. */
async function writeWork(
  tx: Database,
  rows: readonly { url: string; link: string | null; host: number | null | undefined }[],
  articles: readonly NewArticle[],
): Promise<void> {
  const byUrl = new Map(rows.map((row) => [row.url, row]));
  const work = articles
    .filter((article) => article.fresh)
    .map((article) => ({
      article: article.id,
      link: byUrl.get(article.url)?.link ?? null,
      host: byUrl.get(article.url)?.host ?? null,
    }));
  if (work.length === 0) return;
  await sql`
    INSERT INTO work (stage, article_id, basis, url, host_id)
    SELECT CASE WHEN w.link IS NULL THEN 'parse' ELSE 'fetch' END, w.article, CASE WHEN w.link IS NULL THEN 'feed' ELSE 'page' END, w.link, w.host
    FROM jsonb_to_recordset(${json(work)}::jsonb) AS w(article bigint, link text, host bigint)
    ON CONFLICT DO NOTHING`.execute(tx);
  await makeDue(
    tx,
    work.flatMap((row) => (row.host === null ? [] : [row.host])),
  );
}

/** How long validators that hid entries are not used, the first time; each time twice as long. */
const DISTRUST = sql.raw(`interval '30 days'`);

async function settleFeed(
  tx: Database,
  item: HeldWork,
  feedId: number,
  hostId: number,
  facts: FeedFacts,
  next: Poll,
  entries: { any: boolean; fresh: boolean },
): Promise<void> {
  // A body that says only something trivial anew, such as the time, under the same ETag hides nothing.
  const lied = facts.sameValidators && entries.fresh;
  await sql`
    UPDATE feed SET title = coalesce(${facts.title}, title), link = coalesce(${facts.link}, link), language = coalesce(${facts.language}, language),
      etag = ${facts.etag}, last_modified = ${facts.lastModified}, validators_url = ${facts.validatorsUrl},
      content_hash = ${facts.contentHash}, ok_at = clock_timestamp(), proved_at = clock_timestamp(),
      distrusted_until = CASE WHEN ${lied} THEN clock_timestamp() + ${DISTRUST} * 2 ^ least(lies, 3) ELSE distrusted_until END,
      lies = lies + CASE WHEN ${lied} THEN 1 ELSE 0 END,
      state = CASE WHEN state = 'paused' THEN state ELSE ${facts.expired ? 'gone' : 'active'} END, pace = ${next.pace},
      rhythm = ${json(next.rhythm)}::jsonb, failures = ${next.failures}, code = NULL, reason = ${facts.expired ? 'the feed says that it has ended' : null}::text, interval_ms = ${Math.round(next.delayMs)},
      first_import_at = CASE WHEN ${entries.any} THEN coalesce(first_import_at, clock_timestamp()) ELSE first_import_at END,
      entry_at = CASE WHEN ${entries.fresh} THEN clock_timestamp() ELSE entry_at END,
      moved = ${facts.moved === null ? null : json(facts.moved)}::jsonb
    WHERE id = ${feedId}`.execute(tx);
  await sql`DELETE FROM body WHERE feed_id = ${feedId} AND quarantined_at IS NULL`.execute(tx);
  await backToPolling(tx, item, hostId, next.delayMs);
}

/**
 * The feed's body can't be read: it is kept for a person (only the last one), and the feed is polled again, without
 * validators (R14), after a delay that grows.
 */
export async function commitUnreadable(
  db: Database,
  item: HeldWork,
  feedId: number,
  why: { code: string; reason: string },
  next: Poll,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ host_id: number }>`
      SELECT f.host_id FROM work w JOIN feed f ON f.id = w.feed_id WHERE w.id = ${item.work} AND w.token = ${item.token}::uuid FOR UPDATE`.execute(
      tx,
    );
    const hostId = rows[0]?.host_id;
    if (hostId === undefined) return;
    await shelveBody(tx, feedId, why);
    await sql`
      UPDATE feed SET rhythm = ${json(next.rhythm)}::jsonb, failures = ${next.failures}, interval_ms = ${Math.round(next.delayMs)}, pace = ${next.pace}
      WHERE id = ${feedId}`.execute(tx);
    await backToPolling(tx, item, hostId, next.delayMs);
  });
}

/**
 * Keeps the body that waits to be parsed for a person, as the feed's last one; the validators are not to be trusted. Where one
 * is kept already it stays under its id, and with the instant since when the feed has this fault.
 */
export async function shelveBody(tx: Database, feedId: number, why: { code: string; reason: string }): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    WITH fresh AS (DELETE FROM body WHERE feed_id = ${feedId} AND quarantined_at IS NULL
      AND EXISTS (SELECT 1 FROM body old WHERE old.feed_id = ${feedId} AND old.quarantined_at IS NOT NULL) RETURNING *)
    UPDATE body old SET url = fresh.url, content_type = fresh.content_type, bytes = fresh.bytes, size = fresh.size,
      truncated = fresh.truncated, headers = fresh.headers, fetched_at = fresh.fetched_at,
      quarantined_at = CASE WHEN old.code = ${why.code} THEN old.quarantined_at ELSE clock_timestamp() END,
      code = ${why.code}, reason = ${why.reason}
    FROM fresh WHERE old.feed_id = fresh.feed_id AND old.quarantined_at IS NOT NULL RETURNING old.id`.execute(tx);
  if (rows.length === 0)
    await sql`
      UPDATE body SET quarantined_at = clock_timestamp(), code = ${why.code}, reason = ${why.reason}
      WHERE feed_id = ${feedId} AND quarantined_at IS NULL`.execute(tx);
  await sql`
    UPDATE feed SET code = ${why.code}, reason = ${why.reason}, etag = NULL, last_modified = NULL, validators_url = NULL, content_hash = NULL
    WHERE id = ${feedId}`.execute(tx);
}

/** The feed's row is the fetch stage's again, due after `delayMs`. */
export async function backToPolling(
  tx: Database,
  item: Pick<HeldWork, 'work' | 'token'>,
  hostId: number,
  delayMs: number,
): Promise<void> {
  await sql`
    UPDATE work SET stage = 'fetch', host_id = ${hostId}, url = (SELECT url FROM feed WHERE id = work.feed_id), hops = '[]', token = NULL,
      handed_at = NULL, job = NULL, attempts = 0, interrupted = false, code = NULL, reason = NULL, since = clock_timestamp(),
      state = CASE WHEN (SELECT state FROM feed WHERE id = work.feed_id) = 'paused' THEN 'paused' ELSE 'ready' END,
      next_at = clock_timestamp() + ${delayMs} * interval '1 millisecond'
    WHERE id = ${item.work} AND token = ${item.token}::uuid`.execute(tx);
  await sql`
    UPDATE host SET due_at = least(due_at, clock_timestamp() + ${delayMs} * interval '1 millisecond') WHERE id = ${hostId}`.execute(
    tx,
  );
  await sql`SELECT pg_notify('wirewatch', 'host')`.execute(tx);
}
