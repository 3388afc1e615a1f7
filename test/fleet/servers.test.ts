import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestRedis } from '../support/redis.ts';
import { queueEngines } from '../support/stand.ts';
import { until } from '../support/until.ts';
import type { Scene } from './scene.ts';
import { Crew, FLOW, startFleetStand, type FleetStand } from './stand.ts';

const engines = queueEngines();

describe.each(engines)('servers that come and go, with the queues on %s', (engine) => {
  let stand: FleetStand;
  let scene: Scene;
  let crew: Crew;
  beforeAll(async () => {
    stand = await startFleetStand(engine);
  });
  afterEach(async () => {
    await crew.end();
    await scene.stop();
  });
  afterAll(() => stand.stop());

  async function begin(): Promise<void> {
    const fresh = await stand.fresh();
    scene = await fresh.scene();
    crew = new Crew(scene.env);
  }

  /** Publishes, does something to a server in the middle of the work, publishes on, and holds all against the truth. */
  async function during(...happenings: (() => Promise<void>)[]): Promise<void> {
    await begin();
    await crew.start(...FLOW);
    await scene.alerts(1);
    const share = Math.floor(scene.newsroom.pending() / (happenings.length + 1));
    for (const happening of happenings) {
      await scene.publish(share);
      await happening();
    }
    await scene.publish(scene.newsroom.pending());
    await scene.settled();
    // No process gave up: whatever was away, each waited for it.
    expect(crew.running).toHaveLength(FLOW.length);
  }

  it('PostgreSQL restarted, then killed and started again', () =>
    during(
      () => stand.postgres.restart(),
      async () => {
        await stand.postgres.kill9();
        await stand.postgres.restart();
      },
    ));

  it('PostgreSQL takes no writes for a while, as when its disk is full', () =>
    during(async () => {
      await stand.postgres.query('ALTER SYSTEM SET default_transaction_read_only = on');
      await stand.postgres.query('SELECT pg_reload_conf()');
      await scene.publish(4);
      await stand.postgres.query('ALTER SYSTEM RESET default_transaction_read_only');
      await stand.postgres.query('SELECT pg_reload_conf()');
    }));

  if (engine === 'redis') {
    const redis = (): TestRedis => stand.redis as TestRedis;

    it('FLUSHALL, twice, and Redis killed and started empty', () =>
      during(
        () => redis().flushall(),
        () => redis().flushall(),
        () => redis().restart(),
      ));

    it('Redis away when the processes start', async () => {
      await begin();
      await redis().kill9();
      const workers = crew.launch(...FLOW);
      for (const worker of workers) {
        await until(worker.stderr, (text) => text.includes('"started"'), {
          ms: 180_000,
          what: `${worker.role} started`,
        });
        const { status, body } = await worker.get('/readyz');
        expect(status).toBe(503);
        expect(body).toContain(`redis://127.0.0.1:${redis().port}`);
        expect(await worker.get('/healthz')).toMatchObject({ status: 200 });
      }
      await redis().restart();
      await Promise.all(workers.map((worker) => worker.ready()));
      await scene.publish(scene.newsroom.pending());
      await scene.settled();
    });
  }
});
