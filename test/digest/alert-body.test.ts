import { describe, expect, it } from 'vitest';
import { alertBody } from '../../src/digest/alert-body.ts';
import { alertView } from './alerts.ts';

describe('alertBody', () => {
  it('is the documented JSON, member by member and in order', () => {
    const body = alertBody({ type: 'alert.created', timestamp: '2026-01-01T00:00:00.000Z', ...alertView({}) });
    expect(body).toBe(
      '{"type":"alert.created","timestamp":"2026-01-01T00:00:00.000Z","data":{' +
        '"alert":{"id":"alr_1","createdAt":"2026-01-01T00:00:00.000Z"},' +
        '"topic":{"id":"belarus","name":"Belarus","query":"Belarus*"},' +
        '"story":{"id":"sto_1","articles":3},' +
        '"article":{"id":"art_1","url":"https://example.org/a?b=1&c=2","title":"Talks on European security",' +
        '"author":["Ann Example","B. Writer"],"source":"example.org","lang":"en",' +
        '"published":"2025-12-31T23:00:00.000Z","fetched":"2025-12-31T23:59:00.000Z","lead":"Ministers met."},' +
        '"matches":[{"field":"body","text":"European security","start":104,"end":121,' +
        '"snippet":"… on <mark>European security</mark> &amp; trade …"}]}}',
    );
  });

  it('writes what is not known as null, and nothing that is not documented', () => {
    const article = { title: null, lang: null, published: null, fetched: null, lead: null, author: [], secret: 'x' };
    const body = alertBody({ type: 'alert.updated', timestamp: 't', ...alertView({ article }) });
    expect(body).not.toContain('secret');
    expect((JSON.parse(body) as { data: { article: object } }).data.article).toMatchObject({
      title: null,
      lead: null,
      author: [],
    });
  });

  it('has a bound', () => {
    const match = { field: 'body', text: 'x', start: 0, end: 1, snippet: 'x' };
    const body = alertBody({
      type: 'test',
      timestamp: 't',
      ...alertView({ matches: Array.from({ length: 1000 }, () => match) }),
    });
    expect((JSON.parse(body) as { data: { matches: unknown[] } }).data.matches).toHaveLength(50);
  });
});
