import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { removeEmbedded } from '../../src/store/embedded/remove.ts';
import { askOnce } from '../support/ask.ts';
import { hasPostgres } from '../support/postgres.ts';
import { runCommand, spawnCommand, type Env, type Ran, type Running } from '../support/processes.ts';
import { until } from '../support/until.ts';
import { startScene, type Scene } from './scene.ts';

/** A data directory of a test; as root the server runs as somebody else, who must be able to enter. */
function dataDirectory(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-data-'));
  chmodSync(folder, 0o755);
  return join(folder, 'data');
}

/** The postmaster of a data directory, from its own file; undefined when none runs. */
function postmaster(data: string): { pid: number; connectionString: string } | undefined {
  const file = join(data, 'pg', 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port, socket] = readFileSync(file, 'utf8').split('\n');
  if (pid === undefined || port === undefined || socket === undefined) return undefined;
  return {
    pid: Number(pid),
    connectionString: `postgresql://wirewatch@${encodeURIComponent(socket.trim())}:${port.trim()}/wirewatch`,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

describe.skipIf(!hasPostgres('packaged'))('the embedded engine, from outside', () => {
  const ends: (() => Promise<unknown> | void)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  function directory(): string {
    const data = dataDirectory();
    ends.push(() => removeEmbedded(data));
    return data;
  }

  async function openScene(data: string): Promise<Scene> {
    const scene = await startScene({
      env: { WIREWATCH_DATA: data },
      query: (sql) => {
        const running = postmaster(data);
        if (running === undefined) throw new Error('no server runs');
        return askOnce(running.connectionString, sql);
      },
    });
    ends.push(() => scene.stop());
    return scene;
  }

  async function start(env: Env): Promise<Running> {
    const running = spawnCommand(['start', '--port', '0'], { env });
    ends.push(() => running.end());
    await until(running.stderr, (text) => text.includes('"address":"http://127.0.0.1:'), {
      ms: 180_000,
      what: '`start` at work',
    });
    return running;
  }

  it('a port that is taken is told at once, and no server is left', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    ends.push(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const data = directory();
    const { code, stderr } = await runCommand(['start', '--port', String(port)], { env: { WIREWATCH_DATA: data } });
    expect(stderr).toContain(`cannot listen on 127.0.0.1:${port} for the web page`);
    expect(stderr).toContain('LISTEN_FAILED');
    expect(stderr).not.toMatch(/already been destroyed|could not be closed/);
    expect(code).toBe(1);
    expect(existsSync(join(data, 'pg')), 'nothing was made for it').toBe(false);
  });

  it('kill -9 of `start` and of its server in the middle: all alerts, once; then SIGTERM leaves nothing behind', async () => {
    const data = directory();
    const scene = await openScene(data);
    const first = await start(scene.env);
    await scene.alerts(1);
    const share = Math.floor(scene.newsroom.pending() / 3);
    await scene.publish(share);
    await first.end('SIGKILL');
    const server = postmaster(data)?.pid ?? 0;
    expect(isAlive(server), 'the server outlives a kill -9 of wirewatch').toBe(true);
    const second = await start(scene.env);
    expect(postmaster(data)?.pid, 'and is used by the next start').toBe(server);
    await scene.publish(share);
    process.kill(server, 'SIGKILL');
    await scene.publish(scene.newsroom.pending());
    await scene.settled();
    expect(second.isRunning()).toBe(true);
    expect(postmaster(data)?.pid).not.toBe(server);
    const told = performance.now();
    expect(await second.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(performance.now() - told).toBeLessThan(30_000);
    expect(existsSync(join(data, 'pg', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(data, 'beat.json'))).toBe(false);
  });

  it('a second `start` is refused with the first one’s process id; every command works beside it and without it', async () => {
    const data = directory();
    const env = { WIREWATCH_DATA: data };
    const running = await start(env);
    const refused = await runCommand(['start', '--port', '0'], { env });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      new RegExp(`another \`wirewatch start\` \\(process ${running.pid}\\) runs on .*\\[EMBEDDED_BUSY\\]`),
    );
    expect(await runCommand(['topics', 'add', 'beside', 'harbour'], { env })).toMatchObject({
      code: 0,
      stdout: 'added: beside\n',
    });
    expect(running.isRunning()).toBe(true);
    expect(await running.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(postmaster(data)).toBeUndefined();
    const listed = await runCommand(['topics', 'list', '--json'], { env });
    expect(JSON.parse(listed.stdout)).toMatchObject([{ id: 'beside', query: 'harbour' }]);
    expect(postmaster(data), 'the last to leave stopped it').toBeUndefined();
  });

  it('ten commands at the same moment on an empty directory all work, and the last leaves no server behind', async () => {
    const data = directory();
    const env = { WIREWATCH_DATA: data };
    const ran: Ran[] = await Promise.all(
      Array.from({ length: 10 }, (_, n) => runCommand(['topics', 'add', `t${n}`, `word${n}`], { env })),
    );
    for (const [n, { code, stdout, stderr }] of ran.entries())
      expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: `added: t${n}\n` });
    expect(postmaster(data)).toBeUndefined();
    expect(readdirSync(data).filter((name) => name.startsWith('pg.'))).toEqual([]);
    const listed = await runCommand(['topics', 'list', '--json'], { env });
    expect((JSON.parse(listed.stdout) as unknown[]).length).toBe(10);
  });
});
