import { gunzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNewsroom, type Newsroom } from '../../../src/cli/demo/newsroom.ts';
import { localGet as get, type Got } from '../../support/local-get.ts';

const STARTED = Date.parse('2026-02-03T10:00:00Z');

describe('the sample newsroom', () => {
  let newsroom: Newsroom;
  beforeAll(async () => {
    newsroom = await startNewsroom({ startedAt: STARTED, schedule: 'instant' });
  });
  afterAll(() => newsroom.stop());

  const feed = (part: string): string => (newsroom.feeds.find(({ url }) => url.includes(part)) as { url: string }).url;

  it('has the outlets, articles and languages that the tour promises', () => {
    expect(new Set(newsroom.hosts).size).toBeGreaterThanOrEqual(6);
    expect(newsroom.pending()).toBe(0);
    const known = new Set([...newsroom.neverAlert(), ...newsroom.expected().flatMap((alert) => alert.urls)]);
    expect(known.size).toBeGreaterThanOrEqual(48);
  });

  it('answers an unchanged feed with 304, by ETag and by Last-Modified', async () => {
    const first = await get(feed('harbor-courier'));
    expect(first.status).toBe(200);
    const etag = String(first.headers.etag);
    const modified = String(first.headers['last-modified']);
    expect((await get(feed('harbor-courier'), { 'If-None-Match': etag })).status).toBe(304);
    expect((await get(feed('harbor-courier'), { 'If-Modified-Since': modified })).status).toBe(304);
    const other = { 'If-None-Match': '"other"', 'If-Modified-Since': modified };
    expect((await get(feed('harbor-courier'), other)).status).toBe(200);
  });

  it('compresses where it is asked to', async () => {
    const bare = await get(feed('harbor-courier'));
    const packed = await get(feed('harbor-courier'), { 'Accept-Encoding': 'br, gzip' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.bytes).toString()).toBe(bare.text);
  });

  it('has rules for robots, and a section that they close', async () => {
    const robots = await get(new URL('/robots.txt', feed('baltic-wire')).href);
    expect(robots.text).toMatch(/^Disallow: \/premium\/$/m);
    expect(robots.text).toMatch(/^Crawl-delay: 1$/m);
    expect((await get(feed('baltic-wire'))).text).toContain('/premium/');
  });

  it('answers unknown hosts and paths with 404, and writing with 405', async () => {
    expect((await get(`http://nobody.localhost:${newsroom.port}/`)).status).toBe(404);
    expect((await get(new URL('/nothing', feed('baltic-wire')).href)).status).toBe(404);
    expect((await get(`http://baltic-wire.localhost:${newsroom.port}/%E0%A4%A`)).status).toBe(404);
    expect((await get(feed('baltic-wire'), {}, 'DELETE')).status).toBe(405);
    expect((await get(feed('baltic-wire'), {}, 'HEAD')).bytes).toHaveLength(0);
  });

  it('has feeds in five formats, one of them in windows-1251', async () => {
    const feeds = await Promise.all(newsroom.feeds.map(({ url }) => get(url)));
    const types = new Set(feeds.map((got) => String(got.headers['content-type']).split(';')[0]));
    expect(types).toEqual(
      new Set([
        'application/rss+xml',
        'application/atom+xml',
        'application/rdf+xml',
        'application/feed+json',
        'application/xml',
      ]),
    );
    const cyrillic = feeds.find((got) => got.text.includes('encoding="windows-1251"'));
    expect(iconv.decode((cyrillic as Got).bytes, 'windows-1251')).toContain('безопасност');
  });

  it('lists one article in two feeds of an outlet', async () => {
    const [all, world] = [await get(feed('localhost')), await get(feed('/world/rss.xml'))];
    expect(all.status).toBe(200);
    expect(world.text).toContain('/2-world/talks-resume-in-geneva<');
    expect((await get(feed('harbor-courier'))).text).toContain('/2-world/talks-resume-in-geneva?utm_source=rss');
  });
});

describe('the newsroom while it lives', () => {
  it('brings pieces out one by one, then writes new ones, all with the truth about them', async () => {
    const newsroom = await startNewsroom({ startedAt: STARTED, schedule: 'live', perMinute: 1 });
    const promised = newsroom.expected().length;
    const first = newsroom.publishNext();
    expect((await get(first.url)).status).toBe(200);
    newsroom.publishAll();
    expect(newsroom.expected()).toHaveLength(promised);
    const written = Array.from({ length: 40 }, () => newsroom.publishNext());
    expect(new Set(written.map((article) => article.url)).size).toBe(40);
    const watched = written.filter((article) => article.topics.length > 0);
    expect(newsroom.expected()).toHaveLength(promised + watched.length);
    await newsroom.stop();
  });

  it('gives out an edited version later, at the same address', async () => {
    const newsroom = await startNewsroom({ startedAt: STARTED, schedule: 'instant' });
    const url =
      newsroom
        .expected()
        .flatMap((alert) => alert.urls)
        .find((each) => each.includes('harbour-master')) ?? '';
    const before = await get(url);
    for (let n = 0; n < 4; n += 1) newsroom.publishNext();
    const after = await get(url);
    expect(after.text).toContain('This article has been updated');
    expect(before.text).toContain('looms');
    await newsroom.stop();
  });
});
