import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { WebContext } from './context.ts';
import { openApi } from './openapi.ts';
import { invalidRequest } from './problem.ts';
import type { AnyRoute } from './route.ts';
import { ROUTES } from './routes/all.ts';

export const API = '/api/v1';

/** Every route of {@link ROUTES} under `/api/v1`, its input checked, and their description. */
export function addApi(app: FastifyInstance, context: WebContext): void {
  for (const route of ROUTES) addRoute(app, context, route);
  const description = JSON.stringify(openApi(ROUTES));
  app.get('/api/openapi.json', (_, reply) => reply.type('application/json; charset=utf-8').send(description));
}

function addRoute(app: FastifyInstance, { deps, origin, feedKeyOf, closing, now }: WebContext, route: AnyRoute): void {
  const { method, path, params, query, body, status = 200, handle } = route;
  app.route({
    method,
    url: API + path.replace(/\{(\w+)\}/g, ':$1'),
    async handler(request, reply) {
      const input = {
        params: checked('params', params, request.params),
        query: checked('query', query, request.query),
        body: checked('body', body, request.body),
      };
      const answer = await handle(input, {
        deps,
        origin: origin(),
        feedKeyOf,
        now,
        signal: AbortSignal.any([closing, goneSignal(request, reply)]),
      });
      reply.status(answer.status ?? status);
      if (!('body' in answer)) return reply.send();
      if (answer.location !== undefined) reply.header('location', answer.location);
      return reply.send(answer.body);
    },
  });
}

/** @throws REQUEST_INVALID */
function checked(part: string, schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined;
  const result = schema.safeParse(value ?? undefined);
  if (!result.success) throw invalidRequest(part, result.error);
  return result.data;
}

/** Aborted when the client went away before it was answered. */
function goneSignal(_: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort(new Error('the client is gone')));
  return gone.signal;
}
