const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;

/** From soon (a restart of the receiver) to nearly a day (somebody must come to work first); three days together. */
const DELAYS_MS: readonly number[] = [5 * S, MIN, 5 * MIN, 30 * MIN, 2 * H, 5 * H, 10 * H, 14 * H, 18 * H, 22.4 * H];
const JITTER = 0.1;

/**
 * Milliseconds from a failed try to the next, growing, a tenth of it chance so that what failed together does not come
 * back together; null when three days of tries are over. `attempt` counts the tries made, from 1; `random` gives [0, 1).
 */
export function deliveryDelayMs(attempt: number, random: () => number): number | null {
  const delay = DELAYS_MS[attempt - 1];
  return delay === undefined ? null : Math.round(delay * (1 + JITTER * random()));
}
