import { describe, expect, it } from 'vitest';
import { useFeedLife } from '../support/feed-life.ts';
import { type News } from '../support/stand.ts';

/** Seen from outside: a real web server, a real store, a subscriber's webhook. */
describe('feeds that move', () => {
  const life = useFeedLife();
  const { start, asked, again, imported, feedOf, feed } = life;

  describe('a feed that moved', () => {
    const move = (status: number, to = '/new'): void =>
      life.site.set('paper', '/feed', { status, headers: { location: to } });
    const waits = (news: News): Promise<unknown> =>
      news.query(
        `UPDATE feed SET moved = jsonb_set(moved, '{since}', to_jsonb(clock_timestamp() - interval '4 days'))`,
      );

    it.each([301, 308])(
      'E3 E4 by %i for three days is watched at its new address, with what was known',
      async (status) => {
        const news = await start(feed);
        const items = [{ title: 'One', guid: '1', link: life.site.url('paper', '/1') }];
        life.site.feed('paper', '/feed', items);
        await imported(news);
        life.site.feed('paper', '/new', items);
        move(status);
        await news.wait<{ moved: unknown }>('SELECT moved FROM feed', ([row]) => row?.moved != null);
        expect(await feedOf(news, 'url')).toEqual({ url: life.site.url('paper', '/feed') });
        await waits(news);
        await news.wait<{ url: string }>(
          'SELECT url FROM feed',
          ([row]) => row?.url === life.site.url('paper', '/new'),
        );
        const before = asked('/feed').length;
        await again(news, '/new', 2);
        expect(asked('/feed').length).toBe(before);
        expect(await news.query('SELECT 1 FROM article')).toHaveLength(1);
      },
    );

    it.each([302, 303, 307])('E3 by %i stays where it is', async (status) => {
      const news = await start(feed);
      move(status);
      life.site.feed('paper', '/new', [{ title: 'One', guid: '1' }]);
      await imported(news);
      await again(news, '/feed', 2);
      expect(await feedOf(news, 'moved')).toEqual({ moved: null });
    });

    it('E4 to what is no feed stays where it is, and says what it found', async () => {
      const news = await start(feed);
      move(301, '/login');
      life.site.set('paper', '/login', '<!doctype html><html><body><h1>Please log in</h1></body></html>');
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([row]) => row?.code === 'FEED_SYNTAX');
      await again(news, '/login');
      expect(await feedOf(news, 'moved, url')).toEqual({ moved: null, url: life.site.url('paper', '/feed') });
    });

    it('E4 to an address that is watched already stays, shown with where it leads', async () => {
      const news = await start((s) => [s.url('paper', '/feed'), s.url('paper', '/new')]);
      move(301);
      life.site.feed('paper', '/new', [{ title: 'One', guid: '1', link: life.site.url('paper', '/1') }]);
      await imported(news, 2);
      await news.wait<{ moved: unknown }>(
        `SELECT moved FROM feed WHERE url LIKE '%/feed'`,
        ([row]) => row?.moved != null,
      );
      await waits(news);
      await again(news, '/feed', 2);
      expect(await news.query('SELECT url FROM feed ORDER BY id')).toEqual([
        { url: life.site.url('paper', '/feed') },
        { url: life.site.url('paper', '/new') },
      ]);
      expect(await news.query('SELECT 1 FROM article')).toHaveLength(1);
    });
  });
});
