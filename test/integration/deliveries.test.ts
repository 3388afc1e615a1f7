import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { deliveryDelayMs } from '../../src/digest/retry.ts';
import { findChannel, listSubscriptions, removeSubscription } from '../../src/store/channel.ts';
import { countFailed, listFailed, retryFailed } from '../../src/store/replay.ts';
import { removeTopic } from '../../src/store/topic.ts';
import { startHook, type Hook } from '../support/pipeline.ts';
import { queueEngines, seedParsed, startNews, startStand, type News, type Stand } from '../support/stand.ts';
import { until } from '../support/until.ts';

describe.each(queueEngines())('deliveries, with the queues on %s', (engine) => {
  let stand: Stand;
  const open: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    stand = await startStand(engine);
  });
  afterAll(() => stand.stop());
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  async function startReceiver(): Promise<Hook> {
    const hook = await startHook();
    open.push(() => hook.stop());
    return hook;
  }

  async function start(
    topics: readonly string[],
    subscriptions: readonly [topic: string, hook: string][],
  ): Promise<News> {
    const news = await startNews({
      ...(await stand.fresh()),
      roles: ['scheduler', 'alert', 'deliver'],
      topics: topics.map((id) => ({ id, name: id, query: id })),
      subscriptions: subscriptions.map(([topic, url]) => ({ topic, channel: { type: 'webhook', url } })),
    });
    open.push(() => news.stop());
    return news;
  }

  /** Articles that match the topics named in them, each a story of its own. */
  async function publish(news: News, words: string, count = 1): Promise<void> {
    for (let n = 0; n < count; n += 1)
      await seedParsed(
        news.db,
        [`https://seed.example/${words}-${n}-${Math.random()}`],
        `Short ${words} text ${n} ${Math.random()}.`,
      );
    await sql`SELECT pg_notify('wirewatch', 'host')`.execute(news.db);
  }

  const states = (news: News): Promise<{ state: string; attempts: number }[]> =>
    news.query('SELECT state, attempts FROM delivery ORDER BY id');

  const reach = (news: News, state: string, count = 1): Promise<unknown> =>
    news.wait<{ n: number }>(
      `SELECT count(*) AS n FROM delivery WHERE state = '${state}'`,
      ([row]) => row?.n === count,
      `${count} ${state}`,
    );

  /** A delivery that waits for its next try is tried now. */
  const hurry = (news: News): Promise<unknown> =>
    news.query(
      `UPDATE work SET next_at = clock_timestamp() WHERE handed_at IS NULL; SELECT pg_notify('wirewatch', 'host')`,
    );

  it('R7 a job says to a person what it delivers and where to, without what may be secret', async () => {
    const hook = await startReceiver();
    const news = await start(['peace'], [['peace', `${hook.url}/secret-path?key=secret`]]);
    await publish(news, 'peace');
    await reach(news, 'sent');
    interface Board {
      readonly name: string;
      getJobs(states: string[]): Promise<{ data: object }[]>;
    }
    const board = (news.fleet.container.queues.board() as Board[]).find(({ name }) => name === 'deliver');
    const jobs = await until(
      () => (board as Board).getJobs(['completed']),
      (done) => done.length === 1,
    );
    expect(jobs[0]?.data).toMatchObject({
      v: 1,
      host: 'seed.example',
      url: expect.stringContaining('https://seed.example/peace-0-'),
      channel: `webhook ${new URL(hook.url).host}`,
      topic: 'peace',
      trace: expect.any(String),
    });
    expect(JSON.stringify(jobs[0]?.data)).not.toContain('secret');
  });

  it('R21 two ways to name one hook are one channel, and an alert is sent to it once', async () => {
    const hook = await startReceiver();
    const other = hook.url.replace('127.0.0.1', '127.0.0.1').replace('/hook', '/./hook#part');
    const news = await start(
      ['apple', 'pear'],
      [
        ['apple', hook.url],
        ['pear', other],
      ],
    );
    expect(await news.query('SELECT count(*) AS n FROM channel')).toEqual([{ n: 1 }]);
    await publish(news, 'apple');
    await publish(news, 'apple pear');
    await reach(news, 'sent', 3);
    expect(hook.received.map((one) => one.topic).sort()).toEqual(['apple', 'apple', 'pear']);
    expect(hook.ids()).toHaveLength(3);
  });

  it('R21 every try of a delivery has the same webhook-id, after growing delays', async () => {
    const hook = await startReceiver();
    hook.answer = { status: 500 };
    const news = await start(['apple'], [['apple', hook.url]]);
    await publish(news, 'apple');
    const delays: number[] = [];
    for (let n = 1; n <= 3; n += 1) {
      const [row] = await news.wait<{ attempts: number; s: number }>(
        `SELECT d.attempts, extract(epoch FROM w.next_at - clock_timestamp())::float8 AS s FROM delivery d JOIN work w ON w.delivery_id = d.id
         WHERE d.state = 'pending' AND d.code = 'WEBHOOK_REFUSED'`,
        ([found]) => found?.attempts === n,
      );
      delays.push(row?.s ?? 0);
      if (n === 3) hook.answer = { status: 204 };
      await hurry(news);
    }
    await reach(news, 'sent');
    expect(hook.received).toHaveLength(4);
    expect(hook.ids()).toHaveLength(1);
    expect(delays[1]).toBeGreaterThan(30);
    expect(delays[2]).toBeGreaterThan(200);
  });

  it('R21 a redirect is a failure and is not followed; the receiver’s Retry-After is obeyed', async () => {
    const [hook, target] = [await startReceiver(), await startReceiver()];
    hook.answer = { status: 307, headers: { location: target.url, 'retry-after': '3000' } };
    const news = await start(['apple'], [['apple', hook.url]]);
    await publish(news, 'apple');
    const [row] = await news.wait<{ code: string; s: number }>(
      `SELECT d.code, extract(epoch FROM w.next_at - clock_timestamp())::float8 AS s FROM delivery d JOIN work w ON w.delivery_id = d.id WHERE w.handed_at IS NULL`,
      ([found]) => found?.code === 'WEBHOOK_REFUSED',
    );
    expect(row?.s).toBeGreaterThan(2_900);
    expect(target.received).toEqual([]);
  });

  it('R21 410 disables the channel and says so; what it had to get has failed, and it gets no more', async () => {
    const hook = await startReceiver();
    hook.answer = { status: 410 };
    const news = await start(['apple'], [['apple', hook.url]]);
    await publish(news, 'apple', 4);
    await news.wait<{ n: number }>('SELECT count(*) AS n FROM work', ([row]) => row?.n === 0);
    expect(await findChannel(news.db, 1)).toMatchObject({ state: 'disabled', reason: expect.stringMatching(/410/) });
    const sentBefore = hook.received.length;
    expect(sentBefore).toBeLessThanOrEqual(2);
    await publish(news, 'apple');
    await news.wait<{ n: number }>('SELECT count(*) AS n FROM work', ([row]) => row?.n === 0);
    expect(hook.received).toHaveLength(sentBefore);
    expect((await states(news)).every((row) => row.state === 'failed')).toBe(true);
    const [failed] = await listFailed(news.db, 1);
    await expect(retryFailed(news.db, failed?.id ?? '')).rejects.toMatchObject({
      code: 'CHANNEL_OFF',
      message: expect.stringMatching(/^webhook .* is switched off: .*410/) as string,
    });
    await expect(retryFailed(news.db, 'delivery-999')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('R21 a delivery whose channel was disabled while it was written ends', async () => {
    const hook = await startReceiver();
    hook.answer = { status: 500 };
    const news = await start(['apple'], [['apple', hook.url]]);
    await publish(news, 'apple');
    await news.wait<{ code: string | null }>('SELECT code FROM delivery', ([row]) => row?.code != null);
    await news.query(`UPDATE channel SET state = 'disabled'`);
    await hurry(news);
    await reach(news, 'failed');
    await news.wait<{ n: number }>('SELECT count(*) AS n FROM work', ([row]) => row?.n === 0);
  });

  it('R21 at most two are under way to a channel, and a dead channel holds up nobody', async () => {
    const fast = await startReceiver();
    const slow = await startReceiver();
    slow.hold = true;
    const news = await start(
      ['apple'],
      [
        ['apple', slow.url],
        ['apple', fast.url],
      ],
    );
    await publish(news, 'apple', 12);
    await until(
      () => fast.received.length,
      (n) => n === 12,
      { ms: 60_000, what: 'all at the channel that answers' },
    );
    await until(
      () => slow.held(),
      (n) => n === 2,
    );
    expect(slow.most()).toBe(2);
    slow.release();
    await reach(news, 'sent', 24);
    expect(slow.most()).toBe(2);
    expect(slow.ids()).toHaveLength(12);
  });

  it('R21 removing a topic, or a subscription, cancels what is pending for it', async () => {
    const hook = await startReceiver();
    hook.answer = { status: 500 };
    const news = await start(
      ['apple', 'pear', 'plum'],
      [
        ['apple', hook.url],
        ['pear', hook.url],
        ['plum', hook.url],
      ],
    );
    await publish(news, 'apple pear plum');
    await news.wait<{ n: number }>(
      `SELECT count(*) AS n FROM delivery WHERE state = 'pending' AND attempts > 0`,
      ([row]) => row?.n === 3,
    );
    const file = { file: news.fleet.container.config.file ?? '' };
    await removeTopic(news.db, 'apple', file);
    const pear = (await listSubscriptions(news.db)).find((row) => row.topicId === 'pear');
    await removeSubscription(news.db, pear?.id ?? 0, file);
    hook.answer = { status: 204 };
    await hurry(news);
    await reach(news, 'sent');
    expect(
      await news.query('SELECT a.topic_id, d.state FROM delivery d JOIN alert a ON a.id = d.alert_id ORDER BY 1'),
    ).toEqual([
      { topic_id: 'apple', state: 'cancelled' },
      { topic_id: 'pear', state: 'cancelled' },
      { topic_id: 'plum', state: 'sent' },
    ]);
    expect(await news.query('SELECT count(*) AS n FROM work')).toEqual([{ n: 0 }]);
  });

  it('R21 after three days of tries it is kept as failed, and can be sent again by hand, under the same id', async () => {
    const hook = await startReceiver();
    hook.answer = { status: 500 };
    const news = await start(['apple'], [['apple', hook.url]]);
    let days = 0;
    let tries = 1;
    for (; deliveryDelayMs(tries, () => 0.5) !== null; tries += 1)
      days += (deliveryDelayMs(tries, () => 0.5) ?? 0) / 86_400_000;
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThan(3.5);
    await publish(news, 'apple');
    for (let n = 1; n < tries; n += 1) {
      await news.wait<{ attempts: number }>(
        `SELECT d.attempts FROM delivery d JOIN work w ON w.delivery_id = d.id WHERE d.state = 'pending' AND w.handed_at IS NULL`,
        ([row]) => row?.attempts === n,
      );
      await hurry(news);
    }
    await reach(news, 'failed');
    expect(await states(news)).toEqual([{ state: 'failed', attempts: tries }]);
    expect(await countFailed(news.db)).toBe(1);
    expect(await listFailed(news.db, 10)).toMatchObject([
      { stage: 'deliver', code: 'WEBHOOK_REFUSED', attempts: tries },
    ]);
    hook.answer = { status: 204 };
    expect(await retryFailed(news.db, 'deliver')).toBe(1);
    await reach(news, 'sent');
    expect(hook.ids()).toHaveLength(1);
  });
});
