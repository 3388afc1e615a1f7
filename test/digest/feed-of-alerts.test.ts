import * as fc from 'fast-check';
import { parseDocument } from 'htmlparser2';
import { findAll, getElementsByTagName, textContent } from 'domutils';
import { describe, expect, it } from 'vitest';
import { alertFeed } from '../../src/digest/feed-of-alerts.ts';
import { snippetHtml } from '../../src/digest/markup.ts';
import { alertView } from './alerts.ts';

const TOPIC = { id: 'belarus', name: 'Belarus & <co>', query: 'Belarus* AND "a"' };
const SELF = 'https://wire.example/topics/belarus/alerts?key=a&b';
const HOME = 'https://wire.example/topics/belarus';
const ADDRESSES = { self: SELF, home: HOME };
const HOSTILE = '</title><script>alert(1)</script>]]>&\u0000\ud800"\'';

const texts = (xml: string, name: string): string[] =>
  getElementsByTagName(name, parseDocument(xml, { xmlMode: true })).map((element) => textContent(element));

describe('alertFeed', () => {
  const alerts = [
    alertView({ id: 'a1' }),
    alertView({ id: 'a2', createdAt: '2026-02-01T10:00:00Z', article: { title: null } }),
  ];

  it('writes RSS 2.0, the alert’s id as guid, the newest first', () => {
    const xml = alertFeed('rss', TOPIC, alerts, ADDRESSES);
    expect(texts(xml, 'guid')).toEqual(['a2', 'a1']);
    expect(texts(xml, 'title')).toEqual([
      'Belarus & <co>',
      'https://example.org/a?b=1&c=2',
      'Talks on European security',
    ]);
    expect(texts(xml, 'link')).toEqual([HOME, 'https://example.org/a?b=1&c=2', 'https://example.org/a?b=1&c=2']);
    expect(texts(xml, 'pubDate')).toEqual(['Sun, 01 Feb 2026 10:00:00 GMT', 'Thu, 01 Jan 2026 00:00:00 GMT']);
    expect(texts(xml, 'description')[2]).toBe(
      '<p>example.org, 3 articles tell it</p><p>Ministers met.</p><ul><li>… on <mark>European security</mark> &amp; trade …</li></ul>',
    );
    expect(xml).toContain('<guid isPermaLink="false">');
  });

  it('writes Atom 1.0', () => {
    const xml = alertFeed('atom', TOPIC, alerts, ADDRESSES);
    expect(texts(xml, 'id')).toEqual([
      'urn:wirewatch:topic:belarus',
      'urn:wirewatch:alert:a2',
      'urn:wirewatch:alert:a1',
    ]);
    expect(texts(xml, 'updated')[0]).toBe('2026-02-01T10:00:00.000Z');
    expect(texts(xml, 'name')).toEqual(['wirewatch', 'Ann Example', 'B. Writer', 'Ann Example', 'B. Writer']);
    expect(texts(alertFeed('atom', TOPIC, [], ADDRESSES), 'updated')).toEqual(['1970-01-01T00:00:00.000Z']);
  });

  it('writes JSON Feed 1.1', () => {
    expect(JSON.parse(alertFeed('json', TOPIC, alerts, ADDRESSES))).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Belarus & <co>',
      home_page_url: HOME,
      feed_url: SELF,
      items: [
        { id: 'a2', url: 'https://example.org/a?b=1&c=2', language: 'en' },
        {
          id: 'a1',
          date_published: '2026-01-01T00:00:00.000Z',
          authors: [{ name: 'Ann Example' }, { name: 'B. Writer' }],
        },
      ],
    });
  });

  it('holds no markup but its own, whatever the article says', () => {
    const match = {
      field: 'body',
      text: 'x',
      start: 0,
      end: 1,
      snippet: `<mark>x</mark>${HOSTILE}<img src=x onerror=alert(1)>`,
    };
    const alert = alertView({
      id: HOSTILE,
      topic: { name: HOSTILE },
      article: {
        title: HOSTILE,
        lead: HOSTILE,
        author: [HOSTILE],
        source: HOSTILE,
        url: 'javascript:alert(1)',
        lang: '"><x',
      },
      matches: [match],
    });
    for (const format of ['rss', 'atom', 'json'] as const) {
      const feed = alertFeed(format, { id: HOSTILE, name: HOSTILE, query: HOSTILE }, [alert], {
        self: `https://x.example/"><a>`,
        home: `https://x.example/'"><b>`,
      });
      const html =
        format === 'json'
          ? (JSON.parse(feed) as { items: { content_html: string }[] }).items.map((item) => item.content_html).join('')
          : (texts(feed, format === 'rss' ? 'description' : 'content').slice(-1)[0] ?? '');
      const names = findAll(() => true, parseDocument(html).children).map((element) => element.name);
      expect([...new Set(names)].sort()).toEqual(['li', 'mark', 'p', 'ul']);
      expect(feed).not.toMatch(/href="javascript|<link>javascript|"url":"javascript/);
      expect(feed).not.toMatch(/[\u0000-\u0008]|\p{Surrogate}/u);
      if (format !== 'json') expect(feed).not.toMatch(/<script|<x|<a>/);
    }
  });

  it('has a bound', () => {
    const many = Array.from({ length: 500 }, (_, n) => alertView({ id: `a${n}` }));
    expect(texts(alertFeed('rss', TOPIC, many, ADDRESSES), 'guid')).toHaveLength(200);
  });
});

describe('snippetHtml', () => {
  it('keeps marks and entities, and shows all else as text', () => {
    expect(snippetHtml('a <mark>b</mark> &lt;c&gt; & d &nbsp;')).toBe('a <mark>b</mark> &lt;c&gt; &amp; d &amp;nbsp;');
    expect(snippetHtml('</mark><mark>a<mark>b')).toBe('<mark>ab</mark>');
    expect(snippetHtml('<mark onclick=x>')).toBe('&lt;mark onclick=x&gt;');
  });

  it('leaves no tag but balanced marks', () => {
    const piece = fc.constantFrom('<mark>', '</mark>', '<b>', '&amp;', '&', '"', 'text', '<', '>', '&#39;');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const html = snippetHtml(pieces.join(''));
        expect(html.replaceAll(/<mark>[^<>]*<\/mark>/g, '')).not.toMatch(/[<>]/);
      }),
    );
  });
});
