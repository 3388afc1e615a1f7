import type { StageName } from '../stages/jobs.ts';
import type {
  AlertView,
  ArticleRowView,
  ArticleView,
  ChannelView,
  DeliveryView,
  FailureView,
  FeedView,
  SourceView,
  StatusView,
  StoryView,
  SubscriptionView,
  TopicView,
} from './views.ts';

/** A slice of a list: at most `limit` rows on the far side of a row. */
export interface Slice<K = number> {
  readonly after: K | null;
  readonly limit: number;
}

export interface TopicChange {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly lang: readonly string[];
  readonly sources: readonly string[];
  readonly tags: readonly string[];
}

export interface FeedChange {
  readonly url: string;
  readonly title: string | null;
  readonly tags: readonly string[];
  readonly everyMs: number | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ArticleFilter {
  readonly url?: string | undefined;
  readonly status?: string | undefined;
  readonly source?: string | undefined;
  readonly lang?: string | undefined;
  readonly feed?: number | undefined;
  readonly story?: number | undefined;
  readonly topic?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export interface AlertFilter {
  readonly topic?: string | undefined;
  readonly source?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** A topic as it is stored; the server adds the addresses of its feeds. */
export type StoredTopic = Omit<TopicView, 'feeds'>;
export type Outcome = 'added' | 'changed' | 'unchanged';

/** An article of the archive as topics are tried on it. */
export interface ArchivedArticle {
  readonly row: ArticleRowView;
  readonly text: string;
  readonly country: string | null;
  readonly tags: readonly string[];
}

export interface SubscriptionChange {
  readonly topic: string;
  readonly channelId: number;
  readonly rhythm: 'instant' | 'digest';
  readonly digest: string | null;
  readonly timezone: string | null;
  readonly updates: boolean;
}

/**
 * All that the web needs of the rest. Changes are a person's: what a file declares is refused with DECLARED. `null`
 * and `false` say that there is nothing of that id.
 */
export interface WebDeps {
  readonly topics: {
    list(slice: Slice<string>): Promise<StoredTopic[]>;
    find(id: string): Promise<StoredTopic | null>;
    put(topic: TopicChange): Promise<Outcome>;
    remove(id: string): Promise<boolean>;
  };
  readonly feeds: {
    list(filter: { state?: string | undefined }, slice: Slice): Promise<FeedView[]>;
    find(id: number): Promise<FeedView | null>;
    put(feed: FeedChange): Promise<{ feed: FeedView; outcome: Outcome }>;
    remove(id: number): Promise<boolean>;
    pause(id: number, paused: boolean): Promise<void>;
    poll(id: number): Promise<boolean>;
  };
  readonly articles: {
    list(filter: ArticleFilter, slice: Slice): Promise<ArticleRowView[]>;
    find(id: number): Promise<ArticleView | null>;
    /** The newest first, in pages; the texts come with them. */
    archive(filter: ArticleFilter, slice: Slice): Promise<ArchivedArticle[]>;
  };
  readonly stories: {
    list(slice: Slice): Promise<StoryView[]>;
    find(id: number): Promise<StoryView | null>;
  };
  readonly alerts: {
    list(filter: AlertFilter, slice: Slice): Promise<AlertView[]>;
    find(id: number): Promise<AlertView | null>;
    /** Those with a greater id, the oldest first. */
    since(id: number, topic: string | undefined, limit: number): Promise<AlertView[]>;
    some(ids: readonly number[]): Promise<AlertView[]>;
    latestId(): Promise<number>;
    sources(id: number): Promise<SourceView[]>;
    /** Calls with the id of each alert that is made or joined; with null when some may have been missed. */
    listen(onAlert: (id: number | null) => void): { close(): Promise<void> };
  };
  readonly channels: {
    list(slice: Slice): Promise<ChannelView[]>;
    find(id: number): Promise<ChannelView | null>;
    put(channel: { type: string; address: string; secret: string | null }): Promise<{ id: number; made: boolean }>;
    remove(id: number): Promise<boolean>;
  };
  readonly subscriptions: {
    list(filter: { topic?: string | undefined }, slice: Slice): Promise<SubscriptionView[]>;
    put(subscription: SubscriptionChange): Promise<SubscriptionView>;
    remove(id: number): Promise<boolean>;
  };
  readonly deliveries: {
    list(
      filter: { state?: string | undefined; channel?: number | undefined; alert?: number | undefined },
      slice: Slice,
    ): Promise<DeliveryView[]>;
    find(id: number): Promise<DeliveryView | null>;
  };
  readonly failures: {
    /** The latest first. */
    list(limit: number): Promise<FailureView[]>;
    /** `all`, a stage, or one id; gives how many are tried again. */
    retry(which: string): Promise<number>;
  };
  status(): Promise<StatusView>;
  readiness(): Promise<{ readonly ready: boolean; readonly checks: Readonly<Record<string, string>> }>;
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  readonly board: { readonly queues: readonly unknown[]; pauseStage(stage: StageName, paused: boolean): Promise<void> };
  /** Whether an error says that the database is away. */
  isAway(error: unknown): boolean;
  onError(error: unknown, message: string): void;
}
