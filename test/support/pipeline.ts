import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadConfig, type Config } from '../../src/config/load.ts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Hook {
  readonly url: string;
  readonly received: {
    readonly id: string;
    readonly topic: string;
    readonly url: string;
    readonly type: string;
    readonly articles: number;
  }[];
  /** What it answers from now on. */
  answer: { status: number; headers?: Record<string, string> };
  /** While true, requests are not answered until `release`. */
  hold: boolean;
  release(): void;
  /** Requests that wait for their answer now, and the most that ever did at once. */
  held(): number;
  most(): number;
  /** Distinct `webhook-id`s. */
  ids(): string[];
  stop(): Promise<void>;
}

/** A subscriber's webhook. */
export async function startHook(): Promise<Hook> {
  const received: { id: string; topic: string; url: string; type: string; articles: number }[] = [];
  const waiting: (() => void)[] = [];
  let most = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { type, data } = JSON.parse(body);
      received.push({
        id: String(request.headers['webhook-id']),
        type,
        topic: data.topic?.id,
        url: data.article?.url,
        articles: data.story?.articles,
      });
      const respond = (): void => void response.writeHead(hook.answer.status, hook.answer.headers).end();
      if (!hook.hold) return respond();
      waiting.push(respond);
      most = Math.max(most, waiting.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hook: Hook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer: { status: 204 },
    hold: false,
    release() {
      hook.hold = false;
      for (const respond of waiting.splice(0)) respond();
    },
    held: () => waiting.length,
    most: () => most,
    ids: () => [...new Set(received.map((one) => one.id))],
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return hook;
}

export interface PipelineOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly feeds?: readonly (string | object)[];
  readonly topics?: readonly object[];
  readonly subscriptions?: readonly object[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What seals credentials; null for a fleet that has none. */
  readonly secret?: string | null;
}

/** A configuration as a user writes it, in a file of its own, for private servers. */
export function configure(options: PipelineOptions): { config: Config; file: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-test-'));
  const file = join(folder, 'wirewatch.yaml');
  const { feeds = [], topics = [], subscriptions = [], settings = {} } = options;
  const base = {
    hosts: { gap: 0 },
    polling: { min: '1s', max: '1s' },
    network: { allowPrivate: ['127.0.0.0/8'] },
    data: join(folder, 'data'),
  };
  writeFileSync(file, stringify({ ...base, feeds, topics, subscriptions, ...settings }));
  const env = {
    WIREWATCH_DATABASE_URL: options.databaseUrl,
    WIREWATCH_REDIS_URL: options.redisUrl,
    WIREWATCH_SECRET: options.secret === null ? undefined : (options.secret ?? 'a secret for tests only'),
    WIREWATCH_LOG_LEVEL: 'silent',
  };
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    return { config: loadConfig({ env, configFile: file }), file, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
