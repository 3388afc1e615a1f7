import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { queueEngines } from '../support/stand.ts';
import type { Scene } from './scene.ts';
import { Crew, FLOW, startFleetStand, type FleetStand } from './stand.ts';

/** What an orchestrator waits before it kills. */
const GRACE_MS = 30_000;

describe.each(queueEngines())('SIGTERM, with the queues on %s', (engine) => {
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

  it('of every process in the middle of its work: exit 0 within 30 s, and the next ones do the rest', async () => {
    const fresh = await stand.fresh();
    scene = await fresh.scene();
    crew = new Crew(scene.env);
    const first = await crew.start(...FLOW, 'web');
    await scene.alerts(1);
    await scene.publish(Math.floor(scene.newsroom.pending() / 2));
    const told = performance.now();
    for (const worker of first) worker.kill('SIGTERM');
    const exits = await Promise.all(first.map((worker) => worker.exited));
    const ms = performance.now() - told;
    expect(exits).toEqual(first.map(() => ({ code: 0, signal: null })));
    expect(ms).toBeLessThan(GRACE_MS);
    // Handed back, not left under a lease that has to run out first.
    expect(await fresh.query('SELECT stage, token FROM work WHERE token IS NOT NULL')).toEqual([]);
    expect(await fresh.query('SELECT token FROM slot WHERE token IS NOT NULL')).toEqual([]);
    crew.launch(...FLOW);
    await scene.publish(scene.newsroom.pending());
    await scene.settled();
    expect(crew.complaints()).toEqual([]);
  });
});
