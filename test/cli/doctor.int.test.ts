import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSeal } from '../../src/store/seal.ts';
import { ask } from '../support/ask.ts';
import { runCommand } from '../support/processes.ts';
import { useStand } from '../support/stand.ts';

it('doctor goes on where neither database nor Redis answers, and names what it could not look at', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-doctor-'));
  const config = join(folder, 'wirewatch.yaml');
  writeFileSync(config, 'feeds: [http://127.0.0.1:1024/rss]\nnetwork: { allowPrivate: [127.0.0.0/8] }\n');
  const { stdout: out, stderr: err } = await runCommand(['doctor', '--json'], {
    env: {
      WIREWATCH_CONFIG: config,
      DATABASE_URL: 'postgres://reporter:hunter2@127.0.0.1:1024/news',
      REDIS_URL: 'redis://queue:hunter2@127.0.0.1:1025',
    },
  });
  rmSync(folder, { recursive: true });
  const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: { check: string; level: string }[] };
  expect(ok).toBe(false);
  expect(out + err).not.toContain('hunter2');
  const found = findings.map(({ check, level }) => `${check} ${level}`);
  expect(found).toEqual([
    'configuration ok',
    'engine ok',
    'store fault',
    'queues fault',
    'clock warning',
    'feeds warning',
    'quarantine warning',
    'network warning',
    'network fault',
    expect.stringMatching(/^user agent /),
    'access warning',
  ]);
  expect(out).toContain('127.0.0.1:1024: the connection is refused');
});

describe('doctor beside a store', () => {
  const { fresh } = useStand();

  it('R6 tells a clock that is off, and which hosts its settings do not let it try', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wirewatch-doctor-'));
    const config = join(folder, 'wirewatch.yaml');
    writeFileSync(config, 'feeds: [http://127.0.0.1:1024/rss]\n');
    const { databaseUrl } = await fresh();
    const fast = `const { now } = Date; Date.now = () => now() + 10_000;`;
    const env = { WIREWATCH_CONFIG: config, DATABASE_URL: databaseUrl };
    const findings = async (extra: Record<string, string>): Promise<{ level: string; message: string }[]> => {
      const { stdout } = await runCommand(['doctor', '--json'], { env: { ...env, ...extra } });
      const all = (JSON.parse(stdout) as { findings: { check: string; level: string; message: string }[] }).findings;
      return all.filter(({ check }) => check === 'clock' || check === 'network');
    };
    const forbidden = {
      level: 'warning',
      message: expect.stringMatching(/^not tried, these settings forbid it: 127\.0\.0\.1/) as string,
    };
    expect(await findings({})).toMatchObject([
      { level: 'ok', message: expect.stringMatching(/differ by [01]\.\d s$/) as string },
      forbidden,
    ]);
    expect(await findings({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fast)}` })).toMatchObject(
      [{ level: 'warning', message: expect.stringMatching(/differ by (9|10|11)\.\d s$/) as string }, forbidden],
    );
    rmSync(folder, { recursive: true });
  });

  it('tells that what was sealed with another secret cannot be opened', async () => {
    const { databaseUrl } = await fresh();
    const doctor = async (secret: string): Promise<{ check: string; level: string; message: string }[]> => {
      const { stdout } = await runCommand(['doctor', '--json'], {
        env: { DATABASE_URL: databaseUrl, WIREWATCH_SECRET: secret },
      });
      const all = (JSON.parse(stdout) as { findings: { check: string; level: string; message: string }[] }).findings;
      return all.filter(({ check }) => check === 'secret');
    };
    const sealed = createSeal('the former secret, long enough').seal('whsec_x');
    await ask(
      databaseUrl,
      `INSERT INTO channel (type, address, secret_sealed) VALUES ('webhook', 'https://h.example/', $1)`,
      [Buffer.from(sealed)],
    );
    expect(await doctor('the former secret, long enough')).toEqual([]);
    expect(await doctor('another secret, long enough too')).toMatchObject([
      { level: 'fault', message: expect.stringContaining('SECRET_WRONG') as string },
    ]);
  });
});
