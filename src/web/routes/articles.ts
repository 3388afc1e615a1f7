import { z } from 'zod';
import { canonicalUrl } from '../../text/url.ts';
import { wordsQuery } from '../search.ts';
import { found, Domain, IdParams, Instant, instantOf, Language } from '../inputs.ts';
import { cursorOf, page, pageOf, Paging, rowAfter } from '../paging.ts';
import { route, type RouteContext } from '../route.ts';
import { boundedSearch } from '../trial.ts';
import { ArticleRowView, ArticleView, MatchView, STATUSES } from '../views.ts';
import type { ArticleFilter } from '../../stages/archive/deps.ts';

const Filters = {
  status: z.enum(STATUSES).optional(),
  source: Domain.optional().describe('The outlet’s domain.'),
  lang: Language.optional(),
  feed: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional()
    .describe('The id of a feed that listed it.'),
  story: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional(),
  topic: z.string().min(1).max(100).optional().describe('The id of a topic that it matched.'),
  url: z.string().min(1).max(4_096).optional().describe('Its address, as it is listed or as its page names itself.'),
  from: Instant.optional().describe('By discovery.'),
  to: Instant.optional(),
};
const Search = {
  q: z.string().min(1).max(20_000).optional().describe('A topic query; the texts are searched, the newest first.'),
  text: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .describe('Words that must all be in the text, without any syntax.'),
};

const Listed = z.object({
  ...ArticleRowView.shape,
  matches: z.array(MatchView).optional().describe('For a search: where it was found.'),
});
const Answer = z.object({
  ...page(Listed).shape,
  scanned: z
    .number()
    .optional()
    .describe(
      'For a search: how many articles were looked at for this page. One that ran out of time has `next`, and maybe no items.',
    ),
});

type Filter = z.output<z.ZodObject<typeof Filters>>;

function filterOf({ from, to, url, ...filter }: Filter, now: number): ArticleFilter {
  return {
    ...filter,
    url: url === undefined ? undefined : (canonicalUrl(url) ?? url),
    from: instantOf(from, now),
    to: instantOf(to, now),
  };
}

/** One page of what a query finds. @throws QUERY_INVALID, TOO_MANY_REQUESTS */
async function search(
  query: string,
  limit: number,
  filter: ArticleFilter,
  after: number | null,
  { deps, signal, now }: RouteContext,
) {
  const { hits, read, next } = await boundedSearch(query, { archive: deps.archive, filter, after, limit, signal }, now);
  const items = hits.map(({ article, matches }) => ({ ...article, matches: [...matches] }));
  return { items, next: next === null ? null : cursorOf(next), scanned: read };
}

export const articleRoutes = [
  route({
    method: 'GET',
    path: '/articles',
    tag: 'articles',
    summary: 'Articles, those found last first: filtered, or searched by a topic query or by words.',
    query: z
      .strictObject({ ...Paging, ...Filters, ...Search })
      .refine(({ q, text }) => q === undefined || text === undefined, 'q and text do not go together'),
    answer: Answer,
    async handle({ query }, context) {
      const { limit, cursor, q, text, ...filters } = query;
      const filter = filterOf(filters, context.now());
      const after = rowAfter(cursor);
      const wanted = q ?? (text === undefined ? undefined : wordsQuery(text));
      if (wanted !== undefined) return { body: await search(wanted, limit, filter, after, context) };
      return {
        body: await pageOf(
          limit,
          after,
          (slice) => context.deps.articles.list(filter, slice),
          ({ id }) => Number(id),
        ),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/articles/{id}',
    tag: 'articles',
    summary: 'One article with its text and its life line: status, decisions, steps with times.',
    params: IdParams,
    answer: ArticleView,
    handle: async ({ params }, { deps }) => ({
      body: found(await deps.articles.find(params.id), `article ${params.id}`),
    }),
  }),
];
