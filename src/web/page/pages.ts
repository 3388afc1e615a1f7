import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isWireError } from '../../core/errors.ts';
import { answerOf } from '../api.ts';
import type { WebContext } from '../context.ts';
import { ROUTES } from '../routes/all.ts';
import type {
  AlertView,
  DeliveryView,
  FailureView,
  FeedView,
  SourceView,
  StatusView,
  TopicView,
  TrialView,
  ArticleView,
} from '../views.ts';
import { alertPage, alertsPage } from './alert-pages.ts';
import { articlePage, articlesPage, type ArticleListing } from './article-pages.ts';
import { addAssets } from '../assets.ts';
import type { Html } from './html.ts';
import { layout, PAGE_POLICY } from './layout.ts';
import { deliveriesPage, failuresPage, feedsPage } from './list-pages.ts';
import { statusPage } from './status-page.ts';
import { queryFault, topicPage, topicsPage, type QueryFault } from './topic-pages.ts';
import { trial } from './trial.ts';

interface List<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

type Query = Readonly<Record<string, string | undefined>>;

/** What a page is made of. */
interface Visit {
  readonly query: Query;
  readonly id: string;
  readonly now: number;
  /** The answer of the API to a GET of a path such as `/alerts/{id}`. */
  readonly ask: <T>(path: string, query?: Query, id?: string) => Promise<T>;
  /** A query tried on the archive; changes nothing. */
  readonly tryQuery: (body: {
    query: string;
    since: string | undefined;
    topic: string | undefined;
  }) => Promise<TrialView>;
}

interface Page {
  readonly path: string;
  /** The entry of the navigation. */
  readonly at: string;
  readonly isLive?: boolean;
  render(visit: Visit): Promise<{ title: string; body: Html }>;
}

const LATEST = 12;

const PAGES: readonly Page[] = [
  {
    path: '/',
    at: '/',
    isLive: true,
    async render({ ask, now }) {
      const [status, alerts] = await Promise.all([
        ask<StatusView>('/status'),
        ask<List<AlertView>>('/alerts', { limit: String(LATEST) }),
      ]);
      return { title: 'wirewatch', body: statusPage(status, alerts.items, now) };
    },
  },
  {
    path: '/alerts',
    at: '/alerts',
    async render({ ask, query, now }) {
      const { items, next } = await ask<List<AlertView>>('/alerts', query);
      return { title: 'Alerts', body: alertsPage(items, next, query, now) };
    },
  },
  {
    path: '/alerts/:id',
    at: '/alerts',
    async render({ ask, id, now }) {
      const { alert, sources } = await ask<{ alert: AlertView; sources: SourceView[] }>('/alerts/{id}', {}, id);
      return { title: alert.article.title ?? 'Alert', body: alertPage(alert, sources, now) };
    },
  },
  {
    path: '/topics',
    at: '/topics',
    async render({ ask, tryQuery, query, now }) {
      const { items, next } = await ask<List<TopicView>>('/topics', { cursor: query['cursor'] });
      return { title: 'Topics', body: topicsPage(items, next, query, await tried(tryQuery, query, now)) };
    },
  },
  {
    path: '/topics/:id',
    at: '/topics',
    async render({ ask, id, query, now }) {
      const topic = await ask<TopicView>('/topics/{id}', {}, id);
      const { items, next } = await ask<List<AlertView>>('/alerts', { topic: id, cursor: query['cursor'] });
      return { title: topic.name, body: topicPage(topic, items, next, query, now) };
    },
  },
  {
    path: '/articles',
    at: '/articles',
    async render({ ask, query, now }) {
      const { listing, fault } = await searched(ask, query);
      return { title: 'Articles', body: articlesPage(listing, query, fault, now) };
    },
  },
  {
    path: '/articles/:id',
    at: '/articles',
    async render({ ask, id, now }) {
      const article = await ask<ArticleView>('/articles/{id}', {}, id);
      return { title: article.title ?? 'Article', body: articlePage(article, now) };
    },
  },
  {
    path: '/feeds',
    at: '/feeds',
    async render({ ask, query, now }) {
      const { items, next } = await ask<List<FeedView>>('/feeds', query);
      return { title: 'Feeds', body: feedsPage(items, next, query, now) };
    },
  },
  {
    path: '/deliveries',
    at: '',
    async render({ ask, query, now }) {
      const { items, next } = await ask<List<DeliveryView>>('/deliveries', query);
      return { title: 'Deliveries', body: deliveriesPage(items, next, query, now) };
    },
  },
  {
    path: '/failures',
    at: '',
    async render({ ask, now }) {
      const { items } = await ask<{ items: FailureView[] }>('/failures', { limit: '200' });
      return { title: 'Failures', body: failuresPage(items, now) };
    },
  },
];

/** The pages for people, made of what the API answers. */
export function addPages(app: FastifyInstance, context: WebContext): void {
  addAssets(app);
  for (const page of PAGES) {
    app.get(page.path, async (request, reply) => {
      const { title, body } = await page.render(visitOf(request, reply, context));
      return sendPage(
        reply,
        layout({ title, at: page.at, body, isLive: page.isLive ?? false, visitor: request.visitor }),
      );
    });
  }
}

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(page);
}

function visitOf(request: FastifyRequest, reply: FastifyReply, context: WebContext): Visit {
  const answer = async (
    method: string,
    path: string,
    input: { params: unknown; query: unknown; body?: unknown },
  ): Promise<unknown> => {
    const route = ROUTES.find((route) => route.method === method && route.path === path);
    if (route === undefined) throw new TypeError(`the API has no ${method} ${path}`);
    const told = await answerOf(route, input, reply, context);
    return 'body' in told ? told.body : undefined;
  };
  // A form sends its empty fields too.
  const given = Object.entries(request.query as Record<string, unknown>).filter(
    ([, value]) => typeof value === 'string' && value.trim() !== '',
  );
  return {
    query: Object.fromEntries(given) as Query,
    id: (request.params as { id?: string }).id ?? '',
    now: context.now(),
    async ask<T>(path: string, query: Query = {}, id?: string): Promise<T> {
      const present = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
      return (await answer('GET', path, { params: { id }, query: present })) as T;
    },
    tryQuery: async (body) => (await answer('POST', '/topics/test', { params: {}, query: {}, body })) as TrialView,
  };
}

/** The articles of a search; a query that does not parse is shown with its place, beside an empty list. */
async function searched(ask: Visit['ask'], query: Query): Promise<{ listing: ArticleListing; fault: Html | null }> {
  try {
    return { listing: await ask<ArticleListing>('/articles', query), fault: null };
  } catch (error) {
    return { listing: { items: [], next: null }, fault: faultOf(error, query['q'] ?? '') };
  }
}

async function tried(tryQuery: Visit['tryQuery'], { q, since, topic }: Query, now: number): Promise<Html | null> {
  if (q === undefined) return null;
  const again = (query: string): string =>
    `/topics?${new URLSearchParams({ q: query, ...(since && { since }), ...(topic && { topic }) }).toString()}`;
  try {
    return trial(await tryQuery({ query: q, since, topic }), again, now);
  } catch (error) {
    return faultOf(error, q);
  }
}

/** @throws what is no fault of the query's */
function faultOf(error: unknown, query: string): Html {
  if (isWireError(error) && error.code === 'QUERY_INVALID')
    return queryFault(query, error.detail as unknown as QueryFault);
  throw error;
}
