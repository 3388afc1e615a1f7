import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { ROUTES } from '../../src/web/routes/all.ts';
import { startPostgres, postgresBins, type TestPostgres } from '../support/postgres.ts';
import { seedAlert, seedArticle, startWeb, type StartedWeb } from './fixture.ts';

const [bin] = postgresBins();

describe.skipIf(bin === undefined)('the API (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  let web: StartedWeb;

  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
    web = await startWeb({ DATABASE_URL: server.connectionString });
  });
  afterAll(async () => {
    await web?.stop();
    await server?.stop();
  });

  /** The answer to a GET, which must be of the form that its route describes. */
  async function described(path: string, route: string): Promise<Record<string, unknown>> {
    const body = await web.json(path);
    const schema = ROUTES.find((known) => known.method === 'GET' && known.path === route)?.answer as z.ZodType;
    expect(schema.safeParse(body).error).toBeUndefined();
    return body;
  }

  it('makes, changes and ends topics', async () => {
    const made = await web.call('/api/v1/topics', {
      method: 'POST',
      body: { id: 'belarus', query: 'Belarus* OR Беларус*', lang: ['en'] },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe('/api/v1/topics/belarus');
    const twice = await web.call('/api/v1/topics', { method: 'POST', body: { id: 'belarus', query: 'x y' } });
    expect([twice.status, ((await twice.json()) as { code: string }).code]).toEqual([409, 'CONFLICT']);
    const rules = { minScore: 0.4, caseSensitive: true };
    await web.json('/api/v1/topics/belarus', { method: 'PATCH', body: { name: 'Belarus', lang: [], ...rules } });
    expect(await web.json('/api/v1/topics/belarus')).toMatchObject(rules);
    expect(await described('/api/v1/topics/belarus', '/topics/{id}')).toMatchObject({
      name: 'Belarus',
      query: 'Belarus* OR Беларус*',
      lang: [],
    });
    expect((await described('/api/v1/topics', '/topics'))['items']).toHaveLength(1);
    expect((await web.call('/api/v1/topics/belarus', { method: 'DELETE' })).status).toBe(204);
    expect((await web.call('/api/v1/topics/belarus')).status).toBe(404);
  });

  it('says where a query does not parse, and how to mend it (422)', async () => {
    const answer = await web.call('/api/v1/topics', {
      method: 'POST',
      body: { id: 'broken', query: 'Belarus AND (sanction' },
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'QUERY_INVALID',
      status: 422,
      fault: { code: 'unclosed-paren', start: 12, hint: expect.any(String) },
    });
  });

  it('refuses a saved query that is not there, and the end of one that others ask for', async () => {
    const post = (id: string, query: string): Promise<Response> =>
      web.call('/api/v1/topics', { method: 'POST', body: { id, query } });
    expect((await post('energy', 'oil OR gas')).status).toBe(201);
    const unknown = await post('north', 'Norway AND @enregy');
    expect(unknown.status).toBe(422);
    expect(await unknown.json()).toMatchObject({
      code: 'QUERY_INVALID',
      fault: { code: 'unknown-name', start: 11, end: 18, hint: 'Did you mean @energy?' },
    });
    expect((await post('north', 'Norway AND @energy')).status).toBe(201);
    const patched = await web.call('/api/v1/topics/energy', { method: 'PATCH', body: { query: 'oil OR @north' } });
    expect([patched.status, await patched.json()]).toMatchObject([422, { fault: { code: 'name-cycle', start: 7 } }]);
    const removed = await web.call('/api/v1/topics/energy', { method: 'DELETE' });
    expect([removed.status, await removed.json()]).toMatchObject([
      409,
      { code: 'IN_USE', detail: 'the topic energy stays: @energy is asked for by north' },
    ]);
    for (const id of ['north', 'energy'])
      expect((await web.call(`/api/v1/topics/${id}`, { method: 'DELETE' })).status).toBe(204);
  });

  it('names every fault of a request (400)', async () => {
    const answer = await web.call('/api/v1/topics', { method: 'POST', body: { id: '../x', query: 7, colour: 'red' } });
    expect(answer.status).toBe(400);
    const { errors } = (await answer.json()) as { errors: { at: string }[] };
    expect(errors.map(({ at }) => at)).toEqual(expect.arrayContaining(['body.id', 'body.query']));
    for (const path of [
      '/api/v1/alerts?limit=0',
      '/api/v1/alerts?limit=201',
      '/api/v1/alerts?cursor=abc',
      '/api/v1/articles/x',
      '/api/v1/feeds?state=odd',
      '/api/v1/topics?unknown=1',
    ]) {
      expect((await web.call(path)).status, path).toBe(400);
    }
  });

  it('takes no body where none is needed, whatever its type is said to be', async () => {
    await web.json('/api/v1/topics', { method: 'POST', body: { id: 'brief', query: 'gone' } });
    const headers = { 'content-type': 'application/json' };
    expect((await web.call('/api/v1/topics/brief/test', { method: 'POST', headers })).status).toBe(200);
    expect((await web.call('/api/v1/topics', { method: 'POST', headers })).status).toBe(400);
    expect((await web.call('/api/v1/topics/brief', { method: 'DELETE', headers })).status).toBe(204);
  });

  it('takes JSON alone, and not too much of it', async () => {
    const headers = { origin: web.base };
    const post = (type: string, body: string) =>
      fetch(`${web.base}/api/v1/topics`, { method: 'POST', headers: { ...headers, 'content-type': type }, body });
    expect((await post('application/x-www-form-urlencoded', 'id=a&query=b')).status).toBe(415);
    expect((await post('text/plain', '{"id":"a","query":"b"}')).status).toBe(415);
    expect((await post('application/json', '{"id":')).status).toBe(400);
    expect((await post('application/json', '{"__proto__":{"id":"a"}}')).status).toBe(400);
    expect((await post('application/json', JSON.stringify({ id: 'a', query: 'x'.repeat(300_000) }))).status).toBe(413);
  });

  it('lists, filters, searches and shows articles with their life line', async () => {
    await web.json('/api/v1/topics', {
      method: 'POST',
      body: { id: 'security', name: 'Security', query: '"European security"' },
    });
    const ids: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      ids.push(
        await seedArticle(web.db, {
          slug: `a${n}`,
          title: `Piece ${n}`,
          text: n % 2 === 0 ? `Talks on European security, part ${n}.` : 'Nothing of that.',
          ...(n === 3 && { source: 'other.example' }),
        }),
      );
    }
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = (await described(`/api/v1/articles?limit=3${cursor}`, '/articles')) as {
        items: { id: string }[];
        next: string | null;
      };
      seen.push(...page.items.map(({ id }) => id));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(seen).toEqual(ids.toReversed().map(String));
    expect((await described('/api/v1/articles?source=other.example', '/articles'))['items']).toHaveLength(1);
    const byAddress = (await described(
      `/api/v1/articles?url=${encodeURIComponent('https://EXAMPLE.org/a2?utm_source=x')}`,
      '/articles',
    )) as { items: { title: string }[] };
    expect(byAddress.items.map(({ title }) => title)).toEqual(['Piece 2']);
    const search = (await described('/api/v1/articles?q=%22European%20security%22&limit=2', '/articles')) as {
      items: { title: string; matches: { snippet: string }[] }[];
      next: string;
    };
    expect(search.items.map(({ title }) => title)).toEqual(['Piece 6', 'Piece 4']);
    expect(search.items[0]?.matches[0]?.snippet).toContain('<mark>European security</mark>');
    const rest = (await described(
      `/api/v1/articles?q=%22European%20security%22&limit=2&cursor=${search.next}`,
      '/articles',
    )) as typeof search;
    expect(rest.items.map(({ title }) => title)).toEqual(['Piece 2', 'Piece 0']);
    const words = (await described(
      `/api/v1/articles?text=${encodeURIComponent('security) "european')}`,
      '/articles',
    )) as typeof search;
    expect(words.items).toHaveLength(4);
    expect((await web.call('/api/v1/articles?q=(')).status).toBe(422);
    const one = await described(`/api/v1/articles/${ids[0]}`, '/articles/{id}');
    expect(one).toMatchObject({
      status: 'matched',
      life: { status: 'matched', steps: expect.arrayContaining([expect.objectContaining({ outcome: 'fetched' })]) },
    });
    expect((await described('/api/v1/stories', '/stories'))['items']).toHaveLength(7);
    await described(`/api/v1/stories/${String(one['storyId'])}`, '/stories/{id}');
  });

  it('tries a query on the archive before anybody subscribes', async () => {
    const found = await web.json<{ matched: number; stories: number; samples: unknown[]; complete: boolean }>(
      '/api/v1/topics/test',
      {
        method: 'POST',
        body: { query: '"European security"', samples: 2 },
      },
    );
    expect(found).toMatchObject({ matched: 4, stories: 4, complete: true });
    expect(found.samples).toHaveLength(2);
    expect(await described('/api/v1/topics/security/test?since=1d', '/topics/{id}/test')).toMatchObject({ matched: 4 });
    expect(
      await web.json('/api/v1/topics/security/test', { method: 'POST', body: { query: 'piece AND nothing' } }),
    ).toMatchObject({ matched: 3, comparedWith: 'security', gainedCount: 3, lostCount: 4 });
    const compared = { method: 'POST', body: { query: 'security part', topic: 'security' } };
    expect(await web.json('/api/v1/topics/test', compared)).toMatchObject({ comparedWith: 'security', gainedCount: 0 });
    expect((await web.call('/api/v1/topics/test', { ...compared, body: { query: 'x', topic: 'none' } })).status).toBe(
      404,
    );
    expect((await web.call('/api/v1/topics/test', { method: 'POST', body: { query: 'NOT x' } })).status).toBe(422);
  });

  it('shows alerts, why they fired, and who tells the story', async () => {
    const article = await seedArticle(web.db, { slug: 'alerted', title: 'Alerted' });
    const id = await seedAlert(web.db, 'security', article);
    expect((await described('/api/v1/alerts?topic=security', '/alerts'))['items']).toHaveLength(1);
    expect((await described('/api/v1/alerts?topic=none', '/alerts'))['items']).toHaveLength(0);
    expect(await described(`/api/v1/alerts/${id}`, '/alerts/{id}')).toMatchObject({
      alert: { topic: { id: 'security' }, matches: [{ field: 'body', snippet: 'a <mark>word</mark>' }] },
      sources: [{ url: 'https://example.org/alerted' }],
    });
    expect((await web.call('/api/v1/alerts/999999')).status).toBe(404);
  });

  it('watches feeds, pauses, polls and ends them', async () => {
    const made = await web.call('/api/v1/feeds', {
      method: 'POST',
      body: { url: 'https://Feeds.Example.org/rss', headers: { Authorization: 'Bearer feed-key' } },
    });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    expect(
      (await web.call('/api/v1/feeds', { method: 'POST', body: { url: 'https://feeds.example.org/rss' } })).status,
    ).toBe(200);
    expect(await described(`/api/v1/feeds/${id}`, '/feeds/{id}')).toMatchObject({
      url: 'https://feeds.example.org/rss',
      state: 'active',
      host: 'feeds.example.org',
    });
    expect(await web.json(`/api/v1/feeds/${id}/pause`, { method: 'POST' })).toMatchObject({ state: 'paused' });
    expect(await web.json(`/api/v1/feeds/${id}/poll`, { method: 'POST' })).toEqual({ due: false });
    expect((await described('/api/v1/feeds?state=paused', '/feeds'))['items']).toHaveLength(1);
    expect(await web.json(`/api/v1/feeds/${id}/resume`, { method: 'POST' })).toMatchObject({ state: 'active' });
    expect(await web.json(`/api/v1/feeds/${id}/poll`, { method: 'POST' })).toEqual({ due: true });
    expect(JSON.stringify(await web.json('/api/v1/feeds'))).not.toContain('feed-key');
    expect(
      (await web.call('/api/v1/feeds', { method: 'POST', body: { url: 'https://user:secret@example.org/rss' } }))
        .status,
    ).toBe(400);
    expect((await web.call('/api/v1/feeds', { method: 'POST', body: { url: 'file:///etc/passwd' } })).status).toBe(400);
    expect((await web.call(`/api/v1/feeds/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await web.call(`/api/v1/feeds/${id}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('adds channels, subscribes, and shows deliveries; no secret comes out', async () => {
    const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    const channel = await web.json<{ id: string }>('/api/v1/channels', {
      method: 'POST',
      body: { type: 'webhook', address: 'https://example.org/hook?token=hidden', secret },
    });
    const listed = await described('/api/v1/channels', '/channels');
    expect(JSON.stringify(listed)).not.toContain(secret);
    expect(JSON.stringify(listed)).not.toContain('hidden');
    expect(
      (await web.call('/api/v1/channels', { method: 'POST', body: { type: 'pigeon', address: 'x' } })).status,
    ).toBe(422);
    const weak = { type: 'webhook', address: 'https://example.org/hook', secret: 'whsec_c2hvcnQ=' };
    const refused = await web.call('/api/v1/channels', { method: 'POST', body: weak });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('24 to 64 bytes')]);
    const subscription = await web.json<{ id: string }>('/api/v1/subscriptions', {
      method: 'POST',
      body: { topic: 'security', channelId: channel.id },
    });
    expect((await described('/api/v1/subscriptions?topic=security', '/subscriptions'))['items']).toHaveLength(1);
    for (const body of [
      { rhythm: 'digest' },
      { digest: '0 7 * * *' },
      { rhythm: 'digest', digest: 'often' },
      { rhythm: 'digest', digest: '0 7 * * *', timezone: 'Mars/Base' },
    ]) {
      expect(
        (
          await web.call('/api/v1/subscriptions', {
            method: 'POST',
            body: { topic: 'security', channelId: channel.id, ...body },
          })
        ).status,
      ).toBe(400);
    }
    expect(
      (await web.call('/api/v1/subscriptions', { method: 'POST', body: { topic: 'none', channelId: channel.id } }))
        .status,
    ).toBe(404);
    await sql`INSERT INTO delivery (channel_id, type, revision, message_id, body) VALUES (${Number(channel.id)}, 'digest', 1, 'msg_1', '{}')`.execute(
      web.db,
    );
    expect((await described('/api/v1/deliveries?state=pending', '/deliveries'))['items']).toHaveLength(1);
    expect((await web.call(`/api/v1/subscriptions/${subscription.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await web.call(`/api/v1/channels/${channel.id}`, { method: 'DELETE' })).status).toBe(204);
  });

  it('refuses to change what a file declares (R22)', async () => {
    await sql`UPDATE topic SET declared_in = 'topics.yaml' WHERE id = 'security'`.execute(web.db);
    const answer = await web.call('/api/v1/topics/security', { method: 'PATCH', body: { name: 'Mine' } });
    expect(answer.status).toBe(409);
    expect(((await answer.json()) as { detail: string }).detail).toContain('topics.yaml');
    await sql`UPDATE topic SET declared_in = NULL WHERE id = 'security'`.execute(web.db);
  });

  it('tells how it is all going, and counts for Prometheus', async () => {
    expect(await described('/api/v1/status', '/status')).toMatchObject({
      ready: true,
      topics: 1,
      queues: expect.arrayContaining([expect.objectContaining({ stage: 'deliver' })]),
    });
    await described('/api/v1/failures', '/failures');
    expect(await web.json('/api/v1/failures/all/retry', { method: 'POST' })).toEqual({ retried: 0 });
    const text = await (await web.call('/metrics')).text();
    expect(text).toMatch(/wirewatch_feeds\{state="active"/);
    expect(text).toMatch(/wirewatch_work_due\{stage="parse"/);
    expect(text).toMatch(/wirewatch_queue_waiting\{queue="fetch"/);
  });

  it('gives a topic’s alerts as RSS, Atom and JSON Feed', async () => {
    for (const [format, type] of [
      ['rss', 'application/rss+xml'],
      ['atom', 'application/atom+xml'],
      ['json', 'application/feed+json'],
    ] as const) {
      const answer = await web.call(`/topics/security/alerts.${format}`);
      expect(answer.headers.get('content-type')).toContain(type);
      expect(await answer.text()).toContain('https://example.org/alerted');
    }
    expect((await web.call('/topics/none/alerts.rss')).status).toBe(404);
  });

  it('describes itself, and every route that it answers', async () => {
    const { paths } = await web.json<{ paths: Record<string, object> }>('/api/openapi.json');
    for (const { path } of ROUTES) expect(paths[`/api/v1${path}`], path).toBeDefined();
    expect((await web.call('/api/v1/nothing')).status).toBe(404);
  });
});
