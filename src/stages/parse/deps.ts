import type { Article, Hint } from '../../article/article.ts';
import type { EntryText } from '../../article/feed-text.ts';
import type { FeedDocument, SitemapRef } from '../../feed/document.ts';
import type { BatchDeps, HeldWork } from '../batch.ts';
import type { Moved, Poll, PollSignals } from '../fetch/deps.ts';
import type { Enqueue, Item } from '../jobs.ts';

/** A body as it stands in the store; it is inflated where it is read (R3). */
export interface RawBody {
  readonly url: string;
  readonly contentType: string | null;
  /** Raw deflate (RFC 1951). */
  readonly deflated: Uint8Array;
  /** Of the body itself, in bytes. */
  readonly size: number;
  readonly truncated: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ArticleToParse {
  readonly articleId: number;
  readonly sourceId: number;
  readonly url: string;
  readonly traceId: string;
  readonly code: string | null;
  readonly reason: string | null;
  readonly entry: EntryText | null;
  /** Null when the page is finally without one, or retention took it. */
  readonly body: RawBody | null;
}

export interface FeedToParse {
  readonly feedId: number;
  readonly url: string;
  readonly kind: 'feed' | 'page';
  readonly selector: string | null;
  readonly rhythm: unknown;
  readonly failures: number;
  /** Milliseconds since its last poll that did not fail; null before the first. */
  readonly seenMs: number | null;
  readonly everyMs: number | null;
  readonly addedAt: Date;
  /** How many sitemap indexes stand above it. */
  readonly depth: number;
  readonly pace: number;
  readonly body: RawBody | null;
}

/** One entry as the store takes it in. */
export interface EntryRow {
  readonly key: string;
  readonly aliases: readonly string[];
  /** The alias that a feed may hand on to another story. */
  readonly idKey: string | null;
  /** The article's natural key: the canonical form of the entry's link, or an address made of the feed's where it has none. */
  readonly url: string;
  /** What is fetched; null where the entry has no page. */
  readonly link: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly content: string | null;
  readonly authors: readonly string[];
  readonly published: string | null;
  /** Changes when the feed says something else of the same entry. */
  readonly digest: string;
  /** Of the archive of a site: a first import remembers it, and asks for no page of it. */
  readonly archive: boolean;
}

export interface FeedFacts {
  readonly title: string | null;
  readonly link: string | null;
  readonly language: string | null;
  readonly contentHash: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly moved: Moved | null;
  /** The address that gave the validators. */
  readonly validatorsUrl: string;
  /** The validators are those of the body before: where there are new entries, they lied. */
  readonly sameValidators: boolean;
  /** The document says that nothing will come any more (JSON Feed `expired`). */
  readonly expired: boolean;
  /** Of a sitemap index: the sitemaps that are to be followed. */
  readonly sitemaps: readonly SitemapRef[];
}

/** Something that a document listed for the first time. */
export interface Fresh {
  readonly published: string | null;
}

export interface ParsedPage {
  readonly article: Article;
  readonly basis: 'page' | 'feed';
  /** Why the feed's text stands in for the page. */
  readonly why?: { readonly code: string; readonly reason: string };
}

export interface ParseStore {
  /**
   * Of a batch, by work row, at least the first of those whose lease is still held; more as they fit into memory together.
   */
  articlesToParse(items: readonly HeldWork[]): Promise<ReadonlyMap<number, ArticleToParse>>;
  feedToParse(item: HeldWork): Promise<FeedToParse | null>;
  /** `duplicate` when the page is another article that is already there; null when the lease was lost. */
  commitArticle(
    item: HeldWork,
    parsed: ParsedPage,
    job: string | undefined,
  ): Promise<Item | 'duplicate' | 'kept' | null>;
  /** The page is no article and the feed says nothing of it either. */
  commitNothing(item: HeldWork, why: { code: string; reason: string }): Promise<void>;
  /**
   * Takes in the entries of one document and makes its validators the feed's, in one transaction (R14). `poll` is asked
   * with the share of new entries once it is known. `traces` are those of the articles that it made. Null when the lease was lost.
   */
  commitFeed(
    item: HeldWork,
    feed: FeedToParse,
    entries: readonly EntryRow[],
    facts: FeedFacts,
    poll: (fresh: readonly Fresh[], knownEntries: number) => Poll,
  ): Promise<{ newEntries: number; traces: readonly string[] } | null>;
  /** The feed's body is kept for a person and the feed polled again later, without validators. */
  commitUnreadable(item: HeldWork, feedId: number, why: { code: string; reason: string }, next: Poll): Promise<void>;
}

export interface ExtractInput {
  readonly sourceId: number;
  readonly deflated: Uint8Array;
  readonly size: number;
  readonly contentType: string | null;
  readonly url: string;
  readonly now: number;
  readonly hint: Hint;
}

export interface ReadFeedInput {
  readonly deflated: Uint8Array;
  readonly size: number;
  readonly contentType: string | null;
  readonly url: string;
  readonly kind: 'feed' | 'page';
  readonly selector: string | null;
}

export interface ParseDeps extends BatchDeps {
  readonly store: ParseStore;
  readonly enqueue: Enqueue;
  /** In a worker thread, within its time and memory. @throws PARSE_TIMEOUT, PARSE_MEMORY */
  extract(input: ExtractInput): Promise<Article>;
  /** In a worker thread. @throws FEED_SYNTAX, PARSE_TIMEOUT */
  readFeed(input: ReadFeedInput): Promise<FeedDocument>;
  nextPoll(
    feed: Pick<FeedToParse, 'rhythm' | 'failures' | 'seenMs' | 'everyMs' | 'addedAt' | 'pace'>,
    feedId: number,
    signals: PollSignals,
    document: FeedDocument | null,
  ): Poll;
  /** A short hash, in hex. */
  hash(text: string): string;
  now(): number;
}
