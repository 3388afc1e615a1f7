import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, mkdtemp, open, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WireError } from '../../core/errors.ts';
import { reaches, type Place } from './place.ts';
import type { Account } from './program.ts';
import { readRecord, writeRecord } from './record.ts';

/** The socket is `<folder>/.s.PGSQL.5432`, and the system takes at most 107 bytes (macOS: 103) for its path. */
const MAX_PATH_BYTES = 80;
export const SOCKET_PORT = 5432;

export interface SocketFolders {
  /** XDG_RUNTIME_DIR: a folder of the user's own that does not outlive the machine's run. */
  readonly runtimeDir?: string | undefined;
  /** Where private temporary folders are made. */
  readonly temporaryDir: string;
}

/**
 * The folder of the server's socket, 0700 and the server's own: the recorded one where it still serves, else one in the
 * runtime directory, else a private temporary one. Recorded, so that every later start uses the same address.
 * @throws EMBEDDED_START_FAILED when no folder will do
 */
export async function openSocketDir(place: Place, folders: SocketFolders): Promise<string> {
  const record = await readRecord(place.dataDir);
  const { dev, ino } = await stat(place.home);
  const socketFor = `${dev}:${ino}`;
  const recorded = record?.socketFor === socketFor ? record.socketDir : undefined;
  const name = `wirewatch-${createHash('sha256').update(`${place.home}\n${socketFor}`).digest('hex').slice(0, 12)}`;
  const runtime = [folders.runtimeDir, process.getuid?.() === 0 ? '/run' : undefined].filter(
    (one) => one !== undefined,
  );
  for (const folder of [recorded, ...runtime.map((one) => join(one, name))]) {
    if (folder !== undefined && (await tryFolder(place, folder))) return remember(place, folder, socketFor);
  }
  for (const parent of new Set([folders.temporaryDir, '/tmp'])) {
    const folder = await mkdtemp(join(parent, 'wirewatch-')).catch(() => undefined);
    if (folder === undefined) continue;
    if (await tryFolder(place, folder)) return remember(place, folder, socketFor);
    await rmdir(folder).catch(() => undefined);
  }
  throw new WireError(
    'EMBEDDED_START_FAILED',
    `no folder for the server's socket: neither the runtime directory nor ${folders.temporaryDir} nor /tmp can be used`,
  );
}

async function remember(place: Place, socketDir: string, socketFor: string): Promise<string> {
  const record = await readRecord(place.dataDir);
  if (record?.socketDir !== socketDir || record.socketFor !== socketFor) {
    const home = place.home === place.dataDir ? '.' : place.home;
    await writeRecord(place.dataDir, { v: 1, home, ...record, socketDir, socketFor });
  }
  return socketDir;
}

/** Makes the folder ours alone, without what a dead server left in it; false when that cannot be. */
async function tryFolder(place: Place, folder: string): Promise<boolean> {
  // A list of folders is what PostgreSQL reads: a comma or a quote in a name would part it.
  if (Buffer.byteLength(folder) > MAX_PATH_BYTES || !/^\/[\w/.+@-]*$/.test(folder)) return false;
  const { account } = place;
  try {
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (!(await makePrivate(folder, account))) return false;
    if (account !== undefined && !(await reaches(account, folder))) return false;
    await sweepSocketDir(folder);
    return true;
  } catch {
    return false;
  }
}

/** 0700 and the server's own; false when it is somebody else's. Never through a link: this may be root. */
async function makePrivate(folder: string, account: Account | undefined): Promise<boolean> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const { uid } = await handle.stat();
    if (![process.getuid?.(), account?.uid].includes(uid)) return false;
    if (account !== undefined && uid !== account.uid) await handle.chown(account.uid, account.gid);
    await handle.chmod(0o700);
    return true;
  } finally {
    await handle.close();
  }
}

async function sweepSocketDir(folder: string): Promise<void> {
  for (const name of [`.s.PGSQL.${SOCKET_PORT}`, `.s.PGSQL.${SOCKET_PORT}.lock`])
    await rm(join(folder, name), { force: true });
}

/** After a clean stop; a folder that somebody put something into stays. */
export async function removeSocketDir(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}
