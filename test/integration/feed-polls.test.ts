import { describe, expect, it } from 'vitest';
import { pollsPerHour } from '../../src/feed/budget.ts';
import { steerPace } from '../../src/fleet/pace.ts';
import { pollNow } from '../../src/store/feed.ts';
import { currentPace, pollDemand, setPace } from '../../src/store/pace.ts';
import { ago, useFeedLife } from '../support/feed-life.ts';
import { startNews } from '../support/stand.ts';

/** Seen from outside: a real web server, a real store, a subscriber's webhook. */
describe('when feeds are polled', () => {
  const life = useFeedLife();
  const { start, asked, again, imported, feedOf, feed } = life;

  describe('when it is polled', () => {
    const hourly = { settings: { polling: { min: '1h', max: '2h' } } };

    it('S7 a restart asks nothing early', async () => {
      await life.openWeb();
      life.site.feed('paper', '/feed', [{ title: 'One', guid: '1' }]);
      const options = { ...(await life.fresh()), feeds: [life.site.url('paper', '/feed')], ...hourly };
      const before = await startNews(options);
      await imported(before);
      await before.stop();
      await life.news(options);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(asked('/feed')).toHaveLength(1);
    });

    it('S8 once, however often a person asks', async () => {
      const news = await start(feed, hourly);
      life.site.feed('paper', '/feed', [{ title: 'One', guid: '1' }]);
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
      life.site.feed('paper', '/feed', [{ title: 'One', guid: '1', published: ago(2) }]);
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
});
