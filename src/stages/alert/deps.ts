import type { AlertedMatch } from '../../digest/alert-view.ts';
import type { BatchDeps, HeldWork } from '../batch.ts';

/** An article's present revision, as it is matched. */
export interface ArticleToMatch {
  readonly articleId: number;
  readonly revision: number;
  readonly url: string;
  readonly canonical: string | null;
  readonly title: string | null;
  readonly lead: string | null;
  readonly text: string;
  readonly authors: readonly string[];
  readonly lang: string | null;
  readonly section: string | null;
  readonly published: Date | null;
  readonly feedPublished: Date | null;
  readonly fetchedAt: Date | null;
  readonly alertSince: Date;
  readonly firstImport: boolean;
  readonly source: string;
  readonly country: string | null;
  readonly tags: readonly string[];
  readonly code: string | null;
  readonly basis: 'page' | 'feed';
  /** Topics that a former revision matched: they have their decision. */
  readonly decided: readonly string[];
}

export interface TopicFacts {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

/** A topic that an article satisfies, with its evidence. */
export interface FoundMatch {
  readonly topic: TopicFacts;
  readonly score: number;
  readonly matches: readonly AlertedMatch[];
}

/** What a story is known by (R19). */
export interface StoryPrint {
  /** Canonical URL, text hash, and bands of the MinHash signature. */
  readonly keys: readonly string[];
  readonly signature: readonly number[];
  readonly words: number;
}

export type Decision = 'alerted' | 'joined' | 'before-alert-since' | 'no-subscription';

export interface MatchCommit {
  readonly decisions: readonly { readonly topic: string; readonly decision: Decision }[];
  /** Channels that have something to deliver now. */
  readonly channels: readonly number[];
}

/** The topics as this process matches them, at one version. */
export interface TopicMatcher {
  readonly version: number;
  match(article: ArticleToMatch): readonly FoundMatch[];
  /** Brings the index up to the store's version (R18). */
  refresh(): Promise<void>;
}

export interface AlertStore {
  /** Of a batch, by work row, those whose lease is still held. */
  articlesToMatch(items: readonly HeldWork[]): Promise<ReadonlyMap<number, ArticleToMatch>>;
  /** `stale-index` when the topics changed meanwhile and nothing was committed. Null when the lease was lost. */
  commitUnmatched(item: HeldWork, topicVersion: number): Promise<'done' | 'stale-index' | null>;
  commitMatched(
    item: HeldWork,
    article: ArticleToMatch,
    topicVersion: number,
    print: StoryPrint,
    found: readonly FoundMatch[],
  ): Promise<MatchCommit | 'stale-index' | null>;
}

export interface AlertDeps extends BatchDeps {
  readonly store: AlertStore;
  readonly topics: TopicMatcher;
  fingerprint(article: ArticleToMatch): StoryPrint;
  /** Hands out what these channels have to deliver. */
  wakeChannels(channels: readonly number[]): Promise<void>;
  onAlert(decision: Decision): void;
}
