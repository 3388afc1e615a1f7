import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import { startNewsroom, type Newsroom } from '../../src/cli/demo/newsroom.ts';
import { verdict, type Verdict } from '../../src/cli/demo/tally.ts';
import { DEMO_TOPICS, demoSubscriptions } from '../../src/cli/demo/topics.ts';
import type { ReceivedAlert } from '../../src/cli/demo/receiver.ts';
import { startHook, type Hook } from '../support/pipeline.ts';
import { type Env } from '../support/processes.ts';
import { until } from '../support/until.ts';

/** R20: every way in which an article may end. */
const FINAL = ['matched', 'unmatched', 'not-article', 'duplicate', 'gone', 'refused-by-robots', 'failed'];

export interface SceneOptions {
  /** What the processes' environment says beside the configuration: the servers. */
  readonly env: Env;
  /** How the test looks into the store. */
  readonly query: <R>(sql: string) => Promise<R[]>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** The sample newsroom, a subscriber, and the configuration that ties wirewatch's processes to them. */
export interface Scene {
  readonly newsroom: Newsroom;
  readonly hook: Hook;
  /** What every process is started with. */
  readonly env: Env;
  readonly configFile: string;
  /** Brings out so many pieces, eight a second. */
  publish(count: number): Promise<void>;
  /** Waits until so many alerts have been delivered. */
  alerts(count: number): Promise<void>;
  /** Waits for the end of everything published, and holds it against the truth. */
  settled(limitMs?: number): Promise<void>;
  stop(): Promise<void>;
}

const PACE_MS = 125;

export async function startScene({ env, query, settings }: SceneOptions): Promise<Scene> {
  const [hook, newsroom] = await Promise.all([
    startHook(),
    // The test itself says when the next piece comes out.
    startNewsroom({ startedAt: Date.now(), schedule: 'live', perMinute: 0.01 }),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-scene-'));
  const configFile = join(folder, 'wirewatch.yaml');
  writeFileSync(configFile, configuration(newsroom, hook, settings));
  const received = (): ReceivedAlert[] => firstTimes(hook);
  return {
    newsroom,
    hook,
    configFile,
    env: { WIREWATCH_CONFIG: configFile, WIREWATCH_SECRET: 'a secret for tests only', ...env },
    async publish(count) {
      for (let n = 0; n < count; n += 1) {
        newsroom.publishNext();
        await new Promise((resolve) => setTimeout(resolve, PACE_MS));
      }
    },
    alerts: async (count) =>
      void (await until(
        () => received().length,
        (n) => n >= count,
        { ms: 180_000, what: `${count} alerts` },
      )),
    settled: async (limitMs = 300_000) => {
      await until(
        () => stateOf(newsroom, received(), query).catch((error: unknown) => ({ open: -1, error: String(error) })),
        (state) => state.open === 0,
        { ms: limitMs, what: 'the end of all that was published' },
      );
      expect(faults(verdict(newsroom.expected(), received()))).toEqual({ missing: [], wrong: [], twice: [] });
      await expectOneStatusEach(newsroom, query);
      await expectAllSent(hook, query);
    },
    async stop() {
      await Promise.all([hook.stop(), newsroom.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(newsroom: Newsroom, hook: Hook, settings: Readonly<Record<string, unknown>> = {}): string {
  return stringify({
    feeds: newsroom.feeds.map((feed) => ({ url: feed.url, every: '1s' })),
    topics: DEMO_TOPICS,
    subscriptions: demoSubscriptions(hook.url),
    polling: { min: '1s', max: '1s' },
    hosts: { gap: '10ms' },
    parse: { threads: 1 },
    network: { allowPrivate: ['127.0.0.0/8'] },
    web: { port: 0 },
    ...settings,
  });
}

/** What was delivered, each `webhook-id` once: a receiver counts a repeated one only the first time. */
function firstTimes(hook: Hook): ReceivedAlert[] {
  const seen = new Map<string, ReceivedAlert>();
  for (const { id, topic, url } of hook.received) {
    const alert = { webhookId: id, topic: { id: topic }, article: { url } } as unknown as ReceivedAlert;
    if (!seen.has(id)) seen.set(id, alert);
  }
  return [...seen.values()];
}

interface State {
  /** Alerts that are missing and articles that are not at their end; -1 while the store can't be asked. */
  readonly open: number;
  readonly [detail: string]: unknown;
}

async function stateOf(
  newsroom: Newsroom,
  received: readonly ReceivedAlert[],
  query: SceneOptions['query'],
): Promise<State> {
  const { missing } = verdict(newsroom.expected(), received);
  const unknown = (await unknownOf(newsroom, query)).length;
  const waiting = await query<{ stage: string; state: string; n: number }>(
    `SELECT stage, state, count(*)::int AS n, min(next_at) AS next FROM work WHERE feed_id IS NULL GROUP BY 1, 2`,
  );
  return {
    open: missing.length + unknown + waiting.reduce((sum, row) => sum + row.n, 0),
    missing: missing.map(({ topic, urls }) => `${topic} ${urls.join(' ')}`),
    unknown,
    waiting,
  };
}

/** What is out and no feed has brought yet. */
async function unknownOf(newsroom: Newsroom, query: SceneOptions['query']): Promise<string[]> {
  const urls = newsroom.pending() === 0 ? addresses(newsroom) : [];
  const known = new Set((await query<{ url: string }>('SELECT url FROM article')).map((row) => row.url));
  return urls.filter((url) => !known.has(url));
}

function addresses(newsroom: Newsroom): string[] {
  return [...new Set([...newsroom.neverAlert(), ...newsroom.expected().flatMap((alert) => alert.urls)])];
}

function faults({ missing, wrong, twice }: Verdict): Record<keyof Verdict, string[]> {
  const alerts = (list: readonly ReceivedAlert[]): string[] =>
    list.map(({ topic, article }) => `${topic.id} ${article.url}`);
  return {
    missing: missing.map(({ topic, story }) => `${topic} ${story}`),
    wrong: alerts(wrong),
    twice: alerts(twice),
  };
}

async function expectOneStatusEach(newsroom: Newsroom, query: SceneOptions['query']): Promise<void> {
  const rows = await query<{ url: string; status: string; code: string | null; reason: string | null }>(
    'SELECT url, status, code, reason FROM article ORDER BY url',
  );
  expect(rows.filter((row) => !FINAL.includes(row.status))).toEqual([]);
  // Nothing of the newsroom is broken: what failed did so because of what the test did to the processes.
  expect(rows.filter((row) => row.status === 'failed')).toEqual([]);
  if (newsroom.pending() === 0) {
    const known = new Set(rows.map((row) => row.url));
    expect(addresses(newsroom).filter((url) => !known.has(url))).toEqual([]);
  }
}

async function expectAllSent(hook: Hook, query: SceneOptions['query']): Promise<void> {
  const rows = await query<{ message_id: string; state: string }>('SELECT message_id, state FROM delivery');
  expect(rows.filter((row) => row.state !== 'sent')).toEqual([]);
  expect(rows.map((row) => row.message_id).sort()).toEqual(hook.ids().sort());
}
