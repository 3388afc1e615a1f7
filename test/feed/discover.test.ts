import { describe, expect, it } from 'vitest';
import { findFeeds, platformFeeds, wellKnownFeeds } from '../../src/feed/discover.ts';

const PAGE = 'https://example.org/world/';
const urls = (html: string): string[] => findFeeds(html, PAGE).map(({ url }) => url);

describe('findFeeds', () => {
  it('takes what the head declares, in its order, each once, comments last', () => {
    const html = `<head><link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
      <link REL="Alternate nofollow" TYPE="application/atom+xml; charset=utf-8" title=" World &amp; more " href=atom.xml>
      <link rel="alternate" type="application/feed+json" href="/feed.json"><link rel="alternate" type="application/rss+xml" title="Again" href="atom.xml">
      <link rel="alternate" hreflang="de" href="/de/"><link rel="alternate" type="application/json" href="/wp-json/x"><link rel=stylesheet href=x.css></head><a href="/rss">RSS</a>`;
    expect(findFeeds(html, PAGE)).toEqual([
      { url: 'https://example.org/world/atom.xml', title: 'World & more', from: 'head' },
      { url: 'https://example.org/feed.json', title: 'https://example.org/feed.json', from: 'head' },
      { url: 'https://example.org/comments/feed/', title: 'Comments Feed', from: 'head' },
    ]);
  });

  it('resolves by the page’s base', () => {
    expect(
      urls(
        '<base href="/a/"><link rel="alternate" type="text/xml+rss"><link rel="alternate" type="application/rss+xml" href="f">',
      ),
    ).toEqual(['https://example.org/a/f']);
  });

  it('looks at links where the head declares nothing', () => {
    const html =
      '<a href="/news">News</a><a href="/feeds/world.xml"><b>World</b></a><a href="/x?format=rss">x</a><a href="/y">RSS</a><a href="/rss.png">RSS</a><a href="javascript:rss()">RSS</a>';
    expect(urls(html)).toEqual([
      'https://example.org/feeds/world.xml',
      'https://example.org/x?format=rss',
      'https://example.org/y',
    ]);
  });

  it('does not read scripts, comments and empty addresses', () => {
    expect(
      urls(
        '<script>"<link rel=alternate type=application/rss+xml href=/a>"</script><!-- <link rel="alternate" type="application/rss+xml" href="/b"> --><link rel="alternate" type="application/rss+xml" href="">',
      ),
    ).toEqual([]);
  });

  it('takes no long over a hostile page', () => {
    const began = performance.now();
    for (const unit of ['<a href="/rss">', '<link rel=alternate ', '<script>', '<a href="', '<!--', '<b>'])
      urls(unit.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('platformFeeds', () => {
  it.each([
    [
      'https://www.youtube.com/channel/UCabc',
      [
        'https://www.youtube.com/feeds/videos.xml?channel_id=UCabc',
        'https://www.youtube.com/feeds/videos.xml?playlist_id=UULFabc',
        'https://www.youtube.com/feeds/videos.xml?playlist_id=UUSHabc',
        'https://www.youtube.com/feeds/videos.xml?playlist_id=UULVabc',
      ],
    ],
    ['https://m.youtube.com/watch?v=1&list=PL1', ['https://www.youtube.com/feeds/videos.xml?playlist_id=PL1']],
    ['https://www.youtube.com/watch?v=1', []],
    ['https://github.com/ann', ['https://github.com/ann.atom']],
    [
      'https://github.com/ann/tool',
      [
        'https://github.com/ann/tool/commits.atom',
        'https://github.com/ann/tool/releases.atom',
        'https://github.com/ann/tool/tags.atom',
      ],
    ],
    ['https://github.com/', []],
    ['https://old.reddit.com/r/news/', ['https://old.reddit.com/r/news/.rss']],
    ['https://ann.substack.com/p/x', ['https://ann.substack.com/feed']],
    ['https://medium.com/@ann', ['https://medium.com/feed/@ann']],
    ['https://ann.wordpress.com/', ['https://ann.wordpress.com/feed/']],
    ['https://ann.blogspot.com/', ['https://ann.blogspot.com/feeds/posts/default']],
    ['https://social.example/@ann', ['https://social.example/@ann.rss']],
    ['https://example.org/channel/UCabc', []],
    ['not an address', []],
  ])('%s', (url, feeds) => expect(platformFeeds(url)).toEqual(feeds));
});

describe('wellKnownFeeds', () => {
  it('lists the root first, then the folder', () => {
    const feeds = wellKnownFeeds('https://example.org/blog/post.html');
    expect(feeds[0]).toBe('https://example.org/feed/');
    expect(feeds).toContain('https://example.org/blog/atom.xml');
    expect(feeds.indexOf('https://example.org/rss.xml')).toBeLessThan(feeds.indexOf('https://example.org/blog/feed/'));
    expect(wellKnownFeeds('mailto:x@example.org')).toEqual([]);
  });
});
