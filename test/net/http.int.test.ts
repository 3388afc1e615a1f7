import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/core/codes.ts';
import type { Resolve } from '../../src/net/resolve.ts';
import { PAGE, startRawServer } from '../support/bad-server.ts';
import { codeOf, failure, textOf, useBadWeb } from '../support/bad-web.ts';

const web = useBadWeb();
const { client } = web;

describe('an answer', () => {
  it('is status, headers, body and type, whatever the status', async () => {
    const http = client();
    const page = await http.request(web.server.url('/page'));
    expect(page).toMatchObject({
      status: 200,
      contentType: 'text/html',
      truncated: false,
      url: web.server.url('/page'),
    });
    expect(textOf(page)).toBe(PAGE);
    for (const status of [204, 301, 304, 400, 403, 404, 410, 429, 500, 503]) {
      expect((await http.request(web.server.url(`/status/${status}?retry-after=7`))).status).toBe(status);
    }
    expect((await http.request(web.server.url('/status/429?retry-after=7'))).headers['retry-after']).toBe('7');
  });

  it('asks with a name, a contact, no cookies, no referer, and only for encodings that it reads', async () => {
    const http = client();
    await http.request(web.server.url('/cookies'));
    const second = await http.request(web.server.url('/echo'));
    const { headers } = JSON.parse(textOf(second)) as { headers: Record<string, string> };
    expect(headers).toMatchObject({ 'user-agent': 'wirewatch/test (+https://example.org/bot)', accept: '*/*' });
    expect(headers['accept-encoding']).toMatch(/^gzip, deflate, br(, zstd)?$/);
    expect(Object.keys(headers)).not.toContain('cookie');
    expect(Object.keys(headers)).not.toContain('referer');
  });

  it('gives and takes validators byte for byte (C1), and an unchanged page costs a 304', async () => {
    const http = client();
    const first = await http.request(web.server.url('/etag'));
    expect(first.headers['etag']).toBe('W/"x,y\\z"');
    expect(first.headers['last-modified']).toBe('Mon, 01 Jan 2024 00:00:00 gmt');
    const headers = {
      'if-none-match': first.headers['etag'] ?? '',
      'if-modified-since': first.headers['last-modified'] ?? '',
    };
    const second = await http.request(web.server.url('/etag'), { headers });
    expect(second).toMatchObject({ status: 304, truncated: false });
    expect(second.bytes).toHaveLength(0);
    expect(web.server.log[1]?.headers).toMatchObject(headers);
  });

  it('keeps connections for the next requests', async () => {
    const http = client();
    const before = web.server.connections();
    for (let n = 0; n < 5; n++) await http.request(web.server.url('/page'));
    expect(web.server.connections() - before).toBeLessThanOrEqual(2);
  });

  it('passes over early hints', async () => {
    expect(textOf(await client().request(web.server.url('/hints')))).toBe(PAGE);
  });

  it('sends a body as it is given', async () => {
    const answer = await client().request(web.server.url('/echo'), { method: 'POST', body: '{"ä":1}' });
    expect((JSON.parse(textOf(answer)) as { body: string }).body).toBe('{"ä":1}');
  });

  it('leaves a body alone that its caller does not want', async () => {
    const skipBody = (head: { contentType: string | null }): boolean => head.contentType === 'video/mp4';
    const video = await client().request(web.server.url('/video'), { skipBody });
    expect(video).toMatchObject({ status: 200, truncated: true });
    expect(video.bytes).toHaveLength(0);
    expect(textOf(await client().request(web.server.url('/page'), { skipBody }))).toBe(PAGE);
  });
});

