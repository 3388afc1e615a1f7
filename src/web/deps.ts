import type { Archive, ArticleFilter } from '../stages/archive/deps.ts';
import type { UserRole } from '../core/user-role.ts';
import type { StageName } from '../stages/jobs.ts';
import type { UserCounts } from './access.ts';
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
  readonly minScore: number | null;
  readonly caseSensitive: boolean;
}

export interface FeedChange {
  readonly url: string;
  readonly title: string | null;
  readonly tags: readonly string[];
  readonly everyMs: number | null;
  readonly kind: 'feed' | 'page';
  readonly selector: string | null;
  readonly headers: Readonly<Record<string, string>>;
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
type Somebody = { readonly name: string; readonly role: UserRole };

/** Who may come in, as the store knows it. */
export interface AccountDeps {
  readonly counts: () => Promise<UserCounts>;
  /** Null for a wrong pair, in the same time as for a right one. */
  readonly checkPassword: (name: string, password: string) => Promise<Somebody | null>;
  readonly findToken: (token: string) => Promise<Somebody | null>;
  readonly findSession: (session: string) => Promise<Somebody | null>;
  /** What the browser keeps; null where the user is gone. */
  readonly openSession: (name: string) => Promise<string | null>;
  readonly endSession: (session: string) => Promise<void>;
  readonly sessionSeconds: number;
  readonly listen: (onChange: () => void) => { close(): Promise<void> };
}

export interface WebDeps {
  readonly accounts: AccountDeps;
  readonly topics: {
    readonly list: (slice: Slice<string>) => Promise<StoredTopic[]>;
    readonly find: (id: string) => Promise<StoredTopic | null>;
    readonly put: (topic: TopicChange) => Promise<Outcome>;
    readonly remove: (id: string) => Promise<boolean>;
  };
  readonly feeds: {
    readonly list: (filter: { state?: string | undefined }, slice: Slice) => Promise<FeedView[]>;
    readonly find: (id: number) => Promise<FeedView | null>;
    readonly put: (feed: FeedChange) => Promise<{ feed: FeedView; outcome: Outcome }>;
    readonly remove: (id: number) => Promise<boolean>;
    readonly pause: (id: number, paused: boolean) => Promise<void>;
    readonly poll: (id: number) => Promise<boolean>;
  };
  readonly articles: {
    readonly list: (filter: ArticleFilter, slice: Slice) => Promise<ArticleRowView[]>;
    readonly find: (id: number) => Promise<ArticleView | null>;
  };
  readonly archive: Archive;
  readonly stories: {
    readonly list: (slice: Slice) => Promise<StoryView[]>;
    readonly find: (id: number) => Promise<StoryView | null>;
  };
  readonly alerts: {
    readonly list: (filter: AlertFilter, slice: Slice) => Promise<AlertView[]>;
    readonly find: (id: number) => Promise<AlertView | null>;
    /** Those with a greater id, the oldest first. */
    readonly since: (id: number, topic: string | undefined, limit: number) => Promise<AlertView[]>;
    readonly some: (ids: readonly number[]) => Promise<AlertView[]>;
    readonly latestId: () => Promise<number>;
    readonly sources: (id: number) => Promise<SourceView[]>;
    /** Calls with the id of each alert that is made or joined; with null when some may have been missed. */
    readonly listen: (onAlert: (id: number | null) => void) => { close(): Promise<void> };
  };
  readonly channels: {
    readonly list: (slice: Slice) => Promise<ChannelView[]>;
    readonly find: (id: number) => Promise<ChannelView | null>;
    readonly put: (channel: {
      type: string;
      address: string;
      secret: string | null;
    }) => Promise<{ id: number; made: boolean }>;
    readonly remove: (id: number) => Promise<boolean>;
  };
  readonly subscriptions: {
    readonly list: (filter: { topic?: string | undefined }, slice: Slice) => Promise<SubscriptionView[]>;
    readonly put: (subscription: SubscriptionChange) => Promise<SubscriptionView>;
    readonly remove: (id: number) => Promise<boolean>;
  };
  readonly deliveries: {
    readonly list: (
      filter: { state?: string | undefined; channel?: number | undefined; alert?: number | undefined },
      slice: Slice,
    ) => Promise<DeliveryView[]>;
    readonly find: (id: number) => Promise<DeliveryView | null>;
  };
  readonly failures: {
    /** The latest first. */
    readonly list: (limit: number) => Promise<FailureView[]>;
    /** `all`, a stage, or one id; gives how many are tried again. */
    readonly retry: (which: string) => Promise<number>;
  };
  readonly status: () => Promise<StatusView>;
  readonly readiness: () => Promise<{ readonly ready: boolean; readonly checks: Readonly<Record<string, string>> }>;
  readonly metrics: { readonly contentType: string; readonly text: () => Promise<string> };
  readonly board: {
    readonly queues: readonly unknown[];
    readonly pauseStage: (stage: StageName, paused: boolean) => Promise<void>;
  };
  /** Whether an error says that the database is away. */
  readonly isAway: (error: unknown) => boolean;
  readonly onError: (error: unknown, message: string) => void;
}
