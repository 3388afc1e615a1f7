import { describe, expect, it } from 'vitest';
import { hostPolicy } from '../../src/net/politeness.ts';

const policy = hostPolicy({
  concurrency: 1,
  gapMs: 1000,
  overrides: {
    '*.Example.com': { gapMs: 5000 },
    '*.fast.example.com': { concurrency: 4 },
    'one.example.com': { gapMs: 0 },
    'intranet.example:8080': { gapMs: 10 },
    '*.münchen.example': { gapMs: 7 },
  },
});

describe('hostPolicy (R8)', () => {
  it.each([
    ['http://News.Other.example/a?b', 'news.other.example'],
    ['https://other.example:443/', 'other.example'],
    ['https://other.example:80/', 'other.example'],
    ['http://other.example:8080/', 'other.example:8080'],
    ['http://[2606:4700::1]:81/', '[2606:4700::1]:81'],
  ])('keys %s by %s with the general limits', (url, key) => {
    expect(policy.of(url)).toEqual({ key, concurrency: 1, gapMs: 1000 });
  });

  it('pools the hosts below a domain under one key, the nearest pattern first', () => {
    expect(policy.of('http://a.example.com/')).toEqual({ key: '*.example.com', concurrency: 1, gapMs: 5000 });
    expect(policy.of('https://b.c.example.com:8443/')).toEqual({ key: '*.example.com', concurrency: 1, gapMs: 5000 });
    expect(policy.of('http://x.fast.example.com/')).toEqual({ key: '*.fast.example.com', concurrency: 4, gapMs: 1000 });
    expect(policy.of('http://fast.example.com/').key).toBe('*.example.com');
    expect(policy.of('http://x.xn--mnchen-3ya.example/')).toMatchObject({ key: '*.xn--mnchen-3ya.example', gapMs: 7 });
  });

  it('leaves the domain itself, and names that only end alike, alone', () => {
    expect(policy.of('http://example.com/')).toEqual({ key: 'example.com', concurrency: 1, gapMs: 1000 });
    expect(policy.of('http://notexample.com/').key).toBe('notexample.com');
  });

  it('prefers a host of its own to its domain', () => {
    expect(policy.of('http://one.example.com/')).toEqual({ key: 'one.example.com', concurrency: 1, gapMs: 0 });
    expect(policy.of('http://intranet.example:8080/')).toMatchObject({ key: 'intranet.example:8080', gapMs: 10 });
    expect(policy.of('http://intranet.example/').gapMs).toBe(1000);
  });

  it('finds the limits of a key again', () => {
    for (const url of [
      'http://a.example.com/',
      'http://one.example.com/',
      'http://intranet.example:8080/',
      'http://z.example/',
    ]) {
      const { key, ...limits } = policy.of(url);
      expect(policy.limitsOf(key)).toEqual(limits);
    }
  });

  it('refuses what is no host', () => {
    for (const pattern of ['', '*', '*.', 'a b', 'http://a/', 'a.*.b', 'a/b']) {
      expect(() => hostPolicy({ concurrency: 1, gapMs: 0, overrides: { [pattern]: {} } })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID' }),
      );
    }
    expect(() => policy.of('nonsense')).toThrow(expect.objectContaining({ code: 'URL_INVALID' }));
  });
});
