import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pauseFeed } from '../../src/store/feed.ts';
import { ago, prose, WORDS, useFeedLife } from '../support/feed-life.ts';
import { page } from '../support/site.ts';
import { type News } from '../support/stand.ts';
import { until } from '../support/until.ts';

/** Seen from outside: a real web server, a real store, a subscriber's webhook. */
describe('what is watched without a feed', () => {
  const life = useFeedLife();
  const { start, asked, again, until0, imported, feedOf, hurry } = life;

  describe('a watched page', () => {
    const front = (...names: string[]): string =>
      `<!doctype html><title>The Paper</title><nav><a href="/about-us-and-our-long-history-1234">About us and our long history here</a></nav><main>${names
        .map(
          (name) =>
            `<article class="teaser"><h2><a href="/story/${name}-opens-after-years">The ${name} opens after many years</a></h2></article>`,
        )
        .join(
          '',
        )}</main><div class="promo"><a href="/story/win-a-holiday-with-us">Win a holiday with all of us now</a></div>`;
    const articles = async (news: News): Promise<string[]> =>
      (await news.query<{ url: string }>('SELECT url FROM article ORDER BY url')).map(
        ({ url }) => new URL(url).pathname.split('/').at(-1) as string,
      );

    it('declared with a selector alerts on what appears in it, and on nothing else', async () => {
      const news = await start((s) => [
        { url: s.url('paper', '/'), kind: 'page', selector: 'main h2 a', tags: ['front'] },
      ]);
      life.site.set('paper', '/', front('harbour'));
      await imported(news);
      for (const name of ['harbour', 'bridge', 'win-a-holiday'])
        life.site.set('paper', `/story/${name}-opens-after-years`, page(name, prose(name, WORDS)));
      life.site.set('paper', '/', front('bridge', 'harbour'));
      await news.wait<{ n: number }>('SELECT count(*) AS n FROM article', ([row]) => row?.n === 2);
      expect(await articles(news)).toEqual(['bridge-opens-after-years', 'harbour-opens-after-years']);
      await until0(news);
      expect(life.hook.received.map(({ url }) => new URL(url).pathname)).toEqual(['/story/bridge-opens-after-years']);
      expect(await feedOf(news, 'kind, selector, tags')).toEqual({
        kind: 'page',
        selector: 'main h2 a',
        tags: ['front'],
      });
    });

    it('without a selector is read by its structure', async () => {
      const news = await start((s) => [{ url: s.url('paper', '/'), kind: 'page' }]);
      life.site.set('paper', '/', front('harbour', 'bridge'));
      await imported(news);
      expect(await articles(news)).toEqual(
        expect.arrayContaining(['bridge-opens-after-years', 'harbour-opens-after-years']),
      );
      expect(await articles(news)).not.toContain('about-us-and-our-long-history-1234');
    });

    it('that lost its links says so, keeps what it had, and comes back', async () => {
      const news = await start((s) => [{ url: s.url('paper', '/'), kind: 'page', selector: 'main h2 a' }]);
      life.site.set('paper', '/', front('harbour'));
      await imported(news);
      life.site.set('paper', '/', '<!doctype html><title>Maintenance</title><p>Back soon.</p>');
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([row]) => row?.code === 'FEED_SYNTAX');
      expect(await articles(news)).toHaveLength(1);
      life.site.set('paper', '/', front('bridge', 'harbour'));
      await again(news, '/', 1);
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([row]) => row?.code === null);
    });
  });

  describe('a sitemap index', () => {
    const xml = (root: string, body: string): string =>
      `<?xml version="1.0"?><${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${body}</${root}>`;
    const put = (path: string, root: string, body: string): void => {
      const text = xml(root, body);
      const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
      life.site.set('paper', path, (request, response) => {
        if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
        else response.writeHead(200, { 'content-type': 'application/xml', etag }).end(text);
      });
    };
    const index = (...maps: [string, string][]): string =>
      maps
        .map(([path, at]) => `<sitemap><loc>${life.site.url('paper', path)}</loc><lastmod>${at}</lastmod></sitemap>`)
        .join('');
    const urls = (...names: [string, number][]): string =>
      names
        .map(
          ([name, hours]) =>
            `<url><loc>${life.site.url('paper', `/${name}`)}</loc><news:news><news:title>About ${name}</news:title><news:publication_date>${ago(hours).toISOString()}</news:publication_date></news:news></url>`,
        )
        .join('');
    const start2 = async (): Promise<News> => {
      const news = await start((s) => [s.url('paper', '/sitemap.xml')]);
      for (const name of ['harbour', 'bridge', 'museum'])
        life.site.set('paper', `/${name}`, page(name, prose(name, WORDS)));
      return news;
    };

    it('leads to its sitemaps, each with its own validators; what appears there alerts', async () => {
      const news = await start2();
      put('/news.xml', 'urlset', urls(['harbour', 30]));
      put(
        '/old.xml',
        'urlset',
        `<url><loc>${life.site.url('paper', '/1999')}</loc><lastmod>1999-01-01</lastmod></url>`,
      );
      put('/sitemap.xml', 'sitemapindex', index(['/old.xml', '2020-01-01'], ['/news.xml', '2026-11-24']));
      await imported(news, 2);
      await news.wait<{ n: number }>('SELECT count(*) AS n FROM article', ([row]) => row?.n === 1);
      put('/news.xml', 'urlset', urls(['bridge', 0], ['harbour', 30]));
      await news.wait<{ n: number }>('SELECT count(*) AS n FROM alert', ([row]) => row?.n === 1);
      await until(
        () => asked('/news.xml'),
        (all) => all.filter((one) => one.headers['if-none-match'] !== undefined).length >= 2,
        { ms: 60_000, what: 'conditional requests for the sitemap' },
      );
      expect(asked('/1999')).toHaveLength(0);
      const [first] = await news.query<{ id: number; n: number }>(
        'SELECT id, (SELECT count(*) FROM feed c WHERE c.parent_id = f.id) AS n FROM feed f WHERE parent_id IS NULL',
      );
      expect(first?.n).toBe(2);
    });

    it('undated: of a whole site that is listed the ends are taken in, and later what is new', async () => {
      const news = await start((s) => [s.url('paper', '/pages.xml')], { roles: ['scheduler', 'fetch', 'parse'] });
      life.site.set('paper', '/robots.txt', { status: 200, body: 'User-agent: *\nCrawl-delay: 3600' });
      const list = (names: readonly string[]): string =>
        names.map((name) => `<url><loc>${life.site.url('paper', `/${name}`)}</loc></url>`).join('');
      const all = Array.from({ length: 3_000 }, (_, n) => `page-${n}`);
      put('/pages.xml', 'urlset', list(all));
      await imported(news);
      const articles = async (): Promise<string[]> =>
        (await news.query<{ url: string }>('SELECT url FROM article ORDER BY id')).map(
          ({ url }) => new URL(url).pathname,
        );
      expect((await articles()).toSorted()).toEqual(
        [...all.slice(0, 250), ...all.slice(-250)].map((name) => `/${name}`).toSorted(),
      );
      put('/pages.xml', 'urlset', list([...all.slice(0, 1_500), 'harbour', ...all.slice(1_500)]));
      await until(
        async () => {
          await hurry(news);
          return (await articles()).length;
        },
        (n) => n > 500,
        { ms: 60_000, what: 'the page that was added' },
      );
      expect((await articles()).slice(500)).toEqual(['/harbour']);
    });

    it('that lists a new sitemap brings news by it, dated or not; one listed no more rests', async () => {
      const news = await start2();
      put('/a.xml', 'urlset', urls(['harbour', 30]));
      put('/sitemap.xml', 'sitemapindex', index(['/a.xml', '2026-11-01']));
      await imported(news, 2);
      put('/b.xml', 'urlset', `<url><loc>${life.site.url('paper', '/museum')}</loc></url>`);
      put('/sitemap.xml', 'sitemapindex', index(['/b.xml', '2026-11-24']));
      await news.wait<{ n: number }>('SELECT count(*) AS n FROM alert', ([row]) => row?.n === 1);
      expect(await news.query(`SELECT state FROM feed WHERE url LIKE '%/a.xml'`)).toEqual([{ state: 'paused' }]);
      put('/sitemap.xml', 'sitemapindex', index(['/b.xml', '2026-11-24'], ['/a.xml', '2026-11-24']));
      await news.wait<{ state: string }>(
        `SELECT state FROM feed WHERE url LIKE '%/a.xml'`,
        ([row]) => row?.state === 'active',
      );
    });

    it('may name indexes, which may name none; a loop ends', async () => {
      const news = await start2();
      put('/sitemap.xml', 'sitemapindex', index(['/second.xml', '2026-11-24']));
      put('/second.xml', 'sitemapindex', index(['/third.xml', '2026-11-24'], ['/sitemap.xml', '2026-11-24']));
      put('/third.xml', 'sitemapindex', index(['/fourth.xml', '2026-11-24']));
      await until(
        () => asked('/third.xml').length,
        (n) => n >= 2,
        { ms: 60_000, what: 'the third sitemap' },
      );
      expect(asked('/fourth.xml')).toHaveLength(0);
      expect(await news.query('SELECT depth FROM feed ORDER BY depth')).toEqual([
        { depth: 0 },
        { depth: 1 },
        { depth: 2 },
      ]);
    });

    it('is paused with all below it', async () => {
      const news = await start2();
      put('/a.xml', 'urlset', urls(['harbour', 30]));
      put('/sitemap.xml', 'sitemapindex', index(['/a.xml', '2026-11-01']));
      await imported(news, 2);
      const [row] = await news.query<{ id: number }>('SELECT id FROM feed WHERE parent_id IS NULL');
      await pauseFeed(news.db, row?.id as number, true);
      await news.wait<{ state: string }>(
        'SELECT state FROM work WHERE feed_id IS NOT NULL',
        (rows) => rows.length === 2 && rows.every(({ state }) => state === 'paused'),
      );
      expect((await news.query<{ state: string }>('SELECT state FROM feed')).map(({ state }) => state)).toEqual([
        'paused',
        'paused',
      ]);
      await pauseFeed(news.db, row?.id as number, false);
      await again(news, '/a.xml');
    });
  });
});
