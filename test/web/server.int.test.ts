import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putTopic } from '../../src/store/topic.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { onPath } from '../support/servers.ts';
import { seedAlert, seedArticle, startWeb, type StartedWeb } from './fixture.ts';

const [bin] = postgresBins();
const TOKEN = 'token-of-the-tests';

/** A request whose Host is what we say; `fetch` does not let it be set. */
function ask(
  base: string,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, base), { method, headers, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (body += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Reads the stream's events until there are so many, or the time is over. */
async function events(
  base: string,
  query: string,
  headers: Record<string, string>,
  wanted: number,
  act?: () => Promise<void>,
): Promise<{ id: string; alert: { id: string; article: { title: string } } }[]> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 8_000);
  const out: { id: string; alert: { id: string; article: { title: string } } }[] = [];
  const answer = await fetch(`${base}/api/v1/events${query}`, { headers, signal: stop.signal });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  let acted = act === undefined;
  try {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      if (!acted) {
        acted = true;
        await act?.();
      }
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, id, data] = /^id: (\d+)\nevent: alert\ndata: (.*)$/s.exec(text.slice(0, end)) ?? [];
        if (id !== undefined && data !== undefined)
          out.push({ id, alert: JSON.parse(data) as (typeof out)[number]['alert'] });
        text = text.slice(end + 2);
      }
      if (out.length >= wanted) break;
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
  return out;
}

