import { setTimeout as sleep } from 'node:timers/promises';
import {
  Kysely,
  Migrator,
  PostgresDialect,
  sql,
  type Migration,
  type PostgresPool,
  type PostgresPoolClient,
} from 'kysely';
import pg from 'pg';
import { WireError } from '../core/errors.ts';
import { maskUrl } from '../core/secret.ts';
import { preparedName } from './sql.ts';
import { withLock } from './lock.ts';
import { up as start } from './migrations/0001-start.ts';
import { up as addresses } from './migrations/0002-addresses.ts';
import { up as feeds } from './migrations/0003-feeds.ts';
import { up as archive } from './migrations/0004-archive.ts';
import { up as access } from './migrations/0005-access.ts';
import { up as upkeep } from './migrations/0005-upkeep.ts';
import { up as claims } from './migrations/0006-claims.ts';
import { up as polls } from './migrations/0007-polls.ts';
import { up as topicRules } from './migrations/0008-topic-rules.ts';
import { up as handOuts } from './migrations/0009-hand-outs.ts';
import { up as rhythms } from './migrations/0010-rhythms.ts';

/** In order of their names; forward only. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-start': { up: start },
  '0002-addresses': { up: addresses },
  '0003-feeds': { up: feeds },
  '0004-archive': { up: archive },
  '0005-access': { up: access },
  '0005-upkeep': { up: upkeep },
  '0006-claims': { up: claims },
  '0007-polls': { up: polls },
  '0008-topic-rules': { up: topicRules },
  '0009-hand-outs': { up: handOuts },
  '0010-rhythms': { up: rhythms },
};

/** The tables are read and written in SQL; what a statement gives is typed where it stands. */
export type Database = Kysely<unknown>;

export interface Store {
  readonly db: Database;
  /** The one pool of the process, shared with BullMQ on PostgreSQL (R32). */
  readonly pool: pg.Pool;
  /** Without its password. */
  readonly label: string;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly connectionString: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** R32: at most 8 a process. */
  readonly maxConnections?: number;
  readonly onError?: (error: Error) => void;
}

const types = {
  getTypeParser(oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8 && format !== 'binary') return Number; // our ids and counts stay far below 2^53
    return pg.types.getTypeParser(oid, format);
  },
};

/**
 * The store behind a connection string. Connects on first use.
 * BullMQ's tables stand in the schema `bullmq`, ours in `wirewatch`; a test holds that no name stands in both, so one
 * pool with both on its search path can serve both.
 */
export function openStore(options: StoreOptions): Store {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.maxConnections ?? 8,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    options: '-c search_path=bullmq,wirewatch -c idle_in_transaction_session_timeout=60000',
    types,
  });
  // Without a listener the loss of an idle connection ends the process; the next query reconnects or says so.
  pool.on('error', (error) => options.onError?.(error));
  // Nor must the loss of one that is in hand between two statements; the next statement on it fails.
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  return { db, pool, label: maskUrl(options.connectionString), close: () => db.destroy() };
}

/** The pool as Kysely uses it; its server keeps the plans of the statements that are `prepared`. */
function preparing(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      let wrapped = clients.get(client);
      if (wrapped === undefined) clients.set(client, (wrapped = named(client)));
      return wrapped;
    },
    end: () => pool.end(),
  };
}

function named(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: string, values: unknown[]): Promise<unknown> => {
    const name = preparedName(text);
    return name === undefined ? client.query(text, values) : client.query({ name, text, values });
  };
  return { query: query as PostgresPoolClient['query'], release: () => client.release() };
}

const AWAY = new Set([
  // It takes no writes: a standby after a failover, a full disk, no memory. Nobody's fault but its own, and it passes.
  '25006',
  '53100',
  '53200',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  // A container's name is not known before the container is there.
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** True when the error says that the server is away (restarting, refused, cut, full), not that the statement was wrong. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && AWAY.has(code)) return true;
  if (/Connection terminated|timeout exceeded when trying to connect|Client was closed/.test(error.message))
    return true;
  return error.cause !== undefined && isAway(error.cause);
}

export interface StoreWait {
  /** After so long it is given up; `Infinity` is never. */
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of every try that failed. */
  readonly onTry?: (error: unknown) => void;
}

const TRY_EVERY_MS = 250;

/**
 * Waits until the server answers.
 * @throws STORE_AWAY with the address (never its password) when it was waited for long enough, or what ended the wait is no outage
 */
export async function waitForStore(store: Store, { ms, signal, onTry }: StoreWait): Promise<void> {
  const until = performance.now() + ms;
  for (;;) {
    try {
      await sql`SELECT 1`.execute(store.db);
      return;
    } catch (cause) {
      signal?.throwIfAborted();
      if (!isAway(cause) || performance.now() > until) {
        throw new WireError('STORE_AWAY', `the database ${store.label} does not answer`, { cause });
      }
      onTry?.(cause);
      await sleep(TRY_EVERY_MS, undefined, { signal });
    }
  }
}

/** Tables of other people in the database, when our schema is not there yet (R28). */
async function foreignTables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT schemaname || '.' || tablename AS name FROM pg_catalog.pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'bullmq', 'wirewatch')
      AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'wirewatch') LIMIT 3`.execute(db);
  return rows.map((row) => row.name);
}

/**
 * Brings the schema up to date, under an advisory lock, so that any number of processes may start at once.
 * Gives the names of the migrations that ran.
 * @throws STORE_FOREIGN when the database holds tables of others and not our schema, unless `init` (R28)
 */
export async function migrate(store: Store, options: { init?: boolean } = {}): Promise<string[]> {
  if (options.init !== true) {
    const foreign = await foreignTables(store.db);
    if (foreign.length > 0) {
      throw new WireError(
        'STORE_FOREIGN',
        `${store.label} holds tables of others (${foreign.join(', ')}) and not wirewatch’s; run "wirewatch migrate --init" once if it is the right one`,
      );
    }
  }
  await createSchemas(store);
  const migrator = new Migrator({
    db: store.db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableSchema: 'wirewatch',
    migrationTableName: 'migration_done',
    migrationLockTableName: 'migration_lock',
  });
  await refuseNewer(store);
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw new WireError('STORE_MIGRATION', 'the schema could not be brought up to date', { cause: error });
  return (results ?? []).filter((result) => result.status === 'Success').map((result) => result.migrationName);
}

/**
 * `CREATE SCHEMA IF NOT EXISTS` alone fails when two sessions run it at the same instant, and under a lock that is taken
 * in the same transaction too: its look-up may be answered from a cache of before the wait.
 */
async function createSchemas(store: Store): Promise<void> {
  await withLock(store.pool, 'wirewatch.schema', async () => {
    await sql`CREATE SCHEMA IF NOT EXISTS wirewatch`.execute(store.db);
  });
}

/** @throws STORE_MIGRATION for a store that a newer version has brought further than this one knows */
async function refuseNewer({ db, label }: Store): Promise<void> {
  const { rows: tables } = await sql`
    SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = 'wirewatch' AND tablename = 'migration_done'`.execute(db);
  if (tables.length === 0) return;
  const { rows } = await sql<{ name: string }>`SELECT name FROM wirewatch.migration_done ORDER BY name`.execute(db);
  const unknown = rows.map((row) => row.name).filter((name) => !(name in MIGRATIONS));
  if (unknown.length > 0)
    throw new WireError(
      'STORE_MIGRATION',
      `${label} was made by a newer wirewatch (${unknown.join(', ')}): run that version`,
    );
}
