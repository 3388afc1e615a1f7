import { chmod, mkdir, mkdtemp, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { WireError } from '../../core/errors.ts';
import { runProgram, type Account } from './program.ts';
import { readRecord, writeRecord, type EmbeddedRecord } from './record.ts';

/** Where a data directory's server lives and whom it runs as. */
export interface Place {
  /** The data directory, without symbolic links. */
  readonly dataDir: string;
  /** The folder that holds the cluster, its log and its beat: the data directory or a place of the system's. */
  readonly home: string;
  /** `<home>/pg` */
  readonly cluster: string;
  /** Undefined: whoever this process runs as. */
  readonly account: Account | undefined;
}

/** What says that a folder can't be there at all. */
const NO_FOLDER = new Set(['ENOENT', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL']);

/** Makes the data directory when it is missing and gives its real path. @throws EMBEDDED_ACCESS, EMBEDDED_DISK */
export async function openDataDir(dataDir: string): Promise<string> {
  try {
    const isMade = await makeFolder(dataDir);
    // Only what was made here is ours to open: root's umask may be 077, and the server runs as somebody else.
    if (isMade && process.getuid?.() === 0) await chmod(dataDir, 0o755);
    return await realpath(dataDir);
  } catch (error) {
    if (NO_FOLDER.has((error as NodeJS.ErrnoException).code ?? ''))
      throw new WireError('EMBEDDED_ACCESS', `${dataDir} can’t be a data directory`, { cause: error });
    throw fileFault(error, dataDir);
  }
}

/**
 * Makes a folder and those above it; false where it was there. Node's own `recursive` never ends where a folder that is
 * there says that it is not, as /proc does.
 */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return false;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST') throw again; // another process made it meanwhile
    });
    return true;
  }
}

/** An error of the file system as a coded one. */
export function fileFault(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new WireError('EMBEDDED_DISK', `no room on the disk of ${path}`, { cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new WireError('EMBEDDED_ACCESS', `${path} may not be written by this user`, { cause: error });
  }
  return error;
}

/** The place that the record and the cluster's owner tell; undefined while nothing is settled yet. @throws EMBEDDED_… */
export async function knownPlace(dataDir: string): Promise<Place | undefined> {
  const record = await readRecord(dataDir);
  const home = record === undefined ? dataDir : homeOf(dataDir, record);
  const cluster = join(home, 'pg');
  const found = await stat(cluster).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw fileFault(error, cluster);
  });
  if (found === undefined) {
    if (record?.systemIdentifier === undefined) return undefined;
    throw new WireError(
      'EMBEDDED_MOVED',
      `the database of ${dataDir} was kept in ${cluster}, which is not there. Bring it back; ` +
        `or delete ${join(dataDir, 'embedded.json')} to begin with an empty one`,
      { detail: { dataDir, cluster } },
    );
  }
  return { dataDir, home, cluster, account: await ownerAccount(cluster, found.uid, found.gid) };
}

function homeOf(dataDir: string, record: EmbeddedRecord): string {
  return isAbsolute(record.home) ? record.home : join(dataDir, record.home);
}

/** The server runs as the cluster's owner. Root may become that one; anybody else must be it. */
async function ownerAccount(cluster: string, uid: number, gid: number): Promise<Account | undefined> {
  const own = process.getuid?.();
  if (own === uid && uid !== 0) return undefined;
  const name = (await accounts()).find((one) => one.uid === uid)?.name ?? `with the uid ${uid}`;
  if (uid === 0) throw new WireError('EMBEDDED_ACCESS', `${cluster} belongs to root, as whom PostgreSQL does not run`);
  if (own === 0) return { uid, gid, name };
  throw new WireError(
    'EMBEDDED_ACCESS',
    `${cluster} belongs to the user ${name}; run wirewatch as that user or as root`,
    {
      detail: { cluster, owner: uid },
    },
  );
}

/**
 * Decides on the place for a cluster that is still to be made, and records it. To be called under the folder's mutex.
 * @throws EMBEDDED_NO_USER when root finds nobody to run the server as
 */
export async function settlePlace(dataDir: string, onNote: (message: string) => void): Promise<Place> {
  const account = process.getuid?.() === 0 ? await serverAccount() : undefined;
  const record = await readRecord(dataDir);
  let home = record === undefined ? dataDir : homeOf(dataDir, record);
  if (account !== undefined && !(await reaches(account, home))) {
    home = await movedHome(dataDir, account);
    onNote(
      `the user ${account.name}, as whom PostgreSQL runs, cannot reach ${dataDir}: the database is kept in ${home}`,
    );
  }
  await writeRecord(dataDir, { v: 1, ...record, home: home === dataDir ? '.' : home });
  return { dataDir, home, cluster: join(home, 'pg'), account };
}

async function movedHome(dataDir: string, account: Account): Promise<string> {
  const folder = await systemFolder(account);
  if (folder === undefined) {
    throw new WireError(
      'EMBEDDED_ACCESS',
      `PostgreSQL does not run as root, and the user ${account.name} can reach neither ${dataDir} nor a folder of the system's. ` +
        `Use --data with a folder that everybody may enter`,
    );
  }
  const home = await mkdtemp(
    join(
      folder,
      `${basename(dataDir)
        .replace(/[^\w.-]/g, '_')
        .slice(0, 40)}-`,
    ),
  );
  await chmod(home, 0o755);
  await writeFile(join(home, 'belongs-to.txt'), `The database of the wirewatch data directory ${dataDir}\n`);
  return home;
}

const SYSTEM_FOLDERS = ['/var/lib/wirewatch', '/usr/local/var/wirewatch', '/opt/wirewatch'];

/** A folder of root's that the account can enter; undefined when there is none. */
export async function systemFolder(account: Account): Promise<string | undefined> {
  for (const folder of SYSTEM_FOLDERS) {
    try {
      const made = await mkdir(folder, { recursive: true });
      if (made !== undefined) await chmod(folder, 0o755);
      const { uid } = await stat(folder);
      if (uid === 0 && (await reaches(account, folder))) return folder;
    } catch {
      // A system without it, or read-only: the next.
    }
  }
  return undefined;
}

/** Whether the account can enter a folder; asked of the system itself, as access lists count too. */
export async function reaches(account: Account, folder: string): Promise<boolean> {
  const { code } = await runProgram('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    account,
    env: {},
    timeoutMs: 10_000,
  });
  return code === 0;
}

/** Whom root starts PostgreSQL as: a user made for it, else PostgreSQL's own, else nobody. */
const PREFERRED = ['wirewatch', 'postgres', '_postgres', 'nobody'];

async function serverAccount(): Promise<Account> {
  const known = await accounts();
  for (const name of PREFERRED) {
    const account = known.find((one) => one.name === name && one.uid > 0);
    if (account) return account;
  }
  throw new WireError(
    'EMBEDDED_NO_USER',
    `PostgreSQL does not run as root, and /etc/passwd has none of ${PREFERRED.join(', ')} to run it as. ` +
      'Add one (useradd --system wirewatch), run wirewatch as another user, or set DATABASE_URL',
  );
}

async function accounts(): Promise<Account[]> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    const account = { name: name ?? '', uid: Number(uid), gid: Number(gid) };
    return account.name !== '' && Number.isSafeInteger(account.uid) && Number.isSafeInteger(account.gid)
      ? [account]
      : [];
  });
}
