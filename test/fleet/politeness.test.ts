import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { page, prose, startSite, type Site } from '../support/site.ts';
import { queueEngines } from '../support/stand.ts';
import { until } from '../support/until.ts';
import { Crew, startFleetStand, type FleetStand, type Fresh } from './stand.ts';

const GAP_MS = 400;
/**
 * How far the arrivals of two requests may be nearer to each other than their starts: the way through two busy processes. What this
 * process was late itself, and so saw an arrival late, comes on top. Were two processes to ask one host, a stretch of requests
 * would be short by a gap for each of them.
 */
const SLACK_MS = 250;
const FETCHERS = ['fetch', 'fetch', 'fetch', 'fetch'] as const;

describe.each(queueEngines().slice(-1))('four fetch processes, with the queues on %s', (engine) => {
  let stand: FleetStand;
  let fresh: Fresh;
  let site: Site;
  let crew: Crew;
  const ends: (() => Promise<unknown> | void)[] = [];
  beforeAll(async () => {
    stand = await startFleetStand(engine);
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(() => stand.stop());

  async function start(settings: object): Promise<void> {
    fresh = await stand.fresh();
    site = await startSite();
    const folder = mkdtempSync(join(tmpdir(), 'wirewatch-polite-'));
    const file = join(folder, 'wirewatch.yaml');
    writeFileSync(
      file,
      stringify({ hosts: { gap: `${GAP_MS}ms` }, network: { allowPrivate: ['127.0.0.0/8'] }, ...settings }),
    );
    crew = new Crew({ ...fresh.env, WIREWATCH_CONFIG: file, WIREWATCH_SECRET: 'a secret for tests only' });
    ends.push(
      () => rmSync(folder, { recursive: true, force: true }),
      () => site.stop(),
      () => crew.end(),
    );
    await crew.start('scheduler', ...FETCHERS);
  }

  /** Pages of hosts that are due, as the parse stage writes them; robots.txt of all is a 404. */
  async function seed(name: string, hosts: number, pages: number): Promise<void> {
    const html = page('A page', prose('page'));
    for (let n = 1; n <= hosts; n += 1) {
      for (let p = 1; p <= pages; p += 1) site.set(`${name}${n}`, `/${p}`, html);
    }
    await fresh.query(`
      WITH hosts AS (
        INSERT INTO host (key, gap_ms, due_at)
        SELECT '${name}' || n || '.localhost:${site.port}', ${GAP_MS}, clock_timestamp() FROM generate_series(1, ${hosts}) n RETURNING id, key),
      slots AS (INSERT INTO slot (host_id, n) SELECT id, 1 FROM hosts),
      outlets AS (INSERT INTO source (domain) SELECT key FROM hosts RETURNING id, domain),
      articles AS (
        INSERT INTO article (url, source_id, host_id, alert_since)
        SELECT 'http://' || key || '/' || p, outlets.id, hosts.id, clock_timestamp()
        FROM hosts JOIN outlets ON domain = key, generate_series(1, ${pages}) p RETURNING id, url, host_id)
      INSERT INTO work (stage, article_id, url, host_id) SELECT 'fetch', id, url, host_id FROM articles`);
    await fresh.query(`SELECT pg_notify('wirewatch', 'host')`);
  }

  const left = async (name: string): Promise<number> => {
    const [row] = await fresh.query<{ n: number }>(`
      SELECT count(*)::int AS n FROM work w JOIN host h ON h.id = w.host_id WHERE w.stage = 'fetch' AND h.key LIKE '${name}%'`);
    return row?.n ?? 0;
  };

  const done = (name: string): Promise<number> =>
    until(
      () => left(name),
      (n) => n === 0,
      { ms: 400_000, what: `all pages of ${name} are fetched` },
    );

  /** Monotonic milliseconds of the arrivals of all requests, by host. */
  function arrivals(): Map<string, number[]> {
    const byHost = new Map<string, number[]>();
    for (const { host, at } of site.asked) byHost.set(host, [...(byHost.get(host) ?? []), at]);
    return byHost;
  }

  it('R9 R11 ask 200 hosts for 50 pages each: never is one asked before its gap is over, and nothing is lost or asked twice', async () => {
    await start({});
    const late = monitorEventLoopDelay({ resolution: 5 });
    late.enable();
    await seed('h', 200, 50);
    await done('h');
    late.disable();
    const byHost = arrivals();
    expect(byHost.size).toBe(200);
    let nearest = Infinity;
    for (const times of byHost.values()) {
      // robots.txt once, then each page once.
      expect(times).toHaveLength(51);
      // Over any stretch of requests, not only from one to the next.
      for (let from = 0; from < times.length; from += 1) {
        for (let to = from + 1; to < times.length; to += 1) {
          nearest = Math.min(nearest, (times[to] as number) - (times[from] as number) - (to - from) * GAP_MS);
        }
      }
    }
    expect(nearest).toBeGreaterThan(-SLACK_MS - Math.min(late.max / 1e6, GAP_MS));
    expect(new Set(site.asked.map((one) => `${one.host}${one.path}`)).size).toBe(200 * 51);
    expect(await fresh.query(`SELECT stage, basis, count(*)::int AS n FROM work GROUP BY 1, 2`)).toEqual([
      { stage: 'parse', basis: 'page', n: 10_000 },
    ]);
    const took = crew.running.filter((worker) => worker.logged().some((line) => line.msg === 'job done'));
    expect(took.length, 'all four took part').toBe(FETCHERS.length);
    expect(crew.complaints()).toEqual([]);
  });

  it('R9 a host with nine tenths of the work delays no other', async () => {
    await start({});
    await seed('huge', 1, 900);
    await until(
      () => site.asked.length,
      (n) => n > 10,
    );
    const began = performance.now();
    await seed('small', 20, 5);
    await done('small');
    const ms = performance.now() - began;
    // Six requests a host at its own pace; the huge one alone would have taken more than two minutes.
    expect(ms).toBeLessThan(40_000);
    expect(await left('huge')).toBeGreaterThan(600);
    const times = [...arrivals()].filter(([host]) => host.startsWith('small')).map(([, at]) => at);
    for (const at of times) expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeLessThan(30_000);
  });
});
