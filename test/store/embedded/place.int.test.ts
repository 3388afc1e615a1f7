import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { packagedNative } from '../../../src/store/embedded/packaged.ts';
import { hasPostgres } from '../../support/postgres.ts';
import { unprivileged } from '../../support/servers.ts';
import { removeEmbedded } from '../../../src/store/embedded/remove.ts';
import {
  canBeOthers,
  cleanUp,
  isAlive,
  preparedFolder,
  isRoot,
  modeOf,
  runCommand,
  runHere,
  serverPid,
  startClient,
  temporaryFolder,
} from './clients.ts';

afterEach(cleanUp);

/** A copy of the package's programs as npm unpacks it: without the links that an install script would make. */
function unlinkedPackage(folder: string): string {
  const native = join(folder, 'native');
  cpSync(packagedNative() ?? '', native, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  for (const { target } of links) rmSync(join(folder, target), { force: true });
  return native;
}

const SETTINGS = `SELECT current_setting('listen_addresses') AS tcp, current_setting('fsync') AS fsync,
  current_setting('unix_socket_permissions') AS mode`;

describe.skipIf(!hasPostgres('packaged'))('R25 where the embedded server lives', () => {
  it('R25 its socket is the only way in: a folder of mode 0700, no TCP, and what is committed is on disk', async () => {
    const dataDir = await preparedFolder();
    const client = startClient({ dataDir });
    const { connection } = await client.attached;
    const host = connection?.host ?? '';
    expect(Buffer.byteLength(host)).toBeLessThanOrEqual(80);
    expect(modeOf(host)).toBe(0o700);
    expect(modeOf(join(dataDir, 'pg'))).toBe(0o700);
    expect((await client.tell(`query ${SETTINGS.replaceAll('\n', ' ')}`)).rows).toEqual([
      { tcp: '', fsync: 'on', mode: '0700' },
    ]);
    const role = await client.tell('query SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
    expect(role.rows).toEqual([{ rolsuper: false }]);
    const rules = await client.tell('asPostgres SELECT type, auth_method FROM pg_hba_file_rules');
    expect(new Set(rules.rows?.map((rule) => `${String(rule['type'])} ${String(rule['auth_method'])}`))).toEqual(
      new Set(['local trust', 'host reject']),
    );
    await client.tell('release');
  });

  it.each(['/proc/nowhere', '/dev/null/data', `/tmp/${'x'.repeat(300)}`])(
    'a folder that cannot be says so at once: %s',
    async (dataDir) => {
      expect(await runHere({ dataDir })).toMatchObject({
        code: 'EMBEDDED_ACCESS',
        error: expect.stringContaining('can’t be a data directory') as string,
      });
    },
  );

  it('R25 a data directory with a long path and odd letters has a short socket', async () => {
    const dataDir = join(temporaryFolder(), `Müller's "data", ${'x'.repeat(100)}`, 'y'.repeat(60));
    const answer = await runHere({ dataDir });
    expect(answer.error ?? answer.rows).toEqual([{ n: 1 }]);
    expect(Buffer.byteLength(answer.connection?.host ?? '')).toBeLessThanOrEqual(80);
  });

  it('R25 the runtime directory is used where there is one, and the recorded folder from then on', async () => {
    const user = unprivileged();
    const dataDir = await preparedFolder();
    const runtimeDir = temporaryFolder({ mode: 0o755, ...user });
    const first = await runHere({ dataDir, environment: { runtimeDir } });
    expect(first.connection?.host.startsWith(`${runtimeDir}/wirewatch-`)).toBe(true);
    const second = await runHere({ dataDir });
    expect(second.connection?.host).toBe(first.connection?.host);
    const long = join(temporaryFolder(), 'r'.repeat(90));
    mkdirSync(long);
    const third = await runHere({ dataDir: await preparedFolder(), environment: { runtimeDir: long } });
    expect(third.connection?.host.startsWith(long)).toBe(false);
  });

  it.runIf(isRoot)('R25 root in a folder of mode 0700: data go where the server’s user can reach them', async () => {
    const parent = temporaryFolder({ mode: 0o700 });
    const dataDir = join(parent, 'data');
    const first = await runHere({ dataDir }, 'CREATE TABLE kept AS SELECT 1 AS n');
    expect(first.error).toBeUndefined();
    expect(modeOf(parent)).toBe(0o700);
    expect(first.home?.startsWith(dataDir)).toBe(false);
    const said = first.notes?.filter((note) => note.includes(first.home ?? '?') && note.includes('cannot reach'));
    expect(said).toHaveLength(1);
    const record = JSON.parse(readFileSync(join(dataDir, 'embedded.json'), 'utf8')) as { home: string };
    expect(record.home).toBe(first.home);
    expect(statSync(join(record.home, 'pg')).uid).not.toBe(0);
    const second = await runHere({ dataDir }, 'SELECT n FROM kept');
    expect(second.rows).toEqual([{ n: 1 }]);
    expect(second.notes?.join()).not.toContain('cannot reach');
    expect(readFileSync(join(record.home, 'belongs-to.txt'), 'utf8')).toContain(dataDir);
    rmSync(record.home, { recursive: true });
    expect(await runHere({ dataDir })).toMatchObject({ code: 'EMBEDDED_MOVED' });
  });

  it('R25 a temporary data directory is removed with all that belongs to it', async () => {
    const parent = temporaryFolder({ mode: 0o700, ...unprivileged() });
    const dataDir = join(parent, 'data');
    const client = startClient({ dataDir });
    const { home = '', connection } = await client.attached;
    const pid = serverPid(home) ?? 0;
    await client.kill('SIGKILL');
    await removeEmbedded(dataDir);
    expect(isAlive(pid)).toBe(false);
    expect([dataDir, home, connection?.host ?? ''].filter((path) => existsSync(path))).toEqual([]);
    await removeEmbedded(dataDir);
  });

  it.runIf(isRoot)('R25 root with programs below a folder of mode 0700: they are copied once', async () => {
    const hidden = temporaryFolder({ mode: 0o700 });
    const native = unlinkedPackage(hidden);
    execFileSync('chmod', ['-R', 'go-rwx', native]); // as an install with umask 077 leaves them
    const dataDir = await preparedFolder();
    const first = await runHere({ dataDir, native });
    expect(first.error ?? first.rows).toEqual([{ n: 1 }]);
    expect(modeOf(hidden)).toBe(0o700);
    const copied = first.notes?.find((note) => note.includes('are copied to')) ?? '';
    const folder = /copied to (\S+),/.exec(copied)?.[1] ?? '';
    expect(statSync(join(folder, 'bin', 'postgres')).uid).toBe(0);
    const second = await runHere({ dataDir, native });
    expect(second.notes?.join()).not.toContain('are copied to');
    rmSync(folder, { recursive: true });
  });

  it.runIf(canBeOthers)('R25 an ordinary user’s server runs as that user', async () => {
    const user = unprivileged();
    const dataDir = join(temporaryFolder({ ...user }), 'data');
    const client = startClient({ dataDir, ...user });
    expect((await client.attached).error).toBeUndefined();
    expect(statSync(`/proc/${serverPid(dataDir)}`).uid).toBe(user?.uid);
    await client.tell('release');
    await client.exited;
    // Root takes the server up as the owner of its data.
    expect((await runHere({ dataDir })).rows).toEqual([{ n: 1 }]);
    expect(statSync(join(dataDir, 'pg')).uid).toBe(user?.uid);
  });

  it.runIf(canBeOthers)('R25 another user’s data directory is refused with the owner’s name', async () => {
    const dataDir = await preparedFolder();
    chmodSync(dataDir, 0o777);
    const answer = await runCommand({ dataDir, uid: 2, gid: 2 });
    expect(answer).toMatchObject({ code: 'EMBEDDED_ACCESS' });
    expect(answer.error).toMatch(/user (wirewatch|postgres|nobody)/);
  });

  it.runIf(canBeOthers)('R25 a uid without a name gets an error that names the cure', async () => {
    const dataDir = temporaryFolder({ uid: 61234 });
    const answer = await runCommand({ dataDir, uid: 61234 });
    expect(answer.code).toBe('EMBEDDED_NO_USER');
    expect(answer.error).toContain('useradd --uid 61234');
  });

  it.runIf(canBeOthers)('R25 a uid without a name can use a database that is there already', async () => {
    const dataDir = await preparedFolder();
    execFileSync('chown', ['-R', '61234:61234', dataDir]);
    const answer = await runCommand({ dataDir, uid: 61234 });
    expect(answer.error ?? answer.rows).toEqual([{ n: 1 }]);
  });

  it.runIf(canBeOthers)('R25 read-only node_modules: the links stand in a folder of our own', async () => {
    const user = unprivileged();
    const native = unlinkedPackage(temporaryFolder()); // root's: the user may not write there
    const dataDir = temporaryFolder({ ...user });
    const answer = await runCommand({ dataDir, native, ...user });
    expect(answer.error ?? answer.rows).toEqual([{ n: 1 }]);
    expect(statSync(join(dataDir, 'pg-lib', 'libpq.so.5')).isFile()).toBe(true);
    expect(() => statSync(join(native, 'lib', 'libpq.so.5'))).toThrow('ENOENT');
  });

  it('R25 a writable package gets its links in place', async () => {
    const native = unlinkedPackage(temporaryFolder());
    const answer = await runHere({ dataDir: await preparedFolder(), native });
    expect(answer.error ?? answer.rows).toEqual([{ n: 1 }]);
    expect(statSync(join(native, 'lib', 'libpq.so.5')).isFile()).toBe(true);
  });

  it('R25 something else by the name of pg is not touched', async () => {
    const dataDir = temporaryFolder({ ...unprivileged() });
    mkdirSync(join(dataDir, 'pg'));
    writeFileSync(join(dataDir, 'pg', 'notes.txt'), 'mine');
    const answer = await runHere({ dataDir });
    expect(['EMBEDDED_MOVED', 'EMBEDDED_ACCESS']).toContain(answer.code);
    expect(readFileSync(join(dataDir, 'pg', 'notes.txt'), 'utf8')).toBe('mine');
  });

  it.runIf(isRoot)('R27 a disk without room gets an error that says how much is missing', async ({ skip }) => {
    const disk = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=755', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      skip('this root may not mount a small disk');
    }
    try {
      const answer = await runHere({ dataDir: join(disk, 'data') });
      expect(answer).toMatchObject({ code: 'EMBEDDED_DISK' });
      expect(answer.error).toMatch(/6[0-4] MiB free .* needs 192 MiB/);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('R27 free bytes are those of the disk that holds the database', async () => {
    const { freeBytes } = await runHere({ dataDir: await preparedFolder() });
    expect(freeBytes).toBeGreaterThan(1024 * 1024);
    expect(Number.isSafeInteger(freeBytes)).toBe(true);
  });
});
