import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Redis } from 'ioredis';
import { postgresBins, startPostgres, type TestPostgres } from './postgres.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { describeWith } from './servers.ts';

describe.each(postgresBins())('a private PostgreSQL for tests (%s)', (bin) => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres({ bin, tcp: bin === 'path' });
  });
  afterAll(() => server.stop());

  it('answers, and sees Cyrillic letters in trigrams', async () => {
    await server.query('CREATE EXTENSION pg_trgm');
    const rows = await server.query<{ n: number }>(`SELECT cardinality(show_trgm('Беларусь')) AS n`);
    expect(rows[0]?.n).toBeGreaterThan(5);
  });

  it('keeps its rows over restart and kill -9', async () => {
    await server.query('CREATE TABLE kept (n int)');
    await server.query('INSERT INTO kept VALUES (1)');
    await server.restart();
    await server.query('INSERT INTO kept VALUES (2)');
    await server.query('CHECKPOINT');
    await server.kill9();
    await server.restart();
    expect(await server.query('SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 2 }]);
  });

  it('makes further databases', async () => {
    expect(await server.createDatabase('other')).toContain('/other');
  });
});

describeWith('redis-server', 'a private Redis for tests', () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  it('answers, can be wiped and restarted on the same port', async () => {
    const redis = new Redis(server.url);
    redis.on('error', () => undefined);
    await redis.set('a', '1');
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    await server.flushall();
    expect(await redis.get('a')).toBeNull();
    await redis.set('b', '1');
    await server.restart();
    expect(await redis.get('b')).toBeNull();
    redis.disconnect();
  });
});
