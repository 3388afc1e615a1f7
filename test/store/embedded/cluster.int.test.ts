import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findBinaries } from '../../../src/store/embedded/binaries.ts';
import { createCluster } from '../../../src/store/embedded/cluster.ts';
import { thisMachine } from '../../../src/store/embedded/machine.ts';
import { settlePlace } from '../../../src/store/embedded/place.ts';
import { systemIdentifierOf } from '../../../src/store/embedded/postmaster.ts';
import { hasPostgres } from '../../support/postgres.ts';
import { cleanUp, endServer, preparedFolder, runHere, serverPid, startClient, temporaryFolder } from './clients.ts';

afterEach(cleanUp);

function writeBeat(dataDir: string, machine: object): string {
  const file = join(dataDir, 'beat.json');
  writeFileSync(file, JSON.stringify({ v: 1, machine, pid: 1 }));
  return file;
}

describe.skipIf(!hasPostgres('packaged'))('R24 one cluster', () => {
  it('R24 of two that make it at once one wins, and the loser discards its own', async () => {
    const dataDir = temporaryFolder();
    const place = await settlePlace(dataDir, () => undefined);
    const options = { path: process.env['PATH'] ?? '', home: dataDir, account: place.account, onNote: () => undefined };
    const binaries = await findBinaries(options);
    await Promise.all([1, 2].map(() => createCluster(place, binaries, () => undefined)));
    expect(readdirSync(dataDir).toSorted()).toEqual(['embedded.json', 'pg']);
    expect((await runHere({ dataDir })).rows).toEqual([{ n: 1 }]);
  });

  it('R24 an initdb that was killed leaves nothing that a later start takes for a cluster', async () => {
    const dataDir = temporaryFolder();
    mkdirSync(join(dataDir, 'pg.new-999999999-killed'));
    writeFileSync(join(dataDir, 'pg.new-999999999-killed', 'PG_VERSION'), '18\n');
    expect((await runHere({ dataDir })).rows).toEqual([{ n: 1 }]);
    expect(existsSync(join(dataDir, 'pg.new-999999999-killed'))).toBe(false);
  });

  it('R24 the system identifier is recorded and checked', async () => {
    const [ours, theirs] = [temporaryFolder(), temporaryFolder()];
    await Promise.all([runHere({ dataDir: ours }), runHere({ dataDir: theirs })]);
    const record = JSON.parse(readFileSync(join(ours, 'embedded.json'), 'utf8')) as { systemIdentifier: string };
    expect(record.systemIdentifier).toBe(await systemIdentifierOf(join(ours, 'pg')));
    renameSync(join(ours, 'pg'), join(ours, 'before'));
    renameSync(join(theirs, 'pg'), join(ours, 'pg'));
    const answer = await runHere({ dataDir: ours });
    expect(answer.code).toBe('EMBEDDED_MOVED');
    expect(answer.error).toContain(record.systemIdentifier);
    rmSync(join(ours, 'pg'), { recursive: true });
    expect(await runHere({ dataDir: ours })).toMatchObject({ code: 'EMBEDDED_MOVED' });
  });

  it('R24 a copy of a live data directory is not taken for the original', async () => {
    const dataDir = await preparedFolder();
    const copy = join(temporaryFolder(), 'copy');
    const client = startClient({ dataDir });
    const original = await client.attached;
    await client.tell('asPostgres CHECKPOINT');
    // With owners and modes: Node's own copy keeps neither of a folder in every version.
    execFileSync('cp', ['-a', dataDir, copy]);
    await client.tell('query CREATE TABLE later (n int)');
    const answer = await runHere({ dataDir: copy }, `SELECT to_regclass('later') AS later`);
    expect(answer.error ?? answer.rows).toEqual([{ later: null }]);
    expect(answer.connection?.host).not.toBe(original.connection?.host);
    expect((await client.tell('query SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
    await client.tell('release');
  });

  it('R24 a second `start` is refused and names the first; it may when the first was killed', async () => {
    const dataDir = await preparedFolder();
    const first = startClient({ dataDir });
    await first.attached;
    expect((await first.tell('hold')).error).toBeUndefined();
    const second = startClient({ dataDir });
    await second.attached;
    const refused = await second.tell('hold');
    expect(refused.code).toBe('EMBEDDED_BUSY');
    expect(refused.error).toContain(`process ${first.pid}`);
    await first.kill('SIGKILL');
    expect((await second.tell('hold')).error).toBeUndefined();
    await second.tell('release');
  });

  it('R24 `start` brings a killed server up by itself and takes its lock again', async () => {
    const dataDir = await preparedFolder();
    const first = startClient({ dataDir });
    await first.attached;
    await first.tell('hold');
    const pid = serverPid(dataDir) ?? 0;
    await endServer(pid, 'SIGKILL');
    while (serverPid(dataDir) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    const second = startClient({ dataDir });
    await second.attached;
    await first.tell('ensure');
    expect((await second.tell('hold')).code).toBe('EMBEDDED_BUSY');
    await second.tell('release');
    expect((await first.tell('query SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
    await first.tell('release');
    expect(serverPid(dataDir)).toBeUndefined();
  });

  it('R24 another machine’s living beat refuses this one', async () => {
    const dataDir = await preparedFolder();
    expect(existsSync(join(dataDir, 'beat.json'))).toBe(false);
    const file = writeBeat(dataDir, { boot: 'another-boot', host: 'other-host', space: 'pid:[1]' });
    const timer = setInterval(() => utimesSync(file, new Date(), new Date()), 1000);
    const answer = await runHere({ dataDir });
    clearInterval(timer);
    expect(answer.code).toBe('EMBEDDED_OTHER_MACHINE');
    expect(answer.error).toContain('other-host');
    expect(serverPid(dataDir)).toBeUndefined();
  });

  it('R24 another container of this machine counts as another machine', async () => {
    const dataDir = temporaryFolder();
    const file = writeBeat(dataDir, { ...(await thisMachine()), space: 'pid:[1]' });
    const timer = setInterval(() => utimesSync(file, new Date(), new Date()), 1000);
    const answer = await runHere({ dataDir });
    clearInterval(timer);
    expect(answer.code).toBe('EMBEDDED_OTHER_MACHINE');
  });

  it('R24 a beat that stands still is taken over; ours moves, and the log is bounded, while the server lives', async () => {
    const dataDir = await preparedFolder();
    const file = writeBeat(dataDir, { boot: 'another-boot', host: 'other-host', space: 'pid:[1]' });
    const client = startClient({ dataDir });
    const attached = await client.attached;
    expect(attached.error).toBeUndefined();
    expect(attached.notes?.join()).toContain('other-host');
    const { machine } = JSON.parse(readFileSync(file, 'utf8')) as { machine: object };
    expect(machine).toEqual(await thisMachine());
    await client.kill('SIGKILL'); // nobody is left but the server
    const before = statSync(file).mtimeMs;
    const log = join(dataDir, 'postgres.log');
    appendFileSync(log, `${'x'.repeat(999)}\n`.repeat(5000));
    await new Promise((resolve) => setTimeout(resolve, 7000));
    expect(statSync(file).mtimeMs).toBeGreaterThan(before);
    expect(statSync(log).size).toBeLessThan(100_000);
    expect(statSync(`${log}.1`).size).toBeGreaterThan(4_000_000);
  });
});
