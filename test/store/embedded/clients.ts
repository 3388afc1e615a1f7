import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { bundle, ROOT } from '../../../scripts/bundle.mjs';
import { isWireError, messageOf } from '../../../src/core/errors.ts';
import { removeEmbedded } from '../../../src/store/embedded/remove.ts';
import { attachEmbedded, type EmbeddedOptions } from '../../../src/store/embedded/server.ts';
import { isOpenToAll } from '../../support/postgres.ts';

export interface Answer {
  readonly ms?: number;
  readonly connection?: { host: string; port: number };
  readonly connectionString?: string;
  readonly home?: string;
  readonly notes?: string[];
  readonly rows?: Record<string, unknown>[];
  readonly freeBytes?: number;
  readonly error?: string;
  readonly code?: string;
}

/** A process of its own that uses the server of a data directory. */
export interface ClientProcess {
  readonly pid: number;
  /** What `attachEmbedded` came to. */
  readonly attached: Promise<Answer>;
  /** Sends one order and waits for its answer. */
  tell(order: string): Promise<Answer>;
  /** The next line that it writes by itself. */
  next(): Promise<Answer>;
  kill(signal: NodeJS.Signals): Promise<void>;
  readonly exited: Promise<number | string>;
}

export interface ClientOptions {
  readonly dataDir: string;
  readonly binDir?: string;
  readonly native?: string;
  readonly environment?: Partial<EmbeddedOptions['environment']>;
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: Record<string, string>;
}

/** Bundled as the program is: a loader of TypeScript would double the time in which a client starts. Below the root, so that it finds its packages. */
const BUNDLE = join(ROOT, 'node_modules/.cache/wirewatch', `clients-${process.pid}`);
await bundle(['test/store/embedded/client-process.mjs'], BUNDLE);
process.once('exit', () => rmSync(BUNDLE, { recursive: true, force: true }));
const SCRIPT = join(BUNDLE, 'test/store/embedded/client-process.js');

const living = new Set<ClientProcess>();

export function startClient(options: ClientOptions): ClientProcess {
  const { dataDir, binDir, native, uid, gid, environment } = options;
  const path = process.env['PATH'] ?? '';
  const told = { dataDir, binDir, native, environment: { path, ...environment } };
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(told)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    env: { PATH: path, ...options.env },
    ...(uid === undefined ? {} : { uid, gid: gid ?? uid }),
  });
  const lines: Answer[] = [];
  const waiting: ((answer: Answer) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as Answer;
    const first = waiting.shift();
    if (first) first(answer);
    else lines.push(answer);
  });
  child.stdin.on('error', () => undefined);
  const exited = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    child.once('error', (error) => resolve(error.message));
  });
  const next = (): Promise<Answer> => {
    const line = lines.shift();
    if (line) return Promise.resolve(line);
    const gone = exited.then((how) => lines.shift() ?? { error: `the process has ended (${how})` });
    return Promise.race([new Promise<Answer>((resolve) => waiting.push(resolve)), gone]);
  };
  const client: ClientProcess = {
    pid: child.pid ?? 0,
    attached: next(),
    next,
    tell: (order) => {
      child.stdin.write(`${order}\n`);
      return next();
    },
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
    exited,
  };
  living.add(client);
  void exited.then(() => living.delete(client));
  return client;
}

/** Attaches, asks, leaves: a command, in this process (each attachment is a client of its own). */
export async function runHere(options: ClientOptions, sql = 'SELECT 1 AS n'): Promise<Answer> {
  const { dataDir, binDir, native, environment } = options;
  const path = process.env['PATH'] ?? '';
  const notes: string[] = [];
  const begun = performance.now();
  try {
    const server = await attachEmbedded({
      dataDir,
      binDir,
      native,
      environment: { path, ...environment },
      onNote: (message) => notes.push(message),
    });
    const ms = Math.round(performance.now() - begun);
    const client = new Client({ connectionString: server.connectionString });
    try {
      await client.connect();
      const { rows } = await client.query<Record<string, unknown>>(sql);
      const { connection, connectionString, home } = server;
      return { ms, connection, connectionString, home, rows, notes, freeBytes: await server.freeBytes() };
    } finally {
      await client.end();
      await server.release();
    }
  } catch (error) {
    return { error: messageOf(error), code: isWireError(error) ? error.code : 'BUG', notes };
  }
}

/** Attaches, asks, leaves: a command, as a process of its own. */
export async function runCommand(options: ClientOptions, sql = 'SELECT 1 AS n'): Promise<Answer> {
  const client = startClient(options);
  const attached = await client.attached;
  if (attached.error !== undefined) return attached;
  const answer = await client.tell(`query ${sql}`);
  const left = await client.tell('release');
  await client.exited;
  return { ...attached, ...answer, ...(left.error === undefined ? {} : left) };
}

/** The process id of the living server of a home, or undefined. */
export function serverPid(home: string): number | undefined {
  const file = join(home, 'pg', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return isAlive(pid) ? pid : undefined;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // It ended between the two looks.
    return false;
  }
}

/** Whether this test runs as root, who may become others. */
export const isRoot = process.getuid?.() === 0;
/** Whether it can also run what is checked out here, with this Node, as somebody else. */
export const canBeOthers = isRoot && isOpenToAll(dirname(SCRIPT)) && isOpenToAll(dirname(process.execPath));

const folders: string[] = [];

/** A temporary folder that `cleanUp` removes; everybody may enter it unless told otherwise. */
export function temporaryFolder(options: { mode?: number; uid?: number; gid?: number } = {}): string {
  const folder = mkdtempSync('/tmp/ww-emb-');
  folders.push(folder);
  const { mode = 0o755, uid, gid } = options;
  chmodSync(folder, mode);
  if (uid !== undefined) chownSync(folder, uid, gid ?? uid);
  return folder;
}

let template: Promise<string> | undefined;

/** A data directory with a database that no server runs on: a copy of one, as making each anew takes seconds. */
export async function preparedFolder(): Promise<string> {
  template ??= makeTemplate();
  const folder = temporaryFolder();
  execFileSync('cp', ['-a', `${await template}/.`, folder]);
  return folder;
}

async function makeTemplate(): Promise<string> {
  const folder = mkdtempSync('/tmp/ww-emb-template-');
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  const { error } = await runHere({ dataDir: folder });
  if (error !== undefined) throw new Error(error);
  return folder;
}

/** Ends what the tests of a file started, and only that; removes their folders. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...living].map((client) => client.kill('SIGKILL')));
  for (const folder of folders.splice(0)) {
    for (const dataDir of dataDirsIn(folder)) await removeEmbedded(dataDir);
    rmSync(folder, { recursive: true, force: true });
  }
}

function dataDirsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'embedded.json')
    .map((entry) => entry.parentPath);
}

/** Sends the signal and waits until the process is gone. */
export async function endServer(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

export function modeOf(path: string): number {
  return statSync(path).mode & 0o7777;
}
