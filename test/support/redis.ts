import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, onPath } from './servers.ts';
import { spawnTethered, type Tethered } from './tether.ts';

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
  /** Wipes it, as an operator's FLUSHALL does. */
  flushall(): Promise<void>;
  /** Killed and started again on the same port, empty (it keeps nothing on disk). */
  restart(): Promise<void>;
  /** kill -9; `restart` brings it up again, empty. */
  kill9(): Promise<void>;
}

/** A private redis-server from PATH on a free port of 127.0.0.1: noeviction, no persistence. `args` are appended. */
export async function startRedis(options: { args?: readonly string[] } = {}): Promise<TestRedis> {
  const program = onPath('redis-server') ?? onPath('valkey-server');
  if (program === undefined) throw new Error('redis-server is not on PATH: run `npm run setup`');
  const folder = mkdtempSync(join(tmpdir(), 'ww-redis-'));
  let server: Tethered | undefined;
  let port = 0;
  // Another process may take the free port before redis-server does: then the next one.
  for (let attempt = 1; server === undefined; attempt += 1) {
    port = await freePort();
    server = await launch(program, port, folder, options.args ?? []).catch((error: unknown) => {
      if (attempt === 5) throw error;
      return undefined;
    });
  }
  let current = server;
  const kill = async (): Promise<void> => {
    current.kill('SIGKILL');
    await current.exited;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
    flushall: async () => {
      await command(port, (redis) => redis.flushall());
    },
    kill9: kill,
    restart: async () => {
      await kill();
      current = await launch(program, port, folder, options.args ?? []);
    },
  };
}

async function launch(program: string, port: number, folder: string, more: readonly string[]): Promise<Tethered> {
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = await spawnTethered({
    command: program,
    args: [...args, '--maxmemory-policy', 'noeviction', '--daemonize', 'no', ...more],
    endSignal: 'KILL',
  });
  const ended = server.exited.then((code) => {
    throw new Error(`redis-server ended with ${code}: ${server.output()}`);
  });
  try {
    await Promise.race([ready(server, port), ended]);
  } catch (error) {
    server.kill('SIGKILL');
    throw error;
  }
  ended.catch(() => undefined);
  return server;
}

/** Waits until the server that answers on the port is the one that was started. */
async function ready(server: Tethered, port: number): Promise<void> {
  for (const deadline = performance.now() + 10_000; ;) {
    const pid = await command(port, async (redis) => /process_id:(\d+)/.exec(await redis.info('server'))?.[1]).catch(
      () => undefined,
    );
    if (pid === String(server.pid)) return;
    if (pid !== undefined) throw new Error(`port ${port} belongs to another server`);
    if (performance.now() > deadline) throw new Error(`redis-server does not answer: ${server.output()}`);
    await sleep(20);
  }
}

async function command<T>(port: number, run: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await run(redis);
  } finally {
    redis.disconnect();
  }
}
