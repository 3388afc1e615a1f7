import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WireError } from '../../src/core/errors.ts';
import type { Threads } from '../../src/fleet/threads.ts';
import { alertDeps } from '../../src/fleet/stage/alert.ts';
import { LiveTopics } from '../../src/fleet/topics.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { alertBatch } from '../../src/stages/alert/batch.ts';
import type { BatchJob, Job, StageName } from '../../src/stages/jobs.ts';
import { tick } from '../../src/stages/schedule.ts';
import { listFailed, retryFailed } from '../../src/store/replay.ts';
import { claimWork } from '../../src/store/work.ts';
import { startHook } from '../support/pipeline.ts';
import { page, prose, startSite, type Site } from '../support/site.ts';
import {
  endLeases,
  INLINE_THREADS,
  openParts,
  seedParsed,
  startNews,
  startStand,
  type News,
  type NewsOptions,
  type Parts,
  type Stand,
} from '../support/stand.ts';
import { until } from '../support/until.ts';

describe('items', () => {
  let stand: Stand;
  let site: Site;
  const open: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    stand = await startStand();
  });
  afterAll(() => stand.stop());
  afterEach(async () => {
    vi.useRealTimers();
    for (const close of open.splice(0).reverse()) await close();
  });

  async function start(options: Partial<NewsOptions>): Promise<News> {
    const news = await startNews({ ...(await stand.fresh()), ...options });
    open.push(() => news.stop());
    return news;
  }

  async function startWeb(pages: readonly string[]): Promise<void> {
    site = await startSite();
    open.push(() => site.stop());
    for (const name of pages) site.set('paper', `/${name}`, page(`The ${name} story`, prose(name)));
    site.feed(
      'paper',
      '/feed',
      pages.map((name) => ({ title: `The ${name} story`, link: site.url('paper', `/${name}`), published: new Date() })),
    );
  }

  /** Threads that do something else with some pages. */
  const threads = (special: (url: string) => Promise<never> | undefined): Threads => ({
    ...INLINE_THREADS,
    extract: (task) => special(task.url ?? '') ?? INLINE_THREADS.extract(task),
  });

  it('R2 a page whose parsing fails is quarantined and stops none of its batch; replayed, it goes on', async () => {
    await startWeb(['one', 'two', 'bad', 'four', 'five']);
    let isBroken = true;
    const news = await start({
      feeds: [site.url('paper', '/feed')],
      threads: threads((url) =>
        isBroken && url.endsWith('/bad') ? Promise.reject(new WireError('BODY_BOMB', 'by the test')) : undefined,
      ),
    });
    for (const name of ['one', 'two', 'four', 'five'])
      expect(await news.settled(site.url('paper', `/${name}`))).toMatchObject({ status: 'unmatched' });
    const bad = await news.settled(site.url('paper', '/bad'));
    expect(bad).toMatchObject({ status: 'failed', code: 'BODY_BOMB', waiting: [{ state: 'quarantined' }] });
    expect(await listFailed(news.db, 10)).toMatchObject([{ stage: 'parse', code: 'BODY_BOMB' }]);
    isBroken = false;
    expect(await retryFailed(news.db, 'all')).toBe(1);
    expect(await news.settled(site.url('paper', '/bad'))).toMatchObject({ status: 'unmatched', code: null });
  });

  it('R2 a bug is tried again a few times, then quarantined with its stack', async () => {
    await startWeb(['odd', 'even']);
    let tries = 0;
    const news = await start({
      feeds: [site.url('paper', '/feed')],
      threads: threads((url) => (url.endsWith('/odd') ? Promise.reject(new Error(`try ${++tries}`)) : undefined)),
    });
    for (let n = 1; n <= 3; n += 1) {
      await news.wait<{ attempts: number }>(
        `SELECT attempts FROM work WHERE code = 'BUG' AND handed_at IS NULL`,
        ([row]) => row?.attempts === n,
      );
      await news.query(`UPDATE work SET next_at = clock_timestamp() WHERE code = 'BUG'`);
    }
    const odd = await news.settled(site.url('paper', '/odd'));
    expect(odd).toMatchObject({ status: 'failed', code: 'BUG' });
    expect(odd.reason).toMatch(/try 4\n\s+at /);
    expect(tries).toBe(4);
    expect((await news.settled(site.url('paper', '/even'))).status).toBe('unmatched');
  });

  it('R2 R14 a feed that can not be read for a bug of ours is kept for a person, and polled again without validators', async () => {
    await startWeb(['one']);
    let isBroken = true;
    const news = await start({
      feeds: [site.url('paper', '/feed')],
      threads: {
        ...INLINE_THREADS,
        readFeed: (task) => (isBroken ? Promise.reject(new Error('by the test')) : INLINE_THREADS.readFeed(task)),
      },
    });
    for (let n = 1; n <= 3; n += 1) {
      await news.wait<{ attempts: number }>(
        `SELECT attempts FROM work WHERE code = 'BUG' AND handed_at IS NULL`,
        ([row]) => row?.attempts === n,
      );
      await news.query(`UPDATE work SET next_at = clock_timestamp() WHERE code = 'BUG'`);
    }
    const [feed] = await news.wait<{ code: string; state: string; stage: string; etag: string | null }>(
      `SELECT f.code, f.etag, w.state, w.stage FROM feed f JOIN work w ON w.feed_id = f.id`,
      ([row]) => row?.code === 'BUG',
    );
    expect(feed).toEqual({ code: 'BUG', state: 'ready', stage: 'fetch', etag: null });
    expect(await listFailed(news.db, 10)).toMatchObject([
      { stage: 'parse', code: 'BUG', what: site.url('paper', '/feed') },
    ]);
    isBroken = false;
    await news.query(`UPDATE work SET next_at = clock_timestamp(); UPDATE host SET due_at = clock_timestamp()`);
    expect((await news.settled(site.url('paper', '/one'))).status).toBe('unmatched');
    const polls = site.asked.filter((one) => one.path === '/feed');
    expect(polls[1]?.headers['if-none-match']).toBeUndefined();
  });

  /** Hands out what is due and gives the jobs instead of enqueueing them. */
  async function jobsOf(parts: Parts): Promise<BatchJob[]> {
    const jobs: BatchJob[] = [];
    const enqueue = (_: StageName, given: readonly Job[]): Promise<void> =>
      Promise.resolve(void jobs.push(...given.map((job) => job.payload as BatchJob)));
    await tick({ ...parts.schedule, enqueue });
    return jobs;
  }

  it('R2 items whose process ended run alone the next time, and after three times the culprit is put aside', async () => {
    const parts = await openParts(await stand.fresh());
    open.push(() => parts.close());
    const [culprit, ...others] = await seedParsed(
      parts.db,
      [1, 2, 3, 4, 5].map((n) => `https://seed.example/${n}`),
    );
    const token = '00000000-0000-4000-8000-000000000001';
    const die = async (job: BatchJob): Promise<void> => {
      await claimWork(parts.db, 'alert', job.items, token); // and then the process is killed
      await endLeases(parts.db);
    };
    const [batch] = await jobsOf(parts);
    expect(batch?.items).toHaveLength(5);
    await die(batch as BatchJob);

    const alone = await jobsOf(parts);
    expect(alone.map((job) => job.items.map(([work]) => work)).sort()).toEqual([
      [culprit],
      ...others.map((id) => [id]),
    ]);
    // The job of the culprit is lost on its way: it is alone all the same when it is handed out anew.
    await endLeases(parts.db);
    const again = await jobsOf(parts);
    expect(again.map((job) => job.items.length)).toEqual([1, 1, 1, 1, 1]);

    const topics = new LiveTopics(parts.db, parts.container.log);
    await topics.refresh();
    const deps = alertDeps(parts.container, () => Promise.resolve(), topics, createMetrics({ role: 'alert' }));
    const signal = new AbortController().signal;
    const first = again.find((job) => job.items[0]?.[0] === culprit) as BatchJob;
    for (const job of again.filter((job) => job !== first)) await alertBatch(job, deps, signal);
    await die(first);
    const [third] = await jobsOf(parts);
    await die(third as BatchJob);
    expect(await jobsOf(parts)).toEqual([]);
    expect(await parts.query('SELECT status, code FROM article ORDER BY id')).toEqual([
      { status: 'failed', code: 'INTERRUPTED' },
      ...others.map(() => ({ status: 'unmatched', code: null })),
    ]);
    expect(await listFailed(parts.db, 10)).toMatchObject([{ stage: 'alert', code: 'INTERRUPTED' }]);
  });

  it('R2 a process that ends puts nothing aside that failed before for another reason', async () => {
    const parts = await openParts(await stand.fresh());
    open.push(() => parts.close());
    const [item] = await seedParsed(parts.db, ['https://seed.example/1']);
    const token = '00000000-0000-4000-8000-000000000001';
    // Three tries have failed, each for a reason of its own, and then the process is killed in the fourth: twice.
    await parts.query(`UPDATE work SET attempts = 3`);
    for (const n of [1, 2]) {
      const [job] = await jobsOf(parts);
      expect(await claimWork(parts.db, 'alert', (job as BatchJob).items, token)).toMatchObject([
        { work: item, attempts: 4 },
      ]);
      await endLeases(parts.db);
      await jobsOf(parts);
      expect(await parts.query('SELECT attempts, interruptions, state FROM work')).toEqual([
        { attempts: 3, interruptions: n, state: 'ready' },
      ]);
      await endLeases(parts.db);
    }
    expect(await listFailed(parts.db, 10)).toEqual([]);
  });

  it('R2 what a drain hands back is not counted as a try', async () => {
    const parts = await openParts(await stand.fresh());
    open.push(() => parts.close());
    await seedParsed(parts.db, ['https://seed.example/1', 'https://seed.example/2']);
    const [job] = await jobsOf(parts);
    const topics = new LiveTopics(parts.db, parts.container.log);
    await topics.refresh();
    const deps = alertDeps(parts.container, () => Promise.resolve(), topics, createMetrics({ role: 'alert' }));
    expect(await alertBatch(job as BatchJob, deps, AbortSignal.abort())).toEqual({ outcome: 'done', items: [] });
    expect(await parts.query('SELECT attempts, handed_at, token, interrupted FROM work')).toEqual([
      { attempts: 0, handed_at: null, token: null, interrupted: false },
      { attempts: 0, handed_at: null, token: null, interrupted: false },
    ]);
  });

  it('R3 a page that would be parsed without end is cut, and the others go on meanwhile', async () => {
    await startWeb(['one', 'endless', 'three', 'four']);
    const cuts: (() => void)[] = [];
    const news = await start({
      feeds: [site.url('paper', '/feed')],
      threads: threads((url) =>
        url.endsWith('/endless')
          ? new Promise<never>((_, reject) => {
              const cut = (): void => reject(new WireError('PARSE_TIMEOUT', 'cut after 5000 ms'));
              if (cuts.push(cut) > 1) cut();
            })
          : undefined,
      ),
    });
    // The batch stands at the endless page, under a lease that is renewed: what comes meanwhile is parsed beside it.
    await until(
      () => cuts.length,
      (n) => n > 0,
    );
    try {
      site.set('other', '/late', page('The late story', prose('late')));
      site.feed('paper', '/feed', [
        { title: 'Late', link: site.url('other', '/late'), published: new Date() },
        ...['one', 'endless', 'three', 'four'].map((name) => ({ title: name, link: site.url('paper', `/${name}`) })),
      ]);
      await news.settled(site.url('other', '/late'));
      expect(await news.line(site.url('paper', '/endless'))).toMatchObject({ status: 'waiting' });
    } finally {
      cuts[0]?.();
    }
    for (const name of ['one', 'three', 'four'])
      expect((await news.settled(site.url('paper', `/${name}`))).status).toBe('unmatched');
    const endless = await news.wait<{ code: string }>(
      `SELECT code FROM work WHERE article_id IS NOT NULL`,
      ([row]) => row?.code === 'PARSE_TIMEOUT',
    );
    expect(endless).toHaveLength(1);
  });

  it.each([5, -5])('R6 a process whose clock is %i hours off works as the others do', async (hours) => {
    await startWeb(['one']);
    site.set('paper', '/one', page('One', prose('one', 'European security'), { published: new Date() }));
    const hook = await startHook();
    open.push(() => hook.stop());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 });
    const news = await start({
      feeds: [site.url('paper', '/feed')],
      topics: [{ id: 'eu', name: 'EU', query: '"European security"' }],
      subscriptions: [{ topic: 'eu', channel: { type: 'webhook', url: hook.url } }],
    });
    await news.wait<{ state: string }>('SELECT state FROM delivery', ([row]) => row?.state === 'sent');
    const ahead = await news.wait<{ s: number }>(
      `SELECT extract(epoch FROM next_at - clock_timestamp())::float8 AS s FROM work WHERE stage = 'fetch' AND feed_id IS NOT NULL AND token IS NULL`,
      (rows) => rows.length === 1,
    );
    expect(Math.abs(ahead[0]?.s ?? 99)).toBeLessThan(10);
    expect(hook.received).toHaveLength(1);
    await seedParsed(news.db, ['https://seed.example/late']);
    expect((await news.settled('https://seed.example/late')).status).toBe('unmatched');
  });
});
