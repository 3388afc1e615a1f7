import type { Limits, Timeouts } from './exchange.ts';

/** How long a host may take. */
export const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 10_000, headersMs: 15_000, totalMs: 30_000 };

/** How much a host may send: 15 MiB hold the largest feeds and pages seen; text rarely compresses beyond 1 : 50. */
export const DEFAULT_LIMITS: Limits = { maxBytes: 15 * 1024 * 1024, maxRatio: 200, minBytesPerSecond: 64 };
