import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { beatFile } from './beat.ts';
import { as, lastLines } from './program.ts';
import type { Place } from './place.ts';
import { SOCKET_PORT } from './socket.ts';

/** A server that was just started: nothing of it is tied to this process. */
export interface StartedServer {
  /** Set once it has ended instead of serving. */
  ended(): boolean;
  /** What it has written to its log since it was started: the last lines. */
  said(): Promise<string>;
}

export function logFile(home: string): string {
  return join(home, 'postgres.log');
}

/**
 * The shell that is the server's parent. While the server lives it moves the beat on every 5 s, and bounds the log: what
 * outgrew 4 MB becomes `postgres.log.1`. It needs no wirewatch, so both hold when every client was killed.
 */
const KEEPER = `
beat=$1 log=$2; shift 2
"$@" &
server=$!
(
  trap 'kill "$nap" 2>/dev/null; exit 0' TERM
  while kill -0 "$server" 2>/dev/null; do
    touch -c "$beat"
    if [ "$(wc -c <"$log")" -gt 4000000 ]; then cp "$log" "$log.1" && : >"$log"; fi
    sleep 5 & nap=$!
    wait "$nap"
  done
) &
beating=$!
wait "$server"; code=$?
kill "$beating" 2>/dev/null
exit "$code"
`;

/** Starts the server in a session of its own: neither Ctrl-C nor the end of a terminal reaches it. */
export async function launchServer(place: Place, binaries: Binaries, socketDir: string): Promise<StartedServer> {
  const log = logFile(place.home);
  await ownFile(`${log}.1`, place);
  const handle = await ownFile(log, place, true);
  if (handle === undefined) throw new Error('unreachable');
  try {
    const from = (await handle.stat()).size;
    const child = spawn('/bin/sh', ['-c', KEEPER, 'wirewatch-postgres', beatFile(place.home), log, ...command()], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', handle.fd, handle.fd],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      ...as(place.account),
    });
    let over = false;
    const end = (): void => {
      over = true;
    };
    child.once('error', end);
    child.once('exit', end);
    child.unref();
    return { ended: () => over, said: () => said(log, from) };
  } finally {
    await handle.close();
  }

  function command(): string[] {
    const settings = {
      listen_addresses: '',
      unix_socket_directories: socketDir,
      unix_socket_permissions: '0700',
      port: `${SOCKET_PORT}`,
      logging_collector: 'off',
      log_destination: 'stderr',
    };
    const program = [join(binaries.bin, 'postgres'), '-D', place.cluster];
    // `env`, as macOS takes DYLD_… away from what a shell of the system's starts.
    const environment = Object.entries(binaries.env).map(([name, value]) => `${name}=${value}`);
    const before = environment.length === 0 ? [] : ['/usr/bin/env', ...environment];
    return [...before, ...program, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  }
}

/** Makes a file that the server's user may write; the folder may be root's alone. */
async function ownFile(
  file: string,
  place: Place,
  keep = false,
): Promise<Awaited<ReturnType<typeof open>> | undefined> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
  const handle = await open(file, flags, 0o600);
  if (place.account) await handle.chown(place.account.uid, place.account.gid);
  if (keep) return handle;
  await handle.close();
  return undefined;
}

async function said(log: string, from: number): Promise<string> {
  const size = (await stat(log)).size;
  const text = await readFile(log);
  const fresh = size >= from ? text.subarray(from) : text;
  return lastLines(fresh.subarray(-16_384).toString('utf8'), 8);
}
