import type { FeedDocument } from '../feed/document.ts';
import { doubtsUnchanged, newRhythm, nextPoll, rested, type FeedRhythm } from '../feed/rhythm.ts';
import type { DueFeed, Poll, PollSignals } from '../stages/fetch/deps.ts';

const MINUTE_MS = 60_000;
/** 2^32 / golden ratio: spreads neighbouring ids evenly over the unit interval. */
const GOLDEN = 0x9e3779b9;

/** A feed's own share of the jitter, 0 to 1, always the same. */
function spreadOf(feedId: number): number {
  return (Math.imul(feedId, GOLDEN) >>> 0) / 2 ** 32;
}

/**
 * When a feed is polled next, from its stored rhythm, what this poll brought, and what its document asks for. After a quiet
 * poll the stored rhythm may stay as it is, for the store knows when the feed was seen last.
 */
export function nextPollOf(
  polling: { readonly minMs: number; readonly maxMs: number },
  feed: {
    readonly rhythm: unknown;
    readonly seenMs: number | null;
    readonly everyMs: number | null;
    readonly pace: number;
  },
  feedId: number,
  signals: PollSignals,
  document: FeedDocument | null,
  now: number,
): Poll {
  const isFixed = feed.everyMs !== null;
  const bounds = isFixed
    ? { minMs: feed.everyMs, maxMs: feed.everyMs }
    : { minMs: polling.minMs, maxMs: polling.maxMs, pace: feed.pace };
  const stored = historyOf(feed.rhythm);
  const isQuiet = document === null && signals.failure === undefined && signals.newEntries + signals.knownEntries === 0;
  const stays = isQuiet && stored.seenUntil !== null && stored.failures === 0;
  const history = stays || feed.seenMs === null ? stored : rested(stored, now - feed.seenMs, bounds);
  const said = {
    newEntries: signals.newEntries,
    knownEntries: signals.knownEntries,
    retryAfterMs: signals.retryAfterMs,
    freshMs: isFixed ? null : signals.maxAgeMs,
    published: signals.published,
    failure: signals.failure,
  };
  const { rhythm, intervalMs } = nextPoll(
    history,
    document === null || isFixed ? said : { ...said, ...wishesOf(document) },
    bounds,
    now,
    spreadOf(feedId),
  );
  return {
    rhythm: stays ? null : rhythm,
    delayMs: intervalMs,
    failures: rhythm.failures,
    pace: isFixed ? null : feed.pace,
  };
}

/** Whether a feed's silence is unlikely enough to ask for its whole body. */
export function doubtOf(feed: DueFeed, now: number): boolean {
  return doubtsUnchanged(historyOf(feed.rhythm), feed.silentMs ?? 0, feed.provedMs, now);
}

/** Of a feed that nothing is known of: nobody changes a rhythm, each poll makes another. */
const NEW = newRhythm();

function historyOf(stored: unknown): FeedRhythm {
  const isOurs = typeof stored === 'object' && stored !== null && (stored as { v?: unknown }).v === 1;
  return isOurs ? (stored as FeedRhythm) : NEW;
}

function wishesOf(document: FeedDocument): object {
  return {
    ttlMs: document.ttl === null ? null : document.ttl * MINUTE_MS,
    updateMs: document.updateMs ?? null,
    ...(document.skipHours !== undefined && { skipHours: document.skipHours }),
    ...(document.skipDays !== undefined && { skipDays: document.skipDays }),
  };
}
