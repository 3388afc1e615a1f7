import { UnrecoverableError, type Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { STAGES, type Job, type StageName } from '../../src/stages/jobs.ts';
import { tick } from '../../src/stages/schedule.ts';
import type { Handler } from '../../src/queue/port.ts';
import { pauseStages } from '../../src/store/setting.ts';
import {
  endLeases,
  openParts,
  queueEngines,
  seedParsed,
  startNews,
  startStand,
  type Parts,
  type Servers,
  type Stand,
} from '../support/stand.ts';
import { until } from '../support/until.ts';

const pages = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `https://seed.example/article-${n + 1}`);

describe.each(queueEngines())('hand-outs, with the queues on %s', (engine) => {
  let stand: Stand;
  let servers: Servers;
  let parts: Parts;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    stand = await startStand(engine);
  });
  afterAll(() => stand.stop());
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
  });

  async function begin(): Promise<void> {
    servers = await stand.fresh();
    parts = await openParts(servers);
    open.push(parts);
  }

  async function worksOff(): Promise<void> {
    const news = await startNews({ ...servers, roles: ['scheduler', 'alert'] });
    open.push({ close: () => news.stop() });
    await news.wait<{ n: number }>(`SELECT count(*) AS n FROM work`, ([row]) => row?.n === 0, 'all is matched');
  }

  const board = (stage: StageName): Queue => parts.container.queues.board()[STAGES.indexOf(stage)] as Queue;
  const state = async (stage: StageName, id: string): Promise<string> => board(stage).getJobState(id);

  /** Runs what waits on the alert queue with a handler until the job is in a state. */
  async function runTo(id: string, wanted: string, handler: Handler): Promise<void> {
    const consumer = parts.container.queues.consume('alert', handler);
    await until(
      () => state('alert', id),
      (now) => now === wanted,
      { what: `${id} as ${wanted}` },
    );
    await consumer.close();
  }

  const dispatches = async (): Promise<number[]> =>
    (await parts.query<{ dispatch: number }>('SELECT dispatch FROM work ORDER BY id')).map((row) => row.dispatch);

  it.each([
    ['failed', () => Promise.reject(new UnrecoverableError('by the test'))],
    ['completed', () => Promise.resolve('nothing done')],
  ] as const)('R1 an article whose earlier job stands in %s is swept and runs', async (end, handler) => {
    await begin();
    const [work] = await seedParsed(parts.db, pages(1));
    await parts.tick();
    await runTo(`alert-${work}-1`, end, handler);
    await endLeases(parts.db);
    expect(await parts.tick()).toEqual({ freed: 1, handedOut: 1 });
    await worksOff();
    expect(await parts.query('SELECT status FROM article')).toEqual([{ status: 'unmatched' }]);
    expect(await state('alert', `alert-${work}-1`)).toBe(end);
  });

  it('R1 a job of an old dispatch ends as stale and changes nothing', async () => {
    await begin();
    const [work] = await seedParsed(parts.db, pages(1));
    await parts.tick();
    await runTo(`alert-${work}-1`, 'failed', () => Promise.reject(new UnrecoverableError('by the test')));
    await endLeases(parts.db);
    await pauseStages(parts.db, ['alert'], true);
    await parts.tick();
    const before = await parts.query('SELECT * FROM work');
    // As an operator does in Bull Board.
    await (await board('alert').getJob(`alert-${work}-1`))?.retry();
    await pauseStages(parts.db, ['alert'], false);
    await parts.container.queues.drain('alert');
    await parts.container.queues.add('alert', [
      { id: `alert-${work}-1-again`, payload: { v: 1, items: [[work as number, 1]] } },
    ]);
    await parts.container.queues.applyPauses([]);
    const news = await startNews({ ...servers, roles: ['alert'] });
    open.push({ close: () => news.stop() });
    const job = await until(
      () => board('alert').getJob(`alert-${work}-1-again`),
      (one) => one?.returnvalue != null,
    );
    expect(job?.returnvalue).toMatchObject({ outcome: 'stale' });
    expect(await parts.query('SELECT * FROM work')).toEqual(before);
  });

  it('R1 ids of jobs are <stage>-<claim>-<dispatch>, and no id is used twice', async () => {
    await begin();
    await seedParsed(parts.db, pages(45));
    const ids: string[] = [];
    const schedule = {
      ...parts.schedule,
      enqueue: (_: StageName, jobs: readonly Job[]) => Promise.resolve(void ids.push(...jobs.map((job) => job.id))),
    };
    for (let n = 0; n < 3; n += 1) {
      await tick(schedule);
      await endLeases(parts.db);
    }
    expect(ids).toHaveLength(9);
    expect(new Set(ids).size).toBe(9);
    for (const id of ids) expect(id).toMatch(/^alert-\d+-\d+$/);
  });

  it('R4 several schedulers that tick at once hand nothing out twice', async () => {
    await begin();
    const other = await openParts({
      ...servers,
      feeds: Array.from({ length: 30 }, (_, n) => `http://host-${n}.localhost:9/feed`),
    });
    open.push(other);
    await seedParsed(parts.db, pages(130));
    // An empty queue server is noticed once; what is handed out here is on no queue.
    await parts.schedule.queues.epoch();
    const given: string[] = [];
    const enqueue = async (_: StageName, jobs: readonly Job[]): Promise<void> => {
      for (const { payload } of jobs) {
        if ('slot' in payload) given.push(`slot ${payload.slot}`);
        else given.push(...payload.items.map(([work]) => `work ${work}`));
      }
      await Promise.resolve();
    };
    await Promise.all(
      [parts, other, parts, other]
        .map((one) => tick({ ...one.schedule, enqueue }))
        .concat([tick({ ...parts.schedule, enqueue })]),
    );
    expect(given).toHaveLength(160);
    expect(new Set(given).size).toBe(160);
  });

  it('R5 a job that was lost on its way is handed out again within seconds', async () => {
    await begin();
    const [work] = await seedParsed(parts.db, pages(1));
    await tick({ ...parts.schedule, enqueue: () => Promise.resolve() });
    const [row] = await parts.query<{ seconds: number }>(
      'SELECT extract(epoch FROM lease_until - handed_at)::float8 AS seconds FROM work',
    );
    expect(row?.seconds).toBeCloseTo(10, 1);
    expect(await parts.tick()).toEqual({ freed: 0, handedOut: 0 });
    await endLeases(parts.db);
    expect(await parts.tick()).toEqual({ freed: 1, handedOut: 1 });
    expect(await state('alert', `alert-${work}-3`)).toBe('waiting');
    await worksOff();
  });

  it('R5 a job that still waits in its queue is not handed out again', async () => {
    await begin();
    await seedParsed(parts.db, pages(25));
    expect((await parts.tick()).handedOut).toBe(2);
    await endLeases(parts.db);
    expect(await parts.tick()).toEqual({ freed: 0, handedOut: 0 });
    expect(new Set(await dispatches())).toEqual(new Set([1]));
    await endLeases(parts.db);
    await worksOff();
  });

  it('R5 work whose job waits for a far retry, because the store was away, does not wait for that', async () => {
    await begin();
    const [work] = await seedParsed(parts.db, pages(1));
    await parts.tick();
    await runTo(`alert-${work}-1`, 'delayed', () => Promise.reject(new Error('the store is away')));
    await endLeases(parts.db);
    expect(await parts.tick()).toEqual({ freed: 1, handedOut: 1 });
    await worksOff();
  });

  it('R5 a row that waits for its retry time is not stuck', async () => {
    await begin();
    await seedParsed(parts.db, pages(1));
    await parts.query(`UPDATE work SET next_at = clock_timestamp() + interval '1 hour'`);
    expect(await parts.tick()).toEqual({ freed: 0, handedOut: 0 });
    expect(await dispatches()).toEqual([0]);
  });

  it('R5 a drained queue loses no work', async () => {
    await begin();
    await seedParsed(parts.db, pages(25));
    await parts.tick();
    await parts.container.queues.drain('alert');
    await endLeases(parts.db);
    expect(await parts.tick()).toEqual({ freed: 25, handedOut: 2 });
    await worksOff();
  });

  it('R5 a pause stands in the store and is applied by a tick, and taken back by another', async () => {
    await begin();
    const paused = async (): Promise<string[]> =>
      (await parts.container.queues.counts()).filter((row) => row.paused).map((row) => row.stage);
    await pauseStages(parts.db, ['parse', 'alert'], true);
    await parts.tick();
    expect(await paused()).toEqual(['parse', 'alert']);
    await pauseStages(parts.db, ['parse'], false);
    await parts.tick();
    expect(await paused()).toEqual(['alert']);
  });

  it.runIf(engine === 'redis')('R5 an emptied Redis is recognised by its epoch and swept at once', async () => {
    await begin();
    await pauseStages(parts.db, ['parse'], true);
    await parts.tick();
    await seedParsed(parts.db, pages(25));
    expect((await parts.tick()).handedOut).toBe(2);
    await stand.redis?.flushall();
    expect(await parts.tick()).toEqual({ freed: 25, handedOut: 2 });
    const counts = await parts.container.queues.counts();
    expect(counts.find((row) => row.stage === 'alert')).toMatchObject({ waiting: 2 });
    expect(counts.filter((row) => row.paused).map((row) => row.stage)).toEqual(['parse']);
    await worksOff();
  });

  it.runIf(engine === 'redis')(
    'R5 a Redis that was killed and came back empty delays work, and loses none',
    async () => {
      await begin();
      const news = await startNews({ ...servers, roles: ['scheduler', 'alert'] });
      open.push({ close: () => news.stop() });
      await seedParsed(parts.db, pages(30));
      await stand.redis?.restart();
      await seedParsed(parts.db, pages(60).slice(30));
      await news.wait<{ n: number }>(`SELECT count(*) AS n FROM work`, ([row]) => row?.n === 0, 'all is matched');
    },
  );

  it('R7 a payload has at most 2 KB, with ids, host, first address without its query, and trace', async () => {
    await begin();
    const long = Array.from({ length: 40 }, (_, n) => `https://seed.example/${'long/'.repeat(300)}${n}?key=secret`);
    await seedParsed(parts.db, long);
    const jobs: Job[] = [];
    const enqueue = (_: StageName, given: readonly Job[]): Promise<void> => Promise.resolve(void jobs.push(...given));
    await tick({ ...parts.schedule, enqueue });
    expect(jobs).toHaveLength(2);
    const traces = await parts.query<{ trace_id: string }>('SELECT trace_id FROM article');
    for (const { payload } of jobs) {
      expect(Buffer.byteLength(JSON.stringify(payload))).toBeLessThanOrEqual(2048);
      expect(payload).toMatchObject({ v: 1, host: 'seed.example' });
      expect(payload.url).toMatch(/^https:\/\/seed\.example\/long\//);
      expect(JSON.stringify(payload)).not.toContain('secret');
      expect(traces.map((row) => row.trace_id)).toContain(payload.trace);
    }
  });

  it.runIf(engine === 'redis')('R7 finished jobs are kept by number on Redis', async () => {
    await begin();
    const jobs: Job[] = Array.from({ length: 1_150 }, (_, n) => ({
      id: `alert-${n + 1}-1`,
      payload: { v: 1, items: [[n + 1, 1]] },
    }));
    await parts.container.queues.add('alert', jobs);
    const consumer = parts.container.queues.consume('alert', () => Promise.resolve('done'), 50);
    await until(
      () => state('alert', 'alert-1150-1'),
      (now) => now === 'completed',
    );
    await consumer.close();
    const counts = await parts.container.queues.counts();
    expect(counts.find((row) => row.stage === 'alert')?.completed).toBeLessThanOrEqual(1_000);
  });
});
