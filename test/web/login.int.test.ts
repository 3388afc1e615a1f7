import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createToken, findToken, listTokens, revokeToken } from '../../src/store/token.ts';
import { findSession, openSession } from '../../src/store/session.ts';
import { addUser, changeUser, checkPassword, listUsers, removeUser } from '../../src/store/users.ts';
import { putTopic } from '../../src/store/topic.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { startWeb, type StartedWeb } from './fixture.ts';

const [bin] = postgresBins();
const PASSWORD = 'correct horse battery';
const BASE = 'https://watch.example.org';
const HTML = { accept: 'text/html' };

const basic = (name: string, password: string): string =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

describe.skipIf(bin === undefined)('users and tokens (R29; skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  let web: StartedWeb;
  let open: StartedWeb;

  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
    open = await startWeb({ DATABASE_URL: server.connectionString });
    expect((await open.call('/api/v1/status')).status).toBe(200);
    await addUser(open.db, { name: 'anna', role: 'admin', password: PASSWORD });
    await addUser(open.db, { name: 'rita', role: 'reader', password: PASSWORD });
    await putTopic(open.db, { id: 'eu', name: 'EU', query: 'europe', lang: [], sources: [], tags: [] }, 'person');
    web = await startWeb({
      DATABASE_URL: server.connectionString,
      WIREWATCH_HOST: '0.0.0.0',
      WIREWATCH_BASE_URL: BASE,
    });
  }, 300_000);
  afterAll(async () => {
    await web?.stop();
    await open?.stop();
    await server?.stop();
  });

  const status = async (path: string, headers: Record<string, string> = {}, method = 'GET', on = web) =>
    (await on.call(path, { headers, method })).status;

  /** Logs in by the form; gives the cookie as the browser would send it. */
  async function logIn(name: string, password = PASSWORD, next = '/topics'): Promise<string> {
    const answer = await fetch(`${web.base}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: web.base, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ name, password, next }).toString(),
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(next);
    return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] as string;
  }

  it('a first user closes a page that was open to its machine, while it runs', async () => {
    await until(
      () => status('/api/v1/status', {}, 'GET', open),
      (code) => code === 401,
      { ms: 20_000, what: 'the page closed' },
    );
    expect(await status('/api/v1/status', { authorization: basic('anna', PASSWORD) }, 'GET', open)).toBe(200);
  });

  it('a user opens a bind beyond loopback, and nothing of it to nobody', async () => {
    for (const path of [
      '/',
      '/topics',
      '/queues',
      '/queues/api/queues',
      '/queues/static/css/main.css',
      '/api/v1/status',
      '/api/openapi.json',
      '/api/v1/events',
      '/metrics',
      '/readyz',
      '/logout',
      '/topics/eu/alerts.rss',
      '/nothing',
    ]) {
      expect(await status(path), path).toBe(401);
    }
    for (const path of ['/', '/queues/api/queues', '/api/v1/status', '/api/v1/events'])
      expect(await status(path, { authorization: basic('anna', 'wrong password') }), path).toBe(401);
    expect(await status('/healthz')).toBe(200);
    expect(await status('/login')).toBe(200);
    expect(await status('/assets/app.css')).toBe(200);
  });

  it('leads a person to the form and back, and tells programs how', async () => {
    const page = await web.call('/topics?cursor=x', { headers: HTML });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/login?next=%2Ftopics%3Fcursor%3Dx']);
    const form = await web.call('/login?next=%2Ftopics', { headers: HTML });
    expect(await form.text()).toContain('name="next" value="/topics"');
    expect(form.headers.get('referrer-policy')).toBe('same-origin');
    expect((await web.call('/api/v1/status')).headers.get('www-authenticate')).toContain('Bearer');
    expect((await web.call('/queues/api/queues')).headers.get('www-authenticate')).toContain('Bearer');
  });

  it('a session is a cookie out of reach of scripts and of other sites', async () => {
    const post = (headers: Record<string, string>, body = `name=anna&password=${encodeURIComponent(PASSWORD)}`) =>
      fetch(`${web.base}/login`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body,
      });
    expect((await post({})).status).toBe(403);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ origin: 'null' })).status).toBe(403);
    const wrong = await post({ origin: web.base }, 'name=%3Cb%3E&password=nothing');
    expect([wrong.status, wrong.headers.get('set-cookie')]).toEqual([401, null]);
    expect(await wrong.text()).toContain('value="&lt;b&gt;"');
    const right = await post({ origin: web.base });
    expect(right.headers.get('set-cookie')).toMatch(
      /^wirewatch=ww_[\w-]{43}; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax$/,
    );

    const cookie = await logIn('anna');
    expect(await status('/api/v1/status', { cookie })).toBe(200);
    expect(await (await web.call('/', { headers: { ...HTML, cookie } })).text()).toContain('anna');
    expect(await status('/api/v1/failures/all/retry', { cookie }, 'POST')).toBe(200);
    expect(await status('/api/v1/failures/all/retry', { cookie, origin: 'https://evil.example' }, 'POST')).toBe(403);
    const { rows } = await sql<{
      n: number;
    }>`SELECT count(*) AS n FROM session WHERE encode(hash, 'escape') LIKE '%ww_%'`.execute(web.db);
    expect(rows[0]?.n).toBe(0);

    expect(await (await web.call('/logout', { headers: { ...HTML, cookie } })).text()).toContain('action="/logout"');
    const out = await web.call('/logout', { method: 'POST', headers: { cookie } });
    expect([out.status, out.headers.get('set-cookie')]).toEqual([303, expect.stringContaining('Max-Age=0')]);
    await until(
      () => status('/api/v1/status', { cookie }),
      (code) => code === 401,
      { ms: 20_000, what: 'the session ended' },
    );
  });

  it('a reader reads everything and changes nothing, Bull Board included', async () => {
    const { token } = await createToken(web.db, { name: 'reading', role: 'reader', expiresMs: null });
    const cookie = await logIn('rita');
    for (const who of [{ authorization: `Bearer ${token}` }, { authorization: basic('rita', PASSWORD) }, { cookie }]) {
      for (const path of [
        '/',
        '/topics/eu',
        '/queues',
        '/queues/api/queues',
        '/api/v1/topics',
        '/topics/eu/alerts.rss',
      ])
        expect(await status(path, who), path).toBe(200);
      for (const [method, path] of [
        ['PUT', '/queues/api/queues/fetch/pause'],
        ['PUT', '/queues/api/queues/pause'],
        ['POST', '/api/v1/failures/all/retry'],
        ['DELETE', '/api/v1/topics/eu'],
        ['POST', '/api/v1/feeds/1/pause'],
      ] as const)
        expect(await status(path, who, method), path).toBe(403);
      const trial = await web.call('/api/v1/topics/test', { method: 'POST', headers: who, body: { query: 'europe' } });
      expect(trial.status).toBe(200);
      const made = await web.call('/api/v1/topics', { method: 'POST', headers: who, body: { id: 'x', query: 'a' } });
      expect(await made.json()).toMatchObject({ status: 403, code: 'REQUEST_REFUSED' });
    }
    expect(await (await web.call('/', { headers: { ...HTML, cookie } })).text()).toContain('data-role="reader"');
  });

  it('a token comes in without an Origin until it is revoked or has expired, and its use is noted', async () => {
    const { id, token } = await createToken(web.db, { name: 'ci', role: 'admin', expiresMs: null });
    const short = await createToken(web.db, { name: 'short', role: 'admin', expiresMs: 1 });
    const who = { authorization: `Bearer ${token}`, origin: 'https://elsewhere.example' };
    expect(await status('/api/v1/failures/all/retry', who, 'POST')).toBe(200);
    expect(await status('/api/v1/status', { authorization: `Bearer ${short.token}` })).toBe(401);
    expect((await listTokens(web.db)).find((row) => row.id === id)).toMatchObject({ usedAt: expect.any(Date) });
    const { rows } = await sql<{ text: string }>`SELECT to_jsonb(t)::text AS text FROM token t`.execute(web.db);
    expect(rows.map((row) => row.text).join('\n')).not.toContain(token);

    // Its streams end with it.
    const stream = await web.call('/api/v1/events', { headers: { authorization: `Bearer ${token}` } });
    const ended = stream.text();
    expect(await revokeToken(web.db, id)).toBe(true);
    expect(await revokeToken(web.db, id)).toBe(false);
    await ended;
    expect(await findToken(web.db, token)).toBeNull();
    expect(await status('/api/v1/status', { authorization: `Bearer ${token}` })).toBe(401);
  });

  it('another password ends the sessions, another role holds at once, a removed user is out', async () => {
    await addUser(web.db, { name: 'carl', role: 'admin', password: PASSWORD });
    await expect(addUser(web.db, { name: 'carl', role: 'admin', password: PASSWORD })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const cookie = await logIn('carl');
    const authorization = basic('Carl', PASSWORD);
    expect(await status('/api/v1/status', { authorization })).toBe(200);
    expect(await changeUser(web.db, 'carl', { role: 'reader' })).toBe(true);
    await until(
      () => status('/api/v1/failures/all/retry', { cookie }, 'POST'),
      (code) => code === 403,
      { ms: 20_000, what: 'the role held' },
    );
    await changeUser(web.db, 'carl', { password: 'another horse battery' });
    await until(
      () => status('/api/v1/status', { cookie }),
      (code) => code === 401,
      { ms: 20_000, what: 'the sessions ended' },
    );
    expect(await checkPassword(web.db, 'carl', PASSWORD)).toBeNull();
    const session = (await openSession(web.db, 'carl')) as string;
    expect(await findSession(web.db, session)).toEqual({ name: 'carl', role: 'reader' });
    expect(await removeUser(web.db, 'carl')).toBe(true);
    expect(await findSession(web.db, session)).toBeNull();
    expect(await openSession(web.db, 'carl')).toBeNull();
    expect(await changeUser(web.db, 'carl', { role: 'admin' })).toBe(false);
    expect((await listUsers(web.db)).map((user) => user.name)).toEqual(['anna', 'rita']);
  });

  it('of one user keeps the latest sessions', async () => {
    const sessions: string[] = [];
    for (let n = 0; n < 22; n += 1) sessions.push((await openSession(web.db, 'rita')) as string);
    expect(await findSession(web.db, sessions[0] as string)).toBeNull();
    expect(await findSession(web.db, sessions[21] as string)).toMatchObject({ name: 'rita' });
    const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM session WHERE account = 'rita'`.execute(web.db);
    expect(rows[0]?.n).toBe(20);
  });

  it('the admin token is the password of admin until a user is an admin, and a bearer token always', async () => {
    const TOKEN = 'the-token-of-the-operator';
    const both = await startWeb({ DATABASE_URL: server.connectionString, WIREWATCH_ADMIN_TOKEN: TOKEN });
    try {
      expect(await status('/api/v1/status', { authorization: basic('admin', TOKEN) }, 'GET', both)).toBe(401);
      expect(await status('/api/v1/status', { authorization: `Bearer ${TOKEN}` }, 'GET', both)).toBe(200);
      await changeUser(both.db, 'anna', { role: 'reader' });
      await until(
        () => status('/api/v1/status', { authorization: basic('admin', TOKEN) }, 'GET', both),
        (code) => code === 200,
        { ms: 20_000, what: 'the token for want of an admin' },
      );
    } finally {
      await both.stop();
    }
  });

  it('stays closed beyond loopback when the last user goes', async () => {
    for (const { name } of await listUsers(web.db)) await removeUser(web.db, name);
    await until(
      async () => (await web.call('/', { headers: HTML })).status,
      (code) => code === 401,
      { ms: 20_000, what: 'no form for nobody' },
    );
    expect(await (await web.call('/api/v1/status')).json()).toMatchObject({
      detail: expect.stringContaining('neither a user nor'),
    });
    expect(await status('/api/v1/status', {}, 'GET', open)).toBe(200);
  });
});
