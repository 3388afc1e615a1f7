import { describe, expect, it } from 'vitest';
import { pauseFeed } from '../../src/store/feed.ts';
import { prose, WORDS, useFeedLife } from '../support/feed-life.ts';
import { page } from '../support/site.ts';
import { until } from '../support/until.ts';

/** Seen from outside: a real web server, a real store, a subscriber's webhook. */
describe('feeds that fail', () => {
  const life = useFeedLife();
  const { start, hurry, asked, again, imported, feedOf, feed } = life;

  describe('a feed that fails', () => {
    it('410 is shown as gone and hardly asked again; it comes back by itself', async () => {
      const news = await start(feed);
      life.site.set('paper', '/feed', { status: 410 });
      await news.wait<{ state: string }>('SELECT state FROM feed', ([row]) => row?.state === 'gone');
      const [due] = await news.query<{ days: number }>(
        `SELECT extract(epoch FROM next_at - clock_timestamp())::float8 / 86400 AS days FROM work WHERE feed_id IS NOT NULL`,
      );
      expect(due?.days).toBeGreaterThan(29);
      life.site.feed('paper', '/feed', [{ title: 'Back', guid: 'b' }]);
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
        life.site.set('paper', '/feed', {
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
      life.site.set('paper', '/feed', { status: 500 });
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([row]) => row?.code === 'HTTP_SERVER');
      expect(await feedOf(news, 'state')).toEqual({ state: 'active' });
      await news.query(`UPDATE feed SET added_at = added_at - interval '31 days'`);
      await again(news, '/feed');
      await news.wait<{ state: string }>('SELECT state FROM feed', ([row]) => row?.state === 'dead');
      life.site.feed('paper', '/feed', [{ title: 'Back', guid: 'b' }]);
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
        life.site.set(path.slice(1), path, answer);
        const url = life.site.url(path.slice(1), path);
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
      life.site.feed('hard', '/hard', [{ title: 'Well again', guid: 'w' }]);
      await again(news, '/hard');
      await news.wait<Row>(
        'SELECT code, failures FROM feed ORDER BY id LIMIT 1',
        ([row]) => row?.code === null && row.failures === 0,
      );
    });

    it('E5 E7 is told what stands in its way, and its headers go to its own origin only', async () => {
      const news = await start((s) => [{ url: s.url('paper', '/feed'), headers: { 'X-Api-Key': 'a secret' } }]);
      life.site.set('paper', '/feed', { status: 403, headers: { 'cf-mitigated': 'challenge' } });
      await news.wait<{ reason: string | null }>('SELECT reason FROM feed', ([row]) => /human/.test(row?.reason ?? ''));
      life.site.set('paper', '/feed', { status: 302, headers: { location: life.site.url('other', '/feed') } });
      life.site.feed('other', '/feed', [{ title: 'One', guid: '1' }]);
      await hurry(news);
      await imported(news);
      const [there] = life.site.asked.filter((one) => one.host === 'other' && one.path === '/feed');
      expect(asked('/feed')[0]?.headers['x-api-key']).toBe('a secret');
      expect(there?.headers['x-api-key']).toBeUndefined();
    });

    it('E1 429 with Retry-After in seconds or as a date leaves the whole host alone', async () => {
      const news = await start((s) => [s.url('paper', '/feed'), s.url('paper', '/other')]);
      life.site.set(
        'paper',
        '/feed',
        (_, response) =>
          void response.writeHead(429, { 'retry-after': new Date(Date.now() + 600_000).toUTCString() }).end(),
      );
      life.site.feed('paper', '/other', [{ title: 'One', guid: '1' }]);
      await news.wait<{ s: number }>(
        `SELECT extract(epoch FROM next_at - clock_timestamp())::float8 AS s FROM host WHERE key LIKE 'paper%'`,
        ([row]) => (row?.s ?? 0) > 500 && (row?.s ?? 0) < 610,
      );
      await news.wait<{ code: string }>(
        `SELECT code FROM feed WHERE url LIKE '%/feed'`,
        ([row]) => row?.code === 'HTTP_BUSY',
      );
      const before = life.site.asked.length;
      await news.query('UPDATE work SET next_at = clock_timestamp()');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(life.site.asked.length).toBe(before);
    });

    it('paused while it is asked stays paused', async () => {
      const news = await start(feed);
      let answer = (): void => undefined;
      life.site.set('paper', '/feed', (_, response) => (answer = () => void response.writeHead(500).end()));
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

  it('R4 robots.txt is read through five redirects; behind more there is none', async () => {
    const news = await start(feed);
    const chain = (name: string, hops: number): void => {
      const path = (n: number): string => (n === 0 ? '/robots.txt' : `/r${n}`);
      for (let n = 0; n < hops; n += 1)
        life.site.set(name, path(n), { status: 301, headers: { location: path(n + 1) } });
      life.site.set(name, path(hops), { status: 200, body: 'User-agent: *\nDisallow: /\n' });
      life.site.set(name, '/a', page('A', prose(name, WORDS)));
    };
    chain('five', 5);
    chain('nine', 9);
    life.site.feed(
      'paper',
      '/feed',
      ['five', 'nine'].map((name) => ({ title: `On ${name}`, link: life.site.url(name, '/a') })),
    );
    expect((await news.settled(life.site.url('five', '/a'))).code).toBe('ROBOTS_REFUSED');
    expect((await news.settled(life.site.url('nine', '/a'))).code).toBeNull();
    expect(
      [asked('/a').filter(({ host }) => host === 'five'), asked('/a').filter(({ host }) => host === 'nine')].map(
        (all) => all.length,
      ),
    ).toEqual([0, 1]);
  });
});
