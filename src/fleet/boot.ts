import { once, setMaxListeners } from 'node:events';
import { createServer } from 'node:net';
import { faultText, isWireError, WireError } from '../core/errors.ts';
import type { Config } from '../config/load.ts';
import { readEnvironment } from '../config/environment.ts';
import { loadConfig } from '../config/load.ts';
import { createHealthServer } from '../observe/health.ts';
import type { Log } from '../observe/log.ts';
import { createMetrics } from '../observe/metrics.ts';
import { agentFault } from './agent.ts';
import { applyDeclared } from './apply.ts';
import { MAX_CONNECTIONS, openContainer, type Container } from './container.ts';
import { freeConnections } from '../store/health.ts';
import { logOf } from './log.ts';
import { checksOf } from './readiness.ts';
import type { Role, RoleContext, RunningRole } from './roles.ts';
import { Space, startScheduler } from './scheduler.ts';

/** A process's roles at work. */
export interface Fleet {
  readonly container: Container;
  readonly log: Log;
  /** Where the page and the API listen, when the role `web` runs here. */
  readonly address: string | undefined;
  /** Drains: nothing new, what is in hand finished or handed back, everything closed. Idempotent. */
  stop(): Promise<void>;
}

export interface FleetOptions {
  readonly config: Config;
  readonly roles: readonly Role[];
  readonly log?: Log;
  readonly onNote?: (message: string) => void;
  /** Called when the fleet can't go on (another process took the data directory, the embedded server is lost). */
  readonly onLost?: (reason: unknown) => void;
  /** Whether this process is the data directory's one `start` (R24); a worker only attaches. */
  readonly holdsStart?: boolean;
  /** Ends a start that is not done yet. */
  readonly signal?: AbortSignal;
  /** A worker's own port for health and metrics; all roles in one process have the web's. */
  readonly hasHealthPort?: boolean;
}

/** A drain that takes longer is given up, and the process ends. */
const DRAIN_MS = 25_000;

/** Starts roles in this process: the engine, what files declare, then each role. @throws what keeps it from starting */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { config, roles } = options;
  const role = roles.length === 1 ? (roles[0] as string) : 'all';
  const log = options.log ?? logOf(config, role);
  if (roles.includes('web')) await refuseTakenPort(config);
  const container = await openContainer({
    config,
    log,
    role,
    // What runs for months outwaits a server that comes up later than it.
    waitMs: Infinity,
    ...(options.onNote && { onNote: options.onNote }),
    ...(options.signal && { signal: options.signal }),
  });
  const closing: (() => Promise<void>)[] = [() => container.close()];
  try {
    await refuseEviction(container);
    if (options.holdsStart === true) closing.push(await holdDataDirectory(container, options));
    log.info({ engine: config.engine.why, roles }, 'starting');
    await checkConnections(container);
    warnOfAgent(container, roles);
    const applied = await applyDeclared(container);
    if (applied.added + applied.changed + applied.removed + applied.refused.length > 0)
      log.info({ ...applied }, 'configuration applied');
    return await startRoles(options, container, log, closing);
  } catch (error) {
    for (const close of closing.reverse())
      await close().catch((err: unknown) => log.warn({ err }, 'could not be closed'));
    throw error;
  }
}

/** Before anything is made for a page that nobody could ask for. @throws LISTEN_FAILED */
async function refuseTakenPort({ web: { host, port } }: Config): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw new WireError('LISTEN_FAILED', `cannot listen on ${host}:${port} for the web page`, { cause });
  } finally {
    server.close();
  }
}

/** A queue server that is away is waited for; one that would throw jobs away is not used. @throws QUEUE_EVICTS */
async function refuseEviction({ queues, log }: Container): Promise<void> {
  try {
    await queues.check();
  } catch (err) {
    if (isWireError(err) && err.code === 'QUEUE_EVICTS') throw err;
    log.warn({ err }, 'the queue server does not answer yet; work is handed out when it does');
  }
}

/** R32: says so before the server refuses what this process will ask for. */
async function checkConnections({ store, log }: Container): Promise<void> {
  // Those that it has taken already are its own.
  const free = (await freeConnections(store.db)) + store.pool.totalCount;
  if (free < MAX_CONNECTIONS)
    log.warn(
      { free },
      `the database has fewer than ${MAX_CONNECTIONS} connections left for this process: raise max_connections`,
    );
}

/** A host that is asked too much should know whom to tell. */
function warnOfAgent({ config, log }: Container, roles: readonly Role[]): void {
  const fault = roles.includes('fetch') ? agentFault(config) : null;
  if (fault !== null) log.warn({}, fault);
}

