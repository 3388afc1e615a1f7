import type { Secret } from '../core/secret.ts';
import type { Fault } from './faults.ts';
import type { Given } from './variables.ts';

/** Which store and which queues, and why (R28). */
export interface Engine {
  /** `embedded`: a PostgreSQL that wirewatch starts itself; `given`: the one that the environment names. */
  readonly store: 'embedded' | 'given';
  readonly queue: 'redis' | 'postgres';
  /** One sentence for the start-up line and `doctor`. */
  readonly why: string;
  readonly databaseUrl: Secret | undefined;
  readonly redisUrl: Secret | undefined;
}

/** The engine that the two addresses make. A Redis without a database is a fault. */
export function chooseEngine(database: Given | undefined, redis: Given | undefined, faults: Fault[]): Engine {
  if (database !== undefined && !/^postgres(ql)?:\/\/./i.test(database.value.reveal())) {
    faults.push(fault(database.name, 'is not a PostgreSQL, expected postgres://user:password@host:5432/database'));
  }
  if (redis !== undefined && !isRedisUrl(redis.value.reveal())) {
    faults.push(fault(redis.name, 'is not a Redis or Valkey, expected redis://… or rediss://…'));
  }
  if (redis !== undefined && database === undefined) {
    faults.push(
      fault(redis.name, 'names a Redis but no database is named, expected WIREWATCH_DATABASE_URL or DATABASE_URL too'),
    );
  }
  const store =
    database === undefined
      ? 'the store is a PostgreSQL of our own, as neither WIREWATCH_DATABASE_URL nor DATABASE_URL is set'
      : `the store is the PostgreSQL of ${database.name}`;
  const queues =
    redis === undefined
      ? 'the queues stand in it, as neither WIREWATCH_REDIS_URL nor REDIS_URL is set'
      : `the queues stand in the Redis of ${redis.name}`;
  return {
    store: database === undefined ? 'embedded' : 'given',
    queue: redis === undefined ? 'postgres' : 'redis',
    why: `${store}; ${queues}`,
    databaseUrl: database?.value,
    redisUrl: redis?.value,
  };
}

const fault = (name: string, message: string): Fault => ({ place: { kind: 'environment', name }, path: [], message });

const isRedisUrl = (text: string): boolean => /^rediss?:\/\//i.test(text) && URL.canParse(text);
