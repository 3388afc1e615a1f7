import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/core/codes.ts';
import { isWireError, WireError } from '../../src/core/errors.ts';
import type { Limits, Timeouts } from '../../src/net/exchange.ts';
import { createGuard } from '../../src/net/guard.ts';
import { createHttp, type Http } from '../../src/net/http.ts';
import type { Resolve } from '../../src/net/resolve.ts';
import { type BadServer, PAGE, startBadServer, startRawServer } from '../support/bad-server.ts';

let server: BadServer;
const open: Http[] = [];

interface Given {
  readonly allow?: readonly string[];
  readonly resolve?: Resolve;
  readonly timeouts?: Partial<Timeouts>;
  readonly limits?: Partial<Limits>;
  readonly proxy?: string;
}

function client({ allow = ['127.0.0.1/32'], resolve, timeouts, limits, proxy }: Given = {}): Http {
  const http = createHttp({
    userAgent: 'wirewatch/test (+https://example.org/bot)',
    guard: createGuard({ allow, ...(resolve && { resolve }) }),
    timeouts: { connectMs: 2000, headersMs: 2000, totalMs: 10_000, ...timeouts },
    limits: { maxBytes: 2 << 20, maxRatio: 200, minBytesPerSecond: 64, ...limits },
    ...(proxy !== undefined && { proxy }),
  });
  open.push(http);
  return http;
}

async function failure(promise: Promise<unknown>): Promise<WireError> {
  const error: unknown = await promise.then(
    (value) => new Error(`resolved: ${JSON.stringify(value).slice(0, 300)}`),
    (reason: unknown) => reason,
  );
  if (isWireError(error)) return error;
  throw error as Error;
}

async function codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
  return (await failure(promise)).code;
}

const textOf = (answer: { bytes: Uint8Array }): string => Buffer.from(answer.bytes).toString();

beforeAll(async () => {
  server = await startBadServer();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((http) => http.close()));
  server.log.length = 0;
});
afterAll(() => server.close());

describe('an answer', () => {
  it('is status, headers, body and type, whatever the status', async () => {
    const http = client();
    const page = await http.request(server.url('/page'));
    expect(page).toMatchObject({ status: 200, contentType: 'text/html', truncated: false, url: server.url('/page') });
    expect(textOf(page)).toBe(PAGE);
    for (const status of [204, 301, 304, 400, 403, 404, 410, 429, 500, 503]) {
      expect((await http.request(server.url(`/status/${status}?retry-after=7`))).status).toBe(status);
    }
    expect((await http.request(server.url('/status/429?retry-after=7'))).headers['retry-after']).toBe('7');
  });

  it('asks with a name, a contact, no cookies, no referer, and only for encodings that it reads', async () => {
    const http = client();
    await http.request(server.url('/cookies'));
    const second = await http.request(server.url('/echo'));
    const { headers } = JSON.parse(textOf(second)) as { headers: Record<string, string> };
    expect(headers).toMatchObject({ 'user-agent': 'wirewatch/test (+https://example.org/bot)', accept: '*/*' });
    expect(headers['accept-encoding']).toMatch(/^gzip, deflate, br(, zstd)?$/);
    expect(Object.keys(headers)).not.toContain('cookie');
    expect(Object.keys(headers)).not.toContain('referer');
  });

  it('gives and takes validators byte for byte (C1), and an unchanged page costs a 304', async () => {
    const http = client();
    const first = await http.request(server.url('/etag'));
    expect(first.headers['etag']).toBe('W/"x,y\\z"');
    expect(first.headers['last-modified']).toBe('Mon, 01 Jan 2024 00:00:00 gmt');
    const headers = {
      'if-none-match': first.headers['etag'] ?? '',
      'if-modified-since': first.headers['last-modified'] ?? '',
    };
    const second = await http.request(server.url('/etag'), { headers });
    expect(second).toMatchObject({ status: 304, truncated: false });
    expect(second.bytes).toHaveLength(0);
    expect(server.log[1]?.headers).toMatchObject(headers);
  });

  it('keeps connections for the next requests', async () => {
    const http = client();
    const before = server.connections();
    for (let n = 0; n < 5; n++) await http.request(server.url('/page'));
    expect(server.connections() - before).toBeLessThanOrEqual(2);
  });

  it('passes over early hints', async () => {
    expect(textOf(await client().request(server.url('/hints')))).toBe(PAGE);
  });

  it('sends a body as it is given', async () => {
    const answer = await client().request(server.url('/echo'), { method: 'POST', body: '{"ä":1}' });
    expect((JSON.parse(textOf(answer)) as { body: string }).body).toBe('{"ä":1}');
  });

  it('leaves a body alone that its caller does not want', async () => {
    const skipBody = (head: { contentType: string | null }): boolean => head.contentType === 'video/mp4';
    const video = await client().request(server.url('/video'), { skipBody });
    expect(video).toMatchObject({ status: 200, truncated: true });
    expect(video.bytes).toHaveLength(0);
    expect(textOf(await client().request(server.url('/page'), { skipBody }))).toBe(PAGE);
  });
});

