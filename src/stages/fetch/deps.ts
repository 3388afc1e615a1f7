import type { Enqueue, Item } from '../jobs.ts';

/** A host's slot under our lease; the token fences every commit. */
export interface HeldSlot {
  readonly slotId: number;
  readonly token: string;
  readonly hostId: number;
  readonly key: string;
  readonly gapMs: number;
  readonly crawlDelayMs: number | null;
  /** The host has this slot alone. */
  readonly isOnly: boolean;
  /** And it was free to be asked when the slot was taken. */
  readonly isAlone: boolean;
}

/** A visit that has begun. */
export interface Begun {
  readonly slot: HeldSlot;
  /** What is due there, claimed; null where that is still to be done. */
  readonly due: readonly DueUrl[] | null;
  /** Milliseconds until the first request may be made, which is booked; null where it is not. */
  readonly waitMs: number | null;
}

/** One address that is due at a host: a feed, or an article's page. */
export interface DueUrl {
  readonly work: number;
  readonly articleId: number | null;
  readonly feedId: number | null;
  readonly url: string;
  /** The redirects that led here from the address that was listed. */
  readonly hops: readonly Hop[];
  readonly attempts: number;
  /** How often a process ended while it worked on this item; with one or more it runs alone (R2). */
  readonly interruptions: number;
  readonly traceId: string | null;
  readonly feed: DueFeed | null;
}

export interface Hop {
  readonly url: string;
  readonly permanent: boolean;
}

/** What a poll needs to know of its feed. */
export interface DueFeed {
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly contentHash: string | null;
  readonly headersSealed: Uint8Array | null;
  readonly everyMs: number | null;
  readonly rhythm: unknown;
  readonly moved: Moved | null;
  readonly kind: 'feed' | 'page';
  /** The address that gave the validators; null where that was not noted. */
  readonly validatorsUrl: string | null;
  /** Milliseconds since its last poll that did not fail; null before the first. */
  readonly seenMs: number | null;
  /** Milliseconds since its last new entry (or its first import), and since a whole body of it was read last. */
  readonly silentMs: number | null;
  readonly provedMs: number | null;
  /** Its validators were caught hiding entries: it is asked without them for now. */
  readonly distrusted: boolean;
  /** What all adaptive intervals are stretched by, to stay within the budget of requests. */
  readonly pace: number;
}

/** A permanent redirect that a feed has answered with, and since when. */
export interface Moved {
  readonly to: string;
  readonly since: string;
}

