import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFeedKey, type Access, type Refusal } from './access.ts';
import { problem, PROBLEM_TYPE, type Problem } from './problem.ts';

/** Failed logins of one address within a minute before it has to wait. */
const MAX_FAILURES = 20;
const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Failed logins by address; bounded, and forgotten after a minute. */
class Failures {
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
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

export interface GateOptions {
  readonly access: Access;
  readonly secret: string | undefined;
  readonly now: () => number;
}

/** Lets in whom {@link Access} lets in, before anything is read of the request (R29). `/healthz` is open. */
export function addGate(app: FastifyInstance, options: GateOptions): void {
  const failures = new Failures();
  app.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    const refusal = refusalOf(request, options);
    if (refusal === null) done();
    else if (refusal.status === 401) askForLogin(request, reply, refusal, failures, options.now());
    else sendProblem(reply, problem(refusal.status, 'REQUEST_REFUSED', refusal.detail));
  });
}

function refusalOf(request: FastifyRequest, { access, secret }: GateOptions): Refusal | null {
  const path = request.url.split('?', 1)[0] as string;
  if (path === '/healthz') return null;
  const visit = { method: request.method, headers: request.headers, remoteAddress: request.socket.remoteAddress };
  return access.refuseHost(visit) ?? (hasFeedKey(request, path, secret) ? null : access.refuse(visit));
}

/** Who gave a wrong password too often has to wait. */
function askForLogin(
  request: FastifyRequest,
  reply: FastifyReply,
  { detail }: Refusal,
  failures: Failures,
  now: number,
): void {
  const address = request.socket.remoteAddress ?? '';
  const waitS = failures.waitS(address, now);
  if (waitS > 0) {
    reply.header('retry-after', String(waitS));
    sendProblem(reply, problem(429, 'TOO_MANY_REQUESTS', 'Too many failed logins from this address.'));
    return;
  }
  if (request.headers.authorization !== undefined) failures.add(address, now);
  // A browser asks for the password only where a person looks at a page.
  const scheme = request.url.startsWith('/api/')
    ? 'Bearer realm="wirewatch"'
    : 'Basic realm="wirewatch", charset="UTF-8"';
  reply.header('www-authenticate', scheme);
  sendProblem(reply, problem(401, 'LOGIN_NEEDED', detail));
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

export function sendProblem(reply: FastifyReply, told: Problem): FastifyReply {
  return reply.status(told.status).type(PROBLEM_TYPE).send(JSON.stringify(told));
}
