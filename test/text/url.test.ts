import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUrl, hostKey, normaliseUrl, registrableDomain, withoutCredentials } from '../../src/text/url.ts';

/** Addresses of all the characters that can be trouble. */
const part = fc.string({
  unit: fc.constantFrom(
    ...'abAB19-_.~% +&=;:@!$,/*()ä日?'.split(''),
    'amp',
    'amp/',
    '.amp',
    '%2e',
    '%7E',
    '%75tm_x',
    'sid=',
    ';jsessionid=1',
  ),
  maxLength: 12,
});
const address = fc
  .tuple(
    fc.constantFrom('http', 'https', 'HTTPS'),
    fc.constantFrom('example.org', 'Exämple.org:80', 'a.b.example:8080', '127.0.0.1'),
    fc.array(part, { maxLength: 4 }),
    fc.array(part, { maxLength: 3 }),
    part,
  )
  .map(([scheme, host, path, query, hash]) => `${scheme}://${host}/${path.join('/')}?${query.join('&')}#${hash}`);

describe('normaliseUrl', () => {
  it.each([
    ['HTTP://Example.ORG:80/Feed?b=2&a=1#top', 'http://example.org/Feed?b=2&a=1'],
    ['https://example.org', 'https://example.org/'],
    ['https://example.org:443/%7ebob/%e2%82%ac', 'https://example.org/~bob/%E2%82%AC'],
    ['https://example.org/a/../b/./c?', 'https://example.org/b/c'],
    ['https://ann:secret@example.org/f', 'https://example.org/f'],
    ['https://例え.jp/', 'https://xn--r8jz45g.jp/'],
    ['https://example.org./', 'https://example.org/'],
    ['feed://example.org/rss', 'http://example.org/rss'],
    ['feed:https://example.org/rss', 'https://example.org/rss'],
    ['feed://https://example.org/rss', 'https://example.org/rss'],
    ['  https://example.org/x \n', 'https://example.org/x'],
  ])('%s is %s', (given, normal) => expect(normaliseUrl(given)).toBe(normal));

  it.each([
    '',
    'example.org',
    'ftp://example.org/',
    'javascript:alert(1)',
    'https://',
    'https://exa|mple.org/',
    `https://example.org/${'x'.repeat(5000)}`,
  ])('refuses %s', (given) => expect(normaliseUrl(given)).toBeNull());

  it('resolves against a base', () => {
    expect(normaliseUrl('../rss', 'https://example.org/a/b/')).toBe('https://example.org/a/rss');
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(address, (url) => {
        const once = normaliseUrl(url);
        fc.pre(once !== null);
        expect(normaliseUrl(once)).toBe(once);
      }),
    );
  });
});

describe('canonicalUrl', () => {
  it.each([
    ['https://a.example/x?utm_source=rss&id=7&fbclid=abc&UTM_Medium=x', 'https://a.example/x?id=7'],
    ['https://a.example/x?at_medium=RSS&at_campaign=rss', 'https://a.example/x'],
    ['https://a.example/x?ref=rss', 'https://a.example/x'],
    ['https://a.example/x?ref=42', 'https://a.example/x?ref=42'],
    ['https://a.example/viewthread?mod=viewthread&tid=5', 'https://a.example/viewthread?mod=viewthread&tid=5'],
    ['https://a.example/x;jsessionid=0123456789ABCDEF?a=1', 'https://a.example/x?a=1'],
    ['https://a.example/x?PHPSESSID=0123456789abcdef0123456789abcdef', 'https://a.example/x'],
    ['https://a.example/x?sid=12', 'https://a.example/x?sid=12'],
    ['https://a.example/story#comments', 'https://a.example/story'],
    ['https://a.example/#!/story/1', 'https://a.example/#!/story/1'],
    ['https://a.example/story/amp/', 'https://a.example/story/'],
    ['https://a.example/story/amp?amp=1', 'https://a.example/story'],
    ['https://a.example/story.amp.html', 'https://a.example/story.html'],
    ['https://a.example/amp', 'https://a.example/amp'],
    ['https://a.example/story?outputType=amp', 'https://a.example/story'],
    ['https://www.google.com/amp/s/a.example/story?usqp=mq331AQ', 'https://a.example/story'],
    ['https://a-example.cdn.ampproject.org/c/s/a.example/story/', 'https://a.example/story/'],
  ])('%s is %s', (given, canonical) => expect(canonicalUrl(given)).toBe(canonical));

  it('keeps the order and the writing of what it keeps', () => {
    expect(canonicalUrl('https://a.example/?b=%2F+x&utm_term=1&a')).toBe('https://a.example/?b=%2F+x&a');
  });

  it('is idempotent, whatever tracking is added', () => {
    fc.assert(
      fc.property(address, fc.constantFrom('utm_source=x', 'gclid=1', 'amp=1'), (url, noise) => {
        const once = canonicalUrl(url);
        fc.pre(once !== null && !once.includes('#!'));
        expect(canonicalUrl(once)).toBe(once);
        const [head = ''] = url.split('#').map((piece) => piece.trimEnd());
        expect(canonicalUrl(`${head}${head.includes('?') ? '&' : '?'}${noise}`)).toBe(canonicalUrl(head));
      }),
    );
  });
});

describe('hosts (RULES R8)', () => {
  it('keys politeness by host, with the port unless it is the usual one', () => {
    expect(hostKey('https://News.Example.org:443/a')).toBe('news.example.org');
    expect(hostKey('http://news.example.org:443/a')).toBe('news.example.org');
    expect(hostKey('http://news.example.org:8080/')).toBe('news.example.org:8080');
    expect(hostKey('http://[::1]:8080/')).toBe('[::1]:8080');
  });

  it.each([
    ['news.bbc.co.uk', 'bbc.co.uk'],
    ['WWW.Example.com:8443', 'example.com'],
    ['ann.blogspot.com', 'ann.blogspot.com'],
    ['github.io', 'github.io'],
    ['localhost:8080', 'localhost:8080'],
    ['localhost:80', 'localhost'],
    ['paper.localhost:9000', 'paper.localhost:9000'],
    ['127.0.0.1:8080', '127.0.0.1:8080'],
    ['[::1]:8080', '[::1]:8080'],
    ['::1', '::1'],
    ['intranet', 'intranet'],
  ])('the source of %s is %s', (host, domain) => expect(registrableDomain(host)).toBe(domain));
});

describe('withoutCredentials', () => {
  it('drops name and password and touches nothing else', () => {
    expect(withoutCredentials('https://ann:pw@example.org/a@b')).toBe('https://example.org/a@b');
    expect(withoutCredentials('redis://:pw@127.0.0.1:6379/0')).toBe('redis://127.0.0.1:6379/0');
    expect(withoutCredentials('https://example.org/%7Ea')).toBe('https://example.org/%7Ea');
    expect(withoutCredentials('postgres://ann:p w@/x y')).not.toContain('p w');
  });
});
