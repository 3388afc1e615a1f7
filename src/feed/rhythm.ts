/**
 * When to poll a feed next. The feed's rate of new entries is learnt for each hour of the day and day of the week, with
 * a quick part for bursts; the next poll comes when enough is expected to have appeared. The share of entries that were
 * known already corrects it: a document of nothing but new entries was fetched too late.
 */
export interface FeedRhythm {
  readonly v: 1;
  /** The last instant up to which the feed was seen, in milliseconds since the epoch. */
  readonly seenUntil: number | null;
  /** New entries and hours observed, both fading over two weeks. */
  readonly count: number;
  readonly hours: number;
  /** The same entries by hour of the day (24, UTC) and day of the week (7, from Sunday, UTC). */
  readonly byHour: readonly number[];
  readonly byDay: readonly number[];
  /** Entries of the last hours, fading over four. */
  readonly recent: number;
  /** Below 1 while documents come back with too little that is known. */
  readonly correction: number;
  /** Steps of failure since the last success: hard ones count 1, soft 0.5, temporary ones 0.25. */
  readonly failures: number;
  /** The interval that a success would have, kept for the time of failures. */
  readonly intervalMs: number;
}

export type Failure = 'hard' | 'soft' | 'temporary';

export interface PollSignals {
  /** What kind of failure it was; absent after a success, a 304 or an unchanged body included. */
  readonly failure?: Failure | undefined;
  /** Entries of the document that were new, and those that were known. None after a 304. */
  readonly newEntries?: number;
  readonly knownEntries?: number;
  /** Instants of publication of the new entries, in milliseconds since the epoch, as far as they have one. */
  readonly published?: readonly number[] | undefined;
  /** What the publisher asks for: `ttl`, `sy:update*`, and what `Cache-Control` or `Expires` leave. */
  readonly ttlMs?: number | null;
  readonly updateMs?: number | null;
  readonly freshMs?: number | null;
  readonly retryAfterMs?: number | null;
  readonly skipHours?: readonly number[];
  readonly skipDays?: readonly number[];
}

