import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/observe/metrics.ts';

const metrics = () => createMetrics({ role: 'alert', hasDefaults: false });

describe('metrics', () => {
  it('count jobs and items by stage and outcome', async () => {
    const own = metrics();
    own.job('alert', 'done', 120);
    own.job('alert', 'BUG', 5);
    own.item('alert', 'matched');
    const text = await own.text();
    expect(text).toContain('wirewatch_jobs_total{stage="alert",outcome="done",role="alert"} 1');
    expect(text).toContain('wirewatch_jobs_total{stage="alert",outcome="BUG",role="alert"} 1');
    expect(text).toContain('wirewatch_job_duration_seconds_bucket{le="0.25",role="alert",stage="alert"} 2');
  });

  it('count fetches, alerts, deliveries and the delay', async () => {
    const own = metrics();
    own.fetch('feed', '304', 0);
    own.fetch('page', '200', 7000);
    own.alert('alerted');
    own.delivery('webhook', 'sent', 30);
    own.alertDelay(12);
    const text = await own.text();
    for (const line of [
      'wirewatch_fetches_total{kind="feed",outcome="304",role="alert"} 1',
      'wirewatch_fetched_bytes_total{kind="page",role="alert"} 7000',
      'wirewatch_alerts_total{decision="alerted",role="alert"} 1',
      'wirewatch_deliveries_total{channel="webhook",outcome="sent",role="alert"} 1',
      'wirewatch_alert_delay_seconds_sum{role="alert"} 12',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('read gauges when asked, and leave out one that fails', async () => {
    const own = metrics();
    let depth = { fetch: 3, parse: 0 } as Record<string, number>;
    own.gauge('queue_depth', 'Jobs that wait.', 'queue', () => Promise.resolve(depth));
    own.gauge('broken', 'Fails.', 'x', () => Promise.reject(new Error('away')));
    expect(await own.text()).toContain('wirewatch_queue_depth{queue="fetch",role="alert"} 3');
    depth = { parse: 1 };
    const text = await own.text();
    expect(text).not.toContain('queue="fetch"');
    expect(text).toContain('wirewatch_queue_depth{queue="parse",role="alert"} 1');
  });

  it('have a registry of their own each', async () => {
    const [a, b] = [metrics(), metrics()];
    a.alert('alerted');
    expect(await b.text()).not.toContain('alerted');
  });
});