describe.skipIf(bin === undefined)('the server (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  let web: StartedWeb;

  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
    web = await startWeb({ DATABASE_URL: server.connectionString });
    await putTopic(
      web.db,
      { id: 'xss', name: '<img src=x onerror=alert(1)>', query: '"<script>"', lang: [], sources: [], tags: [] },
      'person',
    );
  });
  afterAll(async () => {
    await web?.stop();
    await server?.stop();
  });

  it('turns away a name that DNS was rebound to, on every path but /healthz (R29)', async () => {
    for (const path of [
      '/',
      '/queues',
      '/queues/api/queues',
      '/api/v1/status',
      '/api/openapi.json',
      '/metrics',
      '/readyz',
      '/nothing',
      '/assets/app.css',
      '/api/v1/events',
    ]) {
      expect((await ask(web.base, path, { host: 'evil.example' })).status, path).toBe(403);
    }
    expect((await ask(web.base, '/healthz', { host: 'evil.example' })).body).toBe('ok\n');
    expect((await ask(web.base, '/', { host: 'localhost' })).status).toBe(200);
  });

  it('lets nothing be changed from a page of another site, Bull Board included (R29)', async () => {
    const host = new URL(web.base).host;
    for (const [method, path] of [
      ['PUT', '/queues/api/queues/fetch/pause'],
      ['PUT', '/queues/api/queues/pause'],
      ['POST', '/api/v1/failures/all/retry'],
      ['DELETE', '/api/v1/topics/xss'],
    ] as const) {
      expect((await ask(web.base, path, { host }, method)).status, path).toBe(403);
      expect((await ask(web.base, path, { host, origin: 'https://evil.example' }, method)).status, path).toBe(403);
    }
    expect((await ask(web.base, '/api/v1/failures/all/retry', { host, origin: web.base }, 'POST')).status).toBe(200);
  });

  it('sends the headers that close a page', async () => {
    for (const path of ['/', '/queues', '/api/v1/status', '/nothing']) {
      const { headers } = await web.call(path, { headers: { accept: 'text/html' } });
      expect(headers.get('content-security-policy'), path).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect((await web.call('/')).headers.get('content-security-policy')).not.toContain('unsafe');
  });

  it('answers people with a page and programs with problem details', async () => {
    const page = await web.call('/nothing', { headers: { accept: 'text/html,*/*' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    const told = await web.call('/nothing');
    expect(await told.json()).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
      title: 'Not found',
      type: 'urn:wirewatch:problem:not-found',
    });
  });

  it('escapes what comes from the web on every page', async () => {
    const evil = '</h1><script>alert(1)</script>"><img src=x onerror=alert(2)>';
    const article = await seedArticle(web.db, { slug: 'evil', title: evil, text: `${evil}\n\njavascript:alert(3)` });
    const alert = await seedAlert(web.db, 'xss', article, `<mark>${evil}</mark><svg onload=alert(4)>`);
    const q = encodeURIComponent('"><script>alert(5)</script>');
    for (const path of [
      '/',
      '/alerts',
      `/alerts/${alert}`,
      '/topics',
      '/topics/xss',
      '/articles',
      `/articles/${article}`,
      `/articles?q=${q}`,
      `/articles?source=${q}`,
      `/topics?q=${q}&since=30d`,
      `/alerts?topic=${q}`,
      `/nothing/${q}`,
    ]) {
      const text = await (await web.call(path, { headers: { accept: 'text/html' } })).text();
      expect(text, path).not.toMatch(/<script>|<img|<svg onload|href="javascript:/i);
    }
  });

  it('streams alerts as they are made, and goes on after the last one that was seen', async () => {
    const titles = ['First', 'Second', 'Third'];
    const ids: number[] = [];
    const seen = await events(web.base, '', {}, 3, async () => {
      for (const title of titles)
        ids.push(await seedAlert(web.db, 'xss', await seedArticle(web.db, { slug: title, title })));
    });
    expect(seen.map(({ alert }) => alert.article.title)).toEqual(titles);
    expect(seen.map(({ id }) => Number(id))).toEqual(ids);
    const again = await events(web.base, '', { 'last-event-id': String(ids[0]) }, 2);
    expect(again.map(({ alert }) => alert.article.title)).toEqual(['Second', 'Third']);
    const before = await events(web.base, `?topic=xss`, { 'last-event-id': String((ids[0] as number) - 1) }, 3);
    expect(before.map(({ id }) => Number(id))).toEqual(ids);
    expect((await web.call('/api/v1/events', { headers: { 'last-event-id': 'x' } })).status).toBe(400);
  });

  it('streams an alert once whose transaction ends after that of a later one', async () => {
    const [a, b] = [
      await seedArticle(web.db, { slug: 'slow', title: 'Slow' }),
      await seedArticle(web.db, { slug: 'fast', title: 'Fast' }),
    ];
    const seen = await events(web.base, '', {}, 2, async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const client = await web.fleet.container.store.pool.connect();
      try {
        await client.query('BEGIN');
        const { rows } = await client.query<{ id: number }>(
          "INSERT INTO alert (topic_id, story_id, article_id) SELECT 'xss', story_id, id FROM article WHERE id = $1 RETURNING id",
          [a],
        );
        await client.query("SELECT pg_notify('wirewatch_alert', $1)", [String(rows[0]?.id)]);
        await seedAlert(web.db, 'xss', b);
        await client.query('COMMIT');
      } finally {
        client.release();
      }
    });
    expect(seen.map(({ alert }) => alert.article.title)).toEqual(['Fast', 'Slow']);
    const after = await events(web.base, '', { 'last-event-id': seen[0]?.id as string }, 1);
    expect(after.map(({ alert }) => alert.article.title)).toEqual(['Slow']);
  });

  it('shows the queues in Bull Board, from this host alone', async () => {
    const page = await (await web.call('/queues')).text();
    expect(page).not.toMatch(/https?:\/\//);
    const { queues } = await web.json<{ queues: { name: string }[] }>('/queues/api/queues');
    expect(queues.map(({ name }) => name).sort()).toEqual(['alert', 'deliver', 'fetch', 'parse']);
  });

  it('a pause in Bull Board stands in the store (R5)', async () => {
    await web.call('/queues/api/queues/deliver/pause', { method: 'PUT' });
    expect((await web.json<{ queues: { stage: string; paused: boolean }[] }>('/api/v1/status')).queues).toBeDefined();
    const rows = await server.query<{ value: string[] }>("SELECT value FROM wirewatch.setting WHERE key = 'paused'");
    expect(rows[0]?.value).toEqual(['deliver']);
    await web.call('/queues/api/queues/deliver/resume', { method: 'PUT' });
    expect(
      (await server.query<{ value: string[] }>("SELECT value FROM wirewatch.setting WHERE key = 'paused'"))[0]?.value,
    ).toEqual([]);
  });

  describe('with a token', () => {
    let guarded: StartedWeb;
    beforeAll(async () => {
      guarded = await startWeb({
        DATABASE_URL: server.connectionString,
        WIREWATCH_ADMIN_TOKEN: TOKEN,
        WIREWATCH_HOST: '0.0.0.0',
        WIREWATCH_BASE_URL: 'https://watch.example.org/',
      });
    });
    afterAll(() => guarded?.stop());

    it('opens to it alone, and /healthz to all (R29)', async () => {
      for (const path of [
        '/',
        '/queues',
        '/queues/api/queues',
        '/api/v1/status',
        '/api/openapi.json',
        '/metrics',
        '/readyz',
        '/api/v1/events',
        '/topics/xss/alerts.rss',
      ]) {
        const { status, headers } = await guarded.call(path);
        expect(status, path).toBe(401);
        expect(headers.get('www-authenticate'), path).toMatch(/^(Basic|Bearer) realm="wirewatch"/);
      }
      expect((await guarded.call('/healthz')).status).toBe(200);
      for (const authorization of [`Bearer ${TOKEN}`, `Basic ${Buffer.from(`admin:${TOKEN}`).toString('base64')}`]) {
        expect((await guarded.call('/', { headers: { authorization } })).status).toBe(200);
      }
    });

    it('lets a feed reader in with the key of its topic', async () => {
      const { feeds } = await guarded.json<{ feeds: { rss: string } }>('/api/v1/topics/xss', {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      expect(feeds.rss).toMatch(/^https:\/\/watch\.example\.org\/topics\/xss\/alerts\.rss\?key=[\w-]{32}$/);
      const { pathname, search } = new URL(feeds.rss);
      expect((await guarded.call(pathname + search)).status).toBe(200);
      expect((await guarded.call(`${pathname}?key=${'A'.repeat(32)}`)).status).toBe(401);
      expect((await guarded.call(`/topics/other/alerts.rss${search}`)).status).toBe(401);
      expect((await guarded.call(`/api/v1/topics${search}`)).status).toBe(401);
    });

    it('makes who guesses wait', async () => {
      const statuses: number[] = [];
      for (let n = 0; n < 25; n += 1)
        statuses.push((await guarded.call('/api/v1/status', { headers: { authorization: 'Bearer wrong' } })).status);
      expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
      expect(statuses.at(-1)).toBe(429);
      expect((await guarded.call('/api/v1/status', { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(
        200,
      );
    });
  });

  it('does not start open to the network (R29)', async () => {
    await expect(startWeb({ DATABASE_URL: server.connectionString, WIREWATCH_HOST: '0.0.0.0' })).rejects.toMatchObject({
      code: 'WEB_OPEN',
    });
  });
});

const hasRedis = onPath('redis-server') !== undefined || onPath('valkey-server') !== undefined;
if (!hasRedis && process.env['CI'] === 'true') throw new Error('redis-server is not on PATH, and CI must not skip');

describe.skipIf(bin === undefined || !hasRedis)('with the queues on Redis (skipped where there is none)', () => {
  let server: TestPostgres;
  let redis: TestRedis;
  let web: StartedWeb;
  beforeAll(async () => {
    [server, redis] = await Promise.all([startPostgres({ bin: bin as 'packaged' }), startRedis()]);
    web = await startWeb({ DATABASE_URL: server.connectionString, REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await web?.stop();
    await redis?.stop();
    await server?.stop();
  });

  it('shows the same Bull Board and status', async () => {
    await web.fleet.container.queues.add('parse', [
      { id: 'parse-1-1', payload: { v: 1, items: [[1, 1]], host: 'example.org', url: 'https://example.org/a' } },
    ]);
    const { queues } = await web.json<{
      queues: { name: string; counts: Record<string, number>; jobs: { data: { url: string } }[] }[];
    }>('/queues/api/queues?activeQueue=parse&status=waiting&page=1&jobsPerPage=10');
    const parse = queues.find(({ name }) => name === 'parse');
    expect(parse?.counts['waiting']).toBe(1);
    expect(parse?.jobs[0]?.data.url).toBe('https://example.org/a');
    expect(await web.json('/api/v1/status')).toMatchObject({
      engine: { queue: 'redis' },
      queues: expect.arrayContaining([expect.objectContaining({ stage: 'parse', waiting: 1 })]),
    });
  });

  it('still shows the page while Redis is away', async () => {
    await redis.stop();
    await sleep(1_200); // One look at the status serves all for a second.
    const page = await web.call('/', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('The queue server does not answer');
  });
});
