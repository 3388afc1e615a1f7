import type { Role } from '../../src/fleet/roles.ts';
import { ask } from '../support/ask.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startWorker, type Env, type Worker } from '../support/processes.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import type { QueueEngine } from '../support/stand.ts';
import { startScene, type Scene } from './scene.ts';

/** The private servers of one test file; every test has a database of its own on them. */
export interface FleetStand {
  readonly postgres: TestPostgres;
  readonly redis: TestRedis | undefined;
  /** A new database and an empty Redis. */
  fresh(): Promise<Fresh>;
  stop(): Promise<void>;
}

export interface Fresh {
  readonly databaseUrl: string;
  /** The environment that names the servers. */
  readonly env: Env;
  query<R>(sql: string): Promise<R[]>;
  scene(settings?: Readonly<Record<string, unknown>>): Promise<Scene>;
}

export async function startFleetStand(engine: QueueEngine): Promise<FleetStand> {
  const [postgres, redis] = await Promise.all([
    // What was committed must outlive a kill -9 of the server, and does: the kernel keeps what was written.
    startPostgres({ bin: 'packaged', settings: { synchronous_commit: 'on' } }),
    engine === 'redis' ? startRedis() : undefined,
  ]);
  let made = 0;
  return {
    postgres,
    redis,
    async fresh() {
      made += 1;
      const databaseUrl = await postgres.createDatabase(`fleet_${made}`);
      await redis?.flushall();
      const env = {
        DATABASE_URL: databaseUrl,
        // A Redis database of its own too: a late process of an earlier test must not find this one's jobs.
        ...(redis !== undefined && { REDIS_URL: `${redis.url}/${made % 16}` }),
      };
      const query = <R>(sql: string): Promise<R[]> => ask<R>(databaseUrl, sql);
      return {
        databaseUrl,
        env,
        query,
        scene: (settings) => startScene({ env, query, ...(settings && { settings }) }),
      };
    },
    async stop() {
      await Promise.all([postgres.stop(), redis?.stop()]);
    },
  };
}

/** The roles that bring alerts, one process each in the order of the flow. */
export const FLOW: readonly Role[] = ['scheduler', 'fetch', 'parse', 'alert', 'deliver'];

/** Processes of a fleet, by role. */
export class Crew {
  readonly env: Env;
  readonly #workers: Worker[] = [];

  constructor(env: Env) {
    this.env = env;
  }

  /** Starts one process a role, all at once, and waits until they are ready. */
  async start(...roles: readonly Role[]): Promise<Worker[]> {
    return Promise.all(this.launch(...roles).map((worker) => worker.ready()));
  }

  /** Starts one process a role and waits for none. */
  launch(...roles: readonly Role[]): Worker[] {
    const started = roles.map((role) => startWorker(role, this.env));
    this.#workers.push(...started);
    return started;
  }

  of(role: Role): Worker {
    const worker = this.#workers.findLast((one) => one.role === role && one.isRunning());
    if (worker === undefined) throw new Error(`no ${role} runs`);
    return worker;
  }

  get running(): Worker[] {
    return this.#workers.filter((worker) => worker.isRunning());
  }

  /** Every line above `info` that its processes logged, for a test that must see none. */
  complaints(level = 'error'): string[] {
    return this.#workers.flatMap((worker) =>
      worker
        .logged()
        .filter((line) => line.level === level)
        .map((line) => `${worker.role}: ${line.msg} ${JSON.stringify(line['err'] ?? '')}`),
    );
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.end()));
  }
}
