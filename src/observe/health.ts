import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, WireError } from '../core/errors.ts';
import { maskSecrets } from '../core/secret.ts';
import type { Metrics } from './metrics.ts';

/** Null where all is well, else the reason in a few words; what it throws is a reason too. */
export type Check = () => Promise<string | null> | string | null;

export interface Readiness {
  readonly ready: boolean;
  /** By check: `ok`, or the reason why not. */
  readonly checks: Readonly<Record<string, string>>;
}

const CHECK_TIMEOUT_MS = 3000;
const FRESH_MS = 500;

/** What the checks say, asked at most twice a second however often this is called; one that hangs has failed. */
export function createReadiness(checks: Readonly<Record<string, Check>>): () => Promise<Readiness> {
  let asked: Promise<Readiness> | undefined;
  let askedAt = -Infinity;
  return () => {
    const now = performance.now();
    if (asked === undefined || now - askedAt > FRESH_MS) {
      asked = runChecks(checks);
      askedAt = now;
    }
    return asked;
  };
}

async function runChecks(checks: Readonly<Record<string, Check>>): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, (await reasonOf(check)) ?? 'ok'] as const),
  );
  return { ready: results.every(([, result]) => result === 'ok'), checks: Object.fromEntries(results) };
}

async function reasonOf(check: Check): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_TIMEOUT_MS} ms`), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch (error) {
    return maskSecrets(messageOf(error));
  } finally {
    clearTimeout(timer);
  }
}

export interface HealthOptions {
  readonly host: string;
  /** 0 is any free one. */
  readonly port: number;
  readonly checks: Readonly<Record<string, Check>>;
  readonly metrics: Metrics;
}

export interface HealthServer {
  /** The one that is listened on. */
  readonly port: number;
  readonly readiness: () => Promise<Readiness>;
  close(): Promise<void>;
}

/**
 * A worker's own server, listening: `/healthz` (the process answers), `/readyz` (503 with the reasons as JSON while a
 * check fails) and `/metrics` (R29: open on this port only).
 * @throws LISTEN_FAILED
 */
export async function createHealthServer({ host, port, checks, metrics }: HealthOptions): Promise<HealthServer> {
  const readiness = createReadiness(checks);
  const server = createServer((request, response) => {
    answer(request, readiness, metrics).then(
      (reply) => send(request, response, reply),
      () => send(request, response, text(500, 'error')),
    );
  });
  server.headersTimeout = 5000;
  server.requestTimeout = 5000;
  server.maxConnections = 100;
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    readiness,
    async close() {
      server.closeAllConnections();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen({ host, port });
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new WireError('LISTEN_FAILED', `cannot listen on ${host}:${port} for health and metrics`, { cause });
  }
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const text = (status: number, body: string): Reply => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${body}\n`,
});

async function answer(request: IncomingMessage, ready: () => Promise<Readiness>, metrics: Metrics): Promise<Reply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'only GET');
  const path = request.url?.split('?', 1)[0];
  if (path === '/healthz') return text(200, 'ok');
  if (path === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.text() };
  if (path !== '/readyz') return text(404, 'see /healthz, /readyz or /metrics');
  const state = await ready();
  const type = 'application/json; charset=utf-8';
  return { status: state.ready ? 200 : 503, type, body: `${JSON.stringify(state)}\n` };
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  });
  response.end(method === 'HEAD' ? undefined : body);
}
