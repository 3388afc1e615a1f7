import { execFileSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** The path of a program on PATH, or undefined. */
export function onPath(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder.startsWith('/'))
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * `describe` where the program is there. Where it is not: under CI=true a failure, otherwise a skip whose name says why.
 * `describeWith('redis-server', 'the queue on Redis', () => { … })`
 */
export function describeWith(program: string, name: string, body: () => void): void {
  if (present(program)) describe(name, body);
  else if (process.env['CI'] === 'true') {
    describe(name, () => {
      throw new Error(`${program} is not on PATH, and CI must not skip: run \`npm run setup\``);
    });
  } else describe.skip(`${name} (skipped: ${program} is not on PATH; \`npm run setup\` installs it)`, body);
}

function present(program: string): boolean {
  return onPath(program) !== undefined;
}

/** Whom servers that refuse to run as root are started as; undefined when this process is not root. */
export function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = passwd.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('there is neither a user postgres nor nobody to start the server as');
}

/** A port of 127.0.0.1 that was free just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The output of a program that must succeed, run as the user that servers are started as. */
export function run(
  command: string,
  args: readonly string[],
  user = unprivileged(),
  env: Readonly<Record<string, string>> = {},
): string {
  return execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...env },
    ...user,
  });
}
