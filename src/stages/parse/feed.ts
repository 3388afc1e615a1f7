import type { FeedDocument, FeedEntry } from '../../feed/document.ts';
import { entryKeys, type EntryKeys } from '../../feed/entry-key.ts';
import { chooseSitemaps } from '../../feed/sitemaps.ts';
import { isWireError, messageOf, WireError } from '../../core/errors.ts';
import { canonicalUrl } from '../../text/url.ts';
import type { HeldWork, ItemOutcome } from '../batch.ts';
import type { Moved, PollSignals } from '../fetch/deps.ts';
import { GONE_MS } from '../fetch/feed.ts';
import { shownUrl } from '../jobs.ts';
import type { EntryRow, FeedFacts, FeedToParse, Fresh, ParseDeps, RawBody } from './deps.ts';

/** Longest content of an entry that is kept, in UTF-16 code units. */
const MAX_CONTENT = 200_000;
/** Traces of new articles that a feed's outcome names, at most. */
const MAX_TRACES = 100;

/** From a feed's body to its entries; what is new becomes an article with its page to fetch. */
export async function parseFeed(item: HeldWork, deps: ParseDeps): Promise<Omit<ItemOutcome, 'work'>> {
  const feed = await deps.store.feedToParse(item);
  if (feed === null) return { outcome: 'stale' };
  try {
    return await takeIn(item, feed, deps);
  } catch (error) {
    // A body that can't be read must not end the feed: it is kept for a person, and the feed is polled again.
    if (!isWireError(error) || error.fate !== 'quarantine') throw error;
    const why = { code: error.code, reason: messageOf(error) };
    const signals = { newEntries: 0, knownEntries: 0, maxAgeMs: null, retryAfterMs: null, failure: 'hard' } as const;
    await deps.store.commitUnreadable(item, feed.feedId, why, deps.nextPoll(feed, feed.feedId, signals, null));
    return { outcome: 'quarantined', code: error.code, url: shownUrl(feed.url) };
  }
}

async function takeIn(item: HeldWork, feed: FeedToParse, deps: ParseDeps): Promise<Omit<ItemOutcome, 'work'>> {
  const { body } = feed;
  if (body === null) throw new WireError('BODY_GONE', 'the feed’s body was lost before it was read');
  const document = await deps.readFeed({
    deflated: body.deflated,
    size: body.size,
    contentType: body.contentType,
    url: body.url,
    kind: feed.kind,
    selector: feed.selector,
  });
  const entries = rowsOf(document, feed, body, deps);
  const facts = factsOf(document, feed, body);
  const committed = await deps.store.commitFeed(item, feed, entries, facts, (fresh, knownEntries) => {
    const next = deps.nextPoll(feed, feed.feedId, signalsOf(fresh, knownEntries, body), document);
    return facts.expired ? { ...next, delayMs: GONE_MS } : next;
  });
  if (committed === null) return { outcome: 'stale' };
  const { newEntries, traces } = committed;
  const url = shownUrl(feed.url);
  if (newEntries === 0) return { outcome: 'no-new-entries', url };
  return { outcome: 'new-entries', url, articles: traces.length, traces: traces.slice(0, MAX_TRACES) };
}

function signalsOf(fresh: readonly Fresh[], knownEntries: number, body: RawBody): PollSignals {
  const published = fresh.flatMap((entry) => (entry.published === null ? [] : [Date.parse(entry.published)]));
  return { newEntries: fresh.length, knownEntries, published, maxAgeMs: maxAgeOf(body), retryAfterMs: null };
}

function maxAgeOf(body: RawBody): number | null {
  const value = body.headers['maxAgeMs'];
  return value === undefined ? null : Number(value);
}