export interface PollBounds {
  readonly minMs: number;
  readonly maxMs: number;
  /** Stretches all intervals to keep within a budget of requests: 2 asks about half as often. 1 by default. */
  readonly pace?: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Over which the memory fades. */
const MEMORY_HOURS = 14 * 24;
const RECENT_HOURS = 4;
/** Before anything is known: an entry in eight hours, believed like four hours of watching. */
const PRIOR_RATE = 1 / 8;
const PRIOR_HOURS = 4;
/** Counts that the profile of hours and days is drawn to the even one by. */
const PROFILE_PRIOR = 2;
/**
 * The gap is `GAP_HOURS / rate ** RATE_POWER` where the rate is even: a power of one half makes the mean delay least for
 * a number of requests, one treats every entry alike; found by `bench/rhythm.ts`.
 */
const RATE_POWER = 0.8;
const GAP_HOURS = 0.75;
const STEP_MS = 10 * 60_000;
const STEPS: Readonly<Record<Failure, number>> = { hard: 1, soft: 0.5, temporary: 0.25 };
/** Longest that an answer's Retry-After is obeyed. */
const MAX_RETRY_AFTER = DAY;
/** Intervals are stretched by up to this share, each feed by its own, so that feeds added together drift apart. */
const SPREAD = 0.1;

export function newRhythm(): FeedRhythm {
  return {
    v: 1,
    seenUntil: null,
    count: 0,
    hours: 0,
    byHour: Array.from({ length: 24 }, () => 0),
    byDay: Array.from({ length: 7 }, () => 0),
    recent: 0,
    correction: 1,
    failures: 0,
    intervalMs: 0,
  };
}

/**
 * The rhythm after a poll, and the time until the next. Deterministic.
 * @param now of the poll, in milliseconds since the epoch
 * @param spread 0 to 1, the feed's own, always the same
 */
export function nextPoll(
  history: FeedRhythm,
  signals: PollSignals,
  bounds: PollBounds,
  now: number,
  spread: number,
): { rhythm: FeedRhythm; intervalMs: number } {
  if (signals.failure !== undefined) return afterFailure(history, signals, bounds, now, spread);
  const learnt = learn(history, signals, now);
  const wanted = expectedGap(learnt, now, bounds);
  const rhythm: FeedRhythm = { ...learnt, failures: 0, intervalMs: Math.round(clamp(wanted, bounds)) };
  return { rhythm, intervalMs: planned(rhythm.intervalMs, signals, bounds, now, spread) };
}

/**
 * The rhythm as a quiet poll at `seenUntil` would have left it. A poll that brings nothing changes nothing but by its time,
 * so it need not be kept: this makes up for all of them at once.
 */
export function rested(history: FeedRhythm, seenUntil: number, bounds: PollBounds): FeedRhythm {
  if (history.failures > 0 || history.seenUntil === null || seenUntil <= history.seenUntil) return history;
  return nextPoll(history, {}, bounds, seenUntil, 0).rhythm;
}

/** Entries that should have come by now before silence is suspicious: by chance none come once in 3,000 times. */
const SUSPICIOUS = 8;
/** So often a body is asked for whole, whatever was answered before. */
const PROOF_MS = 7 * DAY;

/**
 * Whether "unchanged" is to be doubted: the feed has said nothing for so long that, by its rhythm, it should have, or it
 * has said so for a week. The poll then asks without validators. A doubt that came to nothing comes again after as much
 * time once more.
 * @param silentMs since the last new entry
 * @param provedMs since a whole body was read last; null when none ever was
 */
export function doubtsUnchanged(rhythm: FeedRhythm, silentMs: number, provedMs: number | null, now: number): boolean {
  if (provedMs === null || provedMs >= PROOF_MS) return true;
  if (provedMs < Math.max(HOUR, silentMs / 2)) return false;
  const learnt = learn(rhythm, {}, now);
  const rate = (learnt.count + PRIOR_RATE * PRIOR_HOURS) / (learnt.hours + PRIOR_HOURS);
  let expected = 0;
  for (let ms = HOUR / 2; ms < Math.min(silentMs, PROOF_MS) && expected < SUSPICIOUS; ms += HOUR)
    expected += rate * profile(learnt, now - ms);
  return expected >= SUSPICIOUS;
}

function afterFailure(history: FeedRhythm, signals: PollSignals, bounds: PollBounds, now: number, spread: number) {
  const failures = Math.min(history.failures + STEPS[signals.failure ?? 'hard'], 1_000);
  const base = history.intervalMs > 0 ? history.intervalMs : Math.min(HOUR, bounds.maxMs);
  const rhythm: FeedRhythm = { ...history, failures };
  return { rhythm, intervalMs: planned(clamp(base * (1 + failures), bounds), signals, bounds, now, spread) };
}

/** The interval with the publisher's wishes obeyed, spread, and moved out of the hours that it asks to leave out. */
function planned(intervalMs: number, signals: PollSignals, bounds: PollBounds, now: number, spread: number): number {
  const wish = Math.min(bounds.maxMs, Math.max(signals.ttlMs ?? 0, signals.updateMs ?? 0, signals.freshMs ?? 0));
  const retry = Math.min(MAX_RETRY_AFTER, signals.retryAfterMs ?? 0);
  const least = Math.max(wish, retry, intervalMs);
  const atMost = Math.max(bounds.maxMs, least);
  // Longer by the feed's own share; shorter where longer would be too long, and nobody asked for the whole.
  const longer = least * (1 + SPREAD * spread);
  const spreadMs = longer <= atMost ? longer : Math.max(wish, retry, atMost * (1 - SPREAD * spread));
  return Math.round(outsideSkipped(now, spreadMs, signals.skipHours ?? [], signals.skipDays ?? []));
}

/** Moves an instant to the next hour that is not skipped; a feed that skips everything skips nothing. */
function outsideSkipped(now: number, intervalMs: number, hours: readonly number[], days: readonly number[]): number {
  if (hours.length === 0 && days.length === 0) return intervalMs;
  const skipped = (at: number): boolean =>
    hours.includes(new Date(at).getUTCHours()) || days.includes(new Date(at).getUTCDay());
  let at = now + intervalMs;
  for (let tries = 0; skipped(at); tries += 1) {
    if (tries > 7 * 24) return intervalMs;
    // The rest of the hour, and the same minute of the next: not all feeds at the full hour.
    at += HOUR;
  }
  return at - now;
}

function clamp(ms: number, { minMs, maxMs }: PollBounds): number {
  return Math.min(maxMs, Math.max(minMs, ms));
}

function learn(history: FeedRhythm, signals: PollSignals, now: number): FeedRhythm {
  const fresh = signals.newEntries ?? 0;
  const dated = (signals.published ?? []).filter(
    (at) => Number.isFinite(at) && at <= now + HOUR && at > now - 2 * MEMORY_HOURS * HOUR,
  );
  const since = history.seenUntil ?? firstSeen(dated, now);
  const elapsedHours = Math.max(0, now - since) / HOUR;
  // Of a first document only the entries that its dates place in the window; later, undated ones are spread over it.
  const inWindow = dated.map((at) => Math.min(now, Math.max(since, at)));
  const undated = history.seenUntil === null ? 0 : Math.max(0, fresh - inWindow.length);
  const fade = Math.exp(-elapsedHours / MEMORY_HOURS);
  const byHour = history.byHour.map((value) => rounded(value * fade + undated / 24));
  const byDay = history.byDay.map((value) => rounded(value * fade + undated / 7));
  let recent =
    history.recent * Math.exp(-elapsedHours / RECENT_HOURS) + undated * Math.exp(-elapsedHours / 2 / RECENT_HOURS);
  for (const at of inWindow) {
    const date = new Date(at);
    byHour[date.getUTCHours()] = (byHour[date.getUTCHours()] ?? 0) + 1;
    byDay[date.getUTCDay()] = (byDay[date.getUTCDay()] ?? 0) + 1;
    recent += Math.exp(-(now - at) / HOUR / RECENT_HOURS);
  }
  return {
    ...history,
    seenUntil: now,
    count: history.count * fade + inWindow.length + undated,
    // Those of the time between fade as well: it comes to the same in one step as in many.
    hours: history.hours * fade + MEMORY_HOURS * (1 - fade),
    byHour,
    byDay,
    recent: rounded(recent),
    correction: rounded(corrected(history, fresh, signals.knownEntries ?? 0)),
  };
}

/** Where the watching of a first document begins: at its oldest entry, for the publisher listed all since then. */
function firstSeen(dated: readonly number[], now: number): number {
  return dated.length === 0 ? now : dated.reduce((a, b) => Math.min(a, b), now);
}

/** A third or more of a document should be known; if less is, entries may have gone unseen. */
function corrected(history: FeedRhythm, fresh: number, known: number): number {
  if (history.seenUntil === null || fresh + known < 3) return history.correction;
  const share = known / (fresh + known);
  if (share < 1 / 3) return Math.max(0.1, history.correction * (share === 0 ? 0.5 : 0.75));
  return Math.min(1, history.correction * 1.05);
}

/** The time until enough is expected: the rate to its power, summed up over the coming hours. */
function expectedGap(rhythm: FeedRhythm, now: number, bounds: PollBounds): number {
  const rate = (rhythm.count + PRIOR_RATE * PRIOR_HOURS) / (rhythm.hours + PRIOR_HOURS);
  const target = GAP_HOURS * rhythm.correction * (bounds.pace ?? 1);
  const excess = Math.max(0, rhythm.recent / RECENT_HOURS - rate * 2) / 2;
  let sum = 0;
  for (let ms = 0; ms < bounds.maxMs; ms += STEP_MS) {
    const at = now + ms + STEP_MS / 2;
    const current = rate * profile(rhythm, at) + excess * Math.exp(-(ms / HOUR) / RECENT_HOURS);
    const step = current ** RATE_POWER * (STEP_MS / HOUR);
    if (sum + step >= target) return ms + ((target - sum) / step) * STEP_MS;
    sum += step;
  }
  return bounds.maxMs;
}

/** How busy an hour is against the average one. */
function profile(rhythm: FeedRhythm, at: number): number {
  const trust = Math.min(1, rhythm.hours / (7 * 24));
  // The first day of the epoch was a Thursday.
  const atHour = rhythm.byHour[Math.floor(at / HOUR) % 24] ?? 0;
  const atDay = rhythm.byDay[(Math.floor(at / DAY) + 4) % 7] ?? 0;
  const hour = (atHour + PROFILE_PRIOR) / (rhythm.count / 24 + PROFILE_PRIOR);
  const day = (atDay + PROFILE_PRIOR) / (rhythm.count / 7 + PROFILE_PRIOR);
  return (1 + trust * (hour - 1)) * (1 + trust * (day - 1));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
