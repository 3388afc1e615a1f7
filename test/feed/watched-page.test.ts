import { describe, expect, it } from 'vitest';
import { readWatchedPage } from '../../src/feed/watched-page.ts';

const URL_OF_PAGE = 'https://paper.example/';
const PAGE = `<html lang="en"><head><title>The Paper</title><meta name="description" content="All of it"></head><body>
<header><nav><a href="/world/a-long-story-in-the-menu-12345">A long story that stands in the menu</a></nav></header>
<main><article class="teaser"><a href="/politics/ministers-meet-over-energy-123456?utm_source=home"><img alt="x"></a>
<h2><a href="/politics/ministers-meet-over-energy-123456">Ministers meet over energy</a></h2><time datetime="2026-01-02T10:00:00+01:00">today</time><p>The ministers of the member states met on Tuesday to talk about gas.</p></article>
<article><h2><a href="/world/opposition-calls-for-new-sanctions">Opposition calls for new sanctions</a></h2></article>
<ul><li><a href="/2026/01/01/fire">Fire in the old town hall hurts nobody</a></li><li><a href="/tag/energy-and-security">More about energy and security of supply</a></li>
<li><a href="https://elsewhere.example/some-other-story-of-the-day">Some other story of the day elsewhere</a></li></ul></main>
<div class="sidebar"><a href="/shop/buy-our-very-nice-mugs-99999">Buy our very nice mugs for a friend</a></div>
<footer><a href="/about/who-we-are-and-what-we-want">About who we are and what we want</a></footer></body></html>`;

describe('readWatchedPage', () => {
  it('lists the articles of a front page, and nothing around them', () => {
    const feed = readWatchedPage(PAGE, URL_OF_PAGE);
    expect(feed).toMatchObject({
      format: 'page',
      title: 'The Paper',
      description: 'All of it',
      language: 'en',
      link: URL_OF_PAGE,
    });
    expect(feed.entries.map(({ link, title }) => [link, title])).toEqual([
      ['https://paper.example/politics/ministers-meet-over-energy-123456', 'Ministers meet over energy'],
      ['https://paper.example/world/opposition-calls-for-new-sanctions', 'Opposition calls for new sanctions'],
      ['https://paper.example/2026/01/01/fire', 'Fire in the old town hall hurts nobody'],
    ]);
    expect(feed.entries[0]).toMatchObject({
      published: '2026-01-02T09:00:00.000Z',
      summary: 'The ministers of the member states met on Tuesday to talk about gas.',
    });
    expect(feed.entries[1]).toMatchObject({ published: null, summary: null });
  });

  it('takes what a selector names, links or their boxes', () => {
    expect(readWatchedPage(PAGE, URL_OF_PAGE, { selector: 'article h2 a' }).entries).toHaveLength(2);
    expect(readWatchedPage(PAGE, URL_OF_PAGE, { selector: 'ul li' }).entries.map(({ link }) => link)).toContain(
      'https://elsewhere.example/some-other-story-of-the-day',
    );
  });

  it('says when there is nothing, and when a selector is none', () => {
    expect(() => readWatchedPage('<p>Hello</p>', URL_OF_PAGE)).toThrow(/no links to articles/);
    expect(() => readWatchedPage(PAGE, URL_OF_PAGE, { selector: 'a[' })).toThrow(/not a CSS selector/);
  });

  it('takes no long over a page nested without end', () => {
    const began = performance.now();
    expect(() => readWatchedPage('<div>'.repeat(500_000), URL_OF_PAGE)).toThrow(/nested/);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
