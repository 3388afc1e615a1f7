import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { folderWith } from '../support/folder.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { runCommand, startWorker, type Worker } from '../support/processes.ts';
import { startRedis } from '../support/redis.ts';
import { describeWith, freePort } from '../support/servers.ts';
import { until } from '../support/until.ts';

let postgres: TestPostgres;
const workers: Worker[] = [];
beforeAll(async () => {
  postgres = await startPostgres({ bin: 'packaged' });
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.end()));
});
afterAll(() => postgres.stop());

function worker(...args: Parameters<typeof startWorker>): Worker {
  const started = startWorker(...args);
  workers.push(started);
  return started;
}

describe('servers that cannot be reached', () => {
  it('the database: doctor gives up with its address and without its password, exit 1', async () => {
    const port = await freePort();
    const env = { DATABASE_URL: `postgres://reporter:hunter2@127.0.0.1:${port}/news` };
    const { code, stdout, stderr } = await runCommand(['doctor'], { env });
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`postgres://[^h]*@127\\.0\\.0\\.1:${port}/news does not answer`));
    expect(stdout + stderr).not.toContain('hunter2');
    expect(stderr).toContain('DOCTOR_FAULTS');
  });

  it('the database: a worker goes on trying, says so, and ends with 0 when it is told to', async () => {
    const port = await freePort();
    const process = worker('fetch', { DATABASE_URL: `postgres://reporter:hunter2@127.0.0.1:${port}/news` });
    const warned = /postgres:\/\/[^h]*@127\.0\.0\.1:\d+\/news does not answer; trying again/;
    await until(process.stderr, (text) => warned.test(text), { ms: 180_000, what: 'it says so' });
    expect(process.isRunning()).toBe(true);
    expect(process.stderr()).not.toContain('hunter2');
    expect(await process.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('Redis: a worker starts, says so without the password, and is not ready; doctor fails', async () => {
    const port = await freePort();
    const env = {
      DATABASE_URL: await postgres.createDatabase('no_redis'),
      REDIS_URL: `redis://queue:hunter2@127.0.0.1:${port}`,
    };
    const process = worker('fetch', env);
    await until(process.stderr, (text) => text.includes('"started"'), { ms: 180_000, what: 'it started' });
    const ready = await process.get('/readyz');
    expect(ready.status).toBe(503);
    expect(ready.body).toMatch(new RegExp(`redis://[^h]*@127\\.0\\.0\\.1:${port}`));
    expect(process.stderr()).toContain('does not answer');
    expect(process.stderr() + ready.body).not.toContain('hunter2');
    const doctor = await runCommand(['doctor', '--json'], { env });
    expect(doctor.code).toBe(1);
    const { ok, findings } = JSON.parse(doctor.stdout) as { ok: boolean; findings: { check: string; level: string }[] };
    expect(ok).toBe(false);
    expect(findings.find((finding) => finding.check === 'queues')?.level).toBe('fault');
    expect(doctor.stdout + doctor.stderr).not.toContain('hunter2');
  });
});

describe('servers that must not be used', () => {
  it('a database that holds tables of others, until migrate --init', async () => {
    const env = { DATABASE_URL: await postgres.createDatabase('of_others'), WIREWATCH_METRICS_PORT: '0' };
    const { Client } = await import('pg');
    const client = new Client({ connectionString: env.DATABASE_URL });
    await client.connect();
    await client.query('CREATE TABLE customers (id int)');
    await client.end();
    const refused = worker('scheduler', env);
    expect((await refused.exited).code).toBe(1);
    expect(refused.stderr()).toContain('public.customers');
    expect(refused.stderr()).toContain('STORE_FOREIGN');
    expect(await runCommand(['feeds', 'list'], { env })).toMatchObject({ code: 1 });
    expect(await runCommand(['migrate', '--init'], { env })).toMatchObject({ code: 0 });
    await worker('scheduler', env).ready();
  });

  describeWith('redis-server', 'a Redis that evicts', () => {
    it('is refused at the start, with the setting that it needs', async () => {
      const redis = await startRedis({ args: ['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru'] });
      try {
        const env = { DATABASE_URL: await postgres.createDatabase('evicts'), REDIS_URL: redis.url };
        const refused = worker('alert', env);
        expect((await refused.exited).code).toBe(1);
        expect(refused.stderr()).toMatch(/allkeys-lru.*noeviction.*QUEUE_EVICTS/);
        const doctor = await runCommand(['doctor'], { env });
        expect(doctor.code).toBe(1);
        expect(doctor.stdout).toMatch(/queues.*noeviction/);
      } finally {
        await redis.stop();
      }
    });
  });
});

describe('what a person got wrong', () => {
  it('a configuration: every fault at once, each with file and line', async () => {
    const folder = folderWith({
      'wirewatch.yaml': 'polling:\n  min: soon\nfeedz: []\ntopics:\n  - id: a\n    query: "("\n',
    });
    const file = join(folder, 'wirewatch.yaml');
    const env = { DATABASE_URL: postgres.connectionString, WIREWATCH_CONFIG: file };
    const process = worker('parse', env);
    expect((await process.exited).code).toBe(1);
    expect(process.stderr()).toContain(`${file}:2`);
    expect(process.stderr()).toContain(`${file}:3`);
    const start = await runCommand(['start', '--config', file], { env: { DATABASE_URL: postgres.connectionString } });
    expect(start.code).toBe(1);
    expect(start.stderr).toContain(`${file}:3`);
    const missing = await runCommand(['start', '--config', join(folder, 'none.yaml')], { env: {} });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('none.yaml');
  });

  it('a query: its place and a hint, exit 2', async () => {
    const env = { DATABASE_URL: await postgres.createDatabase('queries') };
    const added = await runCommand(['topics', 'add', 'bad', '(Belarus AND'], { env });
    expect(added.code).toBe(2);
    expect(added.stderr).toContain('(Belarus AND');
    expect(added.stderr).toMatch(/\^/);
    expect(added.stderr).toContain('QUERY_INVALID');
  });

  it('a feed that is none: found out, said with the feed, and tried again', async () => {
    const server = createServer((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello'),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/none`;
      const folder = folderWith({
        'wirewatch.yaml': `feeds: ["${url}"]\nnetwork: { allowPrivate: ["127.0.0.0/8"] }\nhosts: { gap: 0 }\nparse: { threads: 1 }\n`,
      });
      const env = {
        DATABASE_URL: await postgres.createDatabase('no_feed'),
        WIREWATCH_CONFIG: join(folder, 'wirewatch.yaml'),
      };
      await Promise.all((['scheduler', 'fetch', 'parse'] as const).map((role) => worker(role, env).ready()));
      const shown = await until(
        async () => {
          const { stdout } = await runCommand(['feeds', 'show', url, '--json'], { env });
          return JSON.parse(stdout) as { code: string | null; state: string; nextAt: string | null };
        },
        (feed) => feed.code !== null,
        { ms: 180_000, what: 'the feed is found out' },
      );
      expect(shown.code).toMatch(/^FEED_/);
      expect(shown.nextAt).not.toBeNull();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('a Redis without a database', async () => {
    const { code, stderr } = await runCommand(['start'], { env: { REDIS_URL: 'redis://127.0.0.1:1' } });
    expect(code).toBe(1);
    expect(stderr).toContain('REDIS_URL');
    expect(stderr).toContain('DATABASE_URL');
  });
});