async function holdDataDirectory(container: Container, { onLost }: FleetOptions): Promise<() => Promise<void>> {
  if (container.embedded === undefined) return () => Promise.resolve();
  const lock = await container.embedded.holdStart();
  lock.lost.addEventListener('abort', () => onLost?.(lock.lost.reason), { once: true });
  return () => lock.free();
}

async function startRoles(
  options: FleetOptions,
  container: Container,
  log: Log,
  closing: (() => Promise<void>)[],
): Promise<Fleet> {
  const { config, roles } = options;
  const metrics = createMetrics({ role: roles.length === 1 ? (roles[0] as string) : 'all' });
  const drain = new AbortController();
  setMaxListeners(0, drain.signal); // every batch at work listens
  const context: RoleContext = { container, metrics, drain: drain.signal };
  const space = new Space(container);
  const checks = checksOf(container, space);
  const started: RunningRole[] = [];
  closing.push(async () => {
    drain.abort(new Error('the process drains'));
    await Promise.all(started.map((role) => role.stop()));
  });
  let address: string | undefined;
  // A role's code is loaded only where it runs: a worker of one role has no use for the others'.
  const starters: Readonly<Record<Exclude<Role, 'web'>, () => Promise<RunningRole>>> = {
    scheduler: () => startScheduler(context, space),
    fetch: async () => (await import('./role/fetch.ts')).startFetch(context),
    parse: async () => (await import('./role/parse.ts')).startParse(context),
    alert: async () => (await import('./role/alert.ts')).startAlert(context),
    deliver: async () => (await import('./role/deliver.ts')).startDeliver(context),
  };
  for (const role of roles) {
    if (role !== 'web') started.push(await starters[role]());
  }
  if (roles.includes('web')) {
    const { startWeb } = await import('./web.ts');
    const web = await startWeb(context, checks);
    started.push(web);
    address = web.address;
  }
  if (options.hasHealthPort === true) {
    const health = await createHealthServer({ host: config.metrics.host, port: config.metrics.port, checks, metrics });
    closing.push(() => health.close());
    log.info({ port: health.port }, 'health and metrics');
  }
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    container.connections.closing();
    for (const close of closing.reverse())
      await close().catch((err: unknown) => log.warn({ err }, 'could not be closed'));
  };
  return { container, log, address, stop: () => (stopping ??= stop()) };
}

/**
 * Runs roles until a signal comes, then drains and exits: 0 within 30 s after SIGTERM or SIGINT, 1 when it could not start
 * or lost what it stands on. A second signal ends it at once.
 */
export async function runFleet(
  options: FleetOptions & { readonly onStarted?: (fleet: Fleet) => void },
): Promise<number> {
  const told = signalled();
  const lost = new AbortController();
  let fleet: Fleet;
  try {
    fleet = await startFleet({ ...options, signal: told, onLost: (reason) => lost.abort(reason) });
  } catch (error) {
    if (told.aborted) return 0;
    throw error;
  }
  options.onStarted?.(fleet);
  fleet.log.info({ address: fleet.address }, 'started');
  await Promise.race([aborted(told), aborted(lost.signal)]);
  if (!told.aborted)
    fleet.log.error({ err: lost.signal.reason as unknown }, 'what this process stands on is lost; it ends');
  else fleet.log.info({ signal: (told.reason as Error).message }, 'draining');
  return drained(fleet, told.aborted ? 0 : 1);
}

/** Aborted by the first signal that asks the process to end; the second one ends it at once. */
function signalled(): AbortSignal {
  const told = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(name, () => {
      for (const again of ['SIGTERM', 'SIGINT'] as const) process.once(again, () => process.exit(1));
      told.abort(new Error(name));
    });
  }
  return told.signal;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

async function drained(fleet: Fleet, code: number): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), DRAIN_MS);
  });
  const outcome = await Promise.race([fleet.stop().then(() => 'stopped' as const), late]);
  clearTimeout(timer);
  if (outcome === 'late')
    fleet.log.warn({ ms: DRAIN_MS }, 'the drain took too long and was given up; leases hand the rest back');
  return code;
}

/** The whole of a worker's entry: one role, configured by the environment alone. Ends the process. */
export async function bootWorker(role: Role): Promise<never> {
  try {
    const config = loadConfig({ env: readEnvironment() });
    process.exit(await runFleet({ config, roles: [role], hasHealthPort: true }));
  } catch (error) {
    process.stderr.write(`wirewatch ${role}: ${faultText(error)}\n`);
    process.exit(1);
  }
}
