import { describe, expect, it } from 'vitest';
import { WireError } from '../../src/core/errors.ts';
import type { Resolve } from '../../src/net/resolve.ts';
import { startRawServer } from '../support/bad-server.ts';
import { codeOf, failure, useBadWeb } from '../support/bad-web.ts';

const web = useBadWeb();
const { client } = web;

describe('redirects', () => {
  it('are not followed by request', async () => {
    const answer = await client().request(web.server.url('/to/301?url=/page'));
    expect(answer).toMatchObject({ status: 301, headers: { location: '/page' } });
    expect(web.server.log).toHaveLength(1);
  });

  it('are followed to the end, hop by hop', async () => {
    const hops: string[] = [];
    const answer = await client().follow(web.server.url('/chain/4'), { onHop: (hop) => void hops.push(hop.to) });
    expect(answer).toMatchObject({ status: 200, url: web.server.url('/chain/0') });
    expect(hops).toEqual([3, 2, 1, 0].map((n) => web.server.url(`/chain/${n}`)));
    expect(answer.hops.map((hop) => hop.permanent)).toEqual([true, false, true, false]);
  });

  it.each([301, 302, 303, 307, 308])('understands %i', async (status) => {
    const answer = await client().follow(web.server.url(`/to/${status}?url=/page`));
    expect(answer).toMatchObject({ status: 200, hops: [{ status, permanent: status === 301 || status === 308 }] });
  });

  it('end at loops, too many, and nowhere', async () => {
    expect(await codeOf(client().follow(web.server.url('/loop/a')))).toBe('REDIRECT_LIMIT');
    expect(web.server.log).toHaveLength(2);
    expect(await codeOf(client().follow(web.server.url('/chain/6')))).toBe('REDIRECT_LIMIT');
    expect((await client().follow(web.server.url('/chain/5'))).status).toBe(200);
    expect(await codeOf(client().follow(web.server.url('/nowhere')))).toBe('REDIRECT_INVALID');
    expect(await codeOf(client().follow(web.server.url('/to/302?url=javascript:alert(1)')))).toBe('REDIRECT_INVALID');
    expect(await codeOf(client().follow(web.server.url('/to/302?url=file:///etc/passwd')))).toBe('REDIRECT_INVALID');
  });

  it.each(['http://127.0.0.2/', 'http://169.254.169.254/latest/meta-data', 'http://[::1]/', 'http://0x7f.2/'])(
    'to %s are refused',
    async (target) => {
      const started = performance.now();
      expect(await codeOf(client().follow(web.server.url(`/to/302?url=${target}`)))).toBe('ADDRESS_REFUSED');
      expect(performance.now() - started).toBeLessThan(500);
    },
  );

  it('carry no secrets to another origin', async () => {
    const resolve: Resolve = () => Promise.resolve(['127.0.0.1']);
    const secrets = { authorization: 'Bearer s', cookie: 'a=b', 'x-api-key': 'k' };
    const headers = { ...secrets, accept: 'text/html', 'if-none-match': '"e"' };
    const there = encodeURIComponent(web.server.url('/page', 'other.example'));
    await client({ resolve }).follow(web.server.url(`/to/302?url=${there}`, 'first.example'), { headers });
    expect(web.server.log[0]?.headers).toMatchObject(headers);
    expect(web.server.log[1]?.headers).toMatchObject({ accept: 'text/html', 'if-none-match': '"e"' });
    expect(Object.keys(web.server.log[1]?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/auth|cookie|api/)]),
    );
    web.server.log.length = 0;
    const credentials = { username: 'u', password: 'p' };
    await client({ resolve }).follow(web.server.url(`/to/302?url=${there}`, 'first.example'), { credentials });
    expect(web.server.log.map((seen) => seen.headers.authorization)).toEqual(['Basic dTpw', undefined]);
    web.server.log.length = 0;
    await client({ resolve }).follow(web.server.url('/to/302?url=/page', 'first.example'), { credentials });
    expect(web.server.log.map((seen) => seen.headers.authorization)).toEqual(['Basic dTpw', 'Basic dTpw']);
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
    const answer = await client().request(`http://us%40er:p%C3%A4ss@127.0.0.1:${web.server.port}/page#part`);
    expect(answer.url).toBe(web.server.url('/page'));
    expect(web.server.log[0]?.headers.authorization).toBe(`Basic ${Buffer.from('us@er:päss').toString('base64')}`);
    const error = await failure(client().request(`http://user:secret@127.0.0.1:${web.server.port}/reset?key=geheim`));
    expect(JSON.stringify([error.message, error.detail, String(error.cause)])).not.toMatch(/secret|geheim/);
  });
});

describe('addresses that are not public (X3)', () => {
  it('are never connected to: literal, name, second look-up', async () => {
    const before = web.server.connections();
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
      expect(await codeOf(http.request(web.server.url('/page', host)))).toBe('ADDRESS_REFUSED');
    }
    const inner = client({ allow: [], resolve: () => Promise.resolve(['127.0.0.1', '::1', '10.0.0.7']) });
    expect(await codeOf(inner.request(web.server.url('/page', 'inner.example')))).toBe('ADDRESS_REFUSED');
    expect(web.server.connections()).toBe(before);
  });

  it('are refused when a name is bound to one after it was looked at', async () => {
    let looked = 0;
    const resolve: Resolve = () => Promise.resolve([(looked += 1) === 1 ? '127.0.0.1' : '127.0.0.2']);
    const http = client({ resolve });
    expect((await http.request(web.server.url('/close', 'rebind.example'))).status).toBe(200);
    const connections = web.server.connections();
    expect(await codeOf(http.request(web.server.url('/close', 'rebind.example')))).toBe('ADDRESS_REFUSED');
    expect(web.server.connections()).toBe(connections);
    expect(looked).toBe(2);
  });

  it('are passed over where a name has public ones too', async () => {
    const http = client({ resolve: () => Promise.resolve(['10.0.0.1', '127.0.0.1', '169.254.169.254']) });
    expect((await http.request(web.server.url('/page', 'mixed.example'))).status).toBe(200);
  });

  it('may be opened by range, and then have names below localhost', async () => {
    const answer = await client({ allow: ['127.0.0.0/8'] }).request(web.server.url('/page', 'paper.localhost'));
    expect(answer.status).toBe(200);
    expect(web.server.log[0]?.host).toBe(`paper.localhost:${web.server.port}`);
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
