import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Access, isFeedKey, type Refusal } from './access.ts';
import { problem, PROBLEM_TYPE, type Problem } from './problem.ts';

/** Failed logins of one address within a minute before it has to wait. */
const MAX_FAILURES = 20;
const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Failed logins by address; bounded, and forgotten after a minute. */
export class Failures {
  readonly #seen = new Map<string, { count: number; until: number }>();

  /** Seconds to wait, 0 for nobody who has to. */
  waitS(address: string, now: number): number {
    const entry = this.#seen.get(address);
    if (entry === undefined || entry.until <= now) return 0;
    return entry.count < MAX_FAILURES ? 0 : Math.ceil((entry.until - now) / 1000);
  }

  add(address: string, now: number): void {
    const entry = this.#seen.get(address);
    if (entry !== undefined && entry.until > now) {
      entry.count += 1;
      return;
    }
    if (this.#seen.size >= MAX_ADDRESSES) this.#seen.clear();
    this.#seen.set(address, { count: 1, until: now + WINDOW_MS });
  }
}

const TOPIC_FEED = /^\/topics\/([^/]{1,300})\/alerts\.(?:rss|atom|json)$/;

/** Headers of every answer; pages and Bull Board set their own policy. */
const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-frame-options': 'DENY',
};
export const CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'";

export interface GateOptions {
  readonly access: Access;
  readonly secret: string | undefined;
  readonly now: () => number;
}

/** Lets in whom {@link Access} lets in, before anything is read of the request (R29). `/healthz` is open. */
export function addGate(app: FastifyInstance, { access, secret, now }: GateOptions): void {
  const failures = new Failures();
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    reply.header('content-security-policy', CLOSED_POLICY);
    reply.header('cache-control', 'no-store');
    const path = request.url.split('?', 1)[0] as string;
    if (path === '/healthz') return;
    const visit = { method: request.method, headers: request.headers, remoteAddress: request.socket.remoteAddress };
    const wrongHost = access.refuseHost(visit);
    if (wrongHost !== null) return sendRefusal(request, reply, wrongHost);
    if (hasFeedKey(request, path, secret)) return;
    const refusal = access.refuse(visit);
    if (refusal === null) return;
    const address = request.socket.remoteAddress ?? '';
    const waitS = refusal.status === 401 ? failures.waitS(address, now()) : 0;
    if (waitS > 0) {
      reply.header('retry-after', String(waitS));
      return sendProblem(reply, problem(429, 'TOO_MANY_REQUESTS', 'Too many failed logins from this address.'));
    }
    if (refusal.status === 401 && request.headers.authorization !== undefined) failures.add(address, now());
    return sendRefusal(request, reply, refusal);
  });
}

/** A feed reader has its key in the address, and may read that one topic's feeds with it. */
function hasFeedKey(request: FastifyRequest, path: string, secret: string | undefined): boolean {
  const topic = request.method === 'GET' || request.method === 'HEAD' ? TOPIC_FEED.exec(path)?.[1] : undefined;
  const { key } = (request.query ?? {}) as { key?: unknown };
  if (topic === undefined || typeof key !== 'string' || key.length > 200) return false;
  return isFeedKey(secret, decoded(topic), key);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, { status, detail }: Refusal): FastifyReply {
  if (status === 401) {
    const isApi = request.url.startsWith('/api/');
    // A browser asks for the password only where a person looks at a page.
    reply.header('www-authenticate', isApi ? 'Bearer realm="wirewatch"' : 'Basic realm="wirewatch", charset="UTF-8"');
  }
  return sendProblem(reply, problem(status, status === 401 ? 'LOGIN_NEEDED' : 'REQUEST_REFUSED', detail));
}

export function sendProblem(reply: FastifyReply, told: Problem): FastifyReply {
  return reply.status(told.status).type(PROBLEM_TYPE).send(JSON.stringify(told));
}
