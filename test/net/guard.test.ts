import type { LookupAddress, LookupOptions } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { createGuard, type Guard } from '../../src/net/guard.ts';
import type { Resolve } from '../../src/net/resolve.ts';

const LOOPBACK = ['127.0.0.0/8'];

function codeOf(guard: Guard, url: string): string {
  try {
    guard.checkUrl(url);
    return 'passed';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

function look(guard: Guard, host: string, options: LookupOptions = { all: true }): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    guard.lookup(host, options, (error, found, family) => {
      if (error !== null) reject(error);
      else resolve(typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : found);
    });
  });
}

const gives = (...addresses: string[]): Resolve => {
  return () => Promise.resolve(addresses);
};

describe('checkUrl', () => {
  const guard = createGuard({ allow: [] });

  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://017700000001/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127。0。0。1/',
    'http://0/',
    'http://[::]/',
    'http://[::1]:8080/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://192.168.1.1.:8080/',
    'http://LOCALHOST/',
    'http://localhost./',
    'http://paper.localhost/',
    'https://user:pass@10.0.0.1/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'gopher://example.com:70/',
    'http://example.com:25/',
    'http://example.com:6667/',
    'http://example.com:0/',
  ])('refuses %s', (url) => {
    expect(codeOf(guard, url)).toBe('ADDRESS_REFUSED');
  });

  it.each([
    'http://example.com/',
    'https://8.8.8.8/',
    'http://example.com:8080/',
    'http://[2606:4700::1111]/',
    'http://notlocalhost/',
  ])('passes %s', (url) => {
    expect(codeOf(guard, url)).toBe('passed');
  });

  it.each(['', 'example.com', '//example.com', 'http://', 'http://a b/', 'http://999.1.1.1/'])(
    'says that %j is no address',
    (url) => {
      expect(codeOf(guard, url)).toBe('URL_INVALID');
    },
  );

  it('opens what the operator names, and nothing beside it', () => {
    const open = createGuard({ allow: ['127.0.0.0/8', '10.1.0.0/16'] });
    for (const url of [
      'http://127.0.0.1/',
      'http://a.localhost:3000/',
      'http://10.1.2.3/',
      'http://[::ffff:10.1.2.3]/',
    ]) {
      expect(codeOf(open, url)).toBe('passed');
    }
    for (const url of ['http://10.2.0.1/', 'http://[::1]/', 'http://169.254.169.254/', 'http://127.0.0.1:22/']) {
      expect(codeOf(open, url)).toBe('ADDRESS_REFUSED');
    }
  });
});

describe('lookup', () => {
  it('gives the public addresses of a name, in their order', async () => {
    const guard = createGuard({ allow: [], resolve: gives('10.0.0.1', '8.8.8.8', 'fe80::1', '2606:4700::1111') });
    expect(await look(guard, 'news.example')).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1111', family: 6 },
    ]);
    expect(await look(guard, 'news.example', {})).toEqual([{ address: '8.8.8.8', family: 4 }]);
    expect(await look(guard, 'news.example', { family: 6 })).toEqual([{ address: '2606:4700::1111', family: 6 }]);
    expect(await look(guard, 'news.example', { family: 'IPv4', all: true })).toHaveLength(1);
  });

  it('refuses a name that has none', async () => {
    const guard = createGuard({ allow: [], resolve: gives('127.0.0.1', '::ffff:10.0.0.1', 'fd00::1') });
    await expect(look(guard, 'inner.example')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await expect(look(createGuard({ allow: [], resolve: gives() }), 'none.example')).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    });
  });

  it('judges each answer anew, so a name bound to another address is refused', async () => {
    let asked = 0;
    const resolve: Resolve = () => Promise.resolve((asked += 1) === 1 ? ['8.8.8.8'] : ['127.0.0.1']);
    const guard = createGuard({ allow: [], resolve });
    expect(await look(guard, 'rebind.example')).toHaveLength(1);
    await expect(look(guard, 'rebind.example')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('hands on what the name server says', async () => {
    const failing = createGuard({
      allow: [],
      resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    });
    await expect(look(failing, 'no.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('never asks a name server for localhost', async () => {
    const never: Resolve = () => Promise.reject(new Error('asked'));
    const closed = createGuard({ allow: [], resolve: never });
    await expect(look(closed, 'paper.localhost')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    const open = createGuard({ allow: LOOPBACK, resolve: never });
    for (const host of ['localhost', 'localhost.', 'a.b.localhost']) {
      expect(await look(open, host)).toEqual([{ address: '127.0.0.1', family: 4 }]);
    }
    expect(await look(createGuard({ allow: [...LOOPBACK, '::1'], resolve: never }), 'localhost')).toHaveLength(2);
  });

  it('judges literals too', async () => {
    await expect(look(createGuard({ allow: [] }), '10.0.0.1')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(await look(createGuard({ allow: [] }), '8.8.8.8')).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });
});
