import { afterEach, describe, expect, it } from 'vitest';
import { createHealthServer, createReadiness, type Check, type HealthServer } from '../../src/observe/health.ts';
import { createMetrics } from '../../src/observe/metrics.ts';

let server: HealthServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(checks: Record<string, Check>): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const metrics = createMetrics({ role: 'fetch', hasDefaults: false });
  metrics.item('fetch', 'done');
  server = await createHealthServer({ host: '127.0.0.1', port: 0, checks, metrics });
  const { port } = server;
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init);
}

describe('the health server', () => {
  it('is healthy, ready and measured', async () => {
    const get = await start({ store: () => null, queue: () => Promise.resolve(null) });
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ready: true, checks: { store: 'ok', queue: 'ok' } });
    const metrics = await get('/metrics?x=1');
    expect(metrics.headers.get('content-type')).toContain('text/plain');
    expect(await metrics.text()).toContain('wirewatch_items_total{stage="fetch",outcome="done",role="fetch"} 1');
  });

  it('is not ready while a check fails or throws, says why, and stays healthy', async () => {
    const get = await start({
      disk: () => 'less than 1 GiB free',
      store: () => {
        throw new Error('no answer of postgres://u:hunter2@h/d');
      },
    });
    const ready = await get('/readyz');
    expect(ready.status).toBe(503);
    const body = await ready.text();
    expect(JSON.parse(body)).toMatchObject({ ready: false, checks: { disk: 'less than 1 GiB free' } });
    expect(body).not.toContain('hunter2');
    expect((await get('/healthz')).status).toBe(200);
  });

  it('answers nothing else', async () => {
    const get = await start({});
    expect((await get('/')).status).toBe(404);
    expect((await get('/healthz', { method: 'POST' })).status).toBe(405);
    const head = await get('/healthz', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('says so when its port is taken', async () => {
    await start({});
    const again = createHealthServer({
      host: '127.0.0.1',
      port: server?.port ?? 0,
      checks: {},
      metrics: createMetrics({ role: 'x', hasDefaults: false }),
    });
    await expect(again).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
  });
});

describe('readiness', () => {
  it('asks once for many callers', async () => {
    let asked = 0;
    const ready = createReadiness({ store: () => ((asked += 1), null) });
    await Promise.all(Array.from({ length: 50 }, () => ready()));
    expect(asked).toBe(1);
  });
});
