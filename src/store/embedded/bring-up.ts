import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, WireError } from '../../core/errors.ts';
import { claimBeat } from './beat.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { checkIdentity, createCluster, removeLeftOvers } from './cluster.ts';
import { launchServer, logFile } from './keeper.ts';
import { tryMutex } from './mutex.ts';
import { knownPlace, settlePlace, type Place } from './place.ts';
import { clearPidFile, clusterMajor, postmasterState, readPostmaster, stopPostmaster } from './postmaster.ts';
import { tryOpen, type Address, type Session } from './session.ts';
import { openSocketDir } from './socket.ts';

export interface BringUpOptions {
  /** Real path of the data directory. */
  readonly dataDir: string;
  readonly binDir?: string | undefined;
  readonly native?: string | undefined;
  readonly path: string;
  readonly runtimeDir?: string | undefined;
  readonly temporaryDir: string;
  readonly onNote: (message: string, detail?: Readonly<Record<string, unknown>>) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Up {
  readonly place: Place;
  readonly address: Address;
  readonly session: Session;
}

/** A server that neither answers nor changes for this long is given up (R23). */
const PATIENCE_MS = 30_000;
/** Recovery after a crash replays the log since the last checkpoint: as long as it says so, it is waited for. */
const RECOVERY_MS = 600_000;
const PAUSE_MS = 50;
/** A wait of this length is told. */
const LONG_MS = 3_000;
/** An own server that lives without its socket (the runtime directory was swept) gets this long to be leaving. */
const UNREACHABLE_MS = 3_000;

/**
 * Connects to the data directory's server, which is made and started where there is none. Any number of processes may do
 * so at once: one holds the folder's mutex and starts it, the others meet it on its socket.
 * @throws EMBEDDED_…
 */
export async function bringUp(options: BringUpOptions): Promise<Up> {
  const wait = patience();
  for (let last: unknown; ;) {
    options.signal?.throwIfAborted();
    const place = await knownPlace(options.dataDir);
    const met = place && (await meet(place));
    if (met?.kind === 'up') return met.up;
    last = met?.error ?? last;
    if (place && met?.kind === 'wait' && (await isStarting(place))) wait.progress();
    const mutex = await tryMutex(options.dataDir);
    if (mutex === undefined)
      wait.progress(); // somebody is starting it
    else {
      try {
        const up = await startUnderMutex(options);
        if (up) return up;
      } finally {
        await mutex.free();
      }
    }
    if (wait.isNewlyLong())
      options.onNote(
        `waiting for the database (${last === undefined ? 'another command starts it' : messageOf(last)})`,
      );
    if (wait.over()) throw startFailed(options, `the server does not answer (${messageOf(last)})`, last);
    await sleep(PAUSE_MS, undefined, { signal: options.signal });
  }
}

/** Recovering, or shutting down for a restart after a crash: alive, and not on its way out. */
async function isStarting(place: Place): Promise<boolean> {
  const postmaster = await readPostmaster(place.cluster);
  return postmaster?.stopping === false && (await postmasterState(place.cluster)) === 'alive';
}

interface Patience {
  progress(): void;
  over(): boolean;
  /** True once, when the wait has become a long one. */
  isNewlyLong(): boolean;
}

function patience(): Patience {
  const begun = performance.now();
  let since = begun;
  let isTold = false;
  return {
    progress: () => {
      since = performance.now();
    },
    over: () => performance.now() - since > PATIENCE_MS || performance.now() - begun > RECOVERY_MS,
    isNewlyLong: () => {
      if (isTold || performance.now() - begun < LONG_MS) return false;
      isTold = true;
      return true;
    },
  };
}

type Meeting = { readonly kind: 'up'; readonly up: Up } | { readonly kind: 'not' | 'wait'; readonly error: unknown };

/** Connects to the server that `postmaster.pid` tells of. */
async function meet(place: Place): Promise<Meeting> {
  const postmaster = await readPostmaster(place.cluster);
  if (postmaster === undefined) return { kind: 'not', error: new Error('no server runs') };
  const address: Address = { host: postmaster.socketDir, port: postmaster.port };
  const attempt = await tryOpen(address, place.cluster, await checkIdentity(place));
  if (attempt.kind === 'open') return { kind: 'up', up: { place, address, session: attempt.session } };
  return { kind: attempt.kind === 'again' ? 'wait' : 'not', error: attempt.error };
}

/** Starts the server and waits until it answers; undefined when one that is on its way out must be waited for. */
async function startUnderMutex(options: BringUpOptions): Promise<Up | undefined> {
  const settled = (await knownPlace(options.dataDir)) ?? (await settlePlace(options.dataDir, options.onNote));
  const met = (await clusterMajor(settled.cluster)) === undefined ? undefined : await meet(settled);
  if (met?.kind === 'up') return met.up; // started between the last look and the mutex
  if (met?.kind === 'wait' && (await postmasterState(settled.cluster)) === 'alive') return undefined;
  await claimBeat(settled.home, settled.account, options.onNote, options.signal);
  if (!(await clearTheWay(settled, options))) return undefined;
  await removeLeftOvers(settled.home);
  const binaries = await binariesFor(settled, options);
  if ((await clusterMajor(settled.cluster)) === undefined) await createCluster(settled, binaries, options.onNote);
  if ((await clusterMajor(settled.cluster)) === undefined) throw notACluster(settled);
  const identifier = await checkIdentity(settled);
  const socketDir = await openSocketDir(settled, options);
  const server = await launchServer(settled, binaries, socketDir);
  for (const wait = patience(); ; await sleep(10)) {
    const postmaster = await readPostmaster(settled.cluster);
    if (postmaster !== undefined) {
      const address: Address = { host: postmaster.socketDir, port: postmaster.port };
      const attempt = await tryOpen(address, settled.cluster, identifier);
      if (attempt.kind === 'open') {
        const { version, bin, source } = binaries;
        options.onNote(`PostgreSQL ${version} (${source}) started on ${settled.cluster}`, { version, bin, socketDir });
        return { place: settled, address, session: attempt.session };
      }
      if (attempt.kind === 'again') wait.progress();
    }
    if (server.ended()) return endedEarly(options, await server.said());
    if (wait.over())
      throw startFailed(options, `PostgreSQL ${binaries.version} does not answer:\n${await server.said()}`);
  }
}

async function binariesFor(place: Place, options: BringUpOptions): Promise<Binaries> {
  const { binDir, native, path, onNote } = options;
  const major = await clusterMajor(place.cluster);
  return findBinaries({ binDir, native, path, onNote, home: place.home, account: place.account, major });
}

/** Whether a server can be started: no living one is in the way, and no dead one's file. */
async function clearTheWay(place: Place, options: BringUpOptions): Promise<boolean> {
  for (const end = performance.now() + UNREACHABLE_MS; ; await sleep(PAUSE_MS)) {
    const state = await postmasterState(place.cluster);
    if (state === 'none' || state === 'dead') return true;
    if (state === 'foreign') {
      options.onNote(
        'a server that died left postmaster.pid behind, and its process id belongs to another program now',
      );
      await clearPidFile(place.cluster);
      return true;
    }
    if (performance.now() > end) break;
    const postmaster = await readPostmaster(place.cluster);
    if (postmaster === undefined || postmaster.stopping) return false;
  }
  options.onNote('the server lives but its socket is gone; it is stopped and started anew');
  return stopPostmaster(place.cluster, PATIENCE_MS);
}

/**
 * Backends of a killed server hold its shared memory for a moment more, and another client that met the server before us may
 * have been the last to leave and stopped it: both pass, everything else is an error.
 */
function endedEarly(options: BringUpOptions, said: string): undefined {
  // What the checkpointer says when it is told to end, and never of a server that could not start.
  if (/LOG: +shutting down$/m.test(said)) return undefined;
  if (/shared memory block .* is still in use|lock file "postmaster\.pid" already exists/.test(said)) return undefined;
  if (/No space left on device|Disk quota exceeded/.test(said)) {
    throw new WireError('EMBEDDED_DISK', `PostgreSQL did not start for lack of room:\n${said}`);
  }
  throw startFailed(options, `PostgreSQL did not start:\n${said}`);
}

function notACluster(place: Place): WireError {
  return new WireError(
    'EMBEDDED_MOVED',
    `${place.cluster} is there, but it is not a PostgreSQL database. Move it away`,
  );
}

function startFailed(options: BringUpOptions, message: string, cause?: unknown): WireError {
  return new WireError('EMBEDDED_START_FAILED', message, {
    detail: { dataDir: options.dataDir, log: logFile(options.dataDir) },
    ...(cause === undefined ? {} : { cause }),
  });
}
