import type { AlertView } from '../../src/digest/alert-view.ts';

/** One alert as it could be, with what the test cares for put over it. */
export function alertView(over: {
  id?: string;
  createdAt?: string;
  topic?: Partial<AlertView['topic']>;
  article?: Partial<AlertView['article']>;
  articles?: number;
  matches?: AlertView['matches'];
}): AlertView {
  return {
    alert: { id: over.id ?? 'alr_1', createdAt: over.createdAt ?? '2026-01-01T00:00:00.000Z' },
    topic: { id: 'belarus', name: 'Belarus', query: 'Belarus*', ...over.topic },
    story: { id: 'sto_1', articles: over.articles ?? 3 },
    article: {
      id: 'art_1',
      url: 'https://example.org/a?b=1&c=2',
      title: 'Talks on European security',
      author: ['Ann Example', 'B. Writer'],
      source: 'example.org',
      lang: 'en',
      published: '2025-12-31T23:00:00.000Z',
      fetched: '2025-12-31T23:59:00.000Z',
      lead: 'Ministers met.',
      ...over.article,
    },
    matches: over.matches ?? [
      {
        field: 'body',
        text: 'European security',
        start: 104,
        end: 121,
        snippet: '… on <mark>European security</mark> &amp; trade …',
      },
    ],
  };
}
