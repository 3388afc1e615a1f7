import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pollsPerHour } from '../../src/feed/budget.ts';
import { steerPace } from '../../src/fleet/pace.ts';
import { pauseFeed, pollNow } from '../../src/store/feed.ts';
import { currentPace, pollDemand, setPace } from '../../src/store/pace.ts';
import { startHook, type Hook } from '../support/pipeline.ts';
import { page, rss, startSite, type FeedItem, type Site } from '../support/site.ts';
import { startNews, startStand, type News, type NewsOptions, type Stand } from '../support/stand.ts';
import { until } from '../support/until.ts';

const WORDS = 'European security';
const TOPIC = { id: 'eu', name: 'EU', query: `"${WORDS}"` };
const HOUR_MS = 3_600_000;
const ago = (hours: number): Date => new Date(Math.floor(Date.now() / 1000) * 1000 - hours * HOUR_MS);

const SYLLABLES = [
  'ka',
  'lo',
  'mi',
  'ter',
  'van',
  'sul',
  'bo',
  'ne',
  'dri',
  'pha',
  'gor',
  'tis',
  'wen',
  'ru',
  'cha',
  'zel',
];

/** Paragraphs of words that no other seed has: never a copy of one another. */
function prose(seed: string, words = ''): string[] {
  let state = 7;
  for (const char of seed) state = (state * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  const next = (n: number): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % n;
  const word = (): string =>
    Array.from({ length: 2 + next(2) }, () => SYLLABLES[next(7919) % SYLLABLES.length]).join('');
  const paragraph = (): string => Array.from({ length: 40 }, () => (next(4) === 0 ? 'the' : word())).join(' ');
  return Array.from({ length: 5 }, (_, n) => `The ${seed} ${paragraph()}${n === 1 ? ` ${words} ${paragraph()}` : ''}.`);
}

/** What becomes of feeds over time, seen from outside: a real web server, a real store, a subscriber's webhook. */
describe('the life of feeds', () => {
  let stand: Stand;
  let site: Site;
  let hook: Hook;
  const open: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    stand = await startStand();
  });
  afterAll(() => stand.stop());
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  async function start(
    feeds: (site: Site) => readonly (string | object)[],
    options: Partial<NewsOptions> = {},
  ): Promise<News> {
    site = await startSite();
    open.push(() => site.stop());
    hook = await startHook();
    open.push(() => hook.stop());
    const news = await startNews({
      ...(await stand.fresh()),
      feeds: feeds(site),
      topics: [TOPIC],
      subscriptions: [{ topic: 'eu', channel: { type: 'webhook', url: hook.url } }],
      ...options,
    });
    open.push(() => news.stop());
    return news;
  }

  const hurry = (news: News): Promise<unknown> =>
    news.query(`UPDATE work SET next_at = clock_timestamp() WHERE handed_at IS NULL AND token IS NULL;
      UPDATE host SET next_at = '-infinity', due_at = clock_timestamp() WHERE id IN (SELECT host_id FROM work WHERE stage = 'fetch')`);

  const asked = (path: string): Site['asked'] => site.asked.filter((one) => one.path === path);
  /** Lets a path be asked once more, and what came of it be taken in. */
  async function again(news: News, path: string, times = 1): Promise<void> {
    const wanted = asked(path).length + times;
    await until(
      async () => {
        await hurry(news);
        return asked(path).length;
      },
      (n) => n >= wanted,
      { ms: 60_000, what: `${wanted} requests for ${path}` },
    );
    await news.wait<{ n: number }>(
      `SELECT count(*) AS n FROM work WHERE feed_id IS NOT NULL AND (stage <> 'fetch' OR token IS NOT NULL)`,
      ([row]) => row?.n === 0,
    );
  }

  const until0 = (news: News): Promise<unknown> =>
    news.wait<{ n: number }>(
      `SELECT count(*) AS n FROM work WHERE article_id IS NOT NULL OR delivery_id IS NOT NULL`,
      ([row]) => row?.n === 0,
      'everything settled',
    );
  const imported = (news: News, n = 1): Promise<unknown> =>
    news.wait<{ n: number }>(
      'SELECT count(*) AS n FROM feed WHERE first_import_at IS NOT NULL',
      ([row]) => (row?.n ?? 0) >= n,
    );
  const feedOf = async <R>(news: News, columns: string): Promise<R> =>
    (await news.query<R>(`SELECT ${columns} FROM feed ORDER BY id LIMIT 1`))[0] as R;
  const feed = (s: Site): string[] => [s.url('paper', '/feed')];

  describe('an ETag that lies', () => {
    const lying = (etag: Record<string, string>, items: FeedItem[]): void =>
      site.set('paper', '/feed', (request, response) => {
        const known = request.headers['if-none-match'] ?? request.headers['if-modified-since'];
        if (known !== undefined) response.writeHead(304, etag).end();
        else
          response
            .writeHead(200, { 'content-type': 'application/rss+xml', ...etag })
            .end(rss(site.url('paper', '/'), items));
      });

    it.each([
      ['ETag', { etag: '"always-the-same"' }],
      ['Last-Modified', { 'last-modified': 'Mon, 02 Nov 2026 10:00:00 GMT' }],
    ])('%s: is found out by its silence, trusted no more, and the feed is read on', async (_, validators) => {
      const news = await start(feed);
      lying(validators, [{ title: 'The first of all articles', guid: 'g1', link: site.url('paper', '/1') }]);
      await imported(news);
      lying(validators, [
        { title: 'The second of all articles', guid: 'g2', link: site.url('paper', '/2') },
        { title: 'The first of all articles', guid: 'g1', link: site.url('paper', '/1') },
      ]);
      await again(news, '/feed', 2);
      expect(await news.query('SELECT 1 FROM article')).toHaveLength(1);
      // A week without a whole body.
      await news.query(`UPDATE feed SET proved_at = proved_at - interval '8 days'`);
      await news.wait<{ n: number }>('SELECT count(*) AS n FROM article', ([row]) => row?.n === 2);
      expect(await feedOf(news, 'lies, distrusted_until > clock_timestamp() AS distrusted')).toEqual({
        lies: 1,
        distrusted: true,
      });
      const before = asked('/feed').length;
      await again(news, '/feed', 2);
      for (const one of asked('/feed').slice(before)) {
        expect(one.headers['if-none-match'] ?? one.headers['if-modified-since']).toBeUndefined();
      }
      // After a time it is believed again.
      await news.query(`UPDATE feed SET distrusted_until = clock_timestamp()`);
      await again(news, '/feed', 2);
      expect(asked('/feed').at(-1)?.headers).toMatchObject(
        'etag' in validators
          ? { 'if-none-match': validators.etag }
          : { 'if-modified-since': validators['last-modified'] },
      );
    });

    it('is one that hides entries: a body that tells only the time anew does no harm', async () => {
      const news = await start(feed);
      let n = 0;
      site.set('paper', '/feed', (_, response) => {
        n += 1;
        const body = rss(site.url('paper', '/'), [{ title: 'One', guid: '1', link: site.url('paper', '/1') }]);
        response.writeHead(200, { 'content-type': 'application/rss+xml', etag: '"x"' }).end(`${body}<!-- ${n} -->`);
      });
      await imported(news);
      await again(news, '/feed', 3);
      expect(await feedOf(news, 'lies, distrusted_until')).toEqual({ lies: 0, distrusted_until: null });
    });

    it('is not one that answers honestly: a doubt costs one request', async () => {
      const news = await start(feed);
      site.feed('paper', '/feed', [{ title: 'One', guid: '1', link: site.url('paper', '/1') }]);
      await imported(news);
      await news.query(`UPDATE feed SET proved_at = proved_at - interval '8 days'`);
      const plain = (): number => asked('/feed').filter((one) => one.headers['if-none-match'] === undefined).length;
      await until(plain, (n) => n === 2, { ms: 60_000, what: 'a request without validators' });
      await again(news, '/feed', 3);
      expect(plain()).toBe(2);
      expect(await feedOf(news, 'lies')).toEqual({ lies: 0 });
    });
  });

  describe('validators', () => {
    it('C1 C4 are echoed as they are, replaced by new ones, and forgotten when an answer has none', async () => {
      const news = await start(feed);
      const odd = { etag: 'W/"x,y\\z"', 'last-modified': 'Mon, 01 Jan 2024 00:00:00 gmt', expires: '0' };
      let headers: Record<string, string> = odd;
      let n = 0;
      site.set('paper', '/feed', (_, response) => {
        n += 1;
        const body = rss(site.url('paper', '/'), [{ title: 'One', guid: '1' }]);
        response.writeHead(200, { 'content-type': 'application/rss+xml', ...headers }).end(`${body}<!-- ${n} -->`);
      });
      await imported(news);
      await again(news, '/feed');
      expect(asked('/feed').at(-1)?.headers).toMatchObject({
        'if-none-match': odd.etag,
        'if-modified-since': odd['last-modified'],
      });
      headers = { etag: '"new"' };
      await again(news, '/feed', 3);
      expect(asked('/feed').at(-1)?.headers['if-none-match']).toBe('"new"');
      expect(asked('/feed').at(-1)?.headers['if-modified-since']).toBeUndefined();
      headers = {};
      await again(news, '/feed', 3);
      expect(asked('/feed').at(-1)?.headers['if-none-match']).toBeUndefined();
      // C3: nothing is made up either.
      expect(asked('/feed').at(-1)?.headers['if-modified-since']).toBeUndefined();
    });

    it('C7 go to the address that gave them, not to one that redirects there, nor to where it leads later', async () => {
      const news = await start(feed);
      site.set('paper', '/feed', { status: 302, headers: { location: '/a' } });
      site.feed('paper', '/a', [{ title: 'One', guid: '1' }]);
      site.feed('paper', '/b', [{ title: 'One', guid: '1' }]);
      await imported(news);
      await again(news, '/a', 2);
      expect(asked('/a').at(-1)?.headers['if-none-match']).toBeDefined();
      expect(asked('/feed').at(-1)?.headers['if-none-match']).toBeUndefined();
      site.set('paper', '/feed', { status: 302, headers: { location: '/b' } });
      await again(news, '/b');
      expect(asked('/b')[0]?.headers['if-none-match']).toBeUndefined();
    });

    it('C5 C6 an unchanged body is not parsed, with or without validators', async () => {
      const news = await start(feed);
      const body = rss(site.url('paper', '/'), [{ title: 'One', guid: '1' }]);
      site.set('paper', '/feed', { status: 200, body, headers: { 'content-type': 'application/rss+xml' } });
      await imported(news);
      const dispatch = async (): Promise<number> =>
        (await news.query<{ n: number }>('SELECT dispatch AS n FROM work WHERE feed_id IS NOT NULL'))[0]?.n ?? 0;
      await again(news, '/feed');
      const before = await dispatch();
      await again(news, '/feed', 3);
      expect(await dispatch()).toBe(before);
      expect(await news.query('SELECT 1 FROM body WHERE feed_id IS NOT NULL')).toHaveLength(0);
    });
  });

  describe('what a feed does to its entries: nothing is lost, nothing alerted twice', () => {
    const words = (seed: string): string =>
      prose(seed, WORDS)
        .map((text) => `<p>${text}</p>`)
        .join('');
    const item = (name: string, more: Partial<FeedItem> = {}): FeedItem => ({
      title: `What the ministers said about ${name}`,
      guid: `urn:entry:${name}`,
      link: site.url('paper', `/${name}`),
      published: ago(1),
      ...more,
    });
    const put = (...names: string[]): void => {
      for (const name of names) site.set('paper', `/${name}`, page(`About ${name}`, prose(name, WORDS)));
    };
    const alerts = async (news: News): Promise<number> => {
      await until0(news);
      return (await news.query('SELECT 1 FROM alert')).length;
    };

    async function first(...items: (() => FeedItem)[]): Promise<News> {
      const news = await start(feed);
      put('harbour', 'bridge', 'museum', 'station', 'tower', 'garden');
      site.feed(
        'paper',
        '/feed',
        items.map((one) => one()),
      );
      await imported(news);
      expect(await alerts(news)).toBe(items.length);
      return news;
    }
    async function then(news: News, ...items: FeedItem[]): Promise<number> {
      site.set('paper', '/feed', {
        status: 200,
        body: rss(site.url('paper', '/'), items),
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
      expect(new Set(hook.ids()).size).toBe(3);
    });

    it('a guid that changes, a link that changes, one after the other, are the same story', async () => {
      const news = await first(() => item('harbour'));
      expect(await then(news, item('harbour', { guid: 'second-guid', published: null }))).toBe(1);
      expect(
        await then(news, item('harbour', { guid: 'second-guid', link: site.url('paper', '/moved'), published: null })),
      ).toBe(1);
      expect(
        await then(news, item('harbour', { guid: 'third-guid', link: site.url('paper', '/moved'), published: null })),
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
      for (const name of names) site.set('paper', `/2026/${name}.html`, page(name, prose(`${name} anew`, WORDS)));
      const anew = names.map((name) =>
        item(name, {
          guid: `https://paper.example/node/${name}`,
          link: site.url('paper', `/2026/${name}.html`),
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
          link: site.url('paper', `/column/${day}`),
          title: 'The morning briefing for diplomats',
          published: ago(30 - day),
        });
      const news = await start(feed);
      put('bridge', 'museum');
      for (const day of [7, 8])
        site.set('paper', `/column/${day}`, page('Column', prose(`column of day ${day}`, WORDS)));
      site.feed('paper', '/feed', [column(7)]);
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
        link: site.url('paper', '/'),
        published: ago(1),
        content: words(name),
      });
      site.set('paper', '/', page('Front page', prose('front')));
      site.feed('paper', '/feed', [note('harbour')]);
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
      site.feed('paper', '/feed', [note('<p>Nothing of interest so far.</p>')]);
      await imported(news);
      expect(await alerts(news)).toBe(0);
      expect(await then(news, note(words('harbour')))).toBe(1);
      expect(await then(news, note(`${words('harbour')}<p>More.</p>`))).toBe(1);
    });

    it('P5 an unreadable date stays unknown, the same on each poll', async () => {
      const news = await start(feed);
      put('harbour');
      const body = (n: number): string =>
        rss(site.url('paper', '/'), [item('harbour', { published: null })]).replace(
          '</item>',
          `<pubDate>gestern, ${n}</pubDate></item>`,
        );
      site.set(
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
        link: site.url('slow', `/${n - i}`),
        published: ago(200),
      }));
    const news = await start(feed, { roles: ['scheduler', 'fetch', 'parse'] });
    site.set('slow', '/robots.txt', { status: 200, body: 'User-agent: *\nCrawl-delay: 3600' });
    site.feed('paper', '/feed', items(10_000));
    await imported(news);
    const count = async (): Promise<number> =>
      (await news.query<{ n: number }>('SELECT count(*) AS n FROM article'))[0]?.n ?? 0;
    expect(await count()).toBe(10_000);
    site.feed('paper', '/feed', items(10_050).slice(0, 10_000));
    await again(news, '/feed', 2);
    expect(await count()).toBe(10_050);
    expect(await news.query('SELECT code FROM feed')).toEqual([{ code: null }]);
  });

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
      site.set('paper', '/', front('harbour'));
      await imported(news);
      for (const name of ['harbour', 'bridge', 'win-a-holiday'])
        site.set('paper', `/story/${name}-opens-after-years`, page(name, prose(name, WORDS)));
      site.set('paper', '/', front('bridge', 'harbour'));
      await news.wait<{ n: number }>('SELECT count(*) AS n FROM article', ([row]) => row?.n === 2);
      expect(await articles(news)).toEqual(['bridge-opens-after-years', 'harbour-opens-after-years']);
      await until0(news);
      expect(hook.received.map(({ url }) => new URL(url).pathname)).toEqual(['/story/bridge-opens-after-years']);
      expect(await feedOf(news, 'kind, selector, tags')).toEqual({
        kind: 'page',
        selector: 'main h2 a',
        tags: ['front'],
      });
    });

    it('without a selector is read by its structure', async () => {
      const news = await start((s) => [{ url: s.url('paper', '/'), kind: 'page' }]);
      site.set('paper', '/', front('harbour', 'bridge'));
      await imported(news);
      expect(await articles(news)).toEqual(
        expect.arrayContaining(['bridge-opens-after-years', 'harbour-opens-after-years']),
      );
      expect(await articles(news)).not.toContain('about-us-and-our-long-history-1234');
    });

    it('that lost its links says so, keeps what it had, and comes back', async () => {
      const news = await start((s) => [{ url: s.url('paper', '/'), kind: 'page', selector: 'main h2 a' }]);
      site.set('paper', '/', front('harbour'));
      await imported(news);
      site.set('paper', '/', '<!doctype html><title>Maintenance</title><p>Back soon.</p>');
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([row]) => row?.code === 'FEED_SYNTAX');
      expect(await articles(news)).toHaveLength(1);
      site.set('paper', '/', front('bridge', 'harbour'));
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
      site.set('paper', path, (request, response) => {
        if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
        else response.writeHead(200, { 'content-type': 'application/xml', etag }).end(text);
      });
    };
    const index = (...maps: [string, string][]): string =>
      maps
        .map(([path, at]) => `<sitemap><loc>${site.url('paper', path)}</loc><lastmod>${at}</lastmod></sitemap>`)
        .join('');
    const urls = (...names: [string, number][]): string =>
      names
        .map(
          ([name, hours]) =>
            `<url><loc>${site.url('paper', `/${name}`)}</loc><news:news><news:title>About ${name}</news:title><news:publication_date>${ago(hours).toISOString()}</news:publication_date></news:news></url>`,
        )
        .join('');
    const start2 = async (): Promise<News> => {
      const news = await start((s) => [s.url('paper', '/sitemap.xml')]);
      for (const name of ['harbour', 'bridge', 'museum']) site.set('paper', `/${name}`, page(name, prose(name, WORDS)));
      return news;
    };

    it('leads to its sitemaps, each with its own validators; what appears there alerts', async () => {
      const news = await start2();
      put('/news.xml', 'urlset', urls(['harbour', 30]));
      put('/old.xml', 'urlset', `<url><loc>${site.url('paper', '/1999')}</loc><lastmod>1999-01-01</lastmod></url>`);
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

    it('that lists a new sitemap brings news by it, dated or not; one listed no more rests', async () => {
      const news = await start2();
      put('/a.xml', 'urlset', urls(['harbour', 30]));
      put('/sitemap.xml', 'sitemapindex', index(['/a.xml', '2026-11-01']));
      await imported(news, 2);
      put('/b.xml', 'urlset', `<url><loc>${site.url('paper', '/museum')}</loc></url>`);
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

  describe('a feed that fails', () => {
    it('410 is shown as gone and hardly asked again; it comes back by itself', async () => {
      const news = await start(feed);
      site.set('paper', '/feed', { status: 410 });
      await news.wait<{ state: string }>('SELECT state FROM feed', ([row]) => row?.state === 'gone');
      const [due] = await news.query<{ days: number }>(
        `SELECT extract(epoch FROM next_at - clock_timestamp())::float8 / 86400 AS days FROM work WHERE feed_id IS NOT NULL`,
      );
      expect(due?.days).toBeGreaterThan(29);
      site.feed('paper', '/feed', [{ title: 'Back', guid: 'b' }]);
      await again(news, '/feed');
      await news.wait<{ state: string }>('SELECT state, code FROM feed', ([row]) => row?.state === 'active');
    });

    it('P4 one that says that it has ended is gone too, with its last entries', async () => {
      const news = await start(feed);
      const json = (expired: boolean, ids: string[]): object => ({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'T',
        expired,
        items: ids.map((id) => ({ id, title: `Entry ${id}`, content_text: id })),
      });
      const put = (expired: boolean, ...ids: string[]): void =>
        site.set('paper', '/feed', {
          status: 200,
          body: JSON.stringify(json(expired, ids)),
          headers: { 'content-type': 'application/feed+json' },
        });
      put(true, 'a', 'b');
      await imported(news);
      expect(await feedOf(news, 'state, reason')).toEqual({ state: 'gone', reason: 'the feed says that it has ended' });
      expect(await news.query('SELECT 1 FROM article')).toHaveLength(2);
      put(false, 'a', 'b', 'c');
      await again(news, '/feed');
      expect(await feedOf(news, 'state, reason')).toEqual({ state: 'active', reason: null });
    });

    it('for a month is shown as dead, asked on, and comes back by itself', async () => {
      const news = await start(feed);
      site.set('paper', '/feed', { status: 500 });
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([row]) => row?.code === 'HTTP_SERVER');
      expect(await feedOf(news, 'state')).toEqual({ state: 'active' });
      await news.query(`UPDATE feed SET added_at = added_at - interval '31 days'`);
      await again(news, '/feed');
      await news.wait<{ state: string }>('SELECT state FROM feed', ([row]) => row?.state === 'dead');
      site.feed('paper', '/feed', [{ title: 'Back', guid: 'b' }]);
      await again(news, '/feed');
      await news.wait<{ state: string }>('SELECT state FROM feed', ([row]) => row?.state === 'active');
    });

    it('E6 E7 backs off by the kind of failure, says which, and starts anew with a success', async () => {
      const news = await start(() => [], { settings: { polling: { min: '10m', max: '24h' } } });
      const put = [
        ['/hard', { status: 403 }, 'HTTP_REFUSED', 1],
        ['/soft', { status: 500 }, 'HTTP_SERVER', 0.5],
        ['/html', { status: 200, body: '<!doctype html><html><body>Not a feed</body></html>' }, 'FEED_SYNTAX', 1],
        ['/empty', { status: 200, body: '' }, 'FEED_SYNTAX', 1],
        ['/missing', { status: 404 }, 'HTTP_GONE', 0.5],
      ] as const;
      const { putFeed } = await import('../../src/store/feed.ts');
      for (const [path, answer] of put) {
        site.set(path.slice(1), path, answer);
        const url = site.url(path.slice(1), path);
        const policy = { key: new URL(url).host, gapMs: 0, concurrency: 1 };
        const rest = {
          kind: 'feed',
          selector: null,
          title: null,
          tags: [],
          everyMs: null,
          headersSealed: null,
          alertSinceMs: 0,
        } as const;
        await putFeed(news.db, { url, policy, ...rest }, 'person');
      }
      type Row = { url: string; code: string; failures: number; interval: number };
      const rows = (): Promise<Row[]> =>
        news.query<Row>('SELECT url, code, failures, interval_ms AS interval FROM feed ORDER BY id');
      await news.wait<{ n: number }>(
        'SELECT count(*) AS n FROM feed WHERE code IS NOT NULL',
        ([row]) => row?.n === put.length,
      );
      const once = await rows();
      expect(once.map(({ code, failures }) => [code, failures])).toEqual(put.map(([, , code, step]) => [code, step]));
      await again(news, '/hard');
      const twice = await rows();
      expect(twice[0]?.failures).toBeGreaterThanOrEqual(2);
      expect(twice[0]?.interval).toBeGreaterThan(once[0]?.interval ?? Infinity);
      site.feed('hard', '/hard', [{ title: 'Well again', guid: 'w' }]);
      await again(news, '/hard');
      await news.wait<Row>(
        'SELECT code, failures FROM feed ORDER BY id LIMIT 1',
        ([row]) => row?.code === null && row.failures === 0,
      );
    });

    it('E5 E7 is told what stands in its way, and its headers go to its own origin only', async () => {
      const news = await start((s) => [{ url: s.url('paper', '/feed'), headers: { 'X-Api-Key': 'a secret' } }]);
      site.set('paper', '/feed', { status: 403, headers: { 'cf-mitigated': 'challenge' } });
      await news.wait<{ reason: string | null }>('SELECT reason FROM feed', ([row]) => /human/.test(row?.reason ?? ''));
      site.set('paper', '/feed', { status: 302, headers: { location: site.url('other', '/feed') } });
      site.feed('other', '/feed', [{ title: 'One', guid: '1' }]);
      await hurry(news);
      await imported(news);
      const [there] = site.asked.filter((one) => one.host === 'other' && one.path === '/feed');
      expect(asked('/feed')[0]?.headers['x-api-key']).toBe('a secret');
      expect(there?.headers['x-api-key']).toBeUndefined();
    });

    it('E1 429 with Retry-After in seconds or as a date leaves the whole host alone', async () => {
      const news = await start((s) => [s.url('paper', '/feed'), s.url('paper', '/other')]);
      site.set(
        'paper',
        '/feed',
        (_, response) =>
          void response.writeHead(429, { 'retry-after': new Date(Date.now() + 600_000).toUTCString() }).end(),
      );
      site.feed('paper', '/other', [{ title: 'One', guid: '1' }]);
      await news.wait<{ s: number }>(
        `SELECT extract(epoch FROM next_at - clock_timestamp())::float8 AS s FROM host WHERE key LIKE 'paper%'`,
        ([row]) => (row?.s ?? 0) > 500 && (row?.s ?? 0) < 610,
      );
      await news.wait<{ code: string }>(
        `SELECT code FROM feed WHERE url LIKE '%/feed'`,
        ([row]) => row?.code === 'HTTP_BUSY',
      );
      const before = site.asked.length;
      await news.query('UPDATE work SET next_at = clock_timestamp()');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(site.asked.length).toBe(before);
    });

    it('paused while it is asked stays paused', async () => {
      const news = await start(feed);
      let answer = (): void => undefined;
      site.set('paper', '/feed', (_, response) => (answer = () => void response.writeHead(500).end()));
      await until(
        () => asked('/feed').length,
        (n) => n === 1,
        { ms: 60_000 },
      );
      const [row] = await news.query<{ id: number }>('SELECT id FROM feed');
      await pauseFeed(news.db, row?.id as number, true);
      answer();
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([one]) => one?.code === 'HTTP_SERVER');
      expect(await news.query('SELECT f.state, w.state AS work FROM feed f JOIN work w ON w.feed_id = f.id')).toEqual([
        { state: 'paused', work: 'paused' },
      ]);
    });
  });

  describe('when it is polled', () => {
    const hourly = { settings: { polling: { min: '1h', max: '2h' } } };

    it('S7 a restart asks nothing early', async () => {
      const servers = await stand.fresh();
      site = await startSite();
      open.push(() => site.stop());
      site.feed('paper', '/feed', [{ title: 'One', guid: '1' }]);
      const options = { ...servers, feeds: [site.url('paper', '/feed')], ...hourly };
      const before = await startNews(options);
      await imported(before);
      await before.stop();
      const news = await startNews(options);
      open.push(() => news.stop());
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(asked('/feed')).toHaveLength(1);
    });

    it('S8 once, however often a person asks', async () => {
      const news = await start(feed, hourly);
      site.feed('paper', '/feed', [{ title: 'One', guid: '1' }]);
      await again(news, '/feed');
      await imported(news);
      const [row] = await news.query<{ id: number }>('SELECT id FROM feed');
      const before = asked('/feed').length;
      expect([await pollNow(news.db, row?.id as number), await pollNow(news.db, row?.id as number)]).toEqual([
        false,
        false,
      ]);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      expect(asked('/feed')).toHaveLength(before);
      await news.query(`UPDATE feed SET polled_at = polled_at - interval '11 seconds'`);
      expect(await pollNow(news.db, row?.id as number)).toBe(true);
    });

    it('the budget of polls an hour stretches every rhythm, and lets go of them again', async () => {
      const news = await start(() => [], { settings: { polling: { min: '1m', max: '24h', budget: 120 } } });
      await news.query(`INSERT INTO host (key, gap_ms) VALUES ('many.example', 0)`);
      await news.query(`INSERT INTO source (domain) VALUES ('many.example')`);
      await news.query(`
        INSERT INTO feed (url, host_id, source_id, alert_since, interval_ms, pace)
        SELECT 'https://many.example/' || n, h.id, s.id, now(), 60000 * (1 + n % 600), 1
        FROM generate_series(1, 5000) n, host h, source s`);
      const { container } = news.fleet;
      const { budget: _, ...bounds } = container.config.polling;
      await steerPace(container);
      const pace = await currentPace(news.db);
      expect(pace).toBeGreaterThan(5);
      // 5,000 feeds can't be asked less than once a day each: about 208 an hour.
      expect(pollsPerHour(await pollDemand(news.db), pace, bounds)).toBeLessThan(215);
      await steerPace({
        ...container,
        config: { ...container.config, polling: { ...container.config.polling, budget: 2_000 } },
      });
      const wider = await currentPace(news.db);
      expect(wider).toBeLessThan(pace);
      expect(pollsPerHour(await pollDemand(news.db), wider, bounds)).toBeLessThan(2_050);
      await steerPace({
        ...container,
        config: { ...container.config, polling: { ...container.config.polling, budget: null } },
      });
      expect(await currentPace(news.db)).toBe(1);
    });

    it('a pace reaches the feeds by their next poll', async () => {
      const news = await start(feed, { settings: { polling: { min: '1m', max: '24h' } } });
      site.feed('paper', '/feed', [{ title: 'One', guid: '1', published: ago(2) }]);
      await imported(news);
      const intervalOf = async (): Promise<number> =>
        (await feedOf<{ interval: number }>(news, 'interval_ms AS interval')).interval;
      await again(news, '/feed');
      const free = await intervalOf();
      await setPace(news.db, 3);
      await again(news, '/feed');
      await news.wait<{ pace: number }>('SELECT pace FROM feed', ([row]) => row?.pace === 3);
      expect(await intervalOf()).toBeGreaterThan(free * 2);
    });
  });

  it('R4 robots.txt is read through five redirects; behind more there is none', async () => {
    const news = await start(feed);
    const chain = (name: string, hops: number): void => {
      const path = (n: number): string => (n === 0 ? '/robots.txt' : `/r${n}`);
      for (let n = 0; n < hops; n += 1) site.set(name, path(n), { status: 301, headers: { location: path(n + 1) } });
      site.set(name, path(hops), { status: 200, body: 'User-agent: *\nDisallow: /\n' });
      site.set(name, '/a', page('A', prose(name, WORDS)));
    };
    chain('five', 5);
    chain('nine', 9);
    site.feed(
      'paper',
      '/feed',
      ['five', 'nine'].map((name) => ({ title: `On ${name}`, link: site.url(name, '/a') })),
    );
    expect((await news.settled(site.url('five', '/a'))).code).toBe('ROBOTS_REFUSED');
    expect((await news.settled(site.url('nine', '/a'))).code).toBeNull();
    expect(
      [asked('/a').filter(({ host }) => host === 'five'), asked('/a').filter(({ host }) => host === 'nine')].map(
        (all) => all.length,
      ),
    ).toEqual([0, 1]);
  });

  describe('a feed that moved', () => {
    const move = (status: number, to = '/new'): void =>
      site.set('paper', '/feed', { status, headers: { location: to } });
    const waits = (news: News): Promise<unknown> =>
      news.query(
        `UPDATE feed SET moved = jsonb_set(moved, '{since}', to_jsonb(clock_timestamp() - interval '4 days'))`,
      );

    it.each([301, 308])(
      'E3 E4 by %i for three days is watched at its new address, with what was known',
      async (status) => {
        const news = await start(feed);
        const items = [{ title: 'One', guid: '1', link: site.url('paper', '/1') }];
        site.feed('paper', '/feed', items);
        await imported(news);
        site.feed('paper', '/new', items);
        move(status);
        await news.wait<{ moved: unknown }>('SELECT moved FROM feed', ([row]) => row?.moved != null);
        expect(await feedOf(news, 'url')).toEqual({ url: site.url('paper', '/feed') });
        await waits(news);
        await news.wait<{ url: string }>('SELECT url FROM feed', ([row]) => row?.url === site.url('paper', '/new'));
        const before = asked('/feed').length;
        await again(news, '/new', 2);
        expect(asked('/feed').length).toBe(before);
        expect(await news.query('SELECT 1 FROM article')).toHaveLength(1);
      },
    );

    it.each([302, 303, 307])('E3 by %i stays where it is', async (status) => {
      const news = await start(feed);
      move(status);
      site.feed('paper', '/new', [{ title: 'One', guid: '1' }]);
      await imported(news);
      await again(news, '/feed', 2);
      expect(await feedOf(news, 'moved')).toEqual({ moved: null });
    });

    it('E4 to what is no feed stays where it is, and says what it found', async () => {
      const news = await start(feed);
      move(301, '/login');
      site.set('paper', '/login', '<!doctype html><html><body><h1>Please log in</h1></body></html>');
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([row]) => row?.code === 'FEED_SYNTAX');
      await again(news, '/login');
      expect(await feedOf(news, 'moved, url')).toEqual({ moved: null, url: site.url('paper', '/feed') });
    });

    it('E4 to an address that is watched already stays, shown with where it leads', async () => {
      const news = await start((s) => [s.url('paper', '/feed'), s.url('paper', '/new')]);
      move(301);
      site.feed('paper', '/new', [{ title: 'One', guid: '1', link: site.url('paper', '/1') }]);
      await imported(news, 2);
      await news.wait<{ moved: unknown }>(
        `SELECT moved FROM feed WHERE url LIKE '%/feed'`,
        ([row]) => row?.moved != null,
      );
      await waits(news);
      await again(news, '/feed', 2);
      expect(await news.query('SELECT url FROM feed ORDER BY id')).toEqual([
        { url: site.url('paper', '/feed') },
        { url: site.url('paper', '/new') },
      ]);
      expect(await news.query('SELECT 1 FROM article')).toHaveLength(1);
    });
  });
});
