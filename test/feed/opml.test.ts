import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOpml, writeOpml } from '../../src/feed/opml.ts';

describe('readOpml', () => {
  it('reads folders as tags, and what a feed lacks from what it has', () => {
    const feeds = readOpml(`<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
      <outline text="Europe"><outline text="Press"><outline type="rss" text="A &amp; B&nbsp;" xmlUrl="https://a.example/rss" htmlUrl="https://a.example/" category="/news/daily,energy" frss:xPath="//a"/></outline>
      <outline xmlurl="https://b.example/rss" HTMLURL="https://b.example/"></outline></outline><outline xmlUrl="https://c.example/rss" text="">text</outline></body></opml>`);
    expect(feeds).toEqual([
      {
        title: 'A & B',
        url: 'https://a.example/rss',
        site: 'https://a.example/',
        tags: ['Europe', 'Press', 'news', 'daily', 'energy'],
        extra: { 'frss:xPath': '//a' },
      },
      {
        title: 'https://b.example/',
        url: 'https://b.example/rss',
        site: 'https://b.example/',
        tags: ['Europe'],
        extra: {},
      },
      {
        title: 'https://c.example/rss',
        url: 'https://c.example/rss',
        site: 'https://c.example/rss',
        tags: [],
        extra: {},
      },
    ]);
  });

  it('lists what it refuses with the reason', () => {
    const feeds = readOpml(
      '<opml><body><outline xmlUrl="ftp://a.example/"/><outline type="rss" text="x"/><outline xmlUrl="https://b.example/"/><outline xmlUrl="https://b.example/"/><outline text="empty folder"></outline></body></opml>',
    );
    expect(feeds.map(({ url, refused }) => [url, refused])).toEqual([
      ['ftp://a.example/', 'not an http(s) address'],
      ['', 'no address'],
      ['https://b.example/', undefined],
      ['https://b.example/', 'listed twice'],
    ]);
  });

  it('reads broken files as far as they go', () => {
    expect(
      readOpml(
        '<opml><body><outline text="A & B < C" xmlUrl="https://a.example/?x=1&y=2"><outline xmlUrl="https://b.example/"',
      ).map(({ url, title }) => [title, url]),
    ).toEqual([
      ['A & B < C', 'https://a.example/?x=1&y=2'],
      ['https://b.example/', 'https://b.example/'],
    ]);
  });

  it.each(['', 'garbage', '<html><body></body></html>x', '<rss/>'].filter((text) => !text.includes('<body')))(
    'refuses %s',
    (text) => {
      expect(() => readOpml(text)).toThrow(/no OPML/);
    },
  );
});

describe('a file that is cut off', () => {
  it('gives no half of an address', () => {
    const feeds = readOpml(
      '<opml><body><outline xmlUrl="https://a.example/"/><outline text="B" xmlUrl="https://b.exam',
    );
    expect(feeds.map(({ url, refused }) => [url, refused])).toEqual([
      ['https://a.example/', undefined],
      ['https://b.exam', 'the file is cut off here'],
    ]);
  });
});

it('a page is no list, though it has a body', () => {
  expect(() => readOpml('<!doctype html><html><body>Please log in</body></html>')).toThrow(/no OPML/);
});

describe('writeOpml', () => {
  it('gives back what was read', () => {
    const word = fc.stringMatching(/^[\w&<>"'éя]{1,6}( [\w&<>"'éя]{1,6})?$/);
    const feed = fc.record({
      title: word,
      url: fc.nat().map((number) => `https://a.example/${number}?x=1&y="2"`),
      site: fc.constant('https://a.example/'),
      tags: fc.uniqueArray(word, { maxLength: 3 }),
      extra: fc.dictionary(fc.constantFrom('miniflux:crawler', 'frss:unicityCriteria', 'note'), word),
    });
    fc.assert(
      fc.property(fc.uniqueArray(feed, { selector: ({ url }) => url, maxLength: 6 }), (feeds) => {
        const back = readOpml(writeOpml(feeds));
        const byUrl = (list: readonly { url: string }[]) =>
          list.toSorted((a, b) => a.url.localeCompare(b.url)).map((entry) => ({ ...entry }));
        expect(byUrl(back)).toEqual(byUrl(feeds));
      }),
    );
  });

  it('escapes what would end an attribute', () => {
    const text = writeOpml([
      {
        title: 'a "b" <c>\n\u0000',
        url: 'https://a.example/',
        site: 'https://a.example/',
        tags: [],
        extra: { 'bad name': 'x', 'x:y': '"' },
      },
    ]);
    expect(text).toContain('text="a &quot;b&quot; &lt;c&gt;&#10;"');
    expect(text).not.toContain('bad name');
    expect(text).toContain('xmlns:x=');
  });
});
