/** What a feed document of any format comes down to. Dates are ISO 8601 in UTC; absent values are null. */
export interface FeedDocument {
  readonly format: FeedFormat;
  readonly id: string | null;
  /** Plain text. */
  readonly title: string | null;
  /** The site that the feed belongs to. */
  readonly link: string | null;
  /** Plain text. */
  readonly description: string | null;
  /** As written, usually BCP 47. */
  readonly language: string | null;
  readonly author: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  /** Minutes for which the publisher asks not to be polled again. */
  readonly ttl: number | null;
  readonly tags: readonly string[];
  readonly entries: readonly FeedEntry[];
  /** Hours (0 to 23, UTC) and days (0 = Sunday) in which the publisher asks not to be polled. */
  readonly skipHours?: readonly number[];
  readonly skipDays?: readonly number[];
  /** Time between two issues by `sy:updatePeriod` and `sy:updateFrequency`. */
  readonly updateMs?: number;
  /** WebSub hubs, best first. */
  readonly hub?: readonly string[];
  /** The feed's own address as it states it. */
  readonly self?: string;
  /** The next page of a paged feed (RFC 5005, JSON Feed `next_url`). */
  readonly next?: string;
  /** The feed says that it has ended (JSON Feed `expired`) or moved (`itunes:new-feed-url`). */
  readonly expired?: boolean;
  readonly movedTo?: string;
  /** Further sitemaps of a sitemap index, newest first. */
  readonly sitemaps?: readonly SitemapRef[];
  /** The document ends before its root element does: a cut body. Its closed entries are here, its validators are worth nothing. */
  readonly truncated?: boolean;
}

export type FeedFormat =
  `rss-${string}` | `atom-${string}` | `json-${string}` | 'cdf' | 'sitemap' | 'sitemap-index' | 'page';

export interface FeedEntry {
  /** guid, atom:id, rdf:about or JSON id, as written. */
  readonly id: string | null;
  readonly link: string | null;
  /**
   * Plain text. A tag that an HTML title spells out (`&lt;blink&gt;`) stays escaped, so that no title can be taken for
   * markup; a title of type text keeps its characters.
   */
  readonly title: string | null;
  readonly published: string | null;
  readonly updated: string | null;
  readonly author: string | null;
  readonly language: string | null;
  /** HTML that is safe to show. */
  readonly summary: string | null;
  /** HTML that is safe to show. */
  readonly contentHtml: string | null;
  readonly enclosures: readonly string[];
  readonly tags: readonly string[];
}

export interface SitemapRef {
  readonly url: string;
  readonly updated: string | null;
}

/** More entries than this are not read from one document. */
export const MAX_ENTRIES = 20_000;
/** Longest title, name, id and the like, in UTF-16 code units; what is longer is cut. */
export const MAX_LINE = 4_000;
/** Longest summary or content that is handed out; what is longer is cut before it is cleaned. */
export const MAX_HTML = 1_000_000;
/** Most tags and enclosures of one entry. */
export const MAX_LIST = 100;
