import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Role } from '../../src/fleet/roles.ts';
import { until } from './until.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The built command line, run by node. */
export const PROGRAM = `${ROOT}/bin/wirewatch.js`;

export type Env = Readonly<Record<string, string | undefined>>;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of wirewatch, seen from outside. */
export interface Running {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly isRunning: () => boolean;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The lines of its log so far. */
  readonly logged: () => LogLine[];
  kill(signal: NodeJS.Signals): void;
  /** Kills it, unless it has ended, and waits for its end. */
  end(signal?: NodeJS.Signals): Promise<Exit>;
}

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface SpawnOptions {
  /** All that it gets beside PATH and HOME: nothing of the test's own environment. */
  readonly env?: Env;
  readonly cwd?: string;
  /** Its standard input, which is empty else. */
  readonly input?: string;
}

/** Whatever a test leaves running ends with the test's process. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts `node ARGS` in the environment of a test. */
export function spawnNode(args: readonly string[], { env, cwd = ROOT, input }: SpawnOptions = {}): Running {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  child.stdin?.end(input);
  const out = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (out.stderr += text));
  let ended = false;
  // `close` comes when its output has been read too, `exit` even while a process that it left holds the pipes.
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      ended = true;
      running.delete(child);
      const done = (): void => resolve({ code, signal });
      child.once('close', done);
      setTimeout(done, 1_000).unref();
    });
  });
  return {
    pid: child.pid ?? 0,
    exited,
    isRunning: () => !ended,
    stdout: () => out.stdout,
    stderr: () => out.stderr,
    logged: () => logLines(out.stderr),
    kill: (signal) => child.kill(signal),
    end: async (signal = 'SIGKILL') => {
      if (!ended) child.kill(signal);
      return exited;
    },
  };
}

function logLines(text: string): LogLine[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}

export interface Worker extends Running {
  readonly role: Role;
  /** Waits until it answers 200 on `/readyz`. */
  ready(): Promise<Worker>;
  /** What it answers on its own port. */
  get(path: string): Promise<{ status: number; body: string }>;
}

/** Starts `node dist/workers/ROLE.js` as docker-compose.yml does, its health on any free port. */
export function startWorker(role: Role, env: Env): Worker {
  const process = spawnNode([`dist/workers/${role}.js`], { env: { WIREWATCH_METRICS_PORT: '0', ...env } });
  const port = (): number | undefined =>
    process.logged().find((line) => line.msg === 'health and metrics')?.['port'] as number | undefined;
  const get = async (path: string): Promise<{ status: number; body: string }> => {
    const response = await fetch(`http://127.0.0.1:${port()}${path}`);
    return { status: response.status, body: await response.text() };
  };
  const worker: Worker = {
    ...process,
    role,
    get,
    async ready() {
      await until(
        async () => {
          if (!process.isRunning()) throw new Error(`${role} ended: ${process.stderr()}`);
          return port() === undefined ? undefined : get('/readyz').catch(() => undefined);
        },
        (answer) => answer?.status === 200,
        { ms: 180_000, what: `${role} ready` },
      );
      return worker;
    },
  };
  return worker;
}

/** Starts `wirewatch ARGS` as a user would. */
export function spawnCommand(args: readonly string[], options: SpawnOptions = {}): Running {
  return spawnNode([PROGRAM, ...args], options);
}

export interface Ran extends Exit {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `wirewatch ARGS` to its end. */
export async function runCommand(args: readonly string[], options: SpawnOptions = {}): Promise<Ran> {
  const process = spawnCommand(args, options);
  const exit = await process.exited;
  return { ...exit, stdout: process.stdout(), stderr: process.stderr() };
}
