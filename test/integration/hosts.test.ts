import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { fetchBatch } from '../../src/stages/fetch/batch.ts';
import type { FetchDeps, HeldSlot } from '../../src/stages/fetch/deps.ts';
import type { FetchJob } from '../../src/stages/jobs.ts';
import { commitBody, commitHop, commitNoBody, commitWait, claimDue } from '../../src/store/fetching.ts';
import { commitPolls } from '../../src/store/polls.ts';
import { beginVisits } from '../../src/store/visits.ts';
import { bookRequest, releaseSlot, renewSlot } from '../../src/store/host.ts';
import { begin as beginVisit, depsOf, duePages, jobs, NEVER, outcomes, runDue } from '../support/fetching.ts';
import { gapsOf, page, prose, startSite, type Site } from '../support/site.ts';
import { endLeases, openParts, type Parts, useStand } from '../support/stand.ts';
import { until } from '../support/until.ts';

describe('hosts', () => {
  const stand = useStand();
  const begin = stand.parts;
  const start = stand.news;
  let site: Site;

  async function openWeb(): Promise<void> {
    site = await stand.open(startSite());
  }

  const gaps = (name: string): number[] => gapsOf(site, name);

  it('R8 hosts are told apart by name and port, and an override pools the hosts below a domain', async () => {
    const parts = await begin({
      settings: { hosts: { gap: '1s', overrides: { '*.pool.example': { gap: '3s', concurrency: 2 } } } },
    });
    await duePages(parts, [
      'https://Paper.example/1',
      'https://paper.example:443/2',
      'http://paper.example:80/3',
      'https://paper.example:8443/4',
      'https://a.pool.example/5',
      'https://b.pool.example/6',
    ]);
    expect(
      await parts.query(
        `SELECT h.key, h.gap_ms, (SELECT count(*) FROM slot WHERE host_id = h.id) AS slots, (SELECT count(*) FROM work WHERE host_id = h.id) AS pages
         FROM host h ORDER BY key`,
      ),
    ).toEqual([
      { key: '*.pool.example', gap_ms: 3000, slots: 2, pages: 2 },
      { key: 'paper.example', gap_ms: 1000, slots: 1, pages: 3 },
      { key: 'paper.example:8443', gap_ms: 1000, slots: 1, pages: 1 },
    ]);
  });

  it('R8 limits that were changed hold for the hosts that are there already', async () => {
    const servers = await stand.fresh();
    const before = await openParts({ ...servers, settings: { hosts: { gap: '1s', concurrency: 3 } } });
    await duePages(before, ['https://paper.example/1', 'https://slow.example/1']);
    await before.close();
    const news = await start({
      ...servers,
      roles: ['scheduler'],
      settings: { hosts: { gap: '2s', concurrency: 1, overrides: { 'slow.example': { gap: '9s' } } } },
    });
    expect(
      await news.query(
        `SELECT key, gap_ms, (SELECT count(*) FROM slot WHERE host_id = h.id) AS slots FROM host h ORDER BY key`,
      ),
    ).toEqual([
      { key: 'paper.example', gap_ms: 2000, slots: 1 },
      { key: 'slow.example', gap_ms: 9000, slots: 1 },
    ]);
  });

  it('R9 whoever lost the lease of a host changes nothing any more', async () => {
    const parts = await begin({ feeds: ['https://paper.example/feed'] });
    await duePages(parts, ['https://paper.example/1']);
    const [job] = await jobs(parts);
    const { slot: late, due } = await beginVisit(parts.db, job);
    const [feed, paper] = due ?? [];
    // Stopped here; meanwhile the lease ends, is swept, and another worker has the host.
    await endLeases(parts.db);
    await parts.tick();
    const [next] = await parts.query<{ slot: number; dispatch: number }>('SELECT id AS slot, dispatch FROM slot');
    const other = await beginVisit(parts.db, next);
    const all = `SELECT (SELECT jsonb_agg(to_jsonb(w) ORDER BY id) FROM work w) AS work, (SELECT jsonb_agg(to_jsonb(a)) FROM article a) AS article,
      (SELECT jsonb_agg(to_jsonb(f)) FROM feed f) AS feed, (SELECT jsonb_agg(to_jsonb(h)) FROM host h) AS host, (SELECT count(*) FROM body) AS bodies`;
    const before = await parts.query(all);
    if (feed === undefined || paper === undefined) throw new Error('a feed and a page were claimed');
    const { db } = parts;
    const body = {
      url: paper.url,
      contentType: 'text/html',
      bytes: new Uint8Array(3),
      size: 9,
      truncated: false,
      headers: {},
    };
    const why = { code: 'HTTP_GONE', reason: 'late' };
    expect(await renewSlot(db, late)).toBe(false);
    expect(await bookRequest(db, late, 1000, 2000)).toBeNull();
    expect(await claimDue(db, late, 20)).toEqual([]);
    expect(await commitBody(db, late, paper, body, undefined)).toBeNull();
    expect(await commitNoBody(db, late, paper, why, undefined)).toBeNull();
    await commitWait(db, late, paper, { ...why, delayMs: 9, counts: true });
    await commitHop(db, late, paper, { url: 'https://paper.example/x', hostId: late.hostId, permanent: true });
    const outcome = { ...why, delayMs: 9, rhythm: null, failures: 1, pace: null };
    await commitPolls(db, [{ slot: late, due: feed, outcome }]);
    await releaseSlot(db, late);
    expect(await parts.query(all)).toEqual(before);
    // What the first had in hand comes to the second, each alone.
    expect(other.due?.map(({ interruptions }) => interruptions)).toEqual([1]);
  });

  it('R9 a host that is freed while more comes up for it is due by then, and by what else waits there', async () => {
    const parts = await begin();
    const wait = async (seconds: number): Promise<unknown> =>
      parts.query(`UPDATE work SET next_at = clock_timestamp() + interval '${seconds} seconds'`);
    const dueIn = async (): Promise<number | null> =>
      (
        await parts.query<{ due: number | null }>(
          'SELECT extract(epoch FROM due_at - clock_timestamp())::float8 AS due FROM host',
        )
      )[0]?.due ?? null;
    const visit = async (): Promise<HeldSlot> => (await beginVisit(parts.db, (await jobs(parts))[0])).slot;
    await duePages(parts, ['https://paper.example/1', 'https://paper.example/2']);

    // A feed of the host was parsed during the visit, and waits for hours: the others do not.
    const first = await visit();
    await parts.query('UPDATE work SET token = NULL');
    await wait(60);
    await parts.query(`UPDATE host SET due_at = least(due_at, clock_timestamp() + interval '6 hours')`);
    await releaseSlot(parts.db, first);
    expect(await dueIn()).toBeGreaterThan(50);
    expect(await dueIn()).toBeLessThan(61);

    // Its release has begun to look before this is committed, and waits for the host's row.
    await parts.query(`UPDATE work SET next_at = clock_timestamp(); UPDATE host SET due_at = clock_timestamp()`);
    const second = await visit();
    await parts.query('UPDATE work SET token = NULL');
    await wait(60);
    let release: Promise<void> | undefined;
    await parts.db.transaction().execute(async (tx) => {
      await sql`UPDATE work SET next_at = clock_timestamp() WHERE id = (SELECT max(id) FROM work)`.execute(tx);
      await sql`UPDATE host SET due_at = least(due_at, clock_timestamp())`.execute(tx);
      release = releaseSlot(parts.db, second);
      await until(
        () => parts.query(`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%freed AS%'`),
        (rows) => rows.length > 0,
      );
    });
    await release;
    expect(await dueIn()).toBeLessThanOrEqual(0);
    expect(await jobs(parts)).toHaveLength(1);
  });

  it('R9 a free slot does not spin while another works on all that is due', async () => {
    await openWeb();
    let answer = (): void => undefined;
    site.set('paper', '/slow', (_, response) => {
      answer = () => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>There.</p>');
    });
    const news = await start({ roles: ['scheduler', 'fetch'], settings: { hosts: { gap: 0, concurrency: 2 } } });
    const parts = { db: news.db, container: news.fleet.container } as Parts;
    await duePages(parts, [site.url('paper', '/slow')]);
    await sql`SELECT pg_notify('wirewatch', 'host')`.execute(news.db);
    await until(
      () => site.count('paper', '/slow'),
      (n) => n === 1,
    );
    const handed = async (): Promise<number> =>
      (await news.query<{ n: number }>('SELECT sum(dispatch) AS n FROM slot'))[0]?.n ?? 0;
    await news.wait<{ n: number }>(
      'SELECT count(*) AS n FROM slot WHERE handed_at IS NOT NULL',
      ([row]) => row?.n === 1,
    );
    const before = await handed();
    for (let n = 0; n < 20; n += 1) await sql`SELECT pg_notify('wirewatch', 'host')`.execute(news.db);
    await sql`SELECT pg_sleep(1)`.execute(news.db);
    expect((await handed()) - before).toBeLessThanOrEqual(1);
    answer();
    await news.wait<{ stage: string }>('SELECT stage FROM work', ([row]) => row?.stage === 'parse');
  });

  it('R9 hand-outs are bounded: the queue holds no more than workers will take soon, and goes on as they do', async () => {
    const parts = await begin();
    await parts.query(`
      WITH made AS (
        INSERT INTO host (key, gap_ms, due_at) SELECT 'h' || n || '.example', 0, clock_timestamp() FROM generate_series(1, 1200) n RETURNING id)
      INSERT INTO slot (host_id, n) SELECT id, 1 FROM made`);
    const handed: FetchJob[] = [];
    for (let jobsOf = await jobs(parts); jobsOf.length > 0; jobsOf = await jobs(parts)) handed.push(...jobsOf);
    expect(handed).toHaveLength(1_000);
    for (const job of handed.slice(0, 3)) await beginVisit(parts.db, job);
    expect(await jobs(parts)).toHaveLength(3);
    expect(await jobs(parts)).toEqual([]);
  });

  it('R9 visits that begin in one statement each get their own', async () => {
    const parts = await begin({ settings: { hosts: { gap: '5s', overrides: { 'two.example': { concurrency: 2 } } } } });
    await duePages(
      parts,
      ['one', 'two', 'three'].map((name) => `https://${name}.example/1`),
    );
    const handed = await jobs(parts);
    const of = (host: string): { slotId: number; dispatch: number; token: string } => {
      const { slot = 0, dispatch = 0 } = handed.find((job) => job.host === host) ?? {};
      return { slotId: slot, dispatch, token: crypto.randomUUID() };
    };
    const asks = [of('two.example'), { ...of('three.example'), dispatch: 77 }, of('one.example')];
    const begun = await beginVisits(parts.db, asks, { urls: 20, horizonMs: 2_000 });
    expect(
      begun.map((visit) => visit && [visit.slot.key, visit.due?.map(({ url }) => url) ?? null, visit.waitMs]),
    ).toEqual([
      // Where several ask, each claims and books by itself; a stale hand-out gets nothing.
      ['two.example', null, null],
      null,
      ['one.example', ['https://one.example/1'], 0],
    ]);
    expect(await parts.query(`SELECT key FROM host WHERE next_at > clock_timestamp() + interval '3 seconds'`)).toEqual([
      { key: 'one.example' },
    ]);
    expect(await parts.query('SELECT url FROM work WHERE token IS NOT NULL AND attempts = 1')).toEqual([
      { url: 'https://one.example/1' },
    ]);
  });

  it('R10 a batch ends after 20 addresses, and feeds go before pages', async () => {
    await openWeb();
    const urls = Array.from({ length: 23 }, (_, n) => site.url('paper', `/${n}`));
    const parts = await begin({
      settings: { polling: { min: '1h', max: '1h' } },
      feeds: [site.url('paper', '/feed')],
    });
    await duePages(parts, urls);
    const reports = await runDue(parts);
    expect(reports.map((report) => report.items.length)).toEqual([20, 4]);
    expect(site.asked.filter((one) => one.path !== '/robots.txt')[0]?.path).toBe('/feed');
  });

  it('R10 a batch ends when the next request may be made in more than two seconds', async () => {
    await openWeb();
    const parts = await begin({ settings: { hosts: { gap: '3s' } }, feeds: [site.url('paper', '/feed')] });
    await duePages(parts, [site.url('paper', '/1')]);
    const [job] = await jobs(parts);
    const report = await fetchBatch(job as FetchJob, depsOf(parts), NEVER);
    expect(report.items).toHaveLength(1);
    const [host] = await parts.query<{ due: boolean; rest: number; attempts: number }>(
      `SELECT due_at <= clock_timestamp() AS due, extract(epoch FROM next_at - clock_timestamp())::float8 AS rest,
         (SELECT max(attempts) FROM work WHERE article_id IS NOT NULL) AS attempts FROM host`,
    );
    expect(host).toMatchObject({ due: true, attempts: 0 });
    expect(host?.rest).toBeGreaterThan(1.5);
    expect(await jobs(parts)).toEqual([]);
  });

  it.each([
    ['429', 'seconds', 90, () => '90'],
    ['503', 'a date', 90, () => new Date(Date.now() + 90_000).toUTCString()],
    ['429', 'nothing', 600, () => undefined],
  ])('R10 %s with a Retry-After of %s ends the batch, and the whole host rests', async (status, _, seconds, header) => {
    await openWeb();
    const parts = await begin({ feeds: [site.url('paper', '/feed')] });
    const retryAfter = header();
    site.set('paper', '/1', {
      status: Number(status),
      headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    });
    await duePages(
      parts,
      ['/1', '/2', '/3'].map((path) => site.url('paper', path)),
    );
    await runDue(parts);
    expect(site.asked.map((one) => one.path)).toEqual(['/feed', '/robots.txt', '/1']);
    const [host] = await parts.query<{ rest: number }>(
      'SELECT extract(epoch FROM next_at - clock_timestamp())::float8 AS rest FROM host',
    );
    expect(host?.rest).toBeGreaterThan(seconds - 15);
    expect(host?.rest).toBeLessThan(seconds + 2);
    // It counts as no try, of this page or of those behind it; and a feed of the host waits too.
    await parts.query(`UPDATE work SET next_at = clock_timestamp(); UPDATE host SET due_at = clock_timestamp()`);
    expect(await jobs(parts)).toEqual([]);
    expect(await parts.query('SELECT max(attempts) AS n FROM work')).toEqual([{ n: 0 }]);
  });

  it('R11 the gap holds start to start over feeds, robots.txt and pages, with two fetch roles at once', async () => {
    await openWeb();
    const settings = { hosts: { gap: '300ms', concurrency: 2 } };
    const servers = await stand.fresh();
    for (const n of [1, 2, 3, 4]) site.set('paper', `/${n}`, page(`Page ${n}`, prose(`p${n}`)));
    site.feed(
      'paper',
      '/feed',
      [1, 2, 3, 4].map((n) => ({ title: `Page ${n}`, link: site.url('paper', `/${n}`) })),
    );
    const feeds = [site.url('paper', '/feed'), site.url('paper', '/other-feed')];
    const first = await start({ ...servers, settings, feeds });
    await start({ ...servers, settings, feeds, roles: ['fetch'] });
    for (const n of [1, 2, 3, 4]) await first.settled(site.url('paper', `/${n}`));
    const paths = new Set(site.asked.map((one) => one.path));
    expect([...paths]).toEqual(expect.arrayContaining(['/feed', '/other-feed', '/robots.txt', '/1', '/4']));
    // Arrivals may be late by what a busy machine takes; never is a request early by more than that.
    const total = (site.asked.at(-1)?.at ?? 0) - (site.asked[0]?.at ?? 0);
    expect(total).toBeGreaterThan((site.asked.length - 1) * 300 - 150);
    expect(Math.min(...gaps('paper'))).toBeGreaterThan(100);
  });

  it('R2 an address at which a bug shows does not hold up the others of its host', async () => {
    await openWeb();
    const parts = await begin({ feeds: [site.url('paper', '/feed'), site.url('paper', '/odd-feed')] });
    for (const path of ['/odd', '/even']) site.set('paper', path, page(path, prose(path)));
    for (const path of ['/odd-feed', '/feed']) site.feed('paper', path, []);
    const deps = depsOf(parts);
    const odd: FetchDeps = {
      ...deps,
      store: {
        ...deps.store,
        commitBody: (slot, due, ...rest) =>
          due.url.includes('/odd')
            ? Promise.reject(new TypeError('by the test'))
            : deps.store.commitBody(slot, due, ...rest),
      },
    };
    await duePages(
      parts,
      ['/odd', '/even'].map((path) => site.url('paper', path)),
    );
    expect(outcomes(await runDue(parts, odd)).sort()).toEqual(['BUG', 'BUG', 'fetched', 'fetched']);
    expect(
      await parts.query(`SELECT code, attempts FROM work WHERE article_id IS NOT NULL AND stage = 'fetch'`),
    ).toEqual([{ code: 'BUG', attempts: 1 }]);
  });

  it('R2 an address that ended its process three times is given up, and the feed’s words stand in', async () => {
    const parts = await begin();
    await duePages(parts, ['https://paper.example/1']);
    // It had failed for another reason before: that is not counted with them.
    await parts.query('UPDATE work SET attempts = 2');
    for (let n = 1; n <= 3; n += 1) {
      const [job] = await jobs(parts);
      expect((await beginVisit(parts.db, job)).due).toMatchObject([{ attempts: 3, interruptions: n - 1 }]);
      await endLeases(parts.db);
      expect((await parts.tick()).freed).toBe(1);
      await parts.query(`UPDATE slot SET handed_at = NULL; UPDATE host SET due_at = clock_timestamp()`);
    }
    expect(outcomes(await runDue(parts))).toEqual(['INTERRUPTED']);
    expect(await parts.query('SELECT stage, basis FROM work')).toEqual([{ stage: 'parse', basis: 'feed' }]);
  });
});