describe('content codings (H2)', () => {
  const whole = ['gzip', 'x-gzip', 'deflate', 'deflate-raw', 'br', 'twice', 'gzip-unnamed'];
  const lies = ['lie-gzip', 'lie-br', 'lie-deflate', 'gzip-as-br', 'utf-8-coding'];

  it.each([...whole, ...lies])('reads %s', async (name) => {
    const answer = await client().request(web.server.url(`/${name}`));
    expect(textOf(answer)).toBe(PAGE);
    expect(answer.truncated).toBe(false);
  });

  it.each(['big-gzip', 'big-br'])('reads %s as it streams', async (name) => {
    const answer = await client().request(web.server.url(`/${name}`));
    expect(answer).toMatchObject({ truncated: false });
    expect(answer.bytes).toHaveLength(400_000);
  });

  it('gives what there is of a stream that ends too early, marked', async () => {
    const answer = await client().request(web.server.url('/gzip-cut'));
    expect(answer.truncated).toBe(true);
    expect(textOf(answer)).toMatch(/^<!doctype html><title>Page/);
  });

  it('says so where nothing can be read', async () => {
    expect(await codeOf(client().request(web.server.url('/gzip-broken')))).toBe('BODY_UNREADABLE');
  });
});

describe('size', () => {
  it('cuts an endless body at the limit, and the connection with it', async () => {
    const answer = await client().request(web.server.url('/endless'));
    expect(answer.truncated).toBe(true);
    expect(answer.bytes).toHaveLength(2 << 20);
    const gzip = await client({ limits: { maxBytes: 500_000 } }).request(web.server.url('/endless-gzip'));
    expect(gzip.truncated).toBe(true);
    expect(gzip.bytes).toHaveLength(500_000);
    expect((await client().request(web.server.url('/endless'), { maxBytes: 1000 })).bytes).toHaveLength(1000);
  });

  it('reads little of an answer that is no success', async () => {
    const answer = await client().request(web.server.url('/to/302?url=/page'));
    expect(answer.bytes.length).toBeLessThan(128 * 1024);
  });

  it('refuses a gzip bomb of 10 MB for 10 GB with memory flat', async () => {
    const http = client({ limits: { maxBytes: 15 << 20 } });
    await http.request(web.server.url('/gzip'));
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
    const started = performance.now();
    const codes = await Promise.all([1, 2, 3, 4].map(() => codeOf(http.request(web.server.url('/bomb')))));
    clearInterval(timer);
    expect(codes).toEqual(['BODY_BOMB', 'BODY_BOMB', 'BODY_BOMB', 'BODY_BOMB']);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(peak - before).toBeLessThan(64 << 20);
  });

  it('cuts a bomb at the size limit where any ratio is permitted', async () => {
    const http = client({ limits: { maxBytes: 8 << 20, maxRatio: Infinity } });
    const answer = await http.request(web.server.url('/bomb'));
    expect(answer.truncated).toBe(true);
    expect(answer.bytes).toHaveLength(8 << 20);
  });

  it('refuses small bombs, and bombs within bombs', async () => {
    expect(await codeOf(client().request(web.server.url('/small-bomb')))).toBe('BODY_BOMB');
    expect(await codeOf(client().request(web.server.url('/bomb-in-bomb')))).toBe('BODY_BOMB');
  });

  it('refuses headers without end', async () => {
    expect(await codeOf(client().request(web.server.url('/big-headers')))).toBe('HTTP_MALFORMED');
  });
});

