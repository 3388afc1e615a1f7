import { chown, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { WireError } from '../../core/errors.ts';
import type { Account } from './program.ts';
import { machineSchema, sameMachine, thisMachine, type Machine } from './machine.ts';

/** The sign of life beside the cluster: whose server it is. Its time of change moves every 5 s while the server lives. */
const beatSchema = z.object({ v: z.literal(1), machine: machineSchema, pid: z.int() });

/** Two beats and some: whoever has not moved the file in this time is gone. */
const WATCH_MS = 11_000;
const LOOK_MS = 250;

export function beatFile(home: string): string {
  return join(home, 'beat.json');
}

/**
 * Makes the beat ours, so that no second machine or container starts a server on the same volume. One that another
 * left behind is watched for 11 s first; clocks are not compared, only whether it still moves.
 * @throws EMBEDDED_OTHER_MACHINE
 */
export async function claimBeat(
  home: string,
  account: Account | undefined,
  onNote: (message: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const machine = await thisMachine();
  const found = await look(home);
  if (found !== undefined && (found.owner === undefined || !sameMachine(found.owner, machine))) {
    await watch(home, found, onNote, signal);
    await write(home, machine, account);
    await sleep(4 * LOOK_MS); // another machine may have come to the same conclusion: the later writer has it
    const now = await look(home);
    if (now?.owner === undefined || !sameMachine(now.owner, machine)) throw otherMachine(home, now?.owner);
    return;
  }
  await write(home, machine, account);
}

/** Moves the beat on, should the server's keeper have been killed. */
export async function touchBeat(home: string): Promise<void> {
  const now = new Date();
  await utimes(beatFile(home), now, now).catch(() => undefined);
}

/** After a clean stop: the next machine need not wait. */
export async function dropBeat(home: string): Promise<void> {
  await rm(beatFile(home), { force: true });
}

interface Seen {
  readonly owner: Machine | undefined;
  readonly text: string;
  readonly changedMs: number;
}

async function look(home: string): Promise<Seen | undefined> {
  const file = beatFile(home);
  try {
    const text = await readFile(file, 'utf8');
    const { mtimeMs } = await stat(file);
    return { owner: ownerOf(text), text, changedMs: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function ownerOf(text: string): Machine | undefined {
  try {
    return beatSchema.parse(JSON.parse(text)).machine;
  } catch {
    return undefined; // cut by a power loss
  }
}

async function watch(
  home: string,
  first: Seen,
  onNote: (message: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const host = first.owner?.host ?? 'unknown';
  onNote(`the data directory was last used by another machine or boot (${host}); making sure that nobody uses it now`);
  for (const end = performance.now() + WATCH_MS; performance.now() < end;) {
    await sleep(LOOK_MS, undefined, { signal });
    const now = await look(home);
    if (now === undefined) return; // it has just been stopped cleanly
    if (now.changedMs !== first.changedMs || now.text !== first.text) throw otherMachine(home, now.owner);
  }
}

async function write(home: string, machine: Machine, account: Account | undefined): Promise<void> {
  const file = beatFile(home);
  const next = `${file}.${process.pid}`;
  const handle = await open(next, 'w', 0o644);
  try {
    await handle.writeFile(`${JSON.stringify({ v: 1, machine, pid: process.pid })}\n`);
  } finally {
    await handle.close();
  }
  if (account) await chown(next, account.uid, account.gid); // its keeper moves it on
  await rename(next, file);
}

function otherMachine(home: string, owner: Machine | undefined): WireError {
  const where =
    owner === undefined ? 'another machine' : `${owner.host} (boot ${owner.boot.slice(0, 8)}, ${owner.space})`;
  return new WireError('EMBEDDED_OTHER_MACHINE', `${home} is in use by a server on ${where}; stop that one first`, {
    detail: { home, owner },
  });
}
