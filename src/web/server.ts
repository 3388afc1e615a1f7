import {
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import type { AddressInfo } from 'node:net';
import { messageOf, WireError } from '../core/errors.ts';
import { Access, feedKey, isLoopback } from './access.ts';
import { addApi } from './api.ts';
import { addBoard, BOARD_PATH, BOARD_POLICY } from './board.ts';
import type { WebDeps } from './deps.ts';
import { addEvents } from './events.ts';
import { addTopicFeeds } from './feeds.ts';
import { addGate, sendProblem } from './gate.ts';
import { addLogin } from './login.ts';
import { Logins } from './logins.ts';
import { layout } from './page/layout.ts';
import { problemPage } from './page/list-pages.ts';
import { addPages, sendPage } from './page/pages.ts';
import { problem, problemOf, type Problem } from './problem.ts';

export interface WebOptions {
  readonly host: string;
  /** 0 is any free one. */
  readonly port: number;
  readonly baseUrl: string | undefined;
  readonly adminToken: string | undefined;
  /** The installation's; keys of topic feeds are derived from it. */
  readonly secret: string | undefined;
  readonly deps: WebDeps;
  readonly now?: () => number;
}

export interface WebServer {
  /** Where this machine reaches it, such as `http://127.0.0.1:8080`. */
  readonly address: string;
  readonly port: number;
  /** Ends streams, finishes what is being answered, closes. Idempotent. */
  close(): Promise<void>;
}

/** What one request may be: far above all that the API asks for. */
const LIMITS = {
  bodyLimit: 256 * 1024,
  requestTimeout: 15_000,
  keepAliveTimeout: 10_000,
  routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
} satisfies FastifyServerOptions;
const MAX_CONNECTIONS = 1_000;

/**
 * The page, the API, the streams and Bull Board, listening.
 * @throws WEB_OPEN, LISTEN_FAILED
 */
export async function createWeb(options: WebOptions): Promise<WebServer> {
  const { host, port, baseUrl, adminToken, secret, deps, now = Date.now } = options;
  const access = new Access({ host, baseUrl, adminToken }, await deps.accounts.counts());
  const logins = new Logins(deps.accounts, access, now);
  const app = fastify({ ...LIMITS, logger: false, forceCloseConnections: true, return503OnClosing: true });
  app.server.maxConnections = MAX_CONNECTIONS;
  app.server.headersTimeout = 10_000;
  // Forms and plain text are what another site's page can send without asking.
  app.removeContentTypeParser('text/plain');
  allowNoBody(app);
  addGate(app, { access, logins, secret });
  addErrors(app, deps);
  const closing = new AbortController();
  const origin = (): string => (baseUrl ?? addressOf(host, app)).replace(/\/+$/, '');
  const context = {
    deps,
    now,
    closing: closing.signal,
    origin,
    feedKeyOf: (topic: string) => (secret === undefined ? undefined : feedKey(secret, topic)),
    access,
    logins,
  };
  addHealth(app, deps);
  addApi(app, context);
  addEvents(app, context);
  addTopicFeeds(app, context);
  addPages(app, context);
  await addLogin(app, context);
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(BOARD_PATH)) reply.header('content-security-policy', BOARD_POLICY);
  });
  await addBoard(app, deps.board);
  const changes = logins.begin((error) =>
    deps.onError(error, 'who may come in could not be read; it is looked for again'),
  );
  app.addHook('onClose', () => changes.close());
  try {
    await listen(app, host, port);
  } catch (error) {
    // What has begun holds a connection of the store, which would be waited for.
    await app.close();
    throw error;
  }
  let closed: Promise<void> | undefined;
  return {
    address: addressOf(host, app),
    port: portOf(app),
    close: () => (closed ??= (closing.abort(new Error('the server closes')), app.close())),
  };
}

/** Many clients name JSON as the type of every request, of a DELETE without a body too: what needs a body says so itself. */
function allowNoBody(app: FastifyInstance): void {
  const read = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else void read(request, body, done);
  });
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    if (typeof (cause as NodeJS.ErrnoException).syscall !== 'string') throw cause;
    throw new WireError('LISTEN_FAILED', `cannot listen on ${host}:${port} for the web page`, { cause });
  }
}

function portOf(app: FastifyInstance): number {
  return (app.server.address() as AddressInfo).port;
}

function addressOf(host: string, app: FastifyInstance): string {
  const name = isLoopback(host) ? host : /^(0\.0\.0\.0|::)$/.test(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${portOf(app)}`;
}

function addErrors(app: FastifyInstance, { isAway, onError }: WebDeps): void {
  app.setNotFoundHandler((request, reply) => {
    tell(
      request,
      reply,
      problem(404, 'NOT_FOUND', `There is nothing at ${request.method} ${request.url.split('?', 1)[0]}.`),
    );
  });
  app.setErrorHandler((error, request, reply) => {
    const told = problemOf(error, isAway);
    if (told.status >= 500) onError(error, told.status === 500 ? 'a request failed' : messageOf(error));
    if (told.status === 503) reply.header('retry-after', '5');
    tell(request, reply, told);
  });
}

/** People get a page, programs the problem's details. */
function tell(request: FastifyRequest, reply: FastifyReply, told: Problem): FastifyReply {
  const wantsPage =
    request.method === 'GET' &&
    !request.url.startsWith('/api/') &&
    (request.headers.accept ?? '').includes('text/html');
  if (!wantsPage) return sendProblem(reply, told);
  return sendPage(
    reply.status(told.status),
    layout({
      title: told.title,
      at: '',
      body: problemPage(told.status, told.title, told.detail),
      visitor: request.visitor,
    }),
  );
}

function addHealth(app: FastifyInstance, deps: WebDeps): void {
  app.get('/healthz', (_, reply) => reply.type('text/plain; charset=utf-8').send('ok\n'));
  app.get('/readyz', async (_, reply) => {
    const readiness = await deps.readiness();
    return reply.status(readiness.ready ? 200 : 503).send(readiness);
  });
  app.get('/metrics', async (_, reply) => reply.type(deps.metrics.contentType).send(await deps.metrics.text()));
}
