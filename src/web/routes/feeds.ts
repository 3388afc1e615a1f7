import { z } from 'zod';
import { isSelector } from '../../feed/watched-page.ts';
import { found, IdParams, line, listOf } from '../inputs.ts';
import { page, pageOf, Paging, rowAfter } from '../paging.ts';
import { route } from '../route.ts';
import { FeedView } from '../views.ts';

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]{0,4000}$/;
/** These describe the connection and are ours to set. */
const OUR_HEADERS =
  /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|proxy-.*|keep-alive|expect)$/i;

const Headers = z
  .record(z.string().regex(HEADER_NAME), z.string().regex(HEADER_VALUE))
  .refine(
    (headers) => Object.keys(headers).length <= 50 && !Object.keys(headers).some((name) => OUR_HEADERS.test(name)),
    'has a header that can’t be set, or more than 50',
  );

const Address = z
  .string()
  .trim()
  .max(2_048)
  .refine(
    (text) => /^https?:\/\//i.test(text) && URL.canParse(text),
    'is not an address that begins with http:// or https://',
  )
  .refine(
    (text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '',
    'holds a user or password; give an Authorization header instead',
  );

const FeedInput = z
  .strictObject({
    url: Address,
    title: line(300).nullable().default(null),
    tags: listOf(line(100), 100).default([]),
    everyMs: z
      .number()
      .int()
      .min(1_000)
      .max(30 * 86_400_000)
      .nullable()
      .default(null)
      .describe('A fixed rhythm instead of the adaptive one.'),
    headers: Headers.default({}).describe('Kept sealed, never shown.'),
    kind: z
      .enum(['feed', 'page'])
      .default('feed')
      .describe('`page`: a page without a feed; its article links are watched.'),
    selector: line(500)
      .refine(isSelector, 'is not a CSS selector')
      .nullable()
      .default(null)
      .describe('Of a page: which links; by default they are found by structure.'),
  })
  .refine(({ kind, selector }) => kind === 'page' || selector === null, {
    path: ['selector'],
    message: 'is for a page',
  });

const FEED_FILTERS = ['active', 'failing', 'paused', 'gone', 'dead'] as const;

export const feedRoutes = [
  route({
    method: 'GET',
    path: '/feeds',
    tag: 'feeds',
    summary: 'The watched feeds, in the order in which they were added.',
    query: z.strictObject({ ...Paging, state: z.enum(FEED_FILTERS).optional() }),
    answer: page(FeedView),
    handle: async ({ query }, { deps }) => ({
      body: await pageOf(
        query.limit,
        rowAfter(query.cursor),
        (slice) => deps.feeds.list({ state: query.state }, slice),
        ({ id }) => Number(id),
      ),
    }),
  }),
  route({
    method: 'POST',
    path: '/feeds',
    tag: 'feeds',
    summary: 'Watches a feed, or changes how it is watched. Its old entries do not alert.',
    body: FeedInput,
    answer: FeedView,
    status: 201,
    async handle({ body }, { deps }) {
      const { feed, outcome } = await deps.feeds.put(body);
      return { status: outcome === 'added' ? 201 : 200, location: `/api/v1/feeds/${feed.id}`, body: feed };
    },
  }),
  route({
    method: 'GET',
    path: '/feeds/{id}',
    tag: 'feeds',
    summary: 'One feed.',
    params: IdParams,
    answer: FeedView,
    handle: async ({ params }, { deps }) => ({ body: found(await deps.feeds.find(params.id), `feed ${params.id}`) }),
  }),
  route({
    method: 'DELETE',
    path: '/feeds/{id}',
    tag: 'feeds',
    summary: 'Watches a feed no longer; its articles and alerts stay.',
    params: IdParams,
    async handle({ params }, { deps }) {
      found(await deps.feeds.remove(params.id), `feed ${params.id}`);
      return { status: 204 };
    },
  }),
  ...(['pause', 'resume'] as const).map((action) =>
    route({
      method: 'POST',
      path: `/feeds/{id}/${action}`,
      tag: 'feeds',
      summary: action === 'pause' ? 'Polls a feed no longer, until it is resumed.' : 'Polls a paused feed again.',
      params: IdParams,
      answer: FeedView,
      async handle({ params }, { deps }) {
        found(await deps.feeds.find(params.id), `feed ${params.id}`);
        await deps.feeds.pause(params.id, action === 'pause');
        return { body: found(await deps.feeds.find(params.id), `feed ${params.id}`) };
      },
    }),
  ),
  route({
    method: 'POST',
    path: '/feeds/{id}/poll',
    tag: 'feeds',
    summary: 'Makes a feed due now; `due` is false when it was polled a moment ago, is paused, or is in hand.',
    params: IdParams,
    answer: z.object({ due: z.boolean() }),
    async handle({ params }, { deps }) {
      found(await deps.feeds.find(params.id), `feed ${params.id}`);
      return { body: { due: await deps.feeds.poll(params.id) } };
    },
  }),
];
