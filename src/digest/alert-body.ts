import type { AlertView } from './alert-view.ts';

export interface AlertEvent extends AlertView {
  readonly type: 'alert.created' | 'alert.updated' | 'test';
  /** The instant of the event, ISO 8601. */
  readonly timestamp: string;
}

/** Matches in one body at most; all others can be seen under the alert's address. */
const MAX_MATCHES = 50;

/** The `data` of one alert, its members in the documented order. */
export function alertData(view: AlertView): Record<string, unknown> {
  const { alert, topic, story, article, matches } = view;
  return {
    alert: { id: alert.id, createdAt: alert.createdAt },
    topic: { id: topic.id, name: topic.name, query: topic.query },
    story: { id: story.id, articles: story.articles },
    article: {
      id: article.id,
      url: article.url,
      title: article.title,
      author: article.author,
      source: article.source,
      lang: article.lang,
      published: article.published,
      fetched: article.fetched,
      lead: article.lead,
    },
    matches: matches.slice(0, MAX_MATCHES).map(({ field, text, start, end, snippet }) => ({
      field,
      text,
      start,
      end,
      snippet,
    })),
  };
}

/** The JSON body of a webhook for one event of one alert: the bytes that are frozen with the delivery and signed. */
export function alertBody(event: AlertEvent): string {
  return JSON.stringify({ type: event.type, timestamp: event.timestamp, data: alertData(event) });
}
