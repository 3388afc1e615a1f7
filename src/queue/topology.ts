import type { StageName } from '../stages/jobs.ts';

export interface StageQueue {
  readonly name: StageName;
  /** Jobs that one process runs at a time. */
  readonly concurrency: number;
}

/** The queues, one a stage: many slow hosts at a time, pages as the cores allow, deliveries as channels answer. */
export const TOPOLOGY: Readonly<Record<StageName, StageQueue>> = {
  fetch: { name: 'fetch', concurrency: 40 },
  parse: { name: 'parse', concurrency: 2 },
  alert: { name: 'alert', concurrency: 2 },
  deliver: { name: 'deliver', concurrency: 20 },
};

/** A killed worker's job is noticed after lock + interval: within 15 s. */
export const LOCK_MS = 10_000;
export const STALLED_MS = 5_000;
/** Work rows decide whether a job that stalled may run again (R1); BullMQ need not give up on it. */
export const MAX_STALLED = 20;
/** Only for "the store is away": retries of work stand on its rows (R2). */
export const ATTEMPTS = 20;
export const BACKOFF_MS = 1_000;
/** How long finished jobs are shown (R7); `count` is slow on PostgreSQL. */
export const KEEP_DONE_S = 3_600;
export const KEEP_FAILED_S = 24 * 3_600;
export const KEEP_DONE_COUNT = 1_000;
export const KEEP_FAILED_COUNT = 5_000;
/** Enqueueing never hangs longer than this on a server that is away. */
export const ADD_TIMEOUT_MS = 3_000;
/** Shorter than a readiness check is waited for, so that its reason is ours and names the server. */
export const CHECK_TIMEOUT_MS = 2_000;
/** So many jobs are added one by one. */
export const FEW_JOBS = 4;
