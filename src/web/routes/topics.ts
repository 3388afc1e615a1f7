import { z } from 'zod';
import { WireError } from '../../core/errors.ts';
import { refusal } from '../../topic/faults.ts';
import type { TopicSpec } from '../../topic/matcher.ts';
import { parseQuery } from '../../topic/query.ts';
import type { StoredTopic } from '../deps.ts';
import { feedAddresses } from '../feeds.ts';
import { Domain, found, Instant, instantOf, Language, line, listOf, TopicId, TopicParams } from '../inputs.ts';
import { nameAfter, page, pageOf, Paging } from '../paging.ts';
import { route, type RouteContext } from '../route.ts';
import { boundedTrial } from '../trial.ts';
import { TopicView, TrialView, WarningView } from '../views.ts';

const Query = z.string().min(1).max(20_000);
const Filters = {
  lang: listOf(Language, 50),
  sources: listOf(Domain, 1_000),
  tags: listOf(line(100), 100),
};
const Rules = {
  minScore: z.number().min(0).max(1).nullable().describe('Only matches with at least this score; null: all.'),
  caseSensitive: z.boolean().describe('Only words as they are written: case and accents count, no other forms.'),
};
const NewTopic = z.strictObject({
  id: TopicId,
  name: line(200).optional(),
  query: Query,
  lang: Filters.lang.default([]),
  sources: Filters.sources.default([]),
  tags: Filters.tags.default([]),
  minScore: Rules.minScore.default(null),
  caseSensitive: Rules.caseSensitive.default(false),
});
const TopicPatch = z.strictObject({ name: line(200), query: Query, ...Filters, ...Rules }).partial();
const Trial = {
  since: Instant.default('30d').describe('Since when, by discovery: an instant, or days such as 30d.'),
  samples: z.number().int().min(0).max(100).default(50),
};
const Changed = z.object({
  topic: TopicView,
  warnings: z.array(WarningView).describe('What may not be meant as it is written.'),
});

function topicView(topic: StoredTopic, context: Pick<RouteContext, 'origin' | 'feedKeyOf'>): TopicView {
  return { ...topic, feeds: feedAddresses(context, topic.id) };
}

/** @throws QUERY_INVALID with the place and a hint */
function checkedQuery(topic: string, query: string, lang: readonly string[]) {
  const parsed = parseQuery(query, { lang });
  if (parsed.ok) return parsed.warnings.map((warning) => ({ ...warning }));
  throw refusal(topic, parsed.fault);
}

interface Asked {
  readonly since: string;
  readonly samples: number;
  readonly before?: TopicSpec | undefined;
}

/** @throws QUERY_INVALID, TOO_MANY_REQUESTS */
async function trialOf(topic: TopicSpec, { since, samples, before }: Asked, { deps, now, signal }: RouteContext) {
  const to = now();
  const from = instantOf(since, to) ?? new Date(0);
  const options = { archive: deps.archive, from, to: new Date(to), samples, before, signal };
  return (await boundedTrial(topic, options, now)) as TrialView;
}

