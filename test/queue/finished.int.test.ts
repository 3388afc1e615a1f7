import { Redis } from 'ioredis';
import { describe, it } from 'vitest';
import type { Servers } from '../support/stand.ts';
import { queueEngines, startStand, useStand, type Parts } from '../support/stand.ts';
import { until } from '../support/until.ts';

/** Moves the end of a finished job an hour and a minute into the past, in the engine's own books. */
async function age(id: string, servers: Servers, parts: Parts): Promise<void> {
  const ended = Date.now() - 3_660_000;
  if (servers.redisUrl === undefined) {
    await parts.query(`UPDATE bullmq.job SET finished_at_ms = ${ended} WHERE queue = 'parse' AND id = '${id}'`);
    return;
  }
  const redis = new Redis(servers.redisUrl);
  await redis.zadd('wirewatch:parse:completed', ended, id);
  await redis.hset(`wirewatch:parse:${id}`, 'finishedOn', ended);
  await redis.quit();
}

describe.each(queueEngines())('finished jobs, on %s', (engine) => {
  const { fresh, parts } = useStand(() => startStand(engine));

  it('R7 are kept for an hour', async () => {
    const servers = await fresh();
    const opened = await parts(servers);
    const { queues } = opened.container;
    const consumer = queues.consume('parse', () => Promise.resolve('done'), 1);
    const run = async (id: string, kept: number): Promise<void> => {
      await queues.add('parse', [{ id, payload: { v: 1, items: [[1, 1]] } }]);
      await until(
        async () => (await queues.counts()).find(({ stage }) => stage === 'parse'),
        (counts) => counts?.completed === kept && counts.active === 0 && counts.waiting === 0,
        { what: `${id} done, ${kept} kept` },
      );
    };
    try {
      await run('parse-1-1', 1);
      await run('parse-2-1', 2);
      await age('parse-1-1', servers, opened);
      await run('parse-3-1', 2);
    } finally {
      await consumer.close();
    }
  });
});
