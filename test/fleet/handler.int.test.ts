import { describe, expect, it } from 'vitest';
import { handlerOf } from '../../src/fleet/handler.ts';
import { createLog } from '../../src/observe/log.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { WireError } from '../../src/core/errors.ts';
import { BatchJob } from '../../src/stages/jobs.ts';
import { queueEngines, startStand, useStand, type Parts } from '../support/stand.ts';
import { until } from '../support/until.ts';

interface Line {
  readonly msg: string;
  readonly stage?: string;
  readonly err?: { readonly code?: string };
}

describe.each(queueEngines())('what a stage throws, on %s', (engine) => {
  const { parts } = useStand(() => startStand(engine));

  /** Adds one job to the parse queue and runs it; gives the log's lines, as they come. */
  async function run(payload: object, work: () => Promise<never>): Promise<{ readonly opened: Parts; lines: Line[] }> {
    const opened = await parts();
    const lines: Line[] = [];
    const stream = { write: (line: string) => lines.push(JSON.parse(line) as Line) };
    const log = createLog({ level: 'info', pretty: false, role: 'test', stream });
    const handler = handlerOf(BatchJob, work, { log, metrics: createMetrics({ role: 'test' }) });
    const { queues } = opened.container;
    const consumer = queues.consume('parse', handler, 1);
    try {
      await queues.add('parse', [{ id: 'parse-1-1', payload: payload as never }]);
      await until(
        () => queues.counts(),
        (all) => {
          const counts = all.find(({ stage }) => stage === 'parse');
          return counts !== undefined && counts.failed + counts.delayed > 0;
        },
        { what: 'the end of the job' },
      );
    } finally {
      await consumer.close();
    }
    return { opened, lines };
  }

  const GOOD = { v: 1, items: [[1, 1]], trace: 't' };

  async function ends(opened: Parts): Promise<{ failed: number; delayed: number }> {
    const counts = (await opened.container.queues.counts()).find(({ stage }) => stage === 'parse');
    return { failed: counts?.failed ?? -1, delayed: counts?.delayed ?? -1 };
  }

  it('R2 a payload that this version cannot read fails once, by its code, and is not tried again', async () => {
    const { opened, lines } = await run({ v: 99 }, () => Promise.reject(new Error('never run')));
    expect(await ends(opened)).toEqual({ failed: 1, delayed: 0 });
    expect(lines.map(({ msg, err }) => [msg, err?.code])).toEqual([['job failed', 'JOB_SHAPE']]);
  });

  it('R2 a fault of ours fails the job: its rows are handed out again, not the job tried again', async () => {
    const { opened, lines } = await run(GOOD, () => Promise.reject(new TypeError('a fault of ours')));
    expect(await ends(opened)).toEqual({ failed: 1, delayed: 0 });
    expect(lines.map(({ msg }) => msg)).toEqual(['job failed']);
  });

  it.each([
    ['store', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['queue', new WireError('QUEUE_AWAY', 'no answer')],
  ])('R2 a job is tried again while the %s is away', async (_, error) => {
    const { opened, lines } = await run(GOOD, () => Promise.reject(error));
    expect(await ends(opened)).toEqual({ failed: 0, delayed: 1 });
    expect(lines.map(({ msg }) => msg)).toEqual(['job put off']);
  });
});
