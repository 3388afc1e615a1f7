import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** What a running (or dead) server wrote into `postmaster.pid`: PostgreSQL's storage/ipc/miscinit, one value a line. */
export interface Postmaster {
  readonly pid: number;
  readonly socketDir: string;
  readonly port: number;
  readonly stopping: boolean;
}

/** Undefined when there is no server, or when it has only begun to write. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(pidFile(cluster), 'utf8').catch(() => '');
  const [pid, , , port, socketDir, , , state] = text.split('\n');
  const process = {
    pid: Number(pid),
    port: Number(port),
    socketDir: socketDir ?? '',
    stopping: state?.trim() === 'stopping',
  };
  return process.pid > 1 && process.port > 0 && process.socketDir.startsWith('/') ? process : undefined;
}

function pidFile(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

/**
 * What became of the process that `postmaster.pid` names: a server works in its cluster's folder, so another program
 * that got the same number later is told apart. To be asked on the machine that the beat names only.
 */
export async function postmasterState(cluster: string): Promise<'none' | 'dead' | 'foreign' | 'alive'> {
  const text = await readFile(pidFile(cluster), 'utf8').catch(() => undefined);
  if (text === undefined) return 'none';
  const pid = Number.parseInt(text, 10);
  if (!(pid > 1) || !isAlive(pid)) return 'dead';
  return (await worksIn(pid, cluster)) ? 'alive' : 'foreign';
}

/** Takes away what a dead server left, where its number belongs to another process now: PostgreSQL would not start. */
export async function clearPidFile(cluster: string): Promise<void> {
  await rm(pidFile(cluster), { force: true });
}

/**
 * Stops a server fast (open connections get 57P01) and waits until it is gone.
 * @returns false when it still runs after `timeoutMs`, or is not this cluster's
 */
export async function stopPostmaster(cluster: string, timeoutMs: number): Promise<boolean> {
  const postmaster = await readPostmaster(cluster);
  if (postmaster === undefined || (await postmasterState(cluster)) !== 'alive') return true;
  process.kill(postmaster.pid, 'SIGINT');
  for (const end = performance.now() + timeoutMs; performance.now() < end;) {
    const now = await readPostmaster(cluster);
    if (now?.pid !== postmaster.pid && !isAlive(postmaster.pid)) return true;
    if (now === undefined && (await postmasterState(cluster)) !== 'alive') return true;
    await sleep(10);
  }
  return false;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function worksIn(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (/^\d+ \(.*\) Z/s.test(state)) return false; // dead, and nobody has asked how it ended
    const [folder, ours] = await Promise.all([stat(`/proc/${pid}/cwd`).catch(() => undefined), stat(cluster)]);
    if (folder !== undefined) return folder.dev === ours.dev && folder.ino === ours.ino; // its path may differ in a mount
  }
  const { stdout } = await promisify(execFile)('/bin/ps', ['-o', 'command=', '-p', `${pid}`], { env: {} }).catch(
    () => ({
      stdout: cluster, // it cannot be told: rather wait for it than start a second one
    }),
  );
  return stdout.includes(cluster);
}

/** The cluster's own number: the first field of its control file, as `pg_control_system()` gives it. */
export async function systemIdentifierOf(cluster: string): Promise<string> {
  const bytes = await readFile(join(cluster, 'global', 'pg_control'));
  return (endianness() === 'LE' ? bytes.readBigUInt64LE(0) : bytes.readBigUInt64BE(0)).toString();
}

/** The major version that made the cluster (`15`, `18`); undefined when the folder is not a cluster. */
export async function clusterMajor(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '');
  const major = Number.parseInt(text, 10);
  return major > 0 ? major : undefined;
}
