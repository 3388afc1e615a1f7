import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isWireError } from '../../src/core/errors.ts';
import type { FeedDocument } from '../../src/feed/document.ts';
import { readFeed, readFeedText } from '../../src/feed/read.ts';

const rss = (items: string, head = '', attributes = ''): FeedDocument =>
  readFeedText(
    `<rss version="2.0"${attributes}><channel>${head}${items}</channel></rss>`,
    'https://example.org/feed/rss',
  );
const atom = (entries: string, head = '', attributes = ''): FeedDocument =>
  readFeedText(
    `<feed xmlns="http://www.w3.org/2005/Atom"${attributes}>${head}${entries}</feed>`,
    'https://example.org/feed/atom',
  );
const reason = (text: string): string => {
  try {
    readFeedText(text, null);
  } catch (error) {
    if (isWireError(error) && error.code === 'FEED_SYNTAX') return error.message;
    throw error;
  }
  return 'a feed';
};

describe('RSS', () => {
  it('reads an item of every common field', () => {
    const feed = rss(
      `<item><title>Talks &amp;amp; tea</title><link>/a?x=1&amp;y=2</link><guid isPermaLink="false">tag:1</guid>
       <pubDate>Tue, 02 Jan 2024 03:04:05 GMT</pubDate><dc:creator>Ann</dc:creator><dc:creator>Ben</dc:creator>
       <category>World</category><category>World</category><category> Trade </category>
       <description>&lt;p&gt;Short&lt;/p&gt;</description><content:encoded><![CDATA[<p>Long <a href="/b">b</a></p>]]></content:encoded>
       <enclosure url="/a.mp3"/><media:content url="https://cdn.example/x.jpg"><media:title>Picture</media:title></media:content></item>`,
      '<title>News</title><link>https://example.org/</link><description>All of it</description><language>en-GB</language>',
      ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"',
    );
    expect(feed).toMatchObject({
      format: 'rss-2.0',
      title: 'News',
      link: 'https://example.org/',
      description: 'All of it',
      language: 'en-GB',
    });
    expect(feed.entries).toEqual([
      {
        id: 'tag:1',
        title: 'Talks & tea',
        link: 'https://example.org/a?x=1&y=2',
        published: '2024-01-02T03:04:05.000Z',
        updated: null,
        author: 'Ann, Ben',
        language: 'en-GB',
        summary: '<p>Short</p>',
        contentHtml: '<p>Long <a href="https://example.org/b">b</a></p>',
        enclosures: ['https://example.org/a.mp3', 'https://cdn.example/x.jpg'],
        tags: ['World', 'Trade'],
      },
    ]);
    expect('truncated' in feed).toBe(false);
  });

  it('knows namespaces by their address, and usual prefixes without one', () => {
    const [entry] = rss(
      '<item><D:title>By address</D:title><media:description>By prefix</media:description><x:description>Of a stranger</x:description></item>',
      '',
      ' xmlns:D="http://purl.org/dc/elements/1.1/" xmlns:x="https://stranger.example/"',
    ).entries;
    expect(entry).toMatchObject({ title: 'By address', summary: 'By prefix' });
  });

  it('takes the guid for the link only when it is one', () => {
    const links = rss(
      '<item><guid>https://example.org/1</guid></item><item><guid isPermaLink="false">https://example.org/2</guid></item><item><guid>123</guid></item>',
    ).entries.map(({ link }) => link);
    expect(links).toEqual(['https://example.org/1', null, null]);
  });

  it('reads a link without its scheme', () => {
    expect(rss('<item><title>A</title><link>www.paper.example/1</link></item>').entries[0]?.link).toBe(
      'https://www.paper.example/1',
    );
  });

  it('is not misled by images and text inputs', () => {
    expect(
      rss(
        '',
        '<image><title>Logo</title><link>https://logo.example/</link></image><title>News</title><link>https://example.org/</link>',
      ),
    ).toMatchObject({ title: 'News', link: 'https://example.org/' });
  });

  it('keeps both description and summary', () => {
    expect(rss('<item><description>One</description><summary>Two</summary></item>').entries[0]).toMatchObject({
      summary: 'One',
      contentHtml: 'Two',
    });
  });

  it.each([
    ['Ann Lee', 'Ann Lee'],
    ['ann@example.org (Ann Lee)', 'Ann Lee'],
    ['Ann Lee (ann@example.org)', 'Ann Lee'],
    ['Ann Lee &lt;ann@example.org&gt;', 'Ann Lee'],
    ['ann@example.org', 'ann@example.org'],
    ['Ann (Institute), Ben (Academy)', 'Ann (Institute), Ben (Academy)'],
    ['&lt;a href="/ann"&gt;Ann&lt;/a&gt;', 'Ann'],
  ])('the author %s is %s', (written, name) =>
    expect(rss(`<item><author>${written}</author></item>`).entries[0]?.author).toBe(name),
  );

  it.each([
    ['AT&T & Co <3', 'AT&T & Co <3'],
    ['Fish &amp; chips', 'Fish & chips'],
    ['&lt;b&gt;Bold&lt;/b&gt; claim', 'Bold claim'],
    ['<![CDATA[5 < 6 &amp; 7]]>', '5 < 6 & 7'],
    ['a &lt;b c', 'a <b c'],
    ['&nbsp;Caf&eacute;&#8212;&#x2019;&#150;', 'Café—’–'],
    ['&amp;lt;script&amp;gt;', '&lt;script&gt;'],
    ['One<br/>two', 'One two'],
    ['Fine&unknown;', 'Fine&unknown;'],
  ])('the title %s reads %s', (written, title) =>
    expect(rss(`<item><title>${written}</title></item>`).entries[0]?.title).toBe(title),
  );

  it('reads what the head says about polling', () => {
    const feed = rss(
      '',
      '<ttl>90</ttl><skipHours><hour>0</hour><hour>24</hour><hour>23</hour></skipHours><skipDays><day>Sunday</day></skipDays><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="/feed/rss"/><itunes:new-feed-url>https://new.example/</itunes:new-feed-url>',
    );
    expect(feed).toMatchObject({
      ttl: 90,
      skipHours: [0, 23],
      skipDays: [0],
      updateMs: 21_600_000,
      hub: ['https://hub.example/'],
      self: 'https://example.org/feed/rss',
      movedTo: 'https://new.example/',
    });
  });

  it('reads RSS 1.0 and 0.90', () => {
    const feed = readFeedText(
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
       <channel rdf:about="https://example.org/"><title>RDF</title><items><rdf:Seq><rdf:li resource="x"/></rdf:Seq></items></channel>
       <item rdf:about="https://example.org/1"><title>One</title><dc:date>2024-01-02T03:04Z</dc:date></item></rdf:RDF>`,
      null,
    );
    expect(feed).toMatchObject({ format: 'rss-1.0', id: 'https://example.org/', title: 'RDF' });
    expect(feed.entries[0]).toMatchObject({
      id: 'https://example.org/1',
      link: 'https://example.org/1',
      published: '2024-01-02T03:04:00.000Z',
    });
  });
});

describe('Atom', () => {
  it('reads text constructs of every type', () => {
    const titles = [
      '<title>1 &lt; 2</title>',
      '<title type="html">&lt;i&gt;1&lt;/i&gt; &amp;lt; 2</title>',
      '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><i>1</i> &lt; 2</div></title>',
      '<title type="application/octet-stream">MSA8IDI=</title>',
    ];
    for (const title of titles) expect(atom(`<entry>${title}</entry>`).entries[0]?.title).toBe('1 < 2');
  });

  it('reads content of every type, safe', () => {
    const contents = [
      '<content>a &lt; b</content>',
      '<content type="html">a &amp;lt; b</content>',
      '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a &lt; b</div></content>',
      '<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml">a &lt; b</x:div></content>',
      '<content type="image/png">YSAmbHQ7IGI=</content>',
    ];
    for (const content of contents) expect(atom(`<entry>${content}</entry>`).entries[0]?.contentHtml).toBe('a &lt; b');
  });

  it('resolves addresses by xml:base, the nearest first', () => {
    const feed = atom(
      '<entry xml:base="b/"><link href="c"/><content type="html" xml:base="/d/">&lt;a href="e"&gt;x&lt;/a&gt;</content></entry>',
      '<link href="."/>',
      ' xml:base="https://base.example/a/"',
    );
    expect(feed.link).toBe('https://base.example/a/');
    expect(feed.entries[0]).toMatchObject({
      link: 'https://base.example/a/b/c',
      contentHtml: '<a href="https://base.example/d/e">x</a>',
    });
  });

  it('inherits author and language, from source before feed', () => {
    const feed = atom(
      '<entry/><entry xml:lang="de"><source><author><name>Sam</name></author></source></entry><entry><author><email>a@b.example</email></author></entry>',
      '<author><name>Fay</name></author>',
      ' xml:lang="fr"',
    );
    expect(feed.entries.map(({ author, language }) => [author, language])).toEqual([
      ['Fay', 'fr'],
      ['Sam', 'de'],
      ['a@b.example', 'fr'],
    ]);
  });

  it('prefers the alternate that can be shown', () => {
    const [entry] = atom(
      '<entry><link rel="edit" href="/e"/><link href="/x.pdf" type="application/pdf"/><link href="/x.html" type="text/html"/><link rel="enclosure" href="/x.mp3"/></entry>',
    ).entries;
    expect(entry).toMatchObject({ link: 'https://example.org/x.html', enclosures: ['https://example.org/x.mp3'] });
  });

  it('reads Atom 0.3, and an entry that stands alone', () => {
    const old = readFeedText(
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><tagline mode="escaped">&lt;b&gt;T&lt;/b&gt;</tagline><entry><issued>2003-12-31T10:14:55Z</issued><modified>2004-01-01</modified></entry></feed>',
      null,
    );
    expect(old).toMatchObject({
      format: 'atom-0.3',
      entries: [{ published: '2003-12-31T10:14:55.000Z', updated: '2004-01-01T00:00:00.000Z' }],
    });
    expect(
      readFeedText('<entry xmlns="http://www.w3.org/2005/Atom"><title>Alone</title></entry>', null).entries,
    ).toHaveLength(1);
  });
});

describe('other formats', () => {
  it('reads JSON Feed 1.1 and 1.0', () => {
    const feed = readFeedText(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'J',
        home_page_url: 'https://example.org/',
        feed_url: 'https://example.org/feed.json',
        language: 'en',
        authors: [{ name: 'Fay' }],
        expired: true,
        hubs: [{ type: 'WebSub', url: 'https://hub.example/' }],
        items: [
          {
            id: 7,
            url: '/1',
            title: 'One',
            content_html: '<p onclick="x()">Hi</p>',
            date_published: '2024-01-02T03:04:05+01:00',
            tags: ['a', ' ', 'a'],
            attachments: [{ url: '/a.mp3' }],
          },
          { external_url: 'https://other.example/', content_text: '1 < 2', author: { name: 'Al' } },
          null,
        ],
      }),
      'https://example.org/feed.json',
    );
    expect(feed).toMatchObject({
      format: 'json-1.1',
      author: 'Fay',
      expired: true,
      hub: ['https://hub.example/'],
      self: 'https://example.org/feed.json',
    });
    expect(feed.entries).toMatchObject([
      {
        id: '7',
        link: 'https://example.org/1',
        contentHtml: '<p>Hi</p>',
        published: '2024-01-02T02:04:05.000Z',
        tags: ['a'],
        enclosures: ['https://example.org/a.mp3'],
        author: 'Fay',
      },
      { id: null, link: 'https://other.example/', contentHtml: '1 &lt; 2', author: 'Al' },
    ]);
  });

  it('reads a news sitemap, whatever its prefix, also gzipped', () => {
    const xml = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/1</loc><lastmod>2024-01-03</lastmod>
      <n:news><n:publication><n:name>Example</n:name><n:language>de</n:language></n:publication><n:publication_date>2024-01-02</n:publication_date><n:title>Eins &amp; zwei</n:title><n:keywords>a, b</n:keywords></n:news></url></urlset>`;
    expect(readFeed(gzipSync(xml), {})).toMatchObject({
      format: 'sitemap',
      entries: [
        {
          id: 'https://example.org/1',
          link: 'https://example.org/1',
          title: 'Eins & zwei',
          language: 'de',
          published: '2024-01-02T00:00:00.000Z',
          updated: '2024-01-03T00:00:00.000Z',
          tags: ['a', 'b'],
        },
      ],
    });
  });

  it('reads a sitemap index, newest first', () => {
    const xml =
      '<sitemapindex><sitemap><loc>https://example.org/1.xml</loc><lastmod>2024-01-01</lastmod></sitemap><sitemap><loc>https://example.org/2.xml</loc><lastmod>2024-01-02</lastmod></sitemap></sitemapindex>';
    expect(readFeedText(xml, null)).toMatchObject({
      format: 'sitemap-index',
      entries: [],
      sitemaps: [{ url: 'https://example.org/2.xml' }, { url: 'https://example.org/1.xml' }],
    });
  });

  it('reads CDF', () => {
    expect(
      readFeedText(
        '<CHANNEL HREF="https://example.org/"><TITLE>C</TITLE><ITEM HREF="https://example.org/1" LASTMOD="2024-01-02"><ABSTRACT>A</ABSTRACT></ITEM></CHANNEL>',
        null,
      ),
    ).toMatchObject({
      format: 'cdf',
      title: 'C',
      link: 'https://example.org/',
      entries: [{ link: 'https://example.org/1', summary: 'A', updated: '2024-01-02T00:00:00.000Z' }],
    });
  });
});

describe('what is no feed', () => {
  it.each([
    ['', 'empty'],
    ['  \n', 'empty'],
    ['<!doctype html><html><head><title>News</title></head></html>', 'an HTML page'],
    ['<html><title>Just a moment...</title></html>', 'prove that they are human'],
    ['{"a":1}', 'JSON, but not JSON Feed'],
    ['{"a":', 'JSON, but not JSON Feed'],
    ['<opml><body/></opml>', 'OPML'],
    ['<?xml version="1.0"?><!-- x --><svg/>', 'another kind (<svg>)'],
    ['%PDF-1.4', 'PDF'],
    ['Not found', 'plain text'],
  ])('%s: %s', (text, looks) => expect(reason(text)).toContain(looks));

  it('says so of a broken gzip file', () => {
    expect(() => readFeed(Buffer.from([0x1f, 0x8b, 1, 2, 3]), {})).toThrow(/gzip/);
  });
});
