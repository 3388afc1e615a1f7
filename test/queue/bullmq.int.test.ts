import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isWireError, messageOf } from '../../src/core/errors.ts';
import { BullQueues, prepareQueues } from '../../src/queue/bullmq.ts';
import { LentPool } from '../../src/queue/lent-pool.ts';
import { openStore } from '../../src/store/open.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { queueEngines } from '../support/stand.ts';

const JOB = { id: 'fetch-1-1', payload: { v: 1, slot: 1, dispatch: 1, host: 'paper.example' } } as const;
/** Enough for the 5 s after which an enqueue is given up, on a busy machine; a hang is longer. */
const AWAY_MS = 20_000;

async function within<T>(ms: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

describe.skipIf(!hasPostgres('packaged'))('the queues on PostgreSQL', () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres({ bin: 'packaged' });
  });
  afterAll(() => server?.stop());

  it('keep no connection when their consumers are closed before they have begun', async () => {
    const store = openStore({ connectionString: server.connectionString, applicationName: 'test', maxConnections: 5 });
    await prepareQueues({ engine: 'postgres', pool: store.pool, label: 'test' });
    for (const wait of [0, 5, 10, 20, 30, 40, 60, 80, 100, 150]) {
      const queues = new BullQueues({
        server: { engine: 'postgres', pool: store.pool, label: 'test' },
        onError: () => {},
      });
      const consumers = (['fetch', 'parse', 'alert', 'deliver'] as const).map((stage) =>
        queues.consume(stage, () => Promise.resolve()),
      );
      await new Promise((resolve) => setTimeout(resolve, wait));
      await Promise.all(consumers.map((consumer) => consumer.close()));
      await queues.close();
    }
    expect(await within(AWAY_MS, store.close())).toBeUndefined();
  });

  it('take back what was borrowed and not returned, and what is borrowed too late', async () => {
    const store = openStore({ connectionString: server.connectionString, applicationName: 'test', maxConnections: 2 });
    const lent = new LentPool(store.pool);
    (await lent.connect()).release();
    await lent.connect();
    const late = lent.connect();
    lent.recall();
    await expect(late).rejects.toThrow('after calling end on the pool');
    await expect(lent.connect()).rejects.toThrow('after calling end on the pool');
    expect(await within(AWAY_MS, store.close())).toBeUndefined();
  });
});

describe.skipIf(!queueEngines().includes('redis'))('a Redis that is away', () => {
  const open: (() => Promise<unknown> | void)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  function queuesOn(url: string): BullQueues {
    const queues = new BullQueues({ server: { engine: 'redis', url, label: url }, onError: () => {} });
    open.push(() => queues.close());
    return queues;
  }

  async function outcome(queues: BullQueues): Promise<string> {
    const added = queues.add('fetch', [JOB]).then(
      () => 'added',
      (error: unknown) => (isWireError(error) ? error.code : messageOf(error)),
    );
    return within(AWAY_MS, added);
  }

  it('does not hold up an enqueue: refused, dead after it answered, and silent for ever', async () => {
    expect(await outcome(queuesOn('redis://127.0.0.1:1'))).toBe('QUEUE_AWAY');

    const redis: TestRedis = await startRedis();
    let stopped = false;
    open.push(() => (stopped ? undefined : redis.stop()));
    const queues = queuesOn(redis.url);
    await queues.check();
    expect(await outcome(queues)).toBe('added');
    await redis.stop();
    stopped = true;
    expect(await outcome(queues)).toBe('QUEUE_AWAY');

    // It takes connections and says nothing, as a machine that has stopped does.
    const sockets = new Set<Socket>();
    const silent: Server = createServer((socket) => sockets.add(socket.on('error', () => {})));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    open.push(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    expect(await outcome(queuesOn(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`))).toBe('QUEUE_AWAY');
  });
});
