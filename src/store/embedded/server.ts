import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isWireError, WireError } from '../../core/errors.ts';
import { dropBeat, touchBeat } from './beat.ts';
import { bringUp, type BringUpOptions, type Up } from './bring-up.ts';
import { freeBytesOf } from './cluster.ts';
import { tryMutex } from './mutex.ts';
import { openDataDir } from './place.ts';
import { isAlive, postmasterState, stopPostmaster } from './postmaster.ts';
import { DATABASE, ROLE } from './session.ts';
import { removeSocketDir } from './socket.ts';

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** WIREWATCH_POSTGRES_BIN */
  readonly binDir?: string | undefined;
  /** The folder `native` of the npm package with the programs, if not where Node finds the package. */
  readonly native?: string | undefined;
  readonly environment: {
    /** PATH */
    readonly path: string;
    /** XDG_RUNTIME_DIR */
    readonly runtimeDir?: string | undefined;
  };
  /** One-line facts and progress, for standard error or the log. */
  readonly onNote: (message: string, detail?: Readonly<Record<string, unknown>>) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Connection {
  /** The folder of the server's Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** The right to be the data directory's one `start`. */
export interface StartLock {
  /** Aborted, with a WireError as reason, when the server was lost and the lock could not be taken again. */
  readonly lost: AbortSignal;
  free(): Promise<void>;
}

/** A data directory's server, used by this process: one of its connections stands for that. */
export interface EmbeddedServer {
  readonly connection: Connection;
  /** The same for pg, Kysely and BullMQ. */
  readonly connectionString: string;
  /** The folder with the cluster, its log and its beat: the data directory, or where R25 put it. */
  readonly home: string;
  /** Brings the server up again if it died, and waits until it answers. @throws EMBEDDED_LOST, EMBEDDED_… */
  ensure(): Promise<void>;
  /**
   * Takes the lock of `start`. While it is held a server that dies is brought up again at once and the lock retaken.
   * @throws EMBEDDED_BUSY when another process holds it
   */
  holdStart(): Promise<StartLock>;
  /** Free bytes on the disk of the database. */
  freeBytes(): Promise<number>;
  /** Close every other connection first. The last client to leave stops the server (fast) and waits for its end. */
  release(): Promise<void>;
}

const STOP_MS = 60_000;
/** The longest that the server may take to see that a killed process is gone. */
const DEAD_HOLDER_MS = 3_000;

/**
 * The data directory's own PostgreSQL, running and answering: found there, or made and started now.
 * @throws EMBEDDED_…
 */
export async function attachEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { binDir, native, environment, onNote, signal } = options;
  if (process.platform === 'win32') {
    throw new WireError(
      'EMBEDDED_NO_BINARY',
      'there is no embedded server on Windows: run wirewatch in WSL, or set DATABASE_URL',
    );
  }
  const bringing: BringUpOptions = {
    dataDir: await openDataDir(options.dataDir),
    binDir,
    native,
    path: environment.path,
    runtimeDir: environment.runtimeDir,
    temporaryDir: tmpdir(),
    onNote,
    signal,
  };
  const up = await bringUp(bringing).catch((error: unknown) => {
    signal?.throwIfAborted(); // Ctrl-C ends initdb too, whose failure is not the news then
    throw error;
  });
  const attached = new Attached(bringing, up);
  if (signal?.aborted !== true) return attached;
  await attached.release(); // a server that was started meanwhile must not be left behind
  throw signal.reason;
}

function lostFor(error: unknown): WireError {
  if (isWireError(error)) return error;
  return new WireError('EMBEDDED_LOST', 'the embedded server was lost and could not be brought up again', {
    cause: error,
  });
}

class Attached implements EmbeddedServer {
  readonly connection: Connection;
  readonly connectionString: string;
  readonly home: string;
  readonly #bringing: BringUpOptions;
  #up: Up;
  #again: Promise<void> | undefined;
  #start: AbortController | undefined;
  #released: Promise<void> | undefined;

