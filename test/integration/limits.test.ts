import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { fetchBatch } from '../../src/stages/fetch/batch.ts';
import type { FetchJob } from '../../src/stages/jobs.ts';
import { applyLimits } from '../../src/store/limits.ts';
import { begin as beginVisit, depsOf, duePages, jobs, NEVER, outcomes, runDue } from '../support/fetching.ts';
import { page, prose, startSite, type Site } from '../support/site.ts';
import { type Parts, useStand } from '../support/stand.ts';
import { until } from '../support/until.ts';

describe('limits of hosts', () => {
  const stand = useStand();
  const begin = stand.parts;
  const openWeb = (): Promise<Site> => stand.open(startSite());

  describe('that share an address (hosts.perAddress)', () => {
    const HOSTS = ['alpha', 'beta', 'gamma', 'delta'];

    /** The most requests that were under way at once on the one address of all hosts here. */
    async function mostAtOnce(perAddress: number | 'off'): Promise<{ most: number; asked: number }> {
      const site = await openWeb();
      let [now, most] = [0, 0];
      for (const name of HOSTS) {
        for (const n of [1, 2, 3]) {
          site.set(name, `/${n}`, (_, response) => {
            most = Math.max(most, ++now);
            setTimeout(() => {
              now -= 1;
              response.writeHead(200, { 'content-type': 'text/html' }).end(page(`${name} ${n}`, prose(`${name} ${n}`)));
            }, 150);
          });
        }
      }
      const parts = await stand.news({
        roles: ['scheduler', 'fetch'],
        settings: { hosts: { gap: 0, perAddress } },
      });
      await duePages(
        { db: parts.db, container: parts.fleet.container },
        HOSTS.flatMap((name) => [1, 2, 3].map((n) => site.url(name, `/${n}`))),
      );
      await sql`SELECT pg_notify('wirewatch', 'host')`.execute(parts.db);
      await parts.wait<{ n: number }>(
        `SELECT count(*)::int AS n FROM work WHERE stage = 'fetch'`,
        ([row]) => row?.n === 0,
      );
      await parts.wait<{ n: number }>(
        'SELECT count(*)::int AS n FROM slot WHERE address IS NOT NULL',
        ([row]) => row?.n === 0,
      );
      return { most, asked: site.asked.filter((one) => one.path !== '/robots.txt').length };
    }

    it('R8 are asked by as many at once as is set, and none is forgotten', async () => {
      const { most, asked } = await mostAtOnce(2);
      expect(most).toBeLessThanOrEqual(2);
      expect(asked).toBe(12);
    });

    it('R8 are not held back where nothing is set', async () => {
      const { most, asked } = await mostAtOnce('off');
      expect(most).toBeGreaterThan(2);
      expect(asked).toBe(12);
    });

    it('R8 of hosts that were never asked only one begins; then they are known by their address, and handed out one by one', async () => {
      const site = await openWeb();
      const parts = await begin({ settings: { hosts: { gap: 0, perAddress: 1 } } });
      let answer = (): void => undefined;
      site.set('alpha', '/1', (_, response) => {
        answer = () => response.writeHead(404).end();
      });
      await duePages(parts, [site.url('alpha', '/1'), site.url('beta', '/1'), site.url('gamma', '/1')]);
      const deps = depsOf(parts);
      const all = await jobs(parts);
      const others = all.filter((job) => !job.host.startsWith('alpha.'));
      const first = all.find((job) => !others.includes(job));
      const running = fetchBatch(first as FetchJob, deps, NEVER);
      await until(
        () => site.count('alpha', '/1'),
        (n) => n === 1,
      );
      // Nobody knew that these have the same address: their workers find out, ask nothing, and count no try.
      expect(others).toHaveLength(2);
      const reports = await Promise.all(others.map((job) => fetchBatch(job, deps, NEVER)));
      expect(outcomes(reports)).toEqual([]);
      expect(site.asked.filter((one) => one.host !== 'alpha')).toEqual([]);
      expect(await parts.query(`SELECT max(attempts) AS n FROM work WHERE url LIKE '%beta%'`)).toEqual([{ n: 0 }]);
      expect(await jobs(parts)).toEqual([]);
      answer();
      await running;
      expect((await jobs(parts)).map((job) => job.host)).toHaveLength(1);
      expect(await parts.query('SELECT DISTINCT address FROM host')).toEqual([{ address: '127.0.0.1' }]);
    });

    it('R8 a host of another address is not held up by one that is full', async () => {
      const site = await openWeb();
      const parts = await begin({ settings: { hosts: { gap: 0, perAddress: 1 } } });
      await duePages(parts, [site.url('alpha', '/1'), site.url('beta', '/1'), site.url('gamma', '/1')]);
      await runDue(parts);
      await parts.query(`UPDATE host SET address = '127.0.0.9' WHERE key LIKE 'gamma%'`);
      await duePages(parts, [site.url('alpha', '/2'), site.url('beta', '/2'), site.url('gamma', '/2')]);
      expect((await jobs(parts)).map((job) => job.host.replace(/\..*/, '')).sort()).toEqual(['alpha', 'gamma']);
      expect(await jobs(parts)).toEqual([]);
    });
  });

  describe('by an override that pools what is below a domain', () => {
    const hostsOf = (parts: Parts): Promise<unknown[]> =>
      parts.query(`
        SELECT h.key, count(w.id)::int AS rows, (SELECT count(*)::int FROM feed f WHERE f.host_id = h.id) AS feeds,
          (SELECT count(*)::int FROM article a WHERE a.host_id = h.id) AS articles
        FROM host h LEFT JOIN work w ON w.host_id = h.id GROUP BY h.id, h.key ORDER BY h.key COLLATE "C"`);

    it('R8 that comes later takes the hosts that are there already with all their rows, and the latest time of theirs', async () => {
      const servers = await stand.fresh();
      const parts = await begin({
        ...servers,
        settings: { hosts: { gap: '1s' } },
        feeds: ['https://a.pool.example/feed'],
      });
      await duePages(parts, ['https://a.pool.example/1', 'https://b.pool.example/1', 'https://other.example/1']);
      await parts.query(`
        UPDATE host SET next_at = clock_timestamp() + interval '1 hour', crawl_delay_ms = 7000 WHERE key = 'b.pool.example'`);
      // A worker has one of them in hand while the configuration changes.
      const inHand = (await jobs(parts)).find((job) => job.host === 'a.pool.example') as FetchJob;
      const deps = depsOf(parts);
      const { slot, due } = await beginVisit(parts.db, inHand);
      const claimed = due?.[0];
      const pooled = await begin({
        ...servers,
        settings: { hosts: { gap: '1s', overrides: { '*.pool.example': { gap: '3s' } } } },
      });
      expect(await applyLimits(pooled.db, pooled.container.politeness)).toBe(4);
      expect(await hostsOf(pooled)).toEqual([
        { key: '*.pool.example', rows: 3, feeds: 1, articles: 2 },
        { key: 'a.pool.example', rows: 0, feeds: 0, articles: 0 },
        { key: 'b.pool.example', rows: 0, feeds: 0, articles: 0 },
        { key: 'other.example', rows: 1, feeds: 0, articles: 1 },
      ]);
      expect(
        await pooled.query(`
          SELECT gap_ms, crawl_delay_ms, due_at IS NOT NULL AS due, next_at > clock_timestamp() + interval '50 minutes' AS rests
          FROM host WHERE key = '*.pool.example'`),
      ).toEqual([{ gap_ms: 3000, crawl_delay_ms: 7000, due: true, rests: true }]);
      // The worker goes on at nobody's pace but the pool's: it has lost its lease, and what it had in hand is free.
      expect(await deps.store.renewSlot(slot)).toBe(false);
      expect(await deps.store.bookRequest(slot, 0, 2000)).toBeNull();
      expect(await pooled.query(`SELECT token, attempts FROM work WHERE id = ${claimed?.work}`)).toEqual([
        { token: null, attempts: 0 },
      ]);
      expect(await applyLimits(pooled.db, pooled.container.politeness)).toBe(0);
    });

    it('R8 that goes, or has an exception, gives its hosts their own limits again', async () => {
      const servers = await stand.fresh();
      const parts = await begin({
        ...servers,
        settings: { hosts: { gap: '1s', overrides: { '*.pool.example': { gap: '3s' } } } },
        feeds: ['https://a.pool.example/feed', 'https://b.pool.example:8443/feed'],
      });
      await duePages(parts, ['https://a.pool.example/1', 'http://c.pool.example:80/1']);
      const overrides = { '*.pool.example': { gap: '3s' }, 'a.pool.example': { gap: '9s' } };
      const excepted = await begin({ ...servers, settings: { hosts: { gap: '1s', overrides } } });
      await applyLimits(excepted.db, excepted.container.politeness);
      expect(await hostsOf(excepted)).toEqual([
        { key: '*.pool.example', rows: 2, feeds: 1, articles: 1 },
        { key: 'a.pool.example', rows: 2, feeds: 1, articles: 1 },
      ]);
      const alone = await begin({ ...servers, settings: { hosts: { gap: '1s' } } });
      await applyLimits(alone.db, alone.container.politeness);
      expect(await hostsOf(alone)).toEqual([
        { key: '*.pool.example', rows: 0, feeds: 0, articles: 0 },
        { key: 'a.pool.example', rows: 2, feeds: 1, articles: 1 },
        { key: 'b.pool.example:8443', rows: 1, feeds: 1, articles: 0 },
        { key: 'c.pool.example', rows: 1, feeds: 0, articles: 1 },
      ]);
      expect(await alone.query(`SELECT DISTINCT gap_ms FROM host WHERE key NOT LIKE '*%'`)).toEqual([{ gap_ms: 1000 }]);
    });
  });

  describe('that a host asks for by its robots.txt', () => {
    it.each([
      ['429', '90', 90, 90],
      ['503', 'a date', 90, 90],
      ['503', null, 600, 3600],
    ])(
      'R10 R12 %s with a Retry-After of %s there rests the whole host',
      async (status, retryAfter, rests, asksAgain) => {
        const site = await openWeb();
        const parts = await begin();
        const header = retryAfter === 'a date' ? new Date(Date.now() + 90_000).toUTCString() : retryAfter;
        site.set('paper', '/robots.txt', {
          status: Number(status),
          ...(header !== null && { headers: { 'retry-after': header } }),
        });
        await duePages(parts, [site.url('paper', '/1'), site.url('paper', '/2')]);
        expect(outcomes(await runDue(parts))).toEqual([]);
        expect(site.asked.map((one) => one.path)).toEqual(['/robots.txt']);
        const [host] = await parts.query<{ rest: number; robots: number; tries: number }>(`
        SELECT extract(epoch FROM next_at - clock_timestamp())::float8 AS rest,
          (SELECT extract(epoch FROM expires_at - clock_timestamp())::float8 FROM robots) AS robots,
          (SELECT max(attempts) FROM work) AS tries FROM host`);
        for (const [is, wanted] of [
          [host?.rest, rests],
          [host?.robots, asksAgain],
        ] as const) {
          expect(is).toBeGreaterThan(wanted - 15);
          expect(is).toBeLessThan(wanted + 2);
        }
        expect(host?.tries).toBe(0);
        // When it answers again, the pages are fetched.
        site.set('paper', '/robots.txt', { status: 404 });
        await parts.query(
          `UPDATE host SET next_at = clock_timestamp(); UPDATE robots SET expires_at = clock_timestamp()`,
        );
        expect(outcomes(await runDue(parts))).toEqual(['HTTP_GONE', 'HTTP_GONE']);
      },
    );
  });
});
