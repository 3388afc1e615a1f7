import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFeedKey, sessionCookie, shownBy, type Access, type Refusal, type Visit, type Visitor } from './access.ts';
import type { Logins } from './logins.ts';
import { problem, PROBLEM_TYPE, type Problem } from './problem.ts';
import { addressKey } from './tries.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who was let in; null where nobody has to be. */
    visitor: Visitor | null;
  }
  interface FastifyContextConfig {
    /** Whoever asks, logged in or not. */
    isOpen?: boolean;
    /** Changes nothing that is kept, whatever its method says: a reader may do it. */
    isReading?: boolean;
  }
}

/** Where people log in. */
export const LOGIN_PATH = '/login';

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
  readonly logins: Logins;
  readonly secret: string | undefined;
}

/** Lets in whom {@link Access} lets in, before anything is read of the request (R29). `/healthz` is open. */
export function addGate(app: FastifyInstance, options: GateOptions): void {
  app.decorateRequest('visitor', null);
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries(HEADERS)) reply.header(name, value);
    const path = request.url.split('?', 1)[0] as string;
    if (path === '/healthz') return;
    const visit = visitOf(request);
    const refused = options.access.refuseHost(visit);
    if (refused !== null) return refuse(reply, refused);
    if (hasFeedKey(request, path, options.secret)) return;
    return request.routeOptions.config?.isOpen === true
      ? admitAnybody(visit, reply, options)
      : admit(request, reply, visit, options);
  });
}

export function visitOf(request: FastifyRequest): Visit {
  return { method: request.method, headers: request.headers, remoteAddress: request.socket.remoteAddress };
}

/** A page of another site's may not even log somebody in here. */
function admitAnybody(visit: Visit, reply: FastifyReply, { access }: GateOptions): FastifyReply | undefined {
  const refused = access.refuseOrigin(visit, false);
  return refused === null ? undefined : refuse(reply, refused);
}

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  visit: Visit,
  { access, logins }: GateOptions,
): Promise<FastifyReply | undefined> {
  const address = addressKey(visit.remoteAddress);
  const shown = shownBy(visit);
  const visitor =
    access.byAdminToken(visit) ?? (shown ? (logins.known(shown) ?? (await logins.find(shown, address))) : null);
  const machine = access.byMachine(visit);
  if (visitor !== null && 'waitS' in visitor && machine === null) return tooMany(reply, visitor.waitS);
  request.visitor = visitor === null || 'waitS' in visitor ? machine : visitor;
  const refused = access.refuse(visit, request.visitor, request.routeOptions.config?.isReading);
  if (refused === null) return undefined;
  if (refused.status === 403) return refuse(reply, refused);
  if (shown === undefined) {
    const waitS = logins.waitS(shown, address);
    if (waitS > 0) return tooMany(reply, waitS);
    logins.failed(shown, address);
  }
  if (shown?.by === 'session')
    reply.header('set-cookie', sessionCookie('', { isSecure: access.isSecure(visit), seconds: 0 }));
  return askForLogin(request, reply, refused, access);
}

function refuse(reply: FastifyReply, { status, detail }: Refusal): FastifyReply {
  return sendProblem(reply, problem(status, 'REQUEST_REFUSED', detail));
}

/** Who gave a wrong password too often has to wait, even with the right one. */
export function tooMany(reply: FastifyReply, waitS: number): FastifyReply {
  reply.header('retry-after', String(waitS));
  return sendProblem(reply, problem(429, 'TOO_MANY_REQUESTS', 'Too many failed logins.'));
}

/** A person who looks at a page is led to the form where there are users; a browser's own question is for the token alone. */
function askForLogin(request: FastifyRequest, reply: FastifyReply, { detail }: Refusal, access: Access): FastifyReply {
  const { url, method, headers } = request;
  const isApi = url.startsWith('/api/');
  const isPage = method === 'GET' && !isApi && (headers.accept ?? '').includes('text/html');
  if (isPage && access.hasUsers && headers.authorization === undefined)
    return reply.redirect(url === '/' ? LOGIN_PATH : `${LOGIN_PATH}?next=${encodeURIComponent(url)}`, 303);
  const isScript = isApi || (access.hasUsers && url.startsWith('/queues/api/'));
  reply.header('www-authenticate', isScript ? 'Bearer realm="wirewatch"' : 'Basic realm="wirewatch", charset="UTF-8"');
  return sendProblem(reply, problem(401, 'LOGIN_NEEDED', detail));
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
