import type { Config } from '../config/load.ts';
import { readEnvironment } from '../config/environment.ts';
import { maskUrl } from '../core/secret.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../net/defaults.ts';
import { createGuard, type Guard } from '../net/guard.ts';
import type { Http } from '../net/http.ts';
import { hostPolicy, type Politeness } from '../net/politeness.ts';
import { ConnectionLog } from '../observe/connection-log.ts';
import type { Log } from '../observe/log.ts';
import type { QueueServer } from '../queue/bullmq.ts';
import type { Queues } from '../queue/port.ts';
import { attachEmbedded, type EmbeddedServer } from '../store/embedded/server.ts';
import { migrate, openStore, waitForStore, type Store } from '../store/open.ts';
import { createSeal, embeddedSecret, type Seal } from '../store/seal.ts';
import { agentOf } from './agent.ts';

/** What a command needs that reads or changes the store, and neither the queues nor the web. */
export interface StoreParts {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly embedded: EmbeddedServer | undefined;
  readonly guard: Guard;
  readonly politeness: Politeness;
  readonly seal: Seal;
  /** Told when closing begins before `close`, which tells it by itself. */
  readonly connections: ConnectionLog;
  close(): Promise<void>;
}

/** Everything that touches the outside, made here and nowhere else. */
export interface Container extends StoreParts {
  readonly queues: Queues;
  readonly http: Http;
  /** In the order of dependence: queues, connections, store, and the embedded server last. */
  close(): Promise<void>;
}

export interface ContainerOptions {
  readonly config: Config;
  readonly log: Log;
  /** Shown in pg_stat_activity. */
  readonly role: string;
  /** How long a database that is away is waited for: 10 s, where nothing is said; `Infinity` is for ever. */
  readonly waitMs?: number;
  /** One-line facts for the person who runs a command; with a detail, such as are for a log. */
  readonly onNote?: (message: string, detail?: Readonly<Record<string, unknown>>) => void;
  readonly signal?: AbortSignal;
}

/** R32: at most 8 a process; the embedded server's own session is one of them. */
export const MAX_CONNECTIONS = 8;

/**
 * The parts of one process on the engine that the configuration names, the schema brought up to date.
 * @throws STORE_AWAY, STORE_FOREIGN, EMBEDDED_…, QUEUE_EVICTS
 */
export async function openContainer(options: ContainerOptions): Promise<Container> {
  const parts = await openStoreParts(options);
  try {
    return await withQueuesAndHttp(parts);
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** The store alone, as `openContainer` opens it: the code of the queues and of the web is not even loaded. */
export async function openStoreParts(options: ContainerOptions): Promise<StoreParts> {
  const { config } = options;
  const connections = new ConnectionLog(options.log);
  const embedded = config.engine.store === 'embedded' ? await attach(options) : undefined;
  try {
    const store = openStore({
      connectionString: embedded?.connectionString ?? (config.engine.databaseUrl?.reveal() as string),
      applicationName: `wirewatch ${options.role}`,
      maxConnections: MAX_CONNECTIONS - (embedded === undefined ? 0 : 1),
      onError: connections.each('a database connection was lost'),
    });
    try {
      return await assemble(options, connections, store, embedded);
    } catch (error) {
      await store.close();
      throw error;
    }
  } catch (error) {
    await embedded?.release();
    throw error;
  }
}

async function attach({ config, onNote, log, signal }: ContainerOptions): Promise<EmbeddedServer> {
  const env = readEnvironment();
  return attachEmbedded({
    dataDir: config.dataDir,
    binDir: config.postgresBin,
    environment: { path: env['PATH'] ?? '', runtimeDir: env['XDG_RUNTIME_DIR'] },
    onNote: (message, detail) => (onNote ? onNote(message, detail) : log.info(detail ?? {}, message)),
    ...(signal !== undefined && { signal }),
  });
}

async function assemble(
  options: ContainerOptions,
  connections: ConnectionLog,
  store: Store,
  embedded: EmbeddedServer | undefined,
): Promise<StoreParts> {
  const { config, log } = options;
  const onTry = connections.atTimes(`the database ${store.label} does not answer; trying again`);
  await waitForStore(store, { ms: options.waitMs ?? 10_000, signal: options.signal, onTry });
  await migrate(store);
  const secret = config.secret?.reveal() ?? (embedded === undefined ? undefined : await embeddedSecret(config.dataDir));
  return {
    config,
    log,
    store,
    embedded,
    guard: createGuard({ allow: config.network.allowPrivate }),
    politeness: politenessOf(config),
    seal: createSeal(secret),
    connections,
    async close() {
      connections.closing();
      await store.close();
      await embedded?.release();
    },
  };
}

async function withQueuesAndHttp(parts: StoreParts): Promise<Container> {
  const { config, store, guard, connections } = parts;
  const [{ BullQueues, prepareQueues }, { createHttp }] = await Promise.all([
    import('../queue/bullmq.ts'),
    import('../net/http.ts'),
  ]);
  const server = queueServer(config, store);
  await prepareQueues(server);
  const queues = new BullQueues({
    server,
    onError: connections.atTimes('the queue server does not answer'),
    onLockLost: connections.atTimes('the queue gave a job to another; the store decides whose work it is'),
  });
  const http = createHttp({
    userAgent: agentOf(config),
    guard,
    timeouts: DEFAULT_TIMEOUTS,
    limits: DEFAULT_LIMITS,
    ...(config.network.proxy !== undefined && { proxy: config.network.proxy.reveal() }),
  });
  return {
    ...parts,
    queues,
    http,
    async close() {
      connections.closing();
      await queues.close();
      await http.close();
      await parts.close();
    },
  };
}

function queueServer(config: Config, store: Store): QueueServer {
  const redis = config.engine.redisUrl?.reveal();
  if (redis === undefined) return { engine: 'postgres', pool: store.pool, label: store.label };
  return { engine: 'redis', url: redis, label: maskUrl(redis) };
}

function politenessOf({ hosts }: Config): Politeness {
  const overrides = hosts.overrides.map(({ pattern, concurrency, gapMs }) => [
    pattern,
    { ...(concurrency !== undefined && { concurrency }), ...(gapMs !== undefined && { gapMs }) },
  ]);
  return hostPolicy({
    concurrency: hosts.concurrency,
    gapMs: hosts.gapMs,
    overrides: Object.fromEntries(overrides) as Record<string, object>,
  });
}
