import type { Consumer } from '../queue/port.ts';
import type { Enqueue, Job, StageName } from '../stages/jobs.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Container } from './container.ts';

export const ROLES = ['scheduler', 'fetch', 'parse', 'alert', 'deliver', 'web'] as const;
export type Role = (typeof ROLES)[number];

/** A role at work in this process. */
export interface RunningRole {
  /** Takes nothing new, finishes or hands back what is in hand. */
  stop(): Promise<void>;
}

export interface RoleContext {
  readonly container: Container;
  readonly metrics: Metrics;
  /** Aborted when the process drains: batches end after the item in hand. */
  readonly drain: AbortSignal;
}

/** Puts jobs on a queue; a queue that is away is no error here: the sweeper hands the work out again. */
export function enqueuer({ queues, log }: Container): Enqueue {
  return async (stage: StageName, jobs: readonly Job[]) => {
    if (jobs.length === 0) return;
    try {
      await queues.add(stage, jobs);
    } catch (err) {
      log.warn({ err, stage, jobs: jobs.length }, 'jobs were not enqueued; the sweeper hands them out again');
    }
  };
}

/** A role that is queue consumers, and what is to be done after the last of their jobs. */
export function running(
  consumers: readonly Consumer[],
  after: () => Promise<void> = () => Promise.resolve(),
): RunningRole {
  return {
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await after();
    },
  };
}
