import { escapeIdentifier, type QueryResultRow } from 'pg';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { libraryPath, linkLibraries, packagedNative } from '../../src/store/embedded/packaged.ts';
import { ask, askOnce, leave } from './ask.ts';
import { freePort, onPath, run, unprivileged } from './servers.ts';
import { spawnTethered, type Tethered } from './tether.ts';

export type PostgresBin = 'packaged' | 'path';

export interface TestPostgresOptions {
  /** Whose programs: the npm package's (18) or PATH's (15 or later). */
  readonly bin: PostgresBin;
  /** Listen on a free port of 127.0.0.1 too; the Unix socket is always there. */
  readonly tcp?: boolean;
  /** More settings, as `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface TestPostgres {
  /** To the database `wirewatch` over TCP if asked for, else over the Unix socket; for pg, Kysely and BullMQ alike. */
  readonly connectionString: string;
  readonly major: number;
  /** The rows of one statement, in the database `wirewatch`. */
  query<R extends QueryResultRow>(sql: string, values?: unknown[]): Promise<R[]>;
  /** A new empty database on the same server; gives its connection string. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
  /** Stopped (fast: open connections get 57P01) and started again, same address, same data. */
  restart(): Promise<void>;
  /** kill -9 of the postmaster; `restart` brings it up again. */
  kill9(): Promise<void>;
}

const BUILTIN = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/**
 * Whether the programs are there, for `describe.skipIf`. The packaged ones come with `npm ci`: under CI=true it is an error
 * where they did not. Those of PATH are a plus where there are any.
 */
export function hasPostgres(bin: PostgresBin): boolean {
  const there = binFolder(bin) !== undefined;
  if (!there && bin === 'packaged' && process.env['CI'] === 'true')
    throw new Error(`PostgreSQL (${bin}) is missing, and CI must not skip`);
  return there;
}

/** Every kind of programs that is here: `describe.each(postgresBins())('on PostgreSQL (%s)', (bin) => { … })`. */
export function postgresBins(): PostgresBin[] {
  return (['packaged', 'path'] as const).filter(hasPostgres);
}

function binFolder(bin: PostgresBin): string | undefined {
  if (bin === 'path') {
    const program = onPath('postgres');
    return program === undefined || onPath('initdb') === undefined ? undefined : dirname(program);
  }
  const native = packagedNative();
  return native !== undefined && existsSync(join(native, 'bin', 'postgres')) ? join(native, 'bin') : undefined;
}

/**
 * A private server of its own in a temporary folder. It does not outlive the test process. fsync is off: it survives
 * `kill9`, and nobody pulls the plug during a test.
 */
export async function startPostgres(options: TestPostgresOptions): Promise<TestPostgres> {
  const found = binFolder(options.bin);
  if (found === undefined) throw new Error(`PostgreSQL (${options.bin}) is missing`);
  const user = unprivileged();
  const bin = user !== undefined && options.bin === 'packaged' ? reachable(found) : found;
  const folder = mkdtempSync('/tmp/ww-pg-');
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const native = options.bin === 'packaged' ? dirname(bin) : undefined;
  const env = libraryPath(native === undefined ? [] : await linkLibraries(native, join(folder, 'lib')));
  const major = Number(/(\d+)/.exec(run(join(bin, 'postgres'), ['--version'], user, env))?.[1]);
  run('cp', ['-a', pattern(bin, major, user, env), data], user);
  const port = options.tcp === true ? await freePort() : 5432;
  const settings = {
    listen_addresses: options.tcp === true ? '127.0.0.1' : '',
    port: `${port}`,
    unix_socket_directories: folder,
    max_connections: '200',
    fsync: 'off',
    synchronous_commit: 'off',
    ...options.settings,
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const launch = async (): Promise<Tethered> => {
    for (const deadline = performance.now() + 30_000; ;) {
      const started = await spawnTethered({ command: join(bin, 'postgres'), args, user, env, endSignal: 'INT' });
      if (await answers(address('postgres'), started)) return started;
      if (performance.now() > deadline || !/still in use/.test(started.output())) {
        throw new Error(`PostgreSQL did not start: ${started.output()}`);
      }
      await sleep(50);
    }
  };
  const address = (database: string): string =>
    options.tcp === true
      ? `postgresql://wirewatch@127.0.0.1:${port}/${database}`
      : `postgresql://wirewatch@${encodeURIComponent(folder)}:${port}/${database}`;
  let server = await launch();
  await ask(address('postgres'), 'CREATE DATABASE wirewatch');
  const stop = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    await leave(address('postgres'));
    server.kill(signal);
    await server.exited;
  };
  return {
    connectionString: address('wirewatch'),
    major,
    query: (sql, values) => ask(address('wirewatch'), sql, values),
    createDatabase: async (name) => {
      await ask(address('postgres'), `CREATE DATABASE ${escapeIdentifier(name)}`);
      return address(name);
    },
    stop: async () => {
      await stop('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
    restart: async () => {
      await stop('SIGINT');
      server = await launch();
    },
    kill9: () => stop('SIGKILL'),
  };
}

/** A data directory as initdb makes it, made once for these programs: it takes seconds, a copy a moment. */
function pattern(
  bin: string,
  major: number,
  user: ReturnType<typeof unprivileged>,
  env: Readonly<Record<string, string>>,
): string {
  const { ino, mtimeMs } = statSync(join(bin, 'postgres'));
  const uid = user?.uid ?? process.getuid?.() ?? 0;
  const kept = join('/tmp', `ww-pg-pattern-${uid}-${ino}-${Math.round(mtimeMs)}`);
  if (existsSync(kept)) return kept;
  const fresh = mkdtempSync('/tmp/ww-pg-new-');
  if (user) chownSync(fresh, user.uid, user.gid);
  const locale = ['--locale=C', '--lc-ctype=C.UTF-8', ...(major >= 17 ? BUILTIN : [])];
  const auth = ['--auth=trust', '--username=wirewatch'];
  run(join(bin, 'initdb'), ['-D', fresh, '-E', 'UTF8', ...locale, ...auth, '--no-sync'], user, env);
  try {
    renameSync(fresh, kept);
    return kept;
  } catch (error) {
    if (!existsSync(kept)) throw error; // another test process was first
    rmSync(fresh, { recursive: true, force: true });
    return kept;
  }
}

/**
 * The programs where another user can run them: a checkout below a folder of root's alone (a private temporary one) is
 * closed to the user that PostgreSQL runs as, so a copy is made once beside it.
 */
function reachable(bin: string): string {
  if (isOpenToAll(bin)) return bin;
  const native = dirname(bin);
  const { ino, mtimeMs } = statSync(join(bin, 'postgres'));
  const copy = join('/tmp', `ww-pg-native-${ino}-${Math.round(mtimeMs)}`);
  if (!existsSync(copy)) {
    const fresh = mkdtempSync('/tmp/ww-pg-copy-');
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    chmodSync(fresh, 0o755);
    try {
      renameSync(fresh, copy);
    } catch (error) {
      if (!existsSync(copy)) throw error; // another test process was first
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  return join(copy, 'bin');
}

/** Whether every user may go down to a folder. */
export function isOpenToAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** False when the server ended instead: after a kill -9 the last backends may still hold its shared memory for a moment. */
async function answers(address: string, server: Tethered): Promise<boolean> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  server.exited.then(end, end);
  const deadline = performance.now() + 30_000;
  while (!ended.signal.aborted && performance.now() < deadline) {
    const answer = await askOnce(address, 'SELECT 1').catch(() => undefined);
    if (answer !== undefined) return true;
    await sleep(20);
  }
  return false;
}
