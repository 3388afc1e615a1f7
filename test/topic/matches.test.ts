import { describe, expect, it } from 'vitest';
import { passagesOf } from '../../src/digest/passages.ts';
import { TopicIndex } from '../../src/topic/matcher.ts';
import { matchesOf, type MatchedSpan } from '../../src/topic/matches.ts';

function matches(query: string, body: string, title = ''): MatchedSpan[] {
  const index = new TopicIndex();
  index.set({ id: 't', query });
  const document = { title, body };
  return matchesOf(document, index.match(document)[0]?.spans ?? []);
}

describe('matchesOf', () => {
  it('lists every place, each with the passage around it', () => {
    const body = 'Talks on sanctions against Belarus went on.';
    expect(matches('sanctions AND Belarus', body)).toEqual([
      { field: 'body', text: 'sanctions', start: 9, end: 18, snippet: expect.any(String) },
      { field: 'body', text: 'Belarus', start: 27, end: 34, snippet: expect.any(String) },
    ]);
    const [first, second] = matches('sanctions AND Belarus', body);
    expect(first?.snippet).toBe('Talks on <mark>sanctions</mark> against <mark>Belarus</mark> went on.');
    expect(second?.snippet).toBe(first?.snippet);
  });

  it('has the best passage first, and every word that counted before any that comes again', () => {
    const far = 'Nothing of note is said here, and it goes on for quite a while like this. '.repeat(5);
    const body = `${'oil '.repeat(40)}\n\n${far}\n\nOPEC spoke of gas.\n\n${far}`;
    const found = matches('oil AND OPEC AND gas', body, 'Oil');
    expect(found).toHaveLength(20);
    expect(found.slice(0, 3).map(({ text }) => text)).toEqual(['OPEC', 'gas', 'oil']);
    expect(passagesOf(found).map(({ snippet }) => snippet)[0]).toContain('<mark>OPEC</mark> spoke of <mark>gas</mark>');
    for (const { field, text, start, end } of found)
      expect((field === 'title' ? 'Oil' : body).slice(start, end)).toBe(text);
  });
});
