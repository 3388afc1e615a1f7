import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { startHook } from '../support/pipeline.ts';
import { runCommand, type Env } from '../support/processes.ts';
import { page, prose, startSite, type FeedItem, type Site } from '../support/site.ts';
import { queueEngines } from '../support/stand.ts';
import { until } from '../support/until.ts';
import { Crew, startFleetStand, type FleetStand } from './stand.ts';

const ALERTS = ['alert', 'alert', 'alert', 'alert'] as const;
const TOKEN = 'a-token-for-tests-only';

describe.each(queueEngines().slice(-1))('four alert processes at the same moment, with the queues on %s', (engine) => {
  let stand: FleetStand;
  const ends: (() => Promise<unknown> | void)[] = [];
  beforeAll(async () => {
    stand = await startFleetStand(engine);
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(() => stand.stop());

  function configured(settings: object): Env {
    const folder = mkdtempSync(join(tmpdir(), 'wirewatch-moment-'));
    ends.push(() => rmSync(folder, { recursive: true, force: true }));
    const base = {
      polling: { min: '1s', max: '1s' },
      hosts: { gap: 0 },
      parse: { threads: 1 },
      network: { allowPrivate: ['127.0.0.0/8'] },
      web: { port: 0 },
    };
    const file = join(folder, 'wirewatch.yaml');
    writeFileSync(file, stringify({ ...base, ...settings }));
    return { WIREWATCH_CONFIG: file, WIREWATCH_SECRET: 'a secret for tests only', WIREWATCH_ADMIN_TOKEN: TOKEN };
  }

  async function site(): Promise<Site> {
    const started = await startSite();
    ends.push(() => started.stop());
    return started;
  }

  it('R19: 20 copies of one text are one story and one alert with 20 sources', async () => {
    const fresh = await stand.fresh();
    const outlets = Array.from({ length: 20 }, (_, n) => `outlet-${n + 1}`);
    const web = await site();
    const text = prose('wire', 'European security', 8);
    for (const name of outlets) {
      web.set(name, '/copy', page('Ministers meet on the harbour', text, { published: new Date() }));
      web.feed(name, '/rss', [{ title: 'Ministers meet on the harbour', link: web.url(name, '/copy') }]);
    }
    const hook = await startHook();
    ends.push(() => hook.stop());
    const env = {
      ...fresh.env,
      ...configured({
        feeds: outlets.map((name) => ({ url: web.url(name, '/rss'), every: '1s' })),
        topics: [{ id: 'security', query: '"European security"' }],
        subscriptions: [{ topic: 'security', channel: { type: 'webhook', url: hook.url } }],
      }),
    };
    const crew = new Crew(env);
    ends.push(() => crew.end());
    const paused = await runCommand(['queues', 'pause', 'alert'], { env });
    expect(paused).toMatchObject({ code: 0, stdout: 'paused: alert\n' });
    await crew.start('scheduler', 'fetch', 'parse', 'deliver', ...ALERTS);
    await until(
      () => fresh.query<{ n: number }>(`SELECT count(*)::int AS n FROM work WHERE stage = 'alert'`),
      ([row]) => row?.n === outlets.length,
      { ms: 180_000, what: 'all copies wait to be matched' },
    );
    expect(await fresh.query('SELECT 1 FROM alert')).toEqual([]);
    expect(await runCommand(['queues', 'resume', 'alert'], { env })).toMatchObject({ code: 0 });
    await until(
      () => fresh.query<{ n: number }>(`SELECT count(*)::int AS n FROM work WHERE feed_id IS NULL`),
      ([row]) => row?.n === 0,
      { ms: 180_000, what: 'all copies are matched' },
    );
    const [alerts, sources, decisions] = await Promise.all([
      fresh.query('SELECT 1 FROM alert'),
      fresh.query('SELECT 1 FROM alert_article'),
      fresh.query<{ decision: string; n: number }>(
        'SELECT decision, count(*)::int AS n FROM match GROUP BY 1 ORDER BY 1',
      ),
    ]);
    expect(alerts).toHaveLength(1);
    expect(sources).toHaveLength(outlets.length);
    expect(decisions).toEqual([
      { decision: 'alerted', n: 1 },
      { decision: 'joined', n: outlets.length - 1 },
    ]);
    expect(hook.ids()).toHaveLength(1);
    const working = crew.running.filter(
      (worker) => worker.role === 'alert' && worker.logged().some((line) => line.msg === 'job done'),
    );
    expect(working.length, 'several processes took part').toBeGreaterThan(1);
    expect(crew.complaints()).toEqual([]);
  });

  it('R18: topics come and go, and every article is matched by exactly those that were there when it committed', async () => {
    const fresh = await stand.fresh();
    const web = await site();
    const outlets = ['north', 'south', 'east', 'west'];
    const env = {
      ...fresh.env,
      ...configured({
        feeds: outlets.map((name) => ({ url: web.url(name, '/rss'), every: '1s' })),
        topics: [{ id: 'always', query: 'delegates' }],
      }),
    };
    const crew = new Crew(env);
    ends.push(() => crew.end());
    const workers = await crew.start('web', 'scheduler', 'fetch', 'parse', ...ALERTS);
    const api = apiOf(webAddress(workers[0]?.stderr() ?? ''));
    let topics = 0;
    let out = 0;
    const items = new Map<string, FeedItem[]>(outlets.map((name) => [name, []]));
    const publish = (name: string): void => {
      out += 1;
      const path = `/a${out}`;
      web.set(name, path, page(`Report ${out} from the ${name}`, prose(`${name} ${out}`)));
      items.get(name)?.unshift({ title: `Report ${out}`, link: web.url(name, path) });
      web.feed(name, '/rss', items.get(name) ?? []);
    };
    // How many sets of topics articles were matched by: the test goes on until there are several.
    const versions = async (): Promise<number> => {
      const rows = await fresh.query(
        'SELECT DISTINCT array_agg(topic_id ORDER BY topic_id) AS topics FROM match GROUP BY article_id',
      );
      return rows.length;
    };
    for (let round = 0; round < 500 && (await versions()) < 8; round += 1) {
      publish(outlets[round % outlets.length] as string);
      topics += 1;
      await api('POST', '/topics', { id: `t${topics}`, query: 'delegates AND harbour' });
      if (topics > 3) await api('DELETE', `/topics/t${topics - 3}`);
    }
    await until(
      () =>
        fresh.query<{ n: number }>(`SELECT count(*)::int AS n FROM article WHERE status IN ('matched', 'unmatched')`),
      ([row]) => row?.n === out,
      { ms: 240_000, what: 'all is matched' },
    );
    // Instants of the store: an article's is read while it holds the version, a topic's after it has got it alone.
    const wrong = await fresh.query(`
      SELECT a.url, t.id, a.matched_at, t.created_at, t.removed_at, m.article_id IS NOT NULL AS matched
      FROM article a CROSS JOIN topic t LEFT JOIN match m ON m.article_id = a.id AND m.topic_id = t.id
      WHERE (m.article_id IS NOT NULL) <> (t.created_at < a.matched_at AND (t.removed_at IS NULL OR a.matched_at < t.removed_at))`);
    expect(wrong).toEqual([]);
    expect(await versions(), 'articles were matched by several versions').toBeGreaterThan(5);
    expect(crew.complaints()).toEqual([]);
  });
});

function webAddress(log: string): string {
  const address = /"address":"(http:[^"]+)"/.exec(log)?.[1];
  if (address === undefined) throw new Error(`no address of the web in ${log}`);
  return address;
}

function apiOf(address: string): (method: string, path: string, body?: object) => Promise<void> {
  return async (method, path, body) => {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
}
