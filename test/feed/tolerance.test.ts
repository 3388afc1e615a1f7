import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWireError } from '../../src/core/errors.ts';
import { MAX_ENTRIES } from '../../src/feed/document.ts';
import { readFeed, readFeedText } from '../../src/feed/read.ts';

const item = (number: number): string =>
  `<item><title>Item ${number}</title><link>https://example.org/${number}</link><description><![CDATA[<p>Text ${number}</p>]]></description></item>`;
const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${Array.from({ length: 20 }, (_, at) => item(at)).join('\n')}</channel></rss>`;

describe('a broken document', () => {
  it('keeps every closed entry wherever it is cut, and says that it was', () => {
    for (let cut = FEED.indexOf('<title>'); cut < FEED.length; cut += 1) {
      const feed = readFeedText(FEED.slice(0, cut), null);
      const closed = FEED.slice(0, cut).split('</item').length - 1;
      expect(feed.entries.length).toBe(closed);
      expect(
        feed.entries.every(({ title, link }, at) => title === `Item ${at}` && link === `https://example.org/${at}`),
      ).toBe(true);
      expect(feed.truncated ?? false).toBe(!FEED.slice(0, cut).includes('</rss'));
    }
  });

  it('never throws anything but FEED_SYNTAX, whatever is changed in it', () => {
    const bytes = Buffer.from(FEED);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }), (changes) => {
        const broken = Buffer.from(bytes);
        for (const [at, byte] of changes) broken[at] = byte;
        try {
          expect(readFeed(broken, { url: 'https://example.org/' }).entries.length).toBeLessThanOrEqual(40);
        } catch (error) {
          expect(isWireError(error) && error.code).toBe('FEED_SYNTAX');
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['white space and a mark before it', `\ufeff \n\n${FEED}`],
    ['a server’s warning before it', `<br />\n<b>Warning</b>: something in <b>/x.php</b><br />${FEED}`],
    ['junk behind it', `${FEED}<script>x</script></rss>`],
    [
      'control characters in it',
      FEED.replaceAll('Text', 'Te\u0001xt\u0000').replaceAll('Te\u0001xt\u0000', '\u000bText'),
    ],
    ['an undeclared prefix', FEED.replaceAll('<title>Item', '<foo:bar>x</foo:bar><title>Item')],
    ['attributes without quotes', FEED.replaceAll('<item>', '<item a=b c>')],
    ['a quote that is never closed', FEED.replaceAll('<item>', '<item about="x>')],
    [
      'tags in capitals',
      FEED.replaceAll('item>', 'ITEM>').replaceAll('<title>', '<TITLE>').replaceAll('</title>', '</TITLE>'),
    ],
    ['closing tags in another case', FEED.replaceAll('</item>', '</Item>')],
    ['links that are not closed', FEED.replaceAll('</link>', '')],
    [
      'an external DTD',
      FEED.replace(
        '<rss',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd" [<!ENTITY % x SYSTEM "file:///etc/passwd">%x;]><rss',
      ),
    ],
  ])('is read with %s', (_what, text) => {
    const feed = readFeedText(text, null);
    expect(feed.title).toBe('News');
    expect(feed.entries.map(({ title }) => title)).toEqual(Array.from({ length: 20 }, (_, at) => `Item ${at}`));
    expect(
      feed.entries.every(
        ({ link, summary }, at) => link === `https://example.org/${at}` && summary === `<p>Text ${at}</p>`,
      ),
    ).toBe(true);
  });

  it('closes an item where the next begins', () => {
    expect(readFeedText(FEED.replaceAll('</item>', ''), null).entries).toHaveLength(20);
  });

  it('reads C1 controls as the windows-1252 that they were', () => {
    expect(readFeedText('<rss><channel><title>don\u0092t \u2013 \u0080</title></channel></rss>', null).title).toBe(
      'don’t – €',
    );
  });
});

describe('hostile documents', () => {
  const rss = (inside: string): string => `<rss><channel>${inside}</channel></rss>`;
  const inItem = (inside: string): string => rss(`<item><description>${inside}</description></item>`);

  it('knows plain entities of a DTD, and expands none in another', () => {
    expect(
      readFeedText(
        '<!DOCTYPE rss [<!ENTITY co "Acme"><!ENTITY a "&co;&co;"><!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&co; &a; &f;</title></channel></rss>',
        null,
      ).title,
    ).toBe('Acme &a; &f;');
  });

  it.each([
    ['open tags', rss(`<item>${'<a>'.repeat(300_000)}`)],
    ['open attributes', rss(`<item>${'<a b="'.repeat(200_000)}`)],
    ['closing tags', rss(`<item>${'</a'.repeat(300_000)}`)],
    ['CDATA sections', inItem('<![CDATA['.repeat(200_000))],
    ['comments', inItem('<!--'.repeat(300_000))],
    ['doctypes', `${'<!DOCTYPE a ['.repeat(50_000)}${FEED}`],
    ['ampersands', inItem('&'.repeat(900_000))],
    ['angle brackets', inItem(`<![CDATA[${'<'.repeat(900_000)}]]>`)],
    ['nested HTML', inItem(`<![CDATA[${'<b>'.repeat(300_000)}]]>`)],
    ['entities', `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(250)}">]>${inItem('&a;'.repeat(200_000))}`],
    ['titles of tags', rss(`<item><title><![CDATA[${'<a '.repeat(300_000)}]]></title></item>`)],
    ['unbalanced tags', rss(`<item><title>${'<a></b>'.repeat(100_000)}</title></item>`)],
  ])('take no long: %s', (_what, text) => {
    const began = performance.now();
    try {
      readFeedText(text, null);
    } catch (error) {
      expect(isWireError(error)).toBe(true);
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('has a bound on entries, titles, tags and enclosures', () => {
    const feed = readFeedText(rss('<item/>'.repeat(MAX_ENTRIES + 10)), null);
    expect(feed.entries).toHaveLength(MAX_ENTRIES);
    const many = Array.from(
      { length: 500 },
      (_, at) => `<category>${at}</category><enclosure url="https://example.org/${at}"/>`,
    ).join('');
    const [entry] = readFeedText(rss(`<item><title>${'x'.repeat(10_000)}</title>${many}</item>`), null).entries;
    expect([entry?.title?.length, entry?.tags.length, entry?.enclosures.length]).toEqual([4_000, 100, 100]);
  });
});
