import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { z } from 'zod';

/** Where a process lives: processes with the same three values can see and signal each other by process id. */
export const machineSchema = z.object({
  /** Changes with each start of the operating system. */
  boot: z.string(),
  host: z.string(),
  /** The process namespace: two containers of one host differ in it. */
  space: z.string(),
});

export type Machine = z.infer<typeof machineSchema>;

/** The machine, container and boot that this process runs in. */
export async function thisMachine(): Promise<Machine> {
  const [boot, space] = await Promise.all([
    process.platform === 'darwin' ? darwinBoot() : firstLine('/proc/sys/kernel/random/boot_id'),
    readlink('/proc/self/ns/pid').catch(() => 'none'),
  ]);
  return { boot, host: hostname(), space };
}

export function sameMachine(a: Machine, b: Machine): boolean {
  return a.boot === b.boot && a.host === b.host && a.space === b.space;
}

async function firstLine(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => 'unknown')).trim();
}

async function darwinBoot(): Promise<string> {
  const { stdout } = await promisify(execFile)('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], { env: {} }).catch(
    () => ({ stdout: 'unknown' }),
  );
  return stdout.trim();
}
