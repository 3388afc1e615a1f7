import type { FastifyInstance } from 'fastify';
import type { WebContext } from '../context.ts';

export function addPages(app: FastifyInstance, { deps }: WebContext): void {
  app.get('/', async (_, reply) => {
    const status = await deps.status();
    return reply
      .type('text/html; charset=utf-8')
      .send(
        `<!doctype html><html lang="en"><title>wirewatch</title><h1>wirewatch</h1><p>${status.articles.day} articles, ${status.alerts.day} alerts of a day. <a href="/queues">Queues</a></p></html>`,
      );
  });
}
