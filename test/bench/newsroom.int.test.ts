import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBenchNewsroom, WATCHED, type BenchNewsroom } from '../../bench/newsroom.ts';
import { extractPage } from '../../src/article/extract.ts';
import { readFeed } from '../../src/feed/read.ts';
import { TopicIndex } from '../../src/topic/matcher.ts';
import { localGet } from '../support/local-get.ts';

const PUBLISHED = Date.parse('2026-02-03T10:00:00Z');

describe('the local web of light pages', () => {
  let newsroom: BenchNewsroom;
  beforeAll(async () => {
    newsroom = await startBenchNewsroom({ pages: 240, hosts: 2, seed: 5, publishedAt: PUBLISHED });
  });
  afterAll(() => newsroom.stop());

  it('lists every page once, in feeds of bounded length, on the hosts that were asked for', async () => {
    expect(newsroom.feeds).toHaveLength(4);
    const links: (string | null)[] = [];
    for (const url of newsroom.feeds) {
      const { bytes } = await localGet(url);
      const { entries } = readFeed(bytes, { url });
      expect(entries.length).toBeLessThanOrEqual(100);
      links.push(...entries.map((entry) => entry.link));
    }
    expect(new Set(links).size).toBe(240);
    expect(new Set(links.map((link) => new URL(link ?? '').hostname))).toEqual(
      new Set(['h0.localhost', 'h1.localhost']),
    );
  });

  it('has pages of about 7 KB, of which about one in twenty matches', () => {
    expect(newsroom.bytes / newsroom.pages).toBeGreaterThan(6_900);
    expect(newsroom.bytes / newsroom.pages).toBeLessThan(7_300);
    expect(newsroom.matching.length / newsroom.pages).toBeGreaterThan(0.02);
    expect(newsroom.matching.length / newsroom.pages).toBeLessThan(0.09);
  });

  it('matches on the pages that it says, and on no other', async () => {
    const index = new TopicIndex();
    index.set({ id: 'watched', query: WATCHED });
    const found: string[] = [];
    for (let n = 0; n < 240; n += 1) {
      const url = `http://h${n % 2}.localhost:${newsroom.port}/news/${n}`;
      const { text } = await localGet(url);
      const article = extractPage(text, { url, now: PUBLISHED + 60_000 });
      if (index.match({ title: article.title ?? '', body: article.text }).length > 0) found.push(url);
    }
    expect(found).toEqual(newsroom.matching);
  });
});
