import type { PollBounds } from './rhythm.ts';

/** The polls that feeds ask for as they are planned now. */
export interface PollDemand {
  /** Polls an hour of the feeds whose rhythm is fixed. */
  readonly fixedPerHour: number;
  /** The others: how many feeds have about this interval at pace 1, in milliseconds. */
  readonly adaptive: readonly { readonly intervalMs: number; readonly feeds: number }[];
}

const HOUR = 3_600_000;

/** Polls an hour at a pace. */
export function pollsPerHour({ fixedPerHour, adaptive }: PollDemand, pace: number, bounds: PollBounds): number {
  return adaptive.reduce(
    (sum, { intervalMs, feeds }) =>
      sum + (feeds * HOUR) / Math.min(bounds.maxMs, Math.max(bounds.minMs, intervalMs * pace)),
    fixedPerHour,
  );
}

/**
 * The smallest pace, 1 or more, that keeps the polls within a budget. Where even the longest intervals do not, the pace
 * is that of the longest intervals: feeds are never given up.
 * @param budget in requests an hour; null for none
 */
export function paceWithin(demand: PollDemand, budget: number | null, bounds: PollBounds): number {
  if (budget === null || pollsPerHour(demand, 1, bounds) <= budget) return 1;
  // At this pace the busiest feed is at the longest interval: slower makes no difference.
  const shortest = demand.adaptive.reduce((least, { intervalMs }) => Math.min(least, intervalMs), bounds.maxMs);
  let low = 1;
  let high = bounds.maxMs / Math.max(1, shortest);
  if (pollsPerHour(demand, high, bounds) > budget) return high;
  for (let step = 0; step < 40; step += 1) {
    const middle = Math.sqrt(low * high);
    if (pollsPerHour(demand, middle, bounds) > budget) low = middle;
    else high = middle;
  }
  return high;
}

/** Of feeds that are added together so many are polled at once, the others one after another, at most so many a second. */
const FIRST_POLLS = 100;
const FIRST_POLLS_A_SECOND = 20;

/**
 * Milliseconds until the first poll of a feed, so that feeds that are added together are no stampede.
 * @param before how many were added before it
 */
export function firstPollDelay(before: number, budget: number | null): number {
  const gapMs = Math.max(1_000 / FIRST_POLLS_A_SECOND, budget === null ? 0 : HOUR / budget);
  return Math.round(Math.max(0, before - FIRST_POLLS + 1) * gapMs);
}
