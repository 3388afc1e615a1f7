import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/store/listen.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';

const [bin] = postgresBins();

describe.skipIf(bin === undefined)('listening for notices (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  let store: Store;

  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
    store = openStore({ connectionString: server.connectionString, applicationName: 'listen-test', maxConnections: 2 });
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  const until = async (holds: () => boolean): Promise<void> => {
    for (let n = 0; n < 200 && !holds(); n += 1) await sleep(50);
    expect(holds()).toBe(true);
  };
  const count = async (): Promise<number> =>
    (
      await server.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'listen-test'",
      )
    )[0]?.n ?? 0;

  it('any number of listeners take one connection, each hears its own channels, and the last gives it back (R32)', async () => {
    const heard: string[] = [];
    const listeners = ['one', 'two', 'two'].map((channel, n) =>
      listen(
        store.pool,
        [channel],
        (_, payload) => heard.push(`${n} ${payload}`),
        () => undefined,
      ),
    );
    // All three when the connection stands, the two that came while it was made once more when they listen too.
    await until(() => heard.length >= 5);
    expect(new Set(heard)).toEqual(new Set(['0 ', '1 ', '2 ']));
    heard.length = 0;
    await server.query("SELECT pg_notify('one', 'a'), pg_notify('two', 'b'), pg_notify('three', 'c')");
    await until(() => heard.length >= 3);
    expect(heard.toSorted()).toEqual(['0 a', '1 b', '2 b']);
    expect(await count()).toBe(1);
    for (const listener of listeners) await listener.close();
    expect(store.pool.totalCount).toBe(0);
  });

  it('says that something may have been missed when its connection was lost', async () => {
    const heard: string[] = [];
    const errors: Error[] = [];
    const listener = listen(
      store.pool,
      ['one'],
      (channel) => heard.push(channel),
      (error) => errors.push(error),
    );
    await until(() => heard.length === 1);
    await server.restart();
    await until(() => heard.length >= 2);
    await server.query("SELECT pg_notify('one', '')");
    await until(() => heard.includes('one'));
    expect(errors.length).toBeGreaterThan(0);
    await listener.close();
  });
});
