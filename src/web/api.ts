import type { FastifyInstance, FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { WebContext } from './context.ts';
import { openApi } from './openapi.ts';
import { invalidRequest } from './problem.ts';
import type { AnyRoute } from './route.ts';
import { ROUTES } from './routes/all.ts';

const API = '/api/v1';

/** Every route of {@link ROUTES} under `/api/v1`, its input checked, and their description. */
export function addApi(app: FastifyInstance, context: WebContext): void {
  for (const route of ROUTES) addRoute(app, context, route);
  const description = JSON.stringify(openApi(ROUTES));
  app.get('/api/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(description));
}

function addRoute(app: FastifyInstance, context: WebContext, route: AnyRoute): void {
  app.route({
    method: route.method,
    url: API + route.path.replace(/\{(\w+)\}/g, ':$1'),
    ...(route.isReading === true && { config: { isReading: true } }),
    async handler(request, reply) {
      const answer = await answerOf(route, request, reply, context);
      reply.status(answer.status ?? route.status ?? 200);
      if (!('body' in answer)) return reply.send();
      if (answer.location !== undefined) reply.header('location', answer.location);
      return reply.send(answer.body);
    },
  });
}

interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body?: unknown;
}

/** What a route answers to an input, which is checked first. @throws REQUEST_INVALID, and what the route throws */
export async function answerOf(
  route: AnyRoute,
  raw: RawInput,
  reply: FastifyReply,
  { deps, origin, feedKeyOf, closing, now }: WebContext,
) {
  const input = {
    params: checked('params', route.params, raw.params),
    query: checked('query', route.query, raw.query),
    body: checked('body', route.body, raw.body),
  };
  const signal = AbortSignal.any([closing, goneSignal(reply)]);
  return route.handle(input, { deps, origin: origin(), feedKeyOf, now, signal });
}

/** @throws REQUEST_INVALID */
function checked(part: string, schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value ?? undefined);
  if (!result.success) throw invalidRequest(part, result.error);
  return result.data;
}

/** Aborted when the client went away before it was answered. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort(new Error('the client is gone')));
  return gone.signal;
}