export const topicRoutes = [
  route({
    method: 'GET',
    path: '/topics',
    tag: 'topics',
    summary: 'The topics, by id.',
    query: z.strictObject(Paging),
    answer: page(TopicView),
    async handle({ query }, context) {
      const { items, next } = await pageOf(
        query.limit,
        nameAfter(query.cursor),
        context.deps.topics.list,
        ({ id }) => id,
      );
      return { body: { items: items.map((topic) => topicView(topic, context)), next } };
    },
  }),
  route({
    method: 'POST',
    path: '/topics',
    tag: 'topics',
    summary: 'Creates a topic; 409 where there is one of that id.',
    body: NewTopic,
    answer: Changed,
    status: 201,
    async handle({ body }, context) {
      const { deps } = context;
      const warnings = checkedQuery(body.id, body.query, body.lang);
      if ((await deps.topics.find(body.id)) !== null)
        throw new WireError('CONFLICT', `there is a topic ${body.id} already`);
      await deps.topics.put({ ...body, name: body.name ?? body.id });
      const topic = found(await deps.topics.find(body.id), `topic ${body.id}`);
      return {
        status: 201,
        location: `/api/v1/topics/${encodeURIComponent(body.id)}`,
        body: { topic: topicView(topic, context), warnings },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/topics/test',
    isReading: true,
    tag: 'topics',
    summary: 'Tries a query on the archive before anybody subscribes to it.',
    body: z.strictObject({
      ...TopicPatch.omit({ name: true }).shape,
      query: Query,
      ...Trial,
      topic: TopicId.optional().describe(
        'The topic that this is a change of: what is gained and lost. What is not given of its filters stays.',
      ),
    }),
    answer: TrialView,
    async handle({ body }, context) {
      const { since, samples, topic: id, ...given } = body;
      checkedQuery('trial', given.query, given.lang ?? []);
      const before = id === undefined ? undefined : found(await context.deps.topics.find(id), `topic ${id}`);
      const topic = { ...before, ...defined(given), query: given.query, id: 'trial' };
      return { body: await trialOf(topic, { since, samples, before }, context) };
    },
  }),
  route({
    method: 'GET',
    path: '/topics/{id}',
    tag: 'topics',
    summary: 'One topic.',
    params: TopicParams,
    answer: TopicView,
    handle: async ({ params }, context) => ({
      body: topicView(found(await context.deps.topics.find(params.id), `topic ${params.id}`), context),
    }),
  }),
  route({
    method: 'PATCH',
    path: '/topics/{id}',
    tag: 'topics',
    summary: 'Changes what is given of a topic.',
    params: TopicParams,
    body: TopicPatch,
    answer: Changed,
    async handle({ params, body }, context) {
      const { topics } = context.deps;
      const old = found(await topics.find(params.id), `topic ${params.id}`);
      const { id, name, query, lang, sources, tags, minScore, caseSensitive } = { ...old, ...defined(body) };
      const warnings = checkedQuery(id, query, lang);
      await topics.put({ id, name, query, lang, sources, tags, minScore, caseSensitive });
      return { body: { topic: topicView(found(await topics.find(id), `topic ${id}`), context), warnings } };
    },
  }),
  route({
    method: 'DELETE',
    path: '/topics/{id}',
    tag: 'topics',
    summary: 'Ends a topic: its subscriptions go, what was not delivered is cancelled, its alerts stay.',
    params: TopicParams,
    async handle({ params }, { deps }) {
      found(await deps.topics.remove(params.id), `topic ${params.id}`);
      return { status: 204 };
    },
  }),
  route({
    method: 'GET',
    path: '/topics/{id}/test',
    tag: 'topics',
    summary: 'Tries a topic on the archive.',
    params: TopicParams,
    query: z.strictObject({ since: Trial.since, samples: z.coerce.number().int().min(0).max(100).default(50) }),
    answer: TrialView,
    async handle({ params, query }, context) {
      const topic = found(await context.deps.topics.find(params.id), `topic ${params.id}`);
      return { body: await trialOf(topic, query, context) };
    },
  }),
  route({
    method: 'POST',
    path: '/topics/{id}/test',
    isReading: true,
    tag: 'topics',
    summary:
      'Tries a topic on the archive, with another query or other filters where they are given, compared with it as it is.',
    params: TopicParams,
    body: z.strictObject({ ...TopicPatch.shape, ...Trial }).default({ since: '30d', samples: 50 }),
    answer: TrialView,
    async handle({ params, body }, context) {
      const { since, samples, ...changes } = body;
      const before = found(await context.deps.topics.find(params.id), `topic ${params.id}`);
      const topic = { ...before, ...defined(changes) };
      checkedQuery(topic.id, topic.query, topic.lang);
      return { body: await trialOf(topic, { since, samples, before }, context) };
    },
  }),
];

/** Without the members that are undefined. */
function defined<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