describe('content codings (H2)', () => {
  const whole = ['gzip', 'x-gzip', 'deflate', 'deflate-raw', 'br', 'twice', 'gzip-unnamed'];
  const lies = ['lie-gzip', 'lie-br', 'lie-deflate', 'gzip-as-br', 'utf-8-coding'];

  it.each([...whole, ...lies])('reads %s', async (name) => {
    const answer = await client().request(server.url(`/${name}`));
    expect(textOf(answer)).toBe(PAGE);
    expect(answer.truncated).toBe(false);
  });

  it.each(['big-gzip', 'big-br'])('reads %s as it streams', async (name) => {
    const answer = await client().request(server.url(`/${name}`));
    expect(answer).toMatchObject({ truncated: false });
    expect(answer.bytes).toHaveLength(400_000);
  });

  it('gives what there is of a stream that ends too early, marked', async () => {
    const answer = await client().request(server.url('/gzip-cut'));
    expect(answer.truncated).toBe(true);
    expect(textOf(answer)).toMatch(/^<!doctype html><title>Page/);
  });

  it('says so where nothing can be read', async () => {
    expect(await codeOf(client().request(server.url('/gzip-broken')))).toBe('BODY_UNREADABLE');
  });
});

describe('size', () => {
  it('cuts an endless body at the limit, and the connection with it', async () => {
    const answer = await client().request(server.url('/endless'));
    expect(answer.truncated).toBe(true);
    expect(answer.bytes).toHaveLength(2 << 20);
    const gzip = await client({ limits: { maxBytes: 500_000 } }).request(server.url('/endless-gzip'));
    expect(gzip.truncated).toBe(true);
    expect(gzip.bytes).toHaveLength(500_000);
    expect((await client().request(server.url('/endless'), { maxBytes: 1000 })).bytes).toHaveLength(1000);
  });

  it('reads little of an answer that is no success', async () => {
    const answer = await client().request(server.url('/to/302?url=/page'));
    expect(answer.bytes.length).toBeLessThan(128 * 1024);
  });

  it('refuses a gzip bomb of 10 MB for 10 GB with memory flat', async () => {
    const http = client({ limits: { maxBytes: 15 << 20 } });
    await http.request(server.url('/gzip'));
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
    const started = performance.now();
    const codes = await Promise.all([1, 2, 3, 4].map(() => codeOf(http.request(server.url('/bomb')))));
    clearInterval(timer);
    expect(codes).toEqual(['BODY_BOMB', 'BODY_BOMB', 'BODY_BOMB', 'BODY_BOMB']);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(peak - before).toBeLessThan(64 << 20);
  });

  it('cuts a bomb at the size limit where any ratio is permitted', async () => {
    const http = client({ limits: { maxBytes: 8 << 20, maxRatio: Infinity } });
    const answer = await http.request(server.url('/bomb'));
    expect(answer.truncated).toBe(true);
    expect(answer.bytes).toHaveLength(8 << 20);
  });

  it('refuses small bombs, and bombs within bombs', async () => {
    expect(await codeOf(client().request(server.url('/small-bomb')))).toBe('BODY_BOMB');
    expect(await codeOf(client().request(server.url('/bomb-in-bomb')))).toBe('BODY_BOMB');
  });

  it('refuses headers without end', async () => {
    expect(await codeOf(client().request(server.url('/big-headers')))).toBe('HTTP_MALFORMED');
  });
});

