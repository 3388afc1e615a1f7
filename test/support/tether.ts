import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface Tethered {
  readonly pid: number;
  /** What the program printed last, at most 8 KiB: the reason when it did not start. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the program has ended, with its exit code (128 + n after a signal). */
  readonly exited: Promise<number>;
}

export interface TetherOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent when the test process ends, however it ends. */
  readonly endSignal?: 'INT' | 'TERM' | 'KILL';
}

// The shell waits on its standard input, which closes with the test process, even after a kill -9 of it.
const SCRIPT = `
signal=$1; shift
"$@" &
program=$!
echo "pid $program"
( cat >/dev/null; kill -"$signal" "$program" 2>/dev/null ) <&3 &
wait "$program"
`;

/** Starts a server that lives no longer than this test process and does not keep it alive. */
export async function spawnTethered(options: TetherOptions): Promise<Tethered> {
  const { command, args, user, env, endSignal = 'TERM' } = options;
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'tether', endSignal, command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...env },
    ...user,
  });
  let tail = '';
  const keep = (text: string): void => {
    tail = (tail + text).slice(-8192);
  };
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === null ? 0 : 137)));
  });
  const lines = createInterface({ input: child.stdout as Readable });
  const pid = await new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      const match = /^pid (\d+)$/.exec(line);
      if (match) resolve(Number(match[1]));
      else keep(`${line}\n`);
    });
    exited.then(() => reject(new Error(`${command} did not start: ${tail}`)), reject);
  });
  child.stderr?.setEncoding('utf8').on('data', keep);
  child.unref();
  for (const stream of child.stdio) unref(stream);
  return {
    pid,
    exited,
    output: () => tail,
    kill: (signal) => {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended already.
      }
    },
  };
}

function unref(stream: Readable | Writable | null | undefined): void {
  (stream as { unref?: () => void } | null | undefined)?.unref?.();
}
