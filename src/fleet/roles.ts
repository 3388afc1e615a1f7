import { availableParallelism } from 'node:os';
import type { Metrics } from '../observe/metrics.ts';
import type { Consumer } from '../queue/port.ts';
import { alertBatch } from '../stages/alert/batch.ts';
import { deliverBatch } from '../stages/deliver.ts';
import { fetchBatch } from '../stages/fetch/batch.ts';
import { BatchJob, FetchJob, type Enqueue, type Job, type StageName } from '../stages/jobs.ts';
import { parseBatch } from '../stages/parse/batch.ts';
import { listen } from '../store/listen.ts';
import type { Container } from './container.ts';
import { handlerOf } from './handler.ts';
import { alertDeps } from './stage/alert.ts';
import { deliverDeps } from './stage/deliver.ts';
import { fetchDeps } from './stage/fetch.ts';
import { parseDeps } from './stage/parse.ts';
import { SiteMemories } from './site-memories.ts';
import { createThreads } from './threads.ts';
import { LiveTopics } from './topics.ts';

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

export async function startFetch({ container, metrics, drain }: RoleContext): Promise<RunningRole> {
  const deps = fetchDeps(container, enqueuer(container), metrics);
  const handler = handlerOf(FetchJob, (job) => fetchBatch(job, deps, drain), { log: container.log, metrics });
  return running([container.queues.consume('fetch', handler, container.config.jobs.fetch)]);
}

export async function startParse({ container, metrics, drain }: RoleContext): Promise<RunningRole> {
  const { parse, jobs } = container.config;
  const threads = createThreads({
    size: parse.threads === 0 ? availableParallelism() : parse.threads,
    timeoutMs: parse.timeoutMs,
    memoryMb: Math.round(parse.memoryBytes / 1024 / 1024),
  });
  const memories = new SiteMemories(container.store.db);
  const deps = parseDeps(container, enqueuer(container), threads, memories);
  const handler = handlerOf(BatchJob, (job) => parseBatch(job, deps, drain), { log: container.log, metrics });
  return running([container.queues.consume('parse', handler, jobs.parse)], async () => {
    await memories.flush();
    await threads.close();
  });
}

export async function startAlert({ container, metrics, drain }: RoleContext): Promise<RunningRole> {
  const { log, store, queues, config } = container;
  const topics = new LiveTopics(store.db, log);
  await topics.refresh();
  const onError = (err: unknown): void => log.warn({ err }, 'the topics could not be looked at; the next match does');
  const listener = listen(
    store.pool,
    ['wirewatch'],
    (_, payload) => {
      if (payload === 'topics' || payload === '') topics.refresh().catch(onError);
    },
    onError,
  );
  const deps = alertDeps(container, enqueuer(container), topics, metrics);
  const handler = handlerOf(BatchJob, (job) => alertBatch(job, deps, drain), { log, metrics });
  return running([queues.consume('alert', handler, config.jobs.alert)], () => listener.close());
}

export async function startDeliver({ container, metrics }: RoleContext): Promise<RunningRole> {
  const deps = deliverDeps(container, enqueuer(container), metrics);
  // A request that is under way is let end: cutting it would only have it sent twice. Its own time limit bounds it.
  const never = new AbortController().signal;
  const handler = handlerOf(BatchJob, (job) => deliverBatch(job, deps, never), { log: container.log, metrics });
  return running([container.queues.consume('deliver', handler, container.config.jobs.deliver)]);
}

function running(consumers: readonly Consumer[], after: () => Promise<void> = () => Promise.resolve()): RunningRole {
  return {
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await after();
    },
  };
}
