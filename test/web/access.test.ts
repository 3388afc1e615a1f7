import { describe, expect, it } from 'vitest';
import {
  Access,
  checkClosed,
  feedKey,
  isFeedKey,
  isLoopback,
  type AccessRules,
  type Visit,
} from '../../src/web/access.ts';

const TOKEN = 'a long and random admin token';
const OPEN: AccessRules = { host: '127.0.0.1', baseUrl: undefined, adminToken: undefined };
const GUARDED: AccessRules = { host: '0.0.0.0', baseUrl: 'https://watch.example.org', adminToken: TOKEN };

function visit(headers: Visit['headers'] = {}, method = 'GET', remoteAddress = '127.0.0.1'): Visit {
  return { method, remoteAddress, headers: { host: 'localhost:8080', ...headers } };
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('closed from day one (R29)', () => {
  it('refuses to listen beyond loopback without a token', () => {
    for (const host of [
      '0.0.0.0',
      '::',
      '192.0.2.7',
      'watch.example.org',
      'localhost.example.org',
      '127.0.0.1.example.org',
    ]) {
      expect(() => checkClosed({ host, adminToken: undefined }), host).toThrow(
        expect.objectContaining({ code: 'WEB_OPEN' }),
      );
      expect(() => checkClosed({ host, adminToken: TOKEN })).not.toThrow();
    }
    for (const host of ['127.0.0.1', '127.8.0.3', '::1', 'localhost'])
      expect(() => checkClosed({ host, adminToken: undefined })).not.toThrow();
    expect(isLoopback('127.0.0.1.nip.io')).toBe(false);
  });

  it.each([
    ['localhost:8080', true],
    ['localhost', true],
    ['LOCALHOST:1', true],
    ['127.0.0.1:8080', true],
    ['[::1]:8080', true],
    ['evil.example', false],
    ['evil.example:8080', false],
    ['127.0.0.1.evil.example:8080', false],
    ['a.localhost:8080', false],
    ['localhost.evil.example', false],
    ['localhost:8080@evil.example', false],
    ['localhost/evil.example', false],
    ['', false],
    ['192.168.1.5:8080', false],
    ['watch.example.org', false],
  ])('takes the Host %j: %s', (host, isTaken) => {
    expect(new Access(OPEN).refuseHost(visit({ host })) === null).toBe(isTaken);
  });

  it('takes the Host of the base URL, and no other, whoever is logged in', () => {
    const access = new Access(GUARDED);
    expect(access.refuseHost(visit({ host: 'watch.example.org' }))).toBeNull();
    expect(access.refuseHost(visit({ host: 'WATCH.example.org:443' }))).toBeNull();
    expect(access.refuseHost(visit({ host: 'other.example.org', authorization: `Bearer ${TOKEN}` }))?.status).toBe(403);
    expect(access.refuseHost(visit({ host: undefined }))?.status).toBe(403);
  });

  it('without a token is open to this machine, and to it alone', () => {
    const access = new Access(OPEN);
    expect(access.refuse(visit())).toBeNull();
    expect(access.refuse(visit({}, 'GET', '::1'))).toBeNull();
    expect(access.refuse(visit({}, 'GET', '::ffff:127.0.0.1'))).toBeNull();
    expect(access.refuse(visit({}, 'GET', '192.0.2.7'))?.status).toBe(401);
    expect(access.refuse(visit({ 'x-forwarded-for': '192.0.2.7' }))?.status).toBe(401);
    expect(access.refuse(visit({ forwarded: 'for=192.0.2.7' }))?.status).toBe(401);
  });

  it.each([
    ['nothing', undefined, 401],
    ['a wrong token', 'Bearer wrong', 401],
    ['an empty one', 'Bearer ', 401],
    ['another scheme', `Digest ${TOKEN}`, 401],
    ['admin with the token', basic('admin', TOKEN), null],
    ['admin with another', basic('admin', 'wrong'), 401],
    ['another user with the token', basic('root', TOKEN), 401],
    ['no user', basic('', TOKEN), 401],
    ['what is no base64 of a pair', 'Basic AAAA', 401],
  ])('with a token asks for it: %s', (_, authorization, status) => {
    expect(new Access(GUARDED).refuse(visit({ authorization }))?.status ?? null).toBe(status);
  });

  it('takes a bearer token', () => {
    const access = new Access({ ...GUARDED, adminToken: 'sesame-1234' });
    expect(access.refuse(visit({ authorization: 'Bearer sesame-1234' }))).toBeNull();
    expect(access.refuse(visit({ authorization: 'bearer sesame-1234' }, 'POST'))).toBeNull();
    expect(access.refuse(visit({ authorization: 'Bearer sesame-12345' }))?.status).toBe(401);
  });

  it.each([
    ['no Origin', {}, 403],
    ['its own Origin', { origin: 'http://localhost:8080' }, null],
    ['another port of this machine', { origin: 'http://localhost:3000' }, 403],
    ['another name of this machine', { origin: 'http://127.0.0.1:8080' }, 403],
    ['another site', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['what only looks alike', { origin: 'http://localhost:8080.evil.example' }, 403],
    ['another scheme', { origin: 'file://localhost:8080' }, 403],
    ['same-origin by fetch metadata', { 'sec-fetch-site': 'same-origin' }, null],
    ['cross-site by fetch metadata', { 'sec-fetch-site': 'cross-site' }, 403],
    ['an own Origin beats nothing else', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, 403],
  ])('a change without a token needs an Origin of this server: %s', (_, headers, status) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(new Access(OPEN).refuse(visit(headers, method))?.status ?? null, method).toBe(status);
    }
  });

  it('a password that a browser adds by itself does not stand in for the Origin, a bearer token does', () => {
    const access = new Access({ ...GUARDED, adminToken: 'sesame-1234' });
    const change = (headers: Visit['headers']) =>
      access.refuse(visit({ host: 'watch.example.org', ...headers }, 'POST'))?.status ?? null;
    const authorization = basic('admin', 'sesame-1234');
    expect(change({ authorization, origin: 'https://evil.example' })).toBe(403);
    expect(change({ authorization, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(change({ authorization, origin: 'https://watch.example.org' })).toBeNull();
    expect(change({ authorization })).toBeNull();
    expect(change({ authorization: 'Bearer sesame-1234', origin: 'https://evil.example' })).toBeNull();
    expect(change({ origin: 'https://watch.example.org' })).toBe(401);
  });

  it('pages of other sites may lead here, and may load nothing from here', () => {
    const access = new Access(OPEN);
    const site = (more: Visit['headers']) =>
      access.refuse(visit({ 'sec-fetch-site': 'cross-site', ...more }))?.status ?? null;
    expect(site({ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' })).toBeNull();
    expect(site({ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' })).toBe(403);
    expect(site({ 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' })).toBe(403);
  });
});

describe('the key of a topic’s feeds', () => {
  it('opens one topic of one installation', () => {
    const key = feedKey('secret', 'belarus');
    expect(key).toMatch(/^[\w-]{32}$/);
    expect(isFeedKey('secret', 'belarus', key)).toBe(true);
    expect(isFeedKey('secret', 'other', key)).toBe(false);
    expect(isFeedKey('other', 'belarus', key)).toBe(false);
    expect(isFeedKey('secret', 'belarus', `${key}x`)).toBe(false);
    expect(isFeedKey(undefined, 'belarus', key)).toBe(false);
  });
});
