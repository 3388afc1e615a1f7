import { describe, expect, it } from 'vitest';
import { useFeedLife } from '../support/feed-life.ts';
import { rss, type FeedItem } from '../support/site.ts';
import { until } from '../support/until.ts';

/** Seen from outside: a real web server, a real store, a subscriber's webhook. */
describe('what feeds say of being unchanged', () => {
  const life = useFeedLife();
  const { start, asked, again, imported, feedOf, feed } = life;

  describe('an ETag that lies', () => {
    const lying = (etag: Record<string, string>, items: FeedItem[]): void =>
      life.site.set('paper', '/feed', (request, response) => {
        const known = request.headers['if-none-match'] ?? request.headers['if-modified-since'];
        if (known !== undefined) response.writeHead(304, etag).end();
        else
          response
            .writeHead(200, { 'content-type': 'application/rss+xml', ...etag })
            .end(rss(life.site.url('paper', '/'), items));
      });

    it.each([
      ['ETag', { etag: '"always-the-same"' }],
      ['Last-Modified', { 'last-modified': 'Mon, 02 Nov 2026 10:00:00 GMT' }],
    ])('%s: is found out by its silence, trusted no more, and the feed is read on', async (_, validators) => {
      const news = await start(feed);
      lying(validators, [{ title: 'The first of all articles', guid: 'g1', link: life.site.url('paper', '/1') }]);
      await imported(news);
      lying(validators, [
        { title: 'The second of all articles', guid: 'g2', link: life.site.url('paper', '/2') },
        { title: 'The first of all articles', guid: 'g1', link: life.site.url('paper', '/1') },
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
      life.site.set('paper', '/feed', (_, response) => {
        n += 1;
        const body = rss(life.site.url('paper', '/'), [
          { title: 'One', guid: '1', link: life.site.url('paper', '/1') },
        ]);
        response.writeHead(200, { 'content-type': 'application/rss+xml', etag: '"x"' }).end(`${body}<!-- ${n} -->`);
      });
      await imported(news);
      await again(news, '/feed', 3);
      expect(await feedOf(news, 'lies, distrusted_until')).toEqual({ lies: 0, distrusted_until: null });
    });

    it('is not one that answers honestly: a doubt costs one request', async () => {
      const news = await start(feed);
      life.site.feed('paper', '/feed', [{ title: 'One', guid: '1', link: life.site.url('paper', '/1') }]);
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
      life.site.set('paper', '/feed', (_, response) => {
        n += 1;
        const body = rss(life.site.url('paper', '/'), [{ title: 'One', guid: '1' }]);
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
      life.site.set('paper', '/feed', { status: 302, headers: { location: '/a' } });
      life.site.feed('paper', '/a', [{ title: 'One', guid: '1' }]);
      life.site.feed('paper', '/b', [{ title: 'One', guid: '1' }]);
      await imported(news);
      await again(news, '/a', 2);
      expect(asked('/a').at(-1)?.headers['if-none-match']).toBeDefined();
      expect(asked('/feed').at(-1)?.headers['if-none-match']).toBeUndefined();
      life.site.set('paper', '/feed', { status: 302, headers: { location: '/b' } });
      await again(news, '/b');
      expect(asked('/b')[0]?.headers['if-none-match']).toBeUndefined();
    });

    it('C5 C6 an unchanged body is not parsed, with or without validators', async () => {
      const news = await start(feed);
      const body = rss(life.site.url('paper', '/'), [{ title: 'One', guid: '1' }]);
      life.site.set('paper', '/feed', { status: 200, body, headers: { 'content-type': 'application/rss+xml' } });
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
});
