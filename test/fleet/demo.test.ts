import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasPostgres } from '../support/postgres.ts';
import { runCommand, spawnCommand } from '../support/processes.ts';
import { until } from '../support/until.ts';

const SYSTEM = '/var/lib/wirewatch';

/** Processes whose command line or working directory names the folder. */
function processesIn(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(folder) ? [line] : [];
      } catch {
        return [];
      }
    });
}

const kept = (): string[] => (existsSync(SYSTEM) ? readdirSync(SYSTEM).sort() : []);

describe.skipIf(!hasPostgres('packaged') || process.platform !== 'linux')('wirewatch demo', () => {
  let folder: string;
  let keptBefore: string[];
  const env = (): Record<string, string> => ({
    TMPDIR: join(folder, 'tmp'),
    XDG_RUNTIME_DIR: '',
    // All of these are ignored (R28).
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    REDIS_URL: 'redis://127.0.0.1:1',
    WIREWATCH_DATA: join(folder, 'not-this'),
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wirewatch-demo-test-'));
    mkdirSync(join(folder, 'tmp'));
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'tmp'), 0o755);
    keptBefore = kept();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function expectNothingLeft(): void {
    expect(readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('wirewatch'))).toEqual([]);
    expect(processesIn(folder)).toEqual([]);
    expect(existsSync(join(folder, 'not-this'))).toBe(false);
    expect(kept()).toEqual(keptBefore);
  }

  it('--once brings every expected alert once, ends with 0, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await runCommand(['demo', '--once'], { env: env(), cwd: folder });
    expect({ code, end: stdout.slice(-400) }, stderr).toMatchObject({ code: 0 });
    expect(stdout).toContain('Every expected alert was delivered exactly once, and no false one.');
    expectNothingLeft();
  });

  it('ended by SIGTERM in the middle leaves nothing behind', async () => {
    const demo = spawnCommand(['demo'], { env: env(), cwd: folder });
    await until(demo.stdout, (text) => text.includes('European security'), { ms: 240_000, what: 'an alert' });
    await demo.end('SIGTERM');
    expectNothingLeft();
  });

  it('ended by SIGTERM while it starts leaves nothing behind', async () => {
    const demo = spawnCommand(['demo'], { env: env(), cwd: folder });
    await until(demo.stderr, (text) => text.includes('Starting'), { ms: 240_000, what: 'the first words' });
    await demo.end('SIGTERM');
    expectNothingLeft();
  });

  it('works in a temporary folder that the server’s user cannot enter', async () => {
    chmodSync(join(folder, 'tmp'), 0o700);
    const demo = spawnCommand(['demo'], { env: env(), cwd: folder });
    await until(demo.stderr, (text) => text.includes('The web page is at'), { ms: 240_000, what: 'the address' });
    await demo.end('SIGTERM');
    expectNothingLeft();
  });
});
