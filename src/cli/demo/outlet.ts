import type { TopicId } from './topics.ts';

/**
 * One article of the sample newsroom, with the truth about it. `text` is light markup, blocks apart by a blank line:
 * `## subhead`, `> quote`, `- item` (lines of a list), `[read] related link`, `[photo] caption | credit`,
 * `[box]` (the outlet's own box inside the text), anything else a paragraph. `*…*` is emphasis, `{…}` a link.
 */
export interface Piece {
  /** The path without its leading slash; unique within the outlet. */
  readonly slug: string;
  readonly title: string;
  readonly standfirst?: string;
  readonly by: readonly string[];
  readonly section: string;
  readonly tags: readonly string[];
  /** Hours before the newsroom opened (over 24: the back catalogue), or `live`: published while it runs. */
  readonly when: { readonly hoursAgo: number } | 'live';
  readonly text: string;
  /** Topics that the article itself satisfies; what stands in the furniture does not count. */
  readonly topics: readonly TopicId[];
  /** Pieces with the same story are copies of one text. Without it a piece is a story of its own. */
  readonly story?: string;
  /** The page cannot be had; only the feed tells of it. */
  readonly page?: 403 | 404;
  /** The outlet tells no more than the day. */
  readonly day?: boolean;
  /** A later version: the topics are the same. */
  readonly revision?: { readonly title?: string; readonly text: string };
  /** Listed with a summary only, or with its whole text. */
  readonly feedText?: 'summary' | 'full';
}

export type FeedFormat = 'rss2' | 'atom' | 'rss1' | 'json' | 'sitemap';

export interface FeedSpec {
  readonly path: string;
  readonly title: string;
  readonly format: FeedFormat;
  /** Only pieces of these sections. */
  readonly sections?: readonly string[];
  /** A query string that the outlet adds to each link. */
  readonly tracking?: string;
}

export interface Outlet {
  /** Host name without a port. */
  readonly host: string;
  readonly name: string;
  readonly lang: string;
  readonly about: string;
  /** Minutes east of UTC in its dates. */
  readonly zone: number;
  /** How pages and feeds are encoded; UTF-8 when absent. */
  readonly charset?: 'windows-1251';
  readonly robots: string;
  readonly feeds: readonly FeedSpec[];
  readonly pieces: readonly Piece[];
  /** The whole page of one article. */
  readonly page: (view: PageView) => string;
}

/** A piece that has appeared. */
export interface Published {
  readonly outlet: Outlet;
  readonly piece: Piece;
  /** The canonical address. */
  readonly url: string;
  /** Milliseconds since the epoch, whole seconds. */
  readonly published: number;
  readonly modified: number;
}

export interface PageView extends Published {
  /** The outlet's address, without a trailing slash. */
  readonly base: string;
  /** The outlet's other articles, newest first. */
  readonly others: readonly { readonly title: string; readonly url: string }[];
}
