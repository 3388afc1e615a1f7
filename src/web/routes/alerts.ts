import { z } from 'zod';
import { Domain, found, IdParams, Instant, instantOf } from '../inputs.ts';
import { page, pageOf, Paging, rowAfter } from '../paging.ts';
import { route } from '../route.ts';
import { AlertView, SourceView } from '../views.ts';

export const alertRoutes = [
  route({
    method: 'GET',
    path: '/alerts',
    tag: 'alerts',
    summary: 'Alerts, the newest first.',
    query: z.strictObject({
      ...Paging,
      topic: z.string().min(1).max(100).optional(),
      source: Domain.optional().describe('An outlet that tells the story.'),
      from: Instant.optional(),
      to: Instant.optional(),
    }),
    answer: page(AlertView),
    async handle({ query }, { deps, now }) {
      const { limit, cursor, from, to, ...rest } = query;
      const filter = { ...rest, from: instantOf(from, now()), to: instantOf(to, now()) };
      return {
        body: await pageOf(
          limit,
          rowAfter(cursor),
          (slice) => deps.alerts.list(filter, slice),
          ({ id }) => Number(id),
        ),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/alerts/{id}',
    tag: 'alerts',
    summary: 'One alert: why it fired, and the articles that tell its story.',
    params: IdParams,
    answer: z.object({ alert: AlertView, sources: z.array(SourceView).describe('In the order in which they joined.') }),
    async handle({ params }, { deps }) {
      const [alert, sources] = await Promise.all([deps.alerts.find(params.id), deps.alerts.sources(params.id)]);
      return { body: { alert: found(alert, `alert ${params.id}`), sources } };
    },
  }),
];
