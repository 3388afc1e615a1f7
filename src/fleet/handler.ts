import type { z } from 'zod';
import { isWireError, WireError } from '../core/errors.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import { JobFailed, type Handler, type TakenJob } from '../queue/port.ts';
import { isAway } from '../store/open.ts';

/** What a stage says of a job: how it ended, and what became of each item. */
export interface StageReport {
  readonly outcome: string;
  readonly items: readonly { readonly outcome: string; readonly code?: string }[];
}

export interface HandlerDeps {
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * A queue's handler around a stage: checks the payload, runs the stage, and writes one wide event and the counts. What is
 * thrown here is tried again by the queue only where it is nobody's fault and passes (R2): a server that is away. All else
 * fails the job, and the sweeper hands its rows out again when their lease has run out.
 */
export function handlerOf<P>(
  schema: z.ZodType<P>,
  run: (payload: P) => Promise<StageReport>,
  { log, metrics }: HandlerDeps,
): Handler {
  return async (job) => {
    const started = performance.now();
    try {
      const payload = schema.safeParse(job.data);
      if (!payload.success)
        throw new WireError('JOB_SHAPE', `${job.stage}: this version can’t read the payload`, { cause: payload.error });
      const report = await run(payload.data);
      const ms = Math.round(performance.now() - started);
      metrics.job(job.stage, report.outcome, ms);
      for (const item of report.items) metrics.item(job.stage, item.outcome);
      log.info({ ...facts(job), ms, ...report }, 'job done');
      return report;
    } catch (err) {
      const ms = Math.round(performance.now() - started);
      metrics.job(job.stage, isWireError(err) ? err.code : 'BUG', ms);
      const fields = { ...facts(job), ms, err };
      if (isPassing(err)) {
        log.warn(fields, 'job put off');
        throw err;
      }
      log.error(fields, 'job failed');
      throw new JobFailed(err instanceof Error ? err : new Error(String(err)));
    }
  };
}

function isPassing(error: unknown): boolean {
  if (isAway(error)) return true;
  return isWireError(error) && (error.code === 'QUEUE_AWAY' || error.fate === 'defer');
}

function facts(job: TakenJob): Record<string, unknown> {
  const { host, url, trace } = (job.data ?? {}) as { host?: string; url?: string; trace?: string };
  return { job: job.id, stage: job.stage, waitedMs: job.waitedMs, host, url, trace };
}