describe('time (X2)', () => {
  const quick = { connectMs: 400, headersMs: 400, totalMs: 1000 };

  async function timed(path: string): Promise<{ code: ErrorCode; phase: unknown; ms: number }> {
    const started = performance.now();
    const error = await failure(client({ timeouts: quick }).request(server.url(path)));
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
    expect(await codeOf(http.request(server.url('/drip')))).toBe('BODY_TOO_SLOW');
    expect(performance.now() - started).toBeLessThan(12_000);
  });

  it('gives up a name server that does not answer', async () => {
    const http = client({ timeouts: quick, resolve: () => new Promise(() => {}) });
    const error = await failure(http.request(server.url('/page', 'slow.example')));
    expect({ code: error.code, phase: error.detail['phase'] }).toEqual({ code: 'REQUEST_TIMEOUT', phase: 'connect' });
  });

  it('stops at once when its caller says so, and frees the connection', async () => {
    const http = client();
    const stop = new AbortController();
    const running = codeOf(http.request(server.url('/silent'), { signal: stop.signal }));
    setTimeout(() => stop.abort(), 50);
    expect(await running).toBe('CANCELLED');
    expect(await codeOf(http.request(server.url('/page'), { signal: stop.signal }))).toBe('CANCELLED');
    expect(textOf(await http.request(server.url('/page')))).toBe(PAGE);
  });

  it('takes nothing more when it is closed, and lets what is in flight end', async () => {
    const http = client();
    const running = http.request(server.url('/page'));
    await http.close();
    expect((await running).status).toBe(200);
    expect(await codeOf(http.request(server.url('/page')))).toBe('CANCELLED');
  });

  it('does not let slow answers hold up others of the same host', async () => {
    const http = client({ timeouts: { ...quick, headersMs: 3000, totalMs: 3000 } });
    const slow = Promise.all(
      ['/silent', '/drip', '/silent-body'].map((path) => codeOf(http.request(server.url(path)))),
    );
    const started = performance.now();
    await http.request(server.url('/page'));
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
    const error = await failure(client().request(server.url(`/${path}`)));
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
    expect(await codeOf(client().request(server.url('/page'), { headers: { 'x-a': 'b\r\nc: d' } }))).toBe(
      'URL_INVALID',
    );
    expect(server.log).toHaveLength(0);
  });
});

describe('redirects', () => {
  it('are not followed by request', async () => {
    const answer = await client().request(server.url('/to/301?url=/page'));
    expect(answer).toMatchObject({ status: 301, headers: { location: '/page' } });
    expect(server.log).toHaveLength(1);
  });

  it('are followed to the end, hop by hop', async () => {
    const hops: string[] = [];
    const answer = await client().follow(server.url('/chain/4'), { onHop: (hop) => void hops.push(hop.to) });
    expect(answer).toMatchObject({ status: 200, url: server.url('/chain/0') });
    expect(hops).toEqual([3, 2, 1, 0].map((n) => server.url(`/chain/${n}`)));
    expect(answer.hops.map((hop) => hop.permanent)).toEqual([true, false, true, false]);
  });

  it.each([301, 302, 303, 307, 308])('understands %i', async (status) => {
    const answer = await client().follow(server.url(`/to/${status}?url=/page`));
    expect(answer).toMatchObject({ status: 200, hops: [{ status, permanent: status === 301 || status === 308 }] });
  });

  it('end at loops, too many, and nowhere', async () => {
    expect(await codeOf(client().follow(server.url('/loop/a')))).toBe('REDIRECT_LIMIT');
    expect(server.log).toHaveLength(2);
    expect(await codeOf(client().follow(server.url('/chain/6')))).toBe('REDIRECT_LIMIT');
    expect((await client().follow(server.url('/chain/5'))).status).toBe(200);
    expect(await codeOf(client().follow(server.url('/nowhere')))).toBe('REDIRECT_INVALID');
    expect(await codeOf(client().follow(server.url('/to/302?url=javascript:alert(1)')))).toBe('REDIRECT_INVALID');
    expect(await codeOf(client().follow(server.url('/to/302?url=file:///etc/passwd')))).toBe('REDIRECT_INVALID');
  });

  it.each(['http://127.0.0.2/', 'http://169.254.169.254/latest/meta-data', 'http://[::1]/', 'http://0x7f.2/'])(
    'to %s are refused',
    async (target) => {
      const started = performance.now();
      expect(await codeOf(client().follow(server.url(`/to/302?url=${target}`)))).toBe('ADDRESS_REFUSED');
      expect(performance.now() - started).toBeLessThan(500);
    },
  );

  it('carry no secrets to another origin', async () => {
    const resolve: Resolve = () => Promise.resolve(['127.0.0.1']);
    const secrets = { authorization: 'Bearer s', cookie: 'a=b', 'x-api-key': 'k' };
    const headers = { ...secrets, accept: 'text/html', 'if-none-match': '"e"' };
    const there = encodeURIComponent(server.url('/page', 'other.example'));
    await client({ resolve }).follow(server.url(`/to/302?url=${there}`, 'first.example'), { headers });
    expect(server.log[0]?.headers).toMatchObject(headers);
    expect(server.log[1]?.headers).toMatchObject({ accept: 'text/html', 'if-none-match': '"e"' });
    expect(Object.keys(server.log[1]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/auth|cookie|api/)]),
    );
    server.log.length = 0;
    const credentials = { username: 'u', password: 'p' };
    await client({ resolve }).follow(server.url(`/to/302?url=${there}`, 'first.example'), { credentials });
    expect(server.log.map((seen) => seen.headers.authorization)).toEqual(['Basic dTpw', undefined]);
    server.log.length = 0;
    await client({ resolve }).follow(server.url('/to/302?url=/page', 'first.example'), { credentials });
    expect(server.log.map((seen) => seen.headers.authorization)).toEqual(['Basic dTpw', 'Basic dTpw']);
  });

  it('read a Location of raw UTF-8 as browsers do', async () => {
    const raw = await startRawServer(
      Buffer.from('HTTP/1.1 302 Found\r\nlocation: /новости?q=ü\r\ncontent-length: 0\r\n\r\n'),
    );
    const hops: string[] = [];
    const onHop = (hop: { to: string }): void => {
      hops.push(hop.to);
      throw new WireError('CANCELLED', 'enough');
    };
    await failure(client().follow(`http://127.0.0.1:${raw.port}/`, { onHop }));
    expect(decodeURI(hops[0] ?? '')).toBe(`http://127.0.0.1:${raw.port}/новости?q=ü`);
    await raw.close();
  });
});

