import type { FastifyInstance, FastifyReply } from 'fastify';
import { ALERT_FEED_TYPES, alertFeed, type AlertFeedFormat } from '../digest/feed-of-alerts.ts';
import type { AlertView as DigestAlert } from '../digest/alert-view.ts';
import type { WebContext } from './context.ts';
import { sendProblem } from './gate.ts';
import { problem } from './problem.ts';
import type { AlertView } from './views.ts';

const ITEMS = 100;

/** Addresses of a topic's alerts as a feed, with its read-only key where there is one. */
export function feedAddresses(
  { origin, feedKeyOf }: { origin: string; feedKeyOf: WebContext['feedKeyOf'] },
  topicId: string,
): Record<AlertFeedFormat, string> {
  const key = feedKeyOf(topicId);
  const address = (format: AlertFeedFormat): string =>
    `${origin}/topics/${encodeURIComponent(topicId)}/alerts.${format}${key === undefined ? '' : `?key=${key}`}`;
  return { rss: address('rss'), atom: address('atom'), json: address('json') };
}

/** `/topics/{id}/alerts.rss`, `.atom` and `.json`. */
export function addTopicFeeds(app: FastifyInstance, context: WebContext): void {
  for (const format of ['rss', 'atom', 'json'] as const) {
    app.get<{ Params: { id: string } }>(`/topics/:id/alerts.${format}`, ({ params }, reply) =>
      sendFeed(reply, context, format, params.id),
    );
  }
}

async function sendFeed(
  reply: FastifyReply,
  { deps, origin, feedKeyOf }: WebContext,
  format: AlertFeedFormat,
  topicId: string,
): Promise<FastifyReply> {
  const topic = await deps.topics.find(topicId);
  if (topic === null) return sendProblem(reply, problem(404, 'NOT_FOUND', 'There is no such topic.'));
  const alerts = await deps.alerts.list({ topic: topicId }, { after: null, limit: ITEMS });
  const addresses = {
    self: feedAddresses({ origin: origin(), feedKeyOf }, topicId)[format],
    home: `${origin()}/topics/${encodeURIComponent(topicId)}`,
  };
  return reply.type(ALERT_FEED_TYPES[format]).send(alertFeed(format, topic, alerts.map(asDigested), addresses));
}

function asDigested({ id, createdAt, topic, story, article, matches }: AlertView): DigestAlert {
  return { alert: { id, createdAt }, topic, story, article, matches };
}
