import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { SIGNING_SECRET_FORM, signingKey } from '../../core/signing-secret.ts';
import { isTimeZone } from '../../core/time-zone.ts';
import { found, IdParams, line } from '../inputs.ts';
import { page, pageOf, Paging, rowAfter } from '../paging.ts';
import { route } from '../route.ts';
import { ChannelView, DELIVERY_STATES, DeliveryView, SubscriptionView } from '../views.ts';

const Secret = z
  .string()
  .max(200)
  .refine((text) => signingKey(text) !== null, `is not a signing secret: ${SIGNING_SECRET_FORM}`);
const Id = z
  .string()
  .regex(/^\d{1,15}$/, 'is not an id')
  .transform(Number);

const Cron = z
  .string()
  .trim()
  .max(200)
  .refine(
    (text) => text.split(/\s+/).length === 5 && isCron(text),
    'is not a schedule of five fields of cron such as "0 7 * * 1-5"',
  );
const Zone = z.string().max(100).refine(isTimeZone, 'is not a time zone such as Europe/Minsk');

function isCron(text: string): boolean {
  try {
    CronExpressionParser.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const channelRoutes = [
  route({
    method: 'GET',
    path: '/channels',
    tag: 'channels',
    summary: 'Where alerts can go.',
    query: z.strictObject(Paging),
    answer: page(ChannelView),
    handle: async ({ query }, { deps }) => ({
      body: await pageOf(query.limit, rowAfter(query.cursor), deps.channels.list, ({ id }) => Number(id)),
    }),
  }),
  route({
    method: 'POST',
    path: '/channels',
    tag: 'channels',
    summary:
      'Adds a channel; one of that type and address is enabled again, and signs with the new secret where one is given.',
    body: z.strictObject({
      type: line(50),
      address: line(2_048),
      secret: Secret.nullable().default(null).describe('Kept sealed, never shown.'),
    }),
    answer: ChannelView,
    status: 201,
    async handle({ body }, { deps }) {
      const { id, made } = await deps.channels.put(body);
      return {
        status: made ? 201 : 200,
        location: `/api/v1/channels/${id}`,
        body: found(await deps.channels.find(id), `channel ${id}`),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/channels/{id}',
    tag: 'channels',
    summary: 'One channel.',
    params: IdParams,
    answer: ChannelView,
    handle: async ({ params }, { deps }) => ({
      body: found(await deps.channels.find(params.id), `channel ${params.id}`),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/channels/{id}',
    tag: 'channels',
    summary: 'Removes a channel with its subscriptions; what it still had to send is not sent.',
    params: IdParams,
    async handle({ params }, { deps }) {
      found(await deps.channels.remove(params.id), `channel ${params.id}`);
      return { status: 204 };
    },
  }),
];

const SubscriptionInput = z
  .strictObject({
    topic: z.string().min(1).max(100),
    channelId: Id,
    rhythm: z.enum(['instant', 'digest']).default('instant'),
    digest: Cron.nullable().default(null).describe('For a digest: when, as five fields of cron.'),
    timezone: Zone.nullable().default(null).describe('Of the digest; UTC by default.'),
    updates: z.boolean().default(false).describe('Also when an alert gains sources or is edited.'),
  })
  .refine(({ rhythm, digest }) => (rhythm === 'digest') === (digest !== null), {
    path: ['digest'],
    message: 'goes with rhythm: digest, and with it alone',
  });

export const subscriptionRoutes = [
  route({
    method: 'GET',
    path: '/subscriptions',
    tag: 'subscriptions',
    summary: 'Which topics go to which channels.',
    query: z.strictObject({ ...Paging, topic: z.string().min(1).max(100).optional() }),
    answer: page(SubscriptionView),
    handle: async ({ query }, { deps }) => ({
      body: await pageOf(
        query.limit,
        rowAfter(query.cursor),
        (slice) => deps.subscriptions.list({ topic: query.topic }, slice),
        ({ id }) => Number(id),
      ),
    }),
  }),
  route({
    method: 'POST',
    path: '/subscriptions',
    tag: 'subscriptions',
    summary: 'Sends a topic’s alerts to a channel, or changes how.',
    body: SubscriptionInput,
    answer: SubscriptionView,
    status: 201,
    handle: async ({ body }, { deps }) => ({ status: 201, body: await deps.subscriptions.put(body) }),
  }),
  route({
    method: 'DELETE',
    path: '/subscriptions/{id}',
    tag: 'subscriptions',
    summary: 'Ends a subscription; what is pending for it is cancelled.',
    params: IdParams,
    async handle({ params }, { deps }) {
      found(await deps.subscriptions.remove(params.id), `subscription ${params.id}`);
      return { status: 204 };
    },
  }),
];

export const deliveryRoutes = [
  route({
    method: 'GET',
    path: '/deliveries',
    tag: 'deliveries',
    summary: 'Deliveries, the newest first.',
    query: z.strictObject({
      ...Paging,
      state: z.enum(DELIVERY_STATES).optional(),
      channel: Id.optional(),
      alert: Id.optional(),
    }),
    answer: page(DeliveryView),
    async handle({ query }, { deps }) {
      const { limit, cursor, ...filter } = query;
      return {
        body: await pageOf(
          limit,
          rowAfter(cursor),
          (slice) => deps.deliveries.list(filter, slice),
          ({ id }) => Number(id),
        ),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/deliveries/{id}',
    tag: 'deliveries',
    summary: 'One delivery.',
    params: IdParams,
    answer: DeliveryView,
    handle: async ({ params }, { deps }) => ({
      body: found(await deps.deliveries.find(params.id), `delivery ${params.id}`),
    }),
  }),
];
