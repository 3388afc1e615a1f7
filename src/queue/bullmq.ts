import {
  createPostgresBackend,
  Queue,
  runMigrations,
  UnrecoverableError,
  Worker,
  type Job as BullJob,
  type JobType,
  type KeepJobs,
  type QueueOptions,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { WireError } from '../core/errors.ts';
import { STAGES, type Job, type StageName } from '../stages/jobs.ts';
import { LentPool } from './lent-pool.ts';
import { JobFailed, type Consumer, type Handler, type QueueCounts, type Queues } from './port.ts';
import * as topology from './topology.ts';

export type QueueServer =
  | { readonly engine: 'redis'; readonly url: string; /** Without its password. */ readonly label: string }
  | { readonly engine: 'postgres'; readonly pool: pg.Pool; readonly label: string };

export interface QueuesOptions {
  readonly server: QueueServer;
  readonly onError: (error: Error) => void;
  /** A job was taken from the worker that had it: the queue was wiped, or thought it dead. The store's lease decides. */
  readonly onLockLost?: (error: Error) => void;
}

/** `paused` is a state on PostgreSQL only, and not in BullMQ's types. */
const COUNTED = ['waiting', 'paused', 'prioritized', 'active', 'delayed', 'failed', 'completed'];

/** A delayed job waits out a back-off that may be hours after a long outage: its work does not wait for it. */
const NOT_COMING = new Set(['completed', 'failed', 'unknown', 'delayed']);

type BullQueue = Queue<unknown, unknown>;

/** What a worker says of one job, not of its server. */
const LOCK_LOST = /could not renew lock|Missing lock/;

const PREFIX = 'wirewatch';
const EPOCH_KEY = `${PREFIX}:epoch`;

const KEEP: Readonly<Record<'redis' | 'postgres', { done: KeepJobs; failed: KeepJobs }>> = {
  redis: {
    done: { age: topology.KEEP_DONE_S, count: topology.KEEP_DONE_COUNT },
    failed: { age: topology.KEEP_FAILED_S, count: topology.KEEP_FAILED_COUNT },
  },
  // `count` makes PostgreSQL's queues two to three times slower.
  postgres: { done: { age: topology.KEEP_DONE_S }, failed: { age: topology.KEEP_FAILED_S } },
};

/**
 * BullMQ's schema on the given server, made or brought up to date; nothing on Redis.
 *
 * BullMQ takes a lock inside the transaction that makes the schema. A session that waited for it looks the schema up in
 * a cache from before the wait, and fails; so the wait is ours, before the transaction begins.
 */
export async function prepareQueues(server: QueueServer): Promise<void> {
  if (server.engine === 'redis') return;
  const client = await server.pool.connect();
  let failed: Error | undefined;
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('wirewatch.queues'))`);
    await runMigrations(client, 'bullmq');
    await client.query(`SELECT pg_advisory_unlock(hashtext('wirewatch.queues'))`);
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    // A session that failed is ended, and its lock with it.
    client.release(failed);
  }
}

/** The stages' queues on BullMQ, on Redis or Valkey, or on PostgreSQL. The only place that knows BullMQ. */
export class BullQueues implements Queues {
  readonly engine: 'redis' | 'postgres';
  readonly #options: QueuesOptions;
  readonly #redis: Redis | undefined;
  readonly #pool: LentPool | undefined;
  readonly #queues = new Map<StageName, BullQueue>();
  /** Queues that are known not to be paused. */
  readonly #running = new Set<StageName>();
  readonly #connections: Redis[] = [];

  constructor(options: QueuesOptions) {
    this.#options = options;
    this.engine = options.server.engine;
    // A producer fails fast instead of hanging on a server that is away.
    if (options.server.engine === 'redis')
      this.#redis = this.#connect({ maxRetriesPerRequest: 1, enableOfflineQueue: false });
    else this.#pool = new LentPool(options.server.pool);
    for (const stage of STAGES) this.#queues.set(stage, this.#openQueue(stage));
  }

  #connect(extra: { maxRetriesPerRequest: number | null; enableOfflineQueue?: boolean }): Redis {
    const { server } = this.#options;
    if (server.engine !== 'redis') throw new Error('not on Redis');
    const redis = new Redis(server.url, { ...extra, retryStrategy: (times) => Math.min(100 * times, 2_000) });
    redis.on('error', this.#options.onError);
    this.#connections.push(redis);
    return redis;
  }

  #openQueue(stage: StageName): BullQueue {
    const keep = KEEP[this.engine];
    const defaults = {
      attempts: topology.ATTEMPTS,
      backoff: { type: 'exponential', delay: topology.BACKOFF_MS, jitter: 0.5 },
      removeOnComplete: keep.done,
      removeOnFail: keep.failed,
    };
    const { server } = this.#options;
    const queue: BullQueue =
      server.engine === 'redis'
        ? new Queue(stage, {
            connection: this.#redis as Redis,
            prefix: PREFIX,
            defaultJobOptions: defaults,
            streams: { events: { maxLen: 1_000 } },
          } satisfies QueueOptions)
        : (new Queue(
            stage,
            { connection: (this.#pool as LentPool).forBull, defaultJobOptions: defaults },
            createPostgresBackend,
          ) as unknown as BullQueue);
    queue.on('error', this.#options.onError);
    return queue;
  }

  /** A new connection refuses commands until it stands; the queues on it wait for that by themselves. */
  async #ready(redis: Redis, ms = topology.ADD_TIMEOUT_MS): Promise<Redis> {
    await this.#within(this.#queue('fetch').waitUntilReady(), ms);
    return redis;
  }

  #queue(stage: StageName): BullQueue {
    return this.#queues.get(stage) as BullQueue;
  }

  async add(stage: StageName, jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return;
    const queue = this.#queue(stage);
    const rows = jobs.map((job) => ({ name: stage, data: job.payload as unknown, opts: { jobId: job.id } }));
    // Most hand-outs are one job; on PostgreSQL a bulk makes and drops tables, which costs as much as ten jobs.
    const adding =
      rows.length <= topology.FEW_JOBS
        ? Promise.all(rows.map(({ name, data, opts }) => queue.add(name, data, opts)))
        : queue.addBulk(rows);
    await this.#within(adding);
  }

  async present(stage: StageName, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const queue = this.#queue(stage);
    const states = await this.#within(Promise.all(ids.map(async (id) => [id, await queue.getJobState(id)] as const)));
    return new Set(states.filter(([, state]) => !NOT_COMING.has(state)).map(([id]) => id));
  }

  consume(stage: StageName, handler: Handler, concurrency = topology.TOPOLOGY[stage].concurrency): Consumer {
    const run = async (job: BullJob): Promise<unknown> => {
      try {
        return await handler({
          id: job.id ?? '',
          stage,
          data: job.data as unknown,
          waitedMs: Math.max(0, (job.processedOn ?? job.timestamp) - job.timestamp),
        });
      } catch (error) {
        if (!(error instanceof JobFailed)) throw error;
        throw Object.assign(new UnrecoverableError(error.message), { stack: error.stack });
      }
    };
    const keep = KEEP[this.engine];
    const options = {
      concurrency,
      lockDuration: topology.LOCK_MS,
      stalledInterval: topology.STALLED_MS,
      maxStalledCount: topology.MAX_STALLED,
      removeOnComplete: keep.done,
      removeOnFail: keep.failed,
    };
    const { server } = this.#options;
    const worker =
      server.engine === 'redis'
        ? new Worker(stage, run, {
            ...options,
            connection: this.#connect({ maxRetriesPerRequest: null }),
            prefix: PREFIX,
          } satisfies WorkerOptions)
        : new Worker(stage, run, { ...options, connection: (this.#pool as LentPool).forBull }, createPostgresBackend);
    const { onError, onLockLost = onError } = this.#options;
    worker.on('error', (error) => (LOCK_LOST.test(error.message) ? onLockLost : onError)(error));
    return { close: () => worker.close() };
  }

  /** On PostgreSQL the queues stand in the store's own server, which does not forget. */
  async epoch(): Promise<'known' | 'new'> {
    if (this.#redis === undefined) return 'known';
    const redis = await this.#ready(this.#redis);
    const set = await this.#within(redis.set(EPOCH_KEY, new Date().toISOString(), 'NX'));
    return set === 'OK' ? 'new' : 'known';
  }

  async applyPauses(paused: readonly StageName[]): Promise<void> {
    for (const stage of STAGES) {
      const want = paused.includes(stage);
      // Not asked again where nothing is to be paused; but a wiped server forgets its pauses.
      if (!want && this.#running.has(stage)) continue;
      const queue = this.#queue(stage);
      const is = await this.#within(queue.isPaused());
      if (want && !is) await this.#within(queue.pause());
      if (!want && is) await this.#within(queue.resume());
      if (want) this.#running.delete(stage);
      else this.#running.add(stage);
    }
  }

  async counts(): Promise<QueueCounts[]> {
    return this.#within(
      Promise.all(
        STAGES.map(async (stage) => {
          const queue = this.#queue(stage);
          const counts = await queue.getJobCounts(...(COUNTED as JobType[]));
          const of = (name: string): number => counts[name] ?? 0;
          return {
            stage,
            // PostgreSQL counts the jobs of a paused queue as `paused`, Redis as `waiting`.
            waiting: of('waiting') + of('paused') + of('prioritized'),
            active: of('active'),
            delayed: of('delayed'),
            failed: of('failed'),
            completed: of('completed'),
            paused: await queue.isPaused(),
          };
        }),
      ),
    );
  }

  async drain(stage: StageName): Promise<void> {
    await this.#within(this.#queue(stage).drain(true), 60_000);
  }

  async check(): Promise<void> {
    if (this.#redis === undefined) {
      await this.#within(this.#queue('fetch').getJobCounts('waiting'));
      return;
    }
    const redis = await this.#ready(this.#redis, topology.CHECK_TIMEOUT_MS);
    await this.#within(redis.ping(), topology.CHECK_TIMEOUT_MS);
    // A managed server may refuse CONFIG; then its documentation must be trusted.
    const policy = await this.#within(redis.config('GET', 'maxmemory-policy').catch(() => null));
    const value = Array.isArray(policy) ? policy[1] : undefined;
    if (typeof value === 'string' && value !== 'noeviction') {
      throw new WireError(
        'QUEUE_EVICTS',
        `${this.#options.server.label} has maxmemory-policy ${value}; it must be noeviction`,
      );
    }
  }

  board(): readonly unknown[] {
    return [...this.#queues.values()];
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#queues.values()].map((queue) => queue.close()));
    for (const connection of this.#connections) connection.disconnect();
    this.#pool?.recall();
  }

  async #within<T>(promise: Promise<T>, ms = topology.ADD_TIMEOUT_MS): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    });
    try {
      return await Promise.race([promise, late]);
    } catch (cause) {
      throw new WireError('QUEUE_AWAY', `the queue server ${this.#options.server.label} does not answer`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
