import { afterAll, beforeAll, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { queueEngines } from '../support/stand.ts';
import type { Worker } from '../support/processes.ts';
import { Crew, startFleetStand, type FleetStand } from './stand.ts';

const TOKEN = 'a-token-for-tests-only';
const CHANGES = 12;
const [engine] = queueEngines().slice(-1);

let stand: FleetStand;
beforeAll(async () => {
  stand = await startFleetStand(engine as 'redis');
});
afterAll(() => stand.stop());

/** What an alert process matches by, as it tells itself. */
async function topicsOf(worker: Worker): Promise<{ count: number; version: number }> {
  const { body } = await worker.get('/metrics');
  const value = (what: string): number =>
    Number(new RegExp(`wirewatch_topics\\{what="${what}"[^}]*\\} (\\d+)`).exec(body)?.[1]);
  return { count: value('count'), version: value('version') };
}

it('R18 a topic that is added, changed or removed is in force in each of 4 alert processes within a second', async () => {
  const fresh = await stand.fresh();
  const env = {
    ...fresh.env,
    WIREWATCH_SECRET: 'a secret for tests only',
    WIREWATCH_ADMIN_TOKEN: TOKEN,
    WIREWATCH_PORT: '0',
  };
  const crew = new Crew(env);
  try {
    const [web, ...alerts] = await crew.start('web', 'alert', 'alert', 'alert', 'alert');
    const address = /"address":"(http:[^"]+)"/.exec(web?.stderr() ?? '')?.[1];
    const call = async (method: string, path: string, body?: object): Promise<void> => {
      const response = await fetch(`${address}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    };
    const times: number[] = [];
    const inForce = async (count: number): Promise<void> => {
      const from = performance.now();
      const [row] = await fresh.query<{ version: number }>('SELECT version::int FROM topic_version');
      await Promise.all(
        alerts.map(async (worker) => {
          for (;;) {
            const now = await topicsOf(worker);
            if (now.version >= (row?.version ?? Infinity) && now.count === count) return;
            if (performance.now() - from > 20_000) throw new Error(`not in force: ${JSON.stringify(now)}`);
            await sleep(20);
          }
        }),
      );
      times.push(performance.now() - from);
    };
    await inForce(0);
    times.length = 0;
    for (let n = 1; n <= CHANGES; n += 1) {
      await call('POST', '/topics', { id: `t${n}`, query: 'oil' });
      await inForce(1);
      await call('PATCH', `/topics/t${n}`, { query: 'gas' });
      await inForce(1);
      await call('DELETE', `/topics/t${n}`);
      await inForce(0);
    }
    // Several at the same moment: none is missed that came while another was read.
    await Promise.all(Array.from({ length: 8 }, (_, n) => call('POST', '/topics', { id: `s${n}`, query: 'oil' })));
    await inForce(8);
    times.sort((a, b) => a - b);
    // On a busy machine one in ten may be later: nothing but the machine is between.
    expect(times[Math.floor(times.length * 0.9)], JSON.stringify(times.map(Math.round))).toBeLessThan(1000);
    expect(crew.complaints()).toEqual([]);
  } finally {
    await crew.end();
  }
});