  constructor(bringing: BringUpOptions, up: Up) {
    this.#bringing = bringing;
    this.#up = up;
    this.home = up.place.home;
    this.connection = { ...up.address, database: DATABASE, user: ROLE };
    const host = encodeURIComponent(up.address.host);
    this.connectionString = `postgresql://${ROLE}@${host}:${up.address.port}/${DATABASE}`;
    this.#watch();
  }

  async ensure(): Promise<void> {
    if (this.#released) throw new WireError('EMBEDDED_LOST', 'this process has left the embedded server');
    this.#again ??= this.#bringBack().finally(() => {
      this.#again = undefined;
    });
    await this.#again;
  }

  async holdStart(): Promise<StartLock> {
    await this.ensure();
    await this.#lockStart('EMBEDDED_BUSY');
    const start = new AbortController();
    this.#start = start;
    return {
      lost: start.signal,
      free: async () => {
        if (this.#start !== start) return;
        this.#start = undefined;
        await this.#up.session.unlockStart().catch(() => undefined);
      },
    };
  }

  freeBytes(): Promise<number> {
    return freeBytesOf(this.home);
  }

  release(): Promise<void> {
    this.#start = undefined;
    this.#released ??= this.#leave();
    return this.#released;
  }

  async #bringBack(): Promise<void> {
    const { session, place, address: before } = this.#up;
    // A backend outlives a killed server by a moment, so its answer alone proves nothing.
    if ((await session.answers()) && (await postmasterState(place.cluster)) === 'alive') return touchBeat(this.home);
    await session.close();
    this.#up = await bringUp(this.#bringing);
    const now = this.#up.address;
    if (now.host !== before.host || now.port !== before.port) {
      throw new WireError(
        'EMBEDDED_LOST',
        `the server came back at another address (${now.host} instead of ${before.host})`,
      );
    }
    if (this.#start) await this.#lockStart('EMBEDDED_LOST');
    this.#watch();
  }

  /** The holder of the start lock is told at once when its session ends, and takes care of the server. */
  #watch(): void {
    const { session } = this.#up;
    const recover = (): void => {
      const start = this.#start;
      if (start === undefined || this.#released || this.#up.session !== session) return;
      this.#bringing.onNote('the embedded server was lost; it is brought up again');
      this.ensure().catch((error: unknown) => start.abort(lostFor(error)));
    };
    session.lost.addEventListener('abort', recover, { once: true });
  }

  async #lockStart(code: 'EMBEDDED_BUSY' | 'EMBEDDED_LOST'): Promise<void> {
    const holder = await this.#startHolder();
    if (holder === undefined) return;
    const { dataDir } = this.#bringing;
    throw new WireError(
      code,
      `another \`wirewatch start\` (${holder.replace(/^wirewatch /, 'process ')}) runs on ${dataDir}`,
      {
        detail: { dataDir, holder },
      },
    );
  }

  /**
   * Undefined when the start lock is ours now, else who holds it. The server ends a killed process's session only as it
   * sees the closed socket, so a holder that lives no more is waited out.
   */
  async #startHolder(): Promise<string | undefined> {
    const until = performance.now() + DEAD_HOLDER_MS;
    for (;;) {
      const holder = await this.#up.session.lockStart();
      const pid = Number(/^wirewatch (\d+)$/.exec(holder ?? '')?.[1]);
      if (holder === undefined || Number.isNaN(pid) || isAlive(pid) || performance.now() > until) return holder;
      await sleep(50);
    }
  }

  async #leave(): Promise<void> {
    await this.#again?.catch(() => undefined);
    const { session } = this.#up;
    const alone = await session.leave().catch(() => false); // a lost session has left already
    if (alone) await this.#stop();
    await session.close();
  }

  /** Nobody can become present meanwhile: this session is alone. */
  async #stop(): Promise<void> {
    const { place, address } = this.#up;
    if (!(await stopPostmaster(place.cluster, STOP_MS))) {
      this.#bringing.onNote('the embedded server is still stopping');
      return;
    }
    const mutex = await tryMutex(place.dataDir);
    if (mutex === undefined) return; // the next one is starting already
    try {
      if ((await postmasterState(place.cluster)) !== 'none') return;
      await dropBeat(place.home);
      await removeSocketDir(address.host);
    } finally {
      await mutex.free();
    }
  }
}
