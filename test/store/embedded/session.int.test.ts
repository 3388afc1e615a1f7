import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { hasPostgres } from '../../support/postgres.ts';
import { unprivileged } from '../../support/servers.ts';
import { spawnTethered } from '../../support/tether.ts';
import {
  cleanUp,
  endServer,
  isAlive,
  preparedFolder,
  runCommand,
  runHere,
  serverPid,
  startClient,
  temporaryFolder,
} from './clients.ts';

afterEach(cleanUp);

describe.skipIf(!hasPostgres('packaged'))('R23 the embedded server has a session of its own', () => {
  it('R23 ten commands at once on an empty directory all work, and the last stops the server', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    const answers = await Promise.all(Array.from({ length: 10 }, () => runCommand({ dataDir })));
    expect(answers.map((one) => one.error ?? one.rows)).toEqual(Array.from({ length: 10 }, () => [{ n: 1 }]));
    expect(new Set(answers.map((one) => one.connectionString)).size).toBe(1);
    expect(serverPid(dataDir)).toBeUndefined();
    expect(readdirSync(dataDir).toSorted()).toEqual(['embedded.json', 'pg', 'postgres.log', 'postgres.log.1']);
    expect(existsSync(answers[0]?.connection?.host ?? '')).toBe(false);
  });

  it('R23 a command that arrives while the last one stops the server works', async () => {
    const dataDir = await preparedFolder();
    for (let round = 0; round < 8; round += 1) {
      // Each leaves as soon as it has its answer: arrivals meet a server that runs, stops, is gone, starts.
      const answers = await Promise.all(
        Array.from({ length: 6 }, async (_, index) => {
          await sleep(index * (20 + 20 * round));
          return runHere({ dataDir });
        }),
      );
      expect(answers.map((one) => one.error ?? one.rows)).toEqual(Array.from({ length: 6 }, () => [{ n: 1 }]));
      expect(serverPid(dataDir)).toBeUndefined();
    }
  });

  it('R23 outlives a kill -9 of its client; the next one finds and uses it, and stops it when it leaves', async () => {
    const dataDir = await preparedFolder();
    const first = startClient({ dataDir });
    await first.attached;
    await first.tell('query CREATE TABLE kept AS SELECT 1 AS n');
    const pid = serverPid(dataDir);
    await first.kill('SIGKILL');
    expect(serverPid(dataDir)).toBe(pid);
    const second = startClient({ dataDir });
    expect((await second.attached).error).toBeUndefined();
    expect(serverPid(dataDir)).toBe(pid);
    expect((await second.tell('query SELECT n FROM kept')).rows).toEqual([{ n: 1 }]);
    await second.tell('release');
    await second.exited;
    expect(serverPid(dataDir)).toBeUndefined();
  });

  it('R23 Ctrl-C to the client’s process group does not reach the server', async () => {
    const dataDir = await preparedFolder();
    const client = startClient({ dataDir });
    await client.attached;
    const pid = serverPid(dataDir);
    process.kill(-client.pid, 'SIGINT');
    await client.exited;
    await sleep(200);
    expect(serverPid(dataDir)).toBe(pid);
    expect((await runCommand({ dataDir })).rows).toEqual([{ n: 1 }]);
    expect(serverPid(dataDir)).toBeUndefined();
  });

  it('R23 a client that stays keeps the server from being stopped by those who leave', async () => {
    const dataDir = await preparedFolder();
    const stays = startClient({ dataDir });
    await stays.attached;
    const pid = serverPid(dataDir);
    await Promise.all([runHere({ dataDir }), runHere({ dataDir }), runHere({ dataDir })]);
    expect(serverPid(dataDir)).toBe(pid);
    expect((await stays.tell('query SELECT 2 AS n')).rows).toEqual([{ n: 2 }]);
    await stays.tell('release');
    expect(serverPid(dataDir)).toBeUndefined();
  });

  it('R23 `ensure` brings a killed server up again, with what was committed', async () => {
    const dataDir = await preparedFolder();
    const client = startClient({ dataDir });
    await client.attached;
    await client.tell('query CREATE TABLE kept AS SELECT 1 AS n');
    const pid = serverPid(dataDir) ?? 0;
    await endServer(pid, 'SIGKILL');
    expect((await client.tell('ensure')).error).toBeUndefined();
    expect(serverPid(dataDir)).not.toBe(pid);
    expect((await client.tell('query SELECT n FROM kept')).rows).toEqual([{ n: 1 }]);
    await client.tell('release');
    expect(serverPid(dataDir)).toBeUndefined();
  });

  it('R23 ten commands at once find a server that was killed, and one of them starts it again', async () => {
    const dataDir = await preparedFolder();
    const first = startClient({ dataDir });
    await first.attached;
    await endServer(serverPid(dataDir) ?? 0, 'SIGKILL');
    await first.kill('SIGKILL');
    const answers = await Promise.all(Array.from({ length: 10 }, () => runHere({ dataDir })));
    expect(answers.map((one) => one.error ?? one.rows)).toEqual(Array.from({ length: 10 }, () => [{ n: 1 }]));
    expect(serverPid(dataDir)).toBeUndefined();
  });

  it('R23 a socket that was swept away: the server is stopped and started anew', async () => {
    const dataDir = await preparedFolder();
    const first = startClient({ dataDir });
    const socketDir = (await first.attached).connection?.host ?? '';
    const pid = serverPid(dataDir);
    rmSync(socketDir, { recursive: true });
    await first.kill('SIGKILL');
    const answer = await runHere({ dataDir });
    expect(answer.rows).toEqual([{ n: 1 }]);
    expect(answer.notes?.join()).toContain('socket is gone');
    expect(isAlive(pid ?? 0)).toBe(false);
  });

  it('R24 a pid proves nothing: another program with the dead server’s number is told apart', async () => {
    const dataDir = await preparedFolder();
    const first = startClient({ dataDir });
    await first.attached;
    const pid = serverPid(dataDir) ?? 0;
    await endServer(pid, 'SIGKILL');
    await first.kill('SIGKILL');
    const other = await spawnTethered({ command: '/bin/sleep', args: ['60'], user: unprivileged() });
    const file = join(dataDir, 'pg', 'postmaster.pid');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, `${other.pid}`));
    const answer = await runHere({ dataDir });
    expect(answer.error ?? answer.rows).toEqual([{ n: 1 }]);
    expect(answer.notes?.join()).toContain('belongs to another program');
    expect(isAlive(other.pid)).toBe(true);
    other.kill('SIGKILL');
  });
});