describe('time (X2)', () => {
  const quick = { connectMs: 400, headersMs: 400, totalMs: 1000 };

  async function timed(path: string): Promise<{ code: ErrorCode; phase: unknown; ms: number }> {
    const started = performance.now();
    const error = await failure(client({ timeouts: quick }).request(web.server.url(path)));
    return { code: error.code, phase: error.detail['phase'], ms: performance.now() - started };
  }

  it('gives up a host that says nothing, or its headers too slowly', async () => {
    for (const path of ['/silent', '/slow-headers']) {
      const { code, phase, ms } = await timed(path);
      expect({ code, phase }).toEqual({ code: 'REQUEST_TIMEOUT', phase: 'headers' });
      expect(ms).toBeLessThan(1400);
    }
  });

  it('gives up a body that does not come to its end in time', async () => {
    for (const path of ['/drip', '/silent-body']) {
      const { code, phase, ms } = await timed(path);
      expect({ code, phase }).toEqual({ code: 'REQUEST_TIMEOUT', phase: 'total' });
      expect(ms).toBeLessThan(2000);
    }
  });

  it('cuts a body that drips, long before the total time', async () => {
    const http = client({ timeouts: { totalMs: 60_000 } });
    const started = performance.now();
    expect(await codeOf(http.request(web.server.url('/drip')))).toBe('BODY_TOO_SLOW');
    expect(performance.now() - started).toBeLessThan(12_000);
  });

  it('gives up a name server that does not answer', async () => {
    const http = client({ timeouts: quick, resolve: () => new Promise(() => {}) });
    const error = await failure(http.request(web.server.url('/page', 'slow.example')));
    expect({ code: error.code, phase: error.detail['phase'] }).toEqual({ code: 'REQUEST_TIMEOUT', phase: 'connect' });
  });

  it('stops at once when its caller says so, and frees the connection', async () => {
    const http = client();
    const stop = new AbortController();
    const running = codeOf(http.request(web.server.url('/silent'), { signal: stop.signal }));
    setTimeout(() => stop.abort(), 50);
    expect(await running).toBe('CANCELLED');
    expect(await codeOf(http.request(web.server.url('/page'), { signal: stop.signal }))).toBe('CANCELLED');
    expect(textOf(await http.request(web.server.url('/page')))).toBe(PAGE);
  });

  it('takes nothing more when it is closed, and lets what is in flight end', async () => {
    const http = client();
    const running = http.request(web.server.url('/page'));
    await http.close();
    expect((await running).status).toBe(200);
    expect(await codeOf(http.request(web.server.url('/page')))).toBe('CANCELLED');
  });

  it('does not let slow answers hold up others of the same host', async () => {
    const http = client({ timeouts: { ...quick, headersMs: 3000, totalMs: 3000 } });
    const slow = Promise.all(
      ['/silent', '/drip', '/silent-body'].map((path) => codeOf(http.request(web.server.url(path)))),
    );
    const started = performance.now();
    await http.request(web.server.url('/page'));
    expect(performance.now() - started).toBeLessThan(1500);
    expect(await slow).toEqual(['REQUEST_TIMEOUT', 'REQUEST_TIMEOUT', 'REQUEST_TIMEOUT']);
  });
});

describe('broken connections', () => {
  it.each([
    ['reset', 'CONNECTION_LOST'],
    ['hangup', 'CONNECTION_LOST'],
    ['reset-mid', 'CONNECTION_LOST'],
    ['short', 'CONNECTION_LOST'],
    ['malformed', 'HTTP_MALFORMED'],
  ] as const)('%s is %s, to be tried again', async (path, code) => {
    const error = await failure(client().request(web.server.url(`/${path}`)));
    expect({ code: error.code, fate: error.fate }).toEqual({ code, fate: 'retry' });
    expect(error.message).not.toContain(path);
  });

  it('is CONNECT_FAILED where nobody listens', async () => {
    const nobody = await startRawServer(null);
    await nobody.close();
    expect(await codeOf(client().request(`http://127.0.0.1:${nobody.port}/`))).toBe('CONNECT_FAILED');
  });

  it('is HTTP_MALFORMED where another protocol answers', async () => {
    const other = await startRawServer(Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await codeOf(client().request(`http://127.0.0.1:${other.port}/`))).toBe('HTTP_MALFORMED');
    expect(await codeOf(client().request(`https://127.0.0.1:${other.port}/`))).toBe('TLS_FAILED');
    await other.close();
  });

  it('tells a name that does not exist from a name server that is away', async () => {
    const fails =
      (code: string): Resolve =>
      () =>
        Promise.reject(Object.assign(new Error(code), { code }));
    const missing = await failure(client({ resolve: fails('ENOTFOUND') }).request('http://no.example/'));
    expect({ code: missing.code, fate: missing.fate }).toEqual({ code: 'DNS_NOT_FOUND', fate: 'retry' });
    const away = await failure(client({ resolve: fails('EAI_AGAIN') }).request('http://no.example/'));
    expect({ code: away.code, fate: away.fate }).toEqual({ code: 'DNS_TEMPORARY', fate: 'defer' });
  });

  it('refuses header values that would split the request', async () => {
    expect(await codeOf(client().request(web.server.url('/page'), { headers: { 'x-a': 'b\r\nc: d' } }))).toBe(
      'URL_INVALID',
    );
    expect(web.server.log).toHaveLength(0);
  });
});
