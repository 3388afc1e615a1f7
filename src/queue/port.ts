import { stackOf } from '../core/errors.ts';
import { maskSecrets } from '../core/secret.ts';
import type { Job, StageName } from '../stages/jobs.ts';

/** A job as a handler gets it. */
export interface TakenJob {
  readonly id: string;
  readonly stage: StageName;
  /** Not yet checked. */
  readonly data: unknown;
  /** Milliseconds that it waited in the queue. */
  readonly waitedMs: number;
}

/**
 * What a handler gives is kept with the job and shown in Bull Board. Where it throws the job is tried again after a
 * back-off, but for a {@link JobFailed}.
 */
export type Handler = (job: TakenJob) => Promise<unknown>;

/** The job has failed as it is; its work is handed out again by what stands on its rows, not by the queue (R2). */
export class JobFailed extends Error {
  constructor(cause: Error) {
    super(maskSecrets(cause.message), { cause });
    this.name = 'JobFailed';
    this.stack = stackOf(cause);
  }
}

export interface Consumer {
  /** Takes no new job and waits for those in hand. */
  close(): Promise<void>;
}

export interface QueueCounts {
  readonly stage: StageName;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  readonly completed: number;
  readonly paused: boolean;
}

/** The queues, whichever engine runs them. They are hints: all that stands in them can be made again from the store. */
export interface Queues {
  readonly engine: 'redis' | 'postgres';
  /**
   * Puts jobs on a queue, within {@link ADD_TIMEOUT_MS}.
   * @throws QUEUE_AWAY; the jobs may or may not have been added, and the sweeper sorts it out
   */
  add(stage: StageName, jobs: readonly Job[]): Promise<void>;
  /** Those of the ids whose jobs wait for a worker or run; one that waits out a back-off is not. @throws QUEUE_AWAY */
  present(stage: StageName, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Starts taking jobs. */
  consume(stage: StageName, handler: Handler, concurrency?: number): Consumer;
  /** `new` when the server's mark was missing: it came back empty. */
  epoch(): Promise<'known' | 'new'>;
  applyPauses(paused: readonly StageName[]): Promise<void>;
  counts(): Promise<QueueCounts[]>;
  /** Removes the jobs that wait; their work is handed out again by the sweeper. */
  drain(stage: StageName): Promise<void>;
  /** Answers when the server does. @throws QUEUE_AWAY, QUEUE_EVICTS */
  check(): Promise<void>;
  /** BullMQ's own queues, for Bull Board. */
  board(): readonly unknown[];
  close(): Promise<void>;
}
