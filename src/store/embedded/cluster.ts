import { constants } from 'node:fs';
import { chown, mkdtemp, open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { WireError } from '../../core/errors.ts';
import type { Binaries } from './binaries.ts';
import { fileFault, type Place } from './place.ts';
import { isAlive, systemIdentifierOf } from './postmaster.ts';
import { lastLines, runProgram } from './program.ts';
import { readRecord, writeRecord } from './record.ts';

/** Who made the cluster; our own statements run as an ordinary role, which owns the database alone. */
export const SUPERUSER = 'postgres';

/** An empty cluster takes 40 MB, its first log segments as much again. */
const NEEDED_BYTES = 192 * 1024 * 1024;
const INITDB_TIMEOUT_MS = 300_000;

/**
 * Small, safe settings; fsync, synchronous_commit and full_page_writes keep PostgreSQL's defaults, which are on. They go
 * into the cluster's postgresql.conf, where an operator may change them.
 */
const SETTINGS: readonly string[] = [
  'max_connections = 150', // ten commands of 8 and the roles of `start`
  'shared_buffers = 128MB',
  'max_wal_size = 512MB',
  'min_wal_size = 80MB',
  'checkpoint_completion_target = 0.9',
  'random_page_cost = 1.1', // a solid-state disk
  'jit = off', // many short statements
  "timezone = 'UTC'",
  "log_timezone = 'UTC'",
  "log_line_prefix = '%m [%p] '",
  'log_checkpoints = off',
  'log_min_error_statement = panic', // statements hold texts of articles and addresses of people
  ...(process.platform === 'linux' ? ['client_connection_check_interval = 5s'] : []), // a killed client's query ends too
];

/**
 * Makes an empty cluster under another name, syncs it, and renames it to `pg`: a crash leaves no half of one, and of two
 * processes that do it at once one wins and the other discards its own.
 * @throws EMBEDDED_NO_USER, EMBEDDED_DISK, EMBEDDED_START_FAILED
 */
export async function createCluster(
  place: Place,
  binaries: Binaries,
  onNote: (message: string) => void,
): Promise<void> {
  await requireRoom(place.home);
  onNote(`making a database in ${place.cluster} (PostgreSQL ${binaries.version})`);
  const next = await mkdtemp(join(place.home, `pg.new-${process.pid}-`)).catch((error: unknown) => {
    throw fileFault(error, place.home);
  });
  try {
    if (place.account) await chown(next, place.account.uid, place.account.gid);
    await initdb(next, place, binaries);
    await appendSettings(join(next, 'postgresql.conf'));
    await run(binaries, place, ['--sync-only', '-D', next]);
    await rename(next, place.cluster);
    await syncFolder(place.home);
  } catch (error) {
    await rm(next, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw fileFault(error, place.home);
  }
}

/**
 * The number of the cluster in place, recorded when it is seen first.
 * @throws EMBEDDED_MOVED when another cluster was put where ours was
 */
export async function checkIdentity(place: Place): Promise<string> {
  const found = await systemIdentifierOf(place.cluster).catch((error: unknown) => {
    throw fileFault(error, place.cluster);
  });
  const record = await readRecord(place.dataDir);
  if (record?.systemIdentifier === undefined) {
    const home = place.home === place.dataDir ? '.' : place.home;
    await writeRecord(place.dataDir, { v: 1, home, ...record, systemIdentifier: found });
  } else if (record.systemIdentifier !== found) {
    throw new WireError(
      'EMBEDDED_MOVED',
      `${place.cluster} is not the database that ${place.dataDir} was made with ` +
        `(system identifier ${found}, recorded ${record.systemIdentifier}). If it was put there on purpose, ` +
        `delete ${join(place.dataDir, 'embedded.json')}`,
    );
  }
  return found;
}

/** Free bytes, for an unprivileged user, on the disk of a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function requireRoom(home: string): Promise<void> {
  const free = await freeBytesOf(home);
  if (free >= NEEDED_BYTES) return;
  const mib = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`;
  throw new WireError(
    'EMBEDDED_DISK',
    `${mib(free)} free on the disk of ${home}; a new database needs ${mib(NEEDED_BYTES)}`,
    {
      detail: { home, freeBytes: free },
    },
  );
}

/** Removes what processes of this machine that were killed while they made a cluster left behind. */
export async function removeLeftOvers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = /^pg\.new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(home, name), { recursive: true, force: true });
  }
}

/**
 * Trigrams and case folding of letters beyond ASCII follow LC_CTYPE, also under the built-in provider (contrib's pg_trgm):
 * so it is the first UTF-8 one that the system has. Order stays that of C.
 */
const CTYPES = ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'UTF-8'];

async function initdb(folder: string, place: Place, binaries: Binaries): Promise<void> {
  const builtin = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
  const access = [`--username=${SUPERUSER}`, '--auth-local=trust', '--auth-host=reject'];
  const args = ['-D', folder, '--encoding=UTF8', '--locale=C', ...builtin, ...access, '--data-checksums', '--no-sync'];
  for (const ctype of CTYPES) {
    const output = await run(binaries, place, [...args, `--lc-ctype=${ctype}`, '--no-instructions'], /invalid locale/);
    if (output === undefined) return;
  }
  throw new WireError('EMBEDDED_START_FAILED', `this system has none of the locales ${CTYPES.join(', ')}`);
}

/** Runs initdb. Gives its output when it failed for the reason `tolerated`, undefined when it succeeded. */
async function run(
  binaries: Binaries,
  place: Place,
  args: readonly string[],
  tolerated?: RegExp,
): Promise<string | undefined> {
  const { code, output } = await runProgram(join(binaries.bin, 'initdb'), args, {
    account: place.account,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...binaries.env },
    timeoutMs: INITDB_TIMEOUT_MS,
  });
  if (code === 0) return undefined;
  if (tolerated?.test(output) === true) return output;
  if (/could not look up effective user ID/.test(output)) throw namelessUser();
  const full = /No space left on device|Disk quota exceeded/.test(output);
  throw new WireError(full ? 'EMBEDDED_DISK' : 'EMBEDDED_START_FAILED', `initdb failed:\n${lastLines(output)}`, {
    detail: { code, bin: binaries.bin },
  });
}

function namelessUser(): WireError {
  const uid = process.getuid?.();
  return new WireError(
    'EMBEDDED_NO_USER',
    `the uid ${uid} has no name on this system, and PostgreSQL does not make a database without one. Give it one ` +
      `(in an image: \`RUN useradd --uid ${uid} wirewatch\`), run as another user or as root, or set DATABASE_URL`,
    { detail: { uid } },
  );
}

/** Without following links: the folder is the server's user's, and this may be root. */
async function appendSettings(file: string): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW);
  try {
    await handle.writeFile(`\n# wirewatch\n${SETTINGS.join('\n')}\n`);
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
