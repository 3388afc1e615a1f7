import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../support/processes.ts';

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