export interface FetchedBody {
  readonly url: string;
  readonly contentType: string | null;
  /** Compressed with deflate. */
  readonly bytes: Uint8Array;
  /** Of the body itself, in bytes. */
  readonly size: number;
  readonly truncated: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Wait {
  readonly delayMs: number;
  /** Whether it counts as a try (retry) or not (nobody's fault). */
  readonly counts: boolean;
  readonly code: string;
  readonly reason: string;
}

/** What the next poll is made conditional by, and the address that gave it. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
  readonly url: string;
}

/** A feed's rhythm after a poll. */
export interface Poll {
  /** Milliseconds until the next poll. */
  readonly delayMs: number;
  /** Null where the one that is stored stays. */
  readonly rhythm: unknown;
  /** Steps of back-off so far; 0 after a success. */
  readonly failures: number;
  /** The pace that it was planned with; null for a fixed rhythm. */
  readonly pace: number | null;
}

export interface PollOutcome extends Poll {
  readonly code: string | null;
  readonly reason: string | null;
  readonly state?: 'gone';
  /** Set when an unchanged answer brought new validators. */
  readonly validators?: Validators | undefined;
  /** A whole body was read, and is what was known. */
  readonly proved?: boolean;
  /** Left as it is where nothing is said. */
  readonly moved?: Moved | null | undefined;
}

export interface Reason {
  readonly code: string;
  readonly reason: string;
}

/** What stands in the store of an origin's robots.txt. */
export interface StoredRobots {
  readonly status: number | null;
  readonly body: string | null;
  readonly fresh: boolean;
}

/** Where a redirect leads, and whether it is for good. */
export interface NextHop {
  readonly url: string;
  readonly hostId: number;
  readonly permanent: boolean;
}

/** The store's part of the stage; every commit is fenced by the slot's token and changes nothing when it is lost. */
export interface FetchStore {
  /** Takes the slot, claims what is due at its host and books the first request; null for a stale hand-out. */
  begin(slotId: number, dispatch: number, token: string): Promise<Begun | null>;
  renewSlot(slot: HeldSlot): Promise<boolean>;
  /** Notes the IP address that is about to be asked; false where as many others ask it as may at once (R8). */
  enterAddress(slot: HeldSlot, address: string): Promise<boolean>;
  /** `restMs` is what is left of the host's pause; `left` are the rows that were claimed and may not be committed. */
  releaseSlot(slot: HeldSlot, restMs: number, left: readonly number[]): Promise<void>;
  bookRequest(slot: HeldSlot, gapMs: number, horizonMs: number): Promise<number | null>;
  restHost(hostId: number, ms: number): Promise<void>;
  setCrawlDelay(hostId: number, ms: number | null): Promise<void>;
  claimDue(slot: HeldSlot, limit: number): Promise<DueUrl[]>;
  commitBody(slot: HeldSlot, due: DueUrl, body: FetchedBody, job: string | undefined): Promise<Item | null>;
  commitWait(slot: HeldSlot, due: DueUrl, wait: Wait): Promise<void>;
  commitHop(slot: HeldSlot, due: DueUrl, next: NextHop): Promise<void>;
  commitNoBody(slot: HeldSlot, due: DueUrl, why: Reason, job: string | undefined): Promise<Item | null>;
  commitPoll(slot: HeldSlot, due: DueUrl, outcome: PollOutcome): Promise<void>;
  robots(origin: string): Promise<StoredRobots | null>;
  keepRobots(origin: string, answer: { status: number | null; body: string | null; keepMs: number }): Promise<void>;
  /** The host that an address belongs to, made when it is new. */
  hostOf(url: string): Promise<{ hostId: number; key: string }>;
}

/** An answer with what its status and headers mean. */
export interface Answer {
  readonly status: number;
  readonly kind: 'ok' | 'unchanged' | 'redirect' | 'gone' | 'missing' | 'denied' | 'busy' | 'wrong' | 'broken';
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  readonly url: string;
  readonly truncated: boolean;
  readonly redirect: { readonly url: string; readonly permanent: boolean } | null;
  readonly retryAfterMs: number | null;
  readonly maxAgeMs: number | null;
}

export interface RobotsRules {
  allows(url: string): boolean;
  readonly crawlDelayMs: number | null;
}

export interface PollSignals {
  readonly newEntries: number;
  readonly knownEntries: number;
  readonly maxAgeMs: number | null;
  readonly retryAfterMs: number | null;
  readonly failure?: 'hard' | 'soft' | 'temporary';
  /** Instants of publication of the new entries, in milliseconds, as far as they have one. */
  readonly published?: readonly number[];
}

export interface RequestOptions {
  readonly kind: 'feed' | 'page' | 'robots';
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** A body is cut here. */
  readonly maxBytes?: number;
}

export interface FetchDeps {
  readonly store: FetchStore;
  readonly enqueue: Enqueue;
  /** Never follows a redirect. @throws WireError for what is no answer */
  request(url: string, options: RequestOptions): Promise<Answer>;
  /** The IP address by which hosts that share one are told; null where that is of no interest, or there is none. */
  addressOf(url: string): Promise<string | null>;
  parseRobots(body: string): RobotsRules;
  compress(bytes: Uint8Array): Promise<Uint8Array>;
  /** Hex of a hash of the bytes. */
  hash(bytes: Uint8Array): string;
  /** The headers that an operator gave a feed, opened. */
  openHeaders(sealed: Uint8Array): Readonly<Record<string, string>>;
  /** The rhythm after this poll and the milliseconds to the next. */
  nextPoll(feed: DueFeed, feedId: number, signals: PollSignals): Poll;
  /** Whether the feed's own "unchanged" is to be doubted, and the whole body asked for. */
  doubtsUnchanged(feed: DueFeed): boolean;
  every(ms: number, run: () => Promise<void>): { stop(): void };
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Milliseconds of a clock that never jumps. */
  monotonic(): number;
  /** The instant now, for dates in content and notes. */
  now(): number;
  random(): number;
  newToken(): string;
  /** Whether an error means that the store is away: the batch then ends, and what is left of it is handed out again. */
  isAway(error: unknown): boolean;
}
