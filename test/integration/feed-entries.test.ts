import { describe, expect, it } from 'vitest';
import { ago, prose, WORDS, useFeedLife } from '../support/feed-life.ts';
import { page, rss, type FeedItem } from '../support/site.ts';
import { type News } from '../support/stand.ts';

/** Seen from outside: a real web server, a real store, a subscriber's webhook. */
describe('the entries of feeds', () => {
  const life = useFeedLife();
  const { start, asked, again, until0, imported, feed } = life;

  describe('what a feed does to its entries: nothing is lost, nothing alerted twice', () => {
    const words = (seed: string): string =>
      prose(seed, WORDS)
        .map((text) => `<p>${text}</p>`)
        .join('');
    const item = (name: string, more: Partial<FeedItem> = {}): FeedItem => ({
      title: `What the ministers said about ${name}`,
      guid: `urn:entry:${name}`,
      link: life.site.url('paper', `/${name}`),
      published: ago(1),
      ...more,
    });
    const put = (...names: string[]): void => {
      for (const name of names) life.site.set('paper', `/${name}`, page(`About ${name}`, prose(name, WORDS)));
    };
    const alerts = async (news: News): Promise<number> => {
      await until0(news);
      return (await news.query('SELECT 1 FROM alert')).length;
    };

    async function first(...items: (() => FeedItem)[]): Promise<News> {
      const news = await start(feed);
      put('harbour', 'bridge', 'museum', 'station', 'tower', 'garden');
      life.site.feed(
        'paper',
        '/feed',
        items.map((one) => one()),
      );
      await imported(news);
      expect(await alerts(news)).toBe(items.length);
      return news;
    }
    async function then(news: News, ...items: FeedItem[]): Promise<number> {
      life.site.set('paper', '/feed', {
        status: 200,
        body: rss(life.site.url('paper', '/'), items),
        headers: { 'content-type': 'application/rss+xml' },
      });
      await again(news, '/feed', 2);
      return alerts(news);
    }

    it('a guid that is handed on to another story is a new story', async () => {
      const news = await first(() => item('harbour', { guid: 'top-story' }));
      expect(await then(news, item('bridge', { guid: 'top-story', published: ago(0) }))).toBe(2);
      expect(await then(news, item('museum', { guid: 'top-story', published: null }))).toBe(3);
      expect(await then(news, item('bridge', { guid: 'top-story', published: ago(0) }))).toBe(3);
      expect(new Set(life.hook.ids()).size).toBe(3);
    });

    it('a guid that changes, a link that changes, one after the other, are the same story', async () => {
      const news = await first(() => item('harbour'));
      expect(await then(news, item('harbour', { guid: 'second-guid', published: null }))).toBe(1);
      expect(
        await then(
          news,
          item('harbour', { guid: 'second-guid', link: life.site.url('paper', '/moved'), published: null }),
        ),
      ).toBe(1);
      expect(
        await then(
          news,
          item('harbour', { guid: 'third-guid', link: life.site.url('paper', '/moved'), published: null }),
        ),
      ).toBe(1);
      expect(await news.query('SELECT 1 FROM article')).toHaveLength(1);
    });

    it('an entry that vanishes and comes back is known', async () => {
      const news = await first(
        () => item('harbour'),
        () => item('bridge'),
      );
      expect(await then(news, item('bridge'))).toBe(2);
      expect(await then(news, item('museum'), item('harbour'), item('bridge'))).toBe(3);
      expect(asked('/harbour')).toHaveLength(1);
    });

    it('a redesign that gives everything new ids, addresses and dates publishes nothing', async () => {
      const names = ['harbour', 'bridge', 'museum', 'station', 'tower'];
      const news = await first(...names.map((name) => () => item(name)));
      for (const name of names) life.site.set('paper', `/2026/${name}.html`, page(name, prose(`${name} anew`, WORDS)));
      const anew = names.map((name) =>
        item(name, {
          guid: `https://paper.example/node/${name}`,
          link: life.site.url('paper', `/2026/${name}.html`),
          published: ago(0),
        }),
      );
      expect(await then(news, item('garden', { published: ago(0) }), ...anew)).toBe(6);
      expect(await then(news, ...anew)).toBe(6);
      expect(await news.query('SELECT 1 FROM article')).toHaveLength(6);
    });

    it('a column under the same title every day is a new story every day', async () => {
      const column = (day: number): FeedItem =>
        item('harbour', {
          guid: `day-${day}`,
          link: life.site.url('paper', `/column/${day}`),
          title: 'The morning briefing for diplomats',
          published: ago(30 - day),
        });
      const news = await start(feed);
      put('bridge', 'museum');
      for (const day of [7, 8])
        life.site.set('paper', `/column/${day}`, page('Column', prose(`column of day ${day}`, WORDS)));
      life.site.feed('paper', '/feed', [column(7)]);
      await imported(news);
      expect(await alerts(news)).toBe(1);
      expect(await then(news, column(8), item('bridge'), item('museum'))).toBe(4);
    });

    it('a date in the future neither hides an entry nor repeats it', async () => {
      const news = await first(() => item('harbour', { published: ago(-48) }));
      expect(await then(news, item('harbour', { published: ago(-72) }))).toBe(1);
      expect(await then(news, item('bridge', { published: ago(-24 * 400) }), item('harbour'))).toBe(2);
    });

    it('entries that all link to one page are articles of the feed’s own words', async () => {
      const news = await start(feed);
      const note = (name: string): FeedItem => ({
        title: `Note on the ${name}`,
        guid: `note-about-${name}`,
        link: life.site.url('paper', '/'),
        published: ago(1),
        content: words(name),
      });
      life.site.set('paper', '/', page('Front page', prose('front')));
      life.site.feed('paper', '/feed', [note('harbour')]);
      await imported(news);
      expect(await alerts(news)).toBe(1);
      expect(await then(news, note('bridge'))).toBe(2);
      expect(await then(news, note('museum'), note('bridge'), note('harbour'))).toBe(3);
      expect(asked('/')).toHaveLength(0);
    });

    it('an edit of an entry without a page is read, and alerts topics that it did not alert yet', async () => {
      const news = await start(feed);
      const note = (content: string): FeedItem => ({
        title: 'A note on the harbour',
        guid: 'note-1',
        published: ago(1),
        content,
      });
      life.site.feed('paper', '/feed', [note('<p>Nothing of interest so far.</p>')]);
      await imported(news);
      expect(await alerts(news)).toBe(0);
      expect(await then(news, note(words('harbour')))).toBe(1);
      expect(await then(news, note(`${words('harbour')}<p>More.</p>`))).toBe(1);
    });

    it('P5 an unreadable date stays unknown, the same on each poll', async () => {
      const news = await start(feed);
      put('harbour');
      const body = (n: number): string =>
        rss(life.site.url('paper', '/'), [item('harbour', { published: null })]).replace(
          '</item>',
          `<pubDate>gestern, ${n}</pubDate></item>`,
        );
      life.site.set(
        'paper',
        '/feed',
        (_, response) => void response.writeHead(200, { 'content-type': 'text/xml' }).end(body(asked('/feed').length)),
      );
      await imported(news);
      await again(news, '/feed', 2);
      await until0(news);
      expect(await news.query('SELECT feed_published FROM article')).toEqual([{ feed_published: null }]);
      expect(asked('/harbour')).toHaveLength(1);
    });
  });

  it('10,000 entries in one document are taken in, none twice', async () => {
    const items = (n: number): FeedItem[] =>
      Array.from({ length: n }, (_, i) => ({
        title: `Entry ${n - i} of many`,
        guid: `entry-${n - i}`,
        link: life.site.url('slow', `/${n - i}`),
        published: ago(200),
      }));
    const news = await start(feed, { roles: ['scheduler', 'fetch', 'parse'] });
    life.site.set('slow', '/robots.txt', { status: 200, body: 'User-agent: *\nCrawl-delay: 3600' });
    life.site.feed('paper', '/feed', items(10_000));
    await imported(news);
    const count = async (): Promise<number> =>
      (await news.query<{ n: number }>('SELECT count(*) AS n FROM article'))[0]?.n ?? 0;
    expect(await count()).toBe(10_000);
    life.site.feed('paper', '/feed', items(10_050).slice(0, 10_000));
    await again(news, '/feed', 2);
    expect(await count()).toBe(10_050);
    expect(await news.query('SELECT code FROM feed')).toEqual([{ code: null }]);
  });
});
