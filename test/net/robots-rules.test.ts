import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRobots } from '../../src/net/robots-rules.ts';

const allows = (body: string, path: string, agent = 'wirewatch'): boolean =>
  parseRobots(body, agent).allows(`https://example.org${path}`);

describe('groups (RFC 9309, 2.2.1)', () => {
  it('takes the group of the crawler, merged from all places, else that of everyone', () => {
    const body =
      'user-agent: *\ndisallow: /\n\nUser-Agent: WireWatch\nUser-agent: other\nDisallow: /a\n\nuser-agent: x\ndisallow: /x\n\nuser-agent: wirewatch\ndisallow: /b';
    expect(allows(body, '/a')).toBe(false);
    expect(allows(body, '/b')).toBe(false);
    expect(allows(body, '/x')).toBe(true);
    expect(allows(body, '/c', 'stranger')).toBe(false);
  });

  it('reads the product token of a whole User-Agent, and of a line with more behind it', () => {
    const body = 'user-agent: wirewatch bot/2.0\ndisallow: /';
    expect(allows(body, '/', 'wirewatch/0.1 (+https://example.org)')).toBe(false);
    expect(allows(body, '/', 'wirewatchers')).toBe(true);
  });

  it('is not ended by other lines, and ignores rules before the first group', () => {
    expect(allows('disallow: /\n', '/')).toBe(true);
    expect(
      allows('user-agent: wirewatch\nsitemap: https://example.org/s.xml\nunknown: x\nuser-agent: *\ndisallow: /', '/'),
    ).toBe(false);
  });

  it('allows everything when nothing fits or nothing is said', () => {
    for (const body of ['', 'user-agent: *\ndisallow:', 'user-agent: other\ndisallow: /', '<html>Not found</html>'])
      expect(allows(body, '/x')).toBe(true);
  });
});

describe('rules (2.2.2, 2.2.3)', () => {
  const all = (rules: string): string => `user-agent: *\n${rules}`;

  it.each([
    ['disallow: /x\nallow: /x/page', '/x/page', true],
    ['allow: /x\ndisallow: /x', '/x', true],
    ['disallow: /X', '/x', true],
    ['disallow: /*.php$', '/a.php', false],
    ['disallow: /*.php$', '/a.php?x', true],
    ['disallow: /a*b*c', '/axxbyyczz', false],
    ['disallow: /a*b$', '/axbxb', false],
    ['disallow: /a*b$', '/axbx', true],
    ['disallow: /a$b', '/a$b', false],
    ['disallow: *', '/anything', false],
    ['disallow: /p?id=', '/p?id=5', false],
    ['disallow: /', '/', false],
    ['disallow: /ä', '/%C3%A4', false],
    ['disallow: /%c3%a4', '/%C3%A4', false],
    ['disallow: /x # why', '/x', false],
    ['disallow: /\nallow: /news/index.html', '/news/', true],
    ['dissallow: /x', '/x', false],
    ['disallow /x', '/x', false],
  ])('%s lets %s be %s', (rules, path, allowed) => expect(allows(all(rules), path)).toBe(allowed));

  it('reads every line end and a byte order mark', () => {
    expect(allows('\ufeffuser-agent: *\rdisallow: /a\r\ndisallow: /b\ndisallow: /c', '/a')).toBe(false);
    expect(allows('\ufeffuser-agent: *\rdisallow: /a\r\ndisallow: /b\ndisallow: /c', '/b')).toBe(false);
  });

  it('reads 500 KiB and no more (2.5)', () => {
    const padding = (kib: number): string => `user-agent: *\n${'# padding\n'.repeat((kib * 1024) / 10)}disallow: /x`;
    expect(allows(padding(499), '/x')).toBe(false);
    expect(allows(padding(600), '/x')).toBe(true);
  });

  it('takes addresses without a path, with a fragment, with an odd authority', () => {
    const rules = parseRobots(all('disallow: /a'), 'wirewatch');
    expect(rules.allows('https://example.org')).toBe(true);
    expect(rules.allows('https://example.org/a#b')).toBe(false);
    expect(rules.allows('https://example.org:8080/a')).toBe(false);
    expect(parseRobots(all('disallow: /?q'), 'wirewatch').allows('https://example.org?q')).toBe(false);
  });

  it('takes no long over hostile patterns', () => {
    const body = all(`disallow: /${'*a'.repeat(1_000)}$\n`.repeat(200));
    const began = performance.now();
    parseRobots(body, 'wirewatch').allows(`https://example.org/${'a'.repeat(2_000)}b`);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.string(),
        (body, agent, url) => typeof parseRobots(`user-agent: *\ndisallow: ${body}`, agent).allows(url) === 'boolean',
      ),
    );
  });
});

describe('what else it says', () => {
  it('gives the delay of the crawler’s group in milliseconds, and all sitemaps', () => {
    const body =
      'sitemap: https://example.org/a.xml\nuser-agent: *\ncrawl-delay: 5\n\nuser-agent: wirewatch\ncrawl-delay: 1.5\nSitemap: https://example.org/b.xml\nsitemap: /relative';
    expect(parseRobots(body, 'wirewatch')).toMatchObject({
      crawlDelayMs: 1_500,
      sitemaps: ['https://example.org/a.xml', 'https://example.org/b.xml'],
    });
    expect(parseRobots(body, 'other').crawlDelayMs).toBe(5_000);
    expect(parseRobots('user-agent: *\ncrawl-delay: soon', 'x').crawlDelayMs).toBeNull();
  });
});