/** Validators are worth something only where the whole body was read (R14). */
function factsOf(document: FeedDocument, feed: FeedToParse, body: RawBody): FeedFacts {
  const whole = !body.truncated && document.truncated !== true;
  return {
    title: document.title,
    link: document.link,
    language: document.language,
    contentHash: whole ? (body.headers['contentHash'] ?? null) : null,
    etag: whole ? (body.headers['etag'] ?? null) : null,
    lastModified: whole ? (body.headers['last-modified'] ?? null) : null,
    moved: body.headers['moved'] === undefined ? null : (JSON.parse(body.headers['moved']) as Moved),
    validatorsUrl: body.headers['askedUrl'] ?? body.url,
    sameValidators: whole && body.headers['sameValidators'] !== undefined,
    expired: document.expired === true,
    sitemaps: chooseSitemaps(document.sitemaps ?? [], body.url, feed.depth),
  };
}

/** Older pages of a sitemap are a site's archive, not its news. */
const SITEMAP_MS = 30 * 86_400_000;

function rowsOf(document: FeedDocument, feed: FeedToParse, body: RawBody, deps: ParseDeps): EntryRow[] {
  const oldest = document.format === 'sitemap' ? new Date(deps.now() - SITEMAP_MS).toISOString() : '';
  const latest = new Date(deps.now() + HOUR_MS).toISOString();
  const keys = entryKeys(document);
  const archive = document.format === 'sitemap' ? archiveOf(document.entries) : NO_ARCHIVE;
  return document.entries.flatMap((entry, index) => {
    const published = notAfter(latest, entry.published ?? entry.updated);
    if (published !== null && published < oldest) return [];
    const names = keys[index] as EntryKeys;
    const place = placeOf(entry, names, feed, body, deps);
    return [{ ...names, ...place, ...wordsOf(entry, deps), published, archive: archive.has(entry) }];
  });
}

/** Undated pages at each end of a sitemap that may be its newest: some sites list the newest first, some last. */
const SITEMAP_ENDS = 250;
const NO_ARCHIVE: ReadonlySet<FeedEntry> = new Set();

/** Of a sitemap without dates, what stands between its ends: a whole site perhaps, which nobody asked for. */
function archiveOf(entries: readonly FeedEntry[]): ReadonlySet<FeedEntry> {
  const undated = entries.filter(({ published, updated }) => published === null && updated === null);
  return new Set(undated.slice(SITEMAP_ENDS, -SITEMAP_ENDS));
}

const HOUR_MS = 3_600_000;

/** A clock that is an hour fast is one; what is dated later still was published when it was seen. */
function notAfter(latest: string, published: string | null): string | null {
  return published !== null && published > latest ? latest : published;
}

/** An entry without a page of its own is an article of the feed's words, under an address that is made up. */
function placeOf(
  entry: FeedEntry,
  { key, sharesLink }: EntryKeys,
  feed: FeedToParse,
  body: RawBody,
  deps: ParseDeps,
): Pick<EntryRow, 'url' | 'link'> {
  const link = pageOf(entry, body.url);
  if (link === null || sharesLink) return { url: `${link ?? feed.url}#entry=${deps.hash(key)}`, link: null };
  return { url: canonicalUrl(link) ?? link, link };
}

function wordsOf(
  entry: FeedEntry,
  deps: ParseDeps,
): Omit<EntryRow, 'key' | 'aliases' | 'idKey' | 'url' | 'link' | 'published' | 'archive'> {
  return {
    title: entry.title,
    summary: cut(entry.summary),
    content: cut(entry.contentHtml),
    authors: entry.author === null ? [] : [entry.author],
    digest: deps.hash(
      `${entry.title ?? ''}\n${entry.updated ?? ''}\n${entry.summary ?? ''}\n${entry.contentHtml ?? ''}`,
    ),
  };
}

function pageOf(entry: FeedEntry, base: string): string | null {
  if (entry.link === null || !URL.canParse(entry.link, base)) return null;
  const url = new URL(entry.link, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

function cut(html: string | null): string | null {
  return html === null || html.length <= MAX_CONTENT ? html : html.slice(0, MAX_CONTENT);
}
