import type { Prefilter } from '../../topic/prefilter.ts';

export type ArticleStatus =
  'waiting' | 'matched' | 'unmatched' | 'not-article' | 'duplicate' | 'gone' | 'refused-by-robots' | 'failed';

export interface ArticleFilter {
  readonly url?: string | undefined;
  readonly status?: string | undefined;
  readonly source?: string | undefined;
  readonly lang?: string | undefined;
  readonly feed?: number | undefined;
  readonly story?: number | undefined;
  /** The id of a topic that it matched. */
  readonly topic?: string | undefined;
  /** By discovery, `to` exclusive. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** What lists show of an article, as JSON: ids are texts, instants ISO 8601. */
export interface ArticleFacts {
  readonly id: string;
  readonly url: string;
  readonly title: string | null;
  readonly source: string;
  readonly status: ArticleStatus;
  readonly code: string | null;
  readonly reason: string | null;
  readonly lang: string | null;
  readonly section: string | null;
  readonly author: string[];
  readonly published: string | null;
  readonly discoveredAt: string;
  readonly lead: string | null;
  readonly feedId: string | null;
  readonly storyId: string | null;
  /** The topics that it matched. */
  readonly topics: string[];
}

/** An article of the archive with all that topics see of it. */
export interface ArchivedArticle {
  readonly row: ArticleFacts;
  readonly text: string;
  readonly country: string | null;
  readonly tags: readonly string[];
}

/** A page as it was received. */
export interface RawPage {
  readonly articleId: number;
  readonly contentType: string | null;
  readonly bytes: Uint8Array;
}

export interface Candidate {
  readonly id: number;
  /** Of its text. */
  readonly bytes: number;
}

export interface ArchiveSlice {
  /** Only articles with a smaller id. */
  readonly after: number | null;
  readonly limit: number;
}

/** The articles that have a text, the newest (by id) first. */
export interface Archive {
  /** Articles that the index cannot rule out: all that could meet the condition, and often others. */
  candidates(filter: ArticleFilter, condition: Prefilter | null, slice: ArchiveSlice): Promise<Candidate[]>;
  read(ids: readonly number[]): Promise<ArchivedArticle[]>;
  /** How many there are, or how many of them with an id of at least `downTo`. */
  count(filter: ArticleFilter, downTo: number | null): Promise<number>;
  /** Raw pages, as far as they are kept. */
  pages(filter: ArticleFilter, slice: ArchiveSlice): Promise<RawPage[]>;
  /** When the oldest was found. */
  oldest(filter: ArticleFilter): Promise<Date | null>;
  /** The queries of all topics by id, for those that name others. */
  savedQueries(): Promise<ReadonlyMap<string, string>>;
}
