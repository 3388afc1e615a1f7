import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Article } from '../../../src/article/article.ts';
import { extractPage } from '../../../src/article/extract.ts';
import { articleOfEntry } from '../../../src/article/feed-text.ts';
import { startNewsroom, type Newsroom } from '../../../src/cli/demo/newsroom.ts';
import { DEMO_TOPICS } from '../../../src/cli/demo/topics.ts';
import type { FeedEntry } from '../../../src/feed/document.ts';
import { readFeed } from '../../../src/feed/read.ts';
import { fingerprint, sameStory } from '../../../src/story/sameness.ts';
import { decodeBytes } from '../../../src/text/charset.ts';
import { canonicalUrl } from '../../../src/text/url.ts';
import { TopicIndex } from '../../../src/topic/matcher.ts';
import { localGet } from '../../support/local-get.ts';

const STARTED = Date.parse('2026-02-03T10:00:00Z');
const NOW = STARTED + 120_000;
const ALERT_SINCE = STARTED - 24 * 3_600_000;

interface Seen {
  readonly url: string;
  readonly article: Article;
  readonly published: number;
  readonly matched: readonly string[];
}

const index = new TopicIndex();
for (const topic of DEMO_TOPICS) index.set(topic);

/** The article behind a feed's entry as the pipeline gets it: its page, or what the feed says where no page is to be had. */
async function articleOf(entry: FeedEntry, url: string): Promise<Article | null> {
  const { title, published, summary, contentHtml: content, author, language } = entry;
  const authors = author === null ? [] : [author];
  const page = url.includes('/premium/') ? undefined : await localGet(url);
  if (page?.status !== 200) return articleOfEntry({ title, published, summary, content, authors, language }, NOW);
  const contentType = page.headers['content-type'] ?? null;
  const { text } = decodeBytes(page.bytes, { contentType, kind: 'html' });
  return extractPage(text, { url, now: NOW, hint: { title, published, summary, author: authors, lang: language } });
}

async function seen(entry: FeedEntry): Promise<Seen> {
  const url = canonicalUrl(entry.link ?? '') ?? '';
  const article = await articleOf(entry, url);
  if (article === null) throw new Error(`no article at ${url}`);
  const { title, text, lead, lang } = article;
  const matches = index.match({ title: title ?? '', body: text, lead, lang });
  const published = Date.parse(article.published ?? entry.published ?? '');
  return { url, article, published, matched: matches.map(({ topic }) => topic).sort() };
}

async function walk(newsroom: Newsroom): Promise<Map<string, Seen>> {
  const out = new Map<string, Seen>();
  for (const { url } of newsroom.feeds) {
    const got = await localGet(url);
    const feed = readFeed(got.bytes, { contentType: got.headers['content-type'] ?? null, url });
    for (const entry of feed.entries) {
      const one = await seen(entry);
      out.set(one.url, one);
    }
  }
  return out;
}

describe('every page of the sample newsroom, read as the pipeline reads it', () => {
  let newsroom: Newsroom;
  let all: Map<string, Seen>;
  beforeAll(async () => {
    newsroom = await startNewsroom({ startedAt: STARTED, schedule: 'instant', seed: 3 });
    for (let n = 0; n < 24; n += 1) newsroom.publishNext();
    all = await walk(newsroom);
  });
  afterAll(() => newsroom.stop());

  it('is listed under its canonical address', () => {
    const promised = [...newsroom.expected().flatMap(({ urls }) => urls), ...newsroom.neverAlert()];
    expect([...all.keys()].sort()).toEqual([...new Set(promised)].sort());
  });

  it('matches the topics that it must', () => {
    const missed = newsroom
      .expected()
      .flatMap(({ topic, urls }) =>
        urls.filter((url) => !all.get(url)?.matched.includes(topic)).map((url) => `${topic}: ${url}`),
      );
    expect(missed).toEqual([]);
  });

  it('matches no topic for what stands in its furniture', () => {
    const right = new Set(newsroom.expected().flatMap(({ topic, urls }) => urls.map((url) => `${topic}: ${url}`)));
    const fresh = [...all.values()].filter(({ published }) => published >= ALERT_SINCE);
    const found = fresh.flatMap(({ url, matched }) => matched.map((topic) => `${topic}: ${url}`));
    expect(found.filter((one) => !right.has(one))).toEqual([]);
  });

  it('is dated before alert_since where it belongs to the back catalogue, and after it where not', () => {
    const old = newsroom.neverAlert().filter((url) => (all.get(url)?.published ?? NaN) < ALERT_SINCE);
    expect(old).toHaveLength(8);
    const fresh = newsroom.expected().flatMap(({ urls }) => urls);
    expect(fresh.filter((url) => !((all.get(url)?.published ?? NaN) >= ALERT_SINCE))).toEqual([]);
  });

  it('is one story with its copies, and with nothing else', () => {
    const pages = [...all.values()].map(({ url, article: { text, title } }) => ({
      url,
      print: fingerprint({ url, text, title }),
    }));
    const pairs = pages.flatMap((one, at) =>
      pages
        .slice(at + 1)
        .flatMap((other) => (sameStory(one.print, other.print) === null ? [] : [[one.url, other.url].sort()])),
    );
    const copies = newsroom
      .expected()
      .flatMap(({ urls }) => urls.flatMap((one, at) => urls.slice(at + 1).map((other) => [one, other].sort())));
    const keys = (list: readonly string[][]): string[] => [...new Set(list.map((pair) => pair.join(' ')))].sort();
    expect(keys(pairs)).toEqual(keys(copies));
    expect(keys(copies)).toHaveLength(4);
  });
});
