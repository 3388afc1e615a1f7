import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { findBinaries, type Binaries } from '../../../src/store/embedded/binaries.ts';
import { packagedNative } from '../../../src/store/embedded/packaged.ts';
import { isWireError } from '../../../src/core/errors.ts';
import { hasPostgres, postgresBins } from '../../support/postgres.ts';
import { onPath } from '../../support/servers.ts';
import { cleanUp, preparedFolder, runHere, temporaryFolder } from './clients.ts';

afterEach(cleanUp);

/** A folder with programs that say a version and can do nothing else. */
function fakeBin(version: string, exitCode = 0): string {
  const folder = temporaryFolder();
  for (const name of ['postgres', 'initdb']) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${version}"\nexit ${exitCode}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

const NO_PACKAGE = '/nonexistent/native';

async function find(options: { binDir?: string; native?: string; path?: string; major?: number }): Promise<Binaries> {
  return findBinaries({ path: '', home: temporaryFolder(), onNote: () => undefined, ...options });
}

async function codeAndMessage(result: Promise<unknown>): Promise<string> {
  return result.then(
    () => 'found',
    (error: unknown) => (isWireError(error) ? `${error.code} ${error.message}` : String(error)),
  );
}

describe('R26 which PostgreSQL', () => {
  it('R26 WIREWATCH_POSTGRES_BIN goes first, and alone', async () => {
    const binDir = fakeBin('17.2 (Debian 17.2-1)');
    expect(await find({ binDir, path: fakeBin('18.0') })).toMatchObject({ bin: binDir, version: '17.2', major: 17 });
    const message = await codeAndMessage(find({ binDir: '/nonexistent', path: fakeBin('18.0') }));
    expect(message).toMatch(/^EMBEDDED_NO_BINARY .*WIREWATCH_POSTGRES_BIN=\/nonexistent/);
  });

  it.skipIf(!hasPostgres('packaged'))('R26 then the package, then PATH', async () => {
    const path = fakeBin('18.9');
    expect(await find({ path })).toMatchObject({ source: 'package', bin: join(packagedNative() ?? '', 'bin') });
    expect(await find({ path, native: NO_PACKAGE })).toMatchObject({ source: 'PATH', version: '18.9' });
  });

  it('R26 one that does not run, or is too old, is passed over', async () => {
    const path = [fakeBin('18.1', 127), fakeBin('14.9'), fakeBin('16.4'), fakeBin('18.0')].join(':');
    expect(await find({ path, native: NO_PACKAGE })).toMatchObject({ version: '16.4' });
    const message = await codeAndMessage(find({ binDir: fakeBin('14.9') }));
    expect(message).toContain('EMBEDDED_NO_BINARY');
    expect(message).toContain('is PostgreSQL 14.9; 15 or later is needed');
  });

  it('R26 of several the one that fits the cluster’s major version is taken', async () => {
    const path = [fakeBin('18.1'), fakeBin('16.4')].join(':');
    expect(await find({ path, native: NO_PACKAGE, major: 16 })).toMatchObject({ version: '16.4' });
  });

  it('R26 where none fits, both versions and the way out are named', async () => {
    const message = await codeAndMessage(find({ binDir: fakeBin('18.1'), major: 15 }));
    expect(message).toContain('EMBEDDED_VERSION');
    expect(message).toContain('was made by PostgreSQL 15, but what runs here is 18.1');
    expect(message).toContain('WIREWATCH_POSTGRES_BIN');
  });

  it.runIf(existsSync('/usr/lib/postgresql'))('R26 last the folder that the distribution keeps it in', async () => {
    const found = await find({ path: '', native: NO_PACKAGE });
    expect(found).toMatchObject({ source: 'system' });
    expect(found.bin).toMatch(/^\/usr\/lib\/postgresql\/\d+\/bin$/);
  });

  it('R26 a relative folder in PATH is not looked into', async () => {
    const path = ['.', 'bin', '', fakeBin('16.4')].join(':');
    expect(await find({ path, native: NO_PACKAGE })).toMatchObject({ version: '16.4' });
  });

  it.skipIf(!hasPostgres('packaged'))(
    'R26 a data directory of another major version is refused, and stays as it is',
    async () => {
      const dataDir = await preparedFolder();
      const binDir = fakeBin('15.3');
      const answer = await runHere({ dataDir, binDir });
      expect(answer.code).toBe('EMBEDDED_VERSION');
      expect(answer.error).toMatch(/made by PostgreSQL 18.*here is 15\.3/);
      expect(readFileSync(join(dataDir, 'pg', 'PG_VERSION'), 'utf8').trim()).toBe('18');
      expect((await runHere({ dataDir })).rows).toEqual([{ n: 1 }]);
    },
  );
});

const LETTERS = `
  SELECT current_setting('server_encoding') AS encoding,
         current_setting('data_checksums') AS checksums,
         lower('БЕЛАРУСЬ') AS lower,
         'Б' > 'a' COLLATE "default" AS by_code,
         (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS collate,
         cardinality(show_trgm('Беларусь')) AS trigrams`;

describe.each(postgresBins())('R26 a database made by PostgreSQL (%s)', (bin) => {
  it('R26 sees Cyrillic letters in trigrams whatever LANG is, and sorts by code', async () => {
    const dataDir = temporaryFolder();
    const binDir = bin === 'path' ? dirname(onPath('postgres') ?? '') : undefined;
    const options = { dataDir, ...(binDir === undefined ? {} : { binDir }) };
    expect((await runHere(options, 'CREATE EXTENSION pg_trgm')).error).toBeUndefined();
    const answer = await runHere(options, LETTERS);
    expect(answer.rows?.[0]).toMatchObject({ encoding: 'UTF8', checksums: 'on', lower: 'беларусь', by_code: true });
    expect(answer.rows?.[0]).toMatchObject({ collate: 'C' });
    expect(Number(answer.rows?.[0]?.['trigrams'])).toBeGreaterThan(5);
  });
});
