import { z } from 'zod';
import { route } from '../route.ts';
import { FailureView, StatusView, STAGE_NAMES } from '../views.ts';

const FailureId = z.union([z.literal('all'), z.enum(STAGE_NAMES), z.string().regex(/^(work|body|delivery)-\d{1,15}$/)]);

export const statusRoutes = [
  route({
    method: 'GET',
    path: '/status',
    tag: 'status',
    summary: 'How it is all going, at one look.',
    answer: StatusView,
    handle: async (_, { deps }) => ({ body: await deps.status() }),
  }),
  route({
    method: 'GET',
    path: '/failures',
    tag: 'status',
    summary: 'What is kept for a person, with its reason; the latest first.',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    answer: z.object({ items: z.array(FailureView) }),
    handle: async ({ query }, { deps }) => ({ body: { items: await deps.failures.list(query.limit) } }),
  }),
  route({
    method: 'POST',
    path: '/failures/{id}/retry',
    tag: 'status',
    summary: 'Tries failed things again: one, those of a stage, or `all`. Nothing is alerted twice by it.',
    params: z.strictObject({ id: FailureId }),
    answer: z.object({ retried: z.number() }),
    handle: async ({ params }, { deps }) => ({ body: { retried: await deps.failures.retry(params.id) } }),
  }),
];