describe('credentials in an address', () => {
  it('are sent as Basic and shown nowhere', async () => {
    const answer = await client().request(`http://us%40er:p%C3%A4ss@127.0.0.1:${server.port}/page#part`);
    expect(answer.url).toBe(server.url('/page'));
    expect(server.log[0]?.headers.authorization).toBe(`Basic ${Buffer.from('us@er:päss').toString('base64')}`);
    const error = await failure(client().request(`http://user:secret@127.0.0.1:${server.port}/reset?key=geheim`));
    expect(JSON.stringify([error.message, error.detail, String(error.cause)])).not.toMatch(/secret|geheim/);
  });
});

describe('addresses that are not public (X3)', () => {
  it('are never connected to: literal, name, second look-up', async () => {
    const before = server.connections();
    const http = client({ allow: [] });
    for (const host of [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      '[::ffff:127.0.0.1]',
      'localhost',
      'a.localhost',
      '0.0.0.0',
    ]) {
      expect(await codeOf(http.request(server.url('/page', host)))).toBe('ADDRESS_REFUSED');
    }
    const inner = client({ allow: [], resolve: () => Promise.resolve(['127.0.0.1', '::1', '10.0.0.7']) });
    expect(await codeOf(inner.request(server.url('/page', 'inner.example')))).toBe('ADDRESS_REFUSED');
    expect(server.connections()).toBe(before);
  });

  it('are refused when a name is bound to one after it was looked at', async () => {
    let looked = 0;
    const resolve: Resolve = () => Promise.resolve([(looked += 1) === 1 ? '127.0.0.1' : '127.0.0.2']);
    const http = client({ resolve });
    expect((await http.request(server.url('/close', 'rebind.example'))).status).toBe(200);
    const connections = server.connections();
    expect(await codeOf(http.request(server.url('/close', 'rebind.example')))).toBe('ADDRESS_REFUSED');
    expect(server.connections()).toBe(connections);
    expect(looked).toBe(2);
  });

  it('are passed over where a name has public ones too', async () => {
    const http = client({ resolve: () => Promise.resolve(['10.0.0.1', '127.0.0.1', '169.254.169.254']) });
    expect((await http.request(server.url('/page', 'mixed.example'))).status).toBe(200);
  });

  it('may be opened by range, and then have names below localhost', async () => {
    const answer = await client({ allow: ['127.0.0.0/8'] }).request(server.url('/page', 'paper.localhost'));
    expect(answer.status).toBe(200);
    expect(server.log[0]?.host).toBe(`paper.localhost:${server.port}`);
  });

  it.each(['ftp://example.com/', 'file:///etc/passwd', 'gopher://example.com/', 'http://example.com:25/'])(
    'nor is %s asked',
    async (url) => {
      expect(await codeOf(client().request(url))).toBe('ADDRESS_REFUSED');
    },
  );

  it('nor is what is no address', async () => {
    expect(await codeOf(client().request('news'))).toBe('URL_INVALID');
  });
});
