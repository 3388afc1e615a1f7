import { describe, expect, it } from 'vitest';
import type { MatchDocument } from '../../src/topic/document.ts';
import { TopicIndex } from '../../src/topic/matcher.ts';
import { parseQuery } from '../../src/topic/query.ts';
import { naiveMatch } from '../support/naive.ts';
import { LANGUAGE_CASES } from './cases-of-language.ts';
import { WORD_CASES } from './cases-of-words.ts';

const ARTICLE: MatchDocument = {
  title: 'EU agrees sanctions',
  body: 'Brussels said Belarus would be hit.\n\nOil is next.',
  lang: 'en',
  url: 'https://www.bbc.co.uk/news/world-europe-123?x=1',
  author: ['Jane Doe'],
  source: 'BBC News',
  country: 'GB',
  section: 'World',
  tags: ['war', 'Eastern Europe'],
};

function documentOf(text: string, lang: string): MatchDocument & { title: string; body: string } {
  if (text === '@') return ARTICLE;
  const parts = text.replaceAll('\\n', '\n').replaceAll('\\r', '\r').split('‖');
  return { title: parts.length > 1 ? parts[0]! : '', body: parts.at(-1)!, lang, url: 'https://example.org/a' };
}

/** As the cases write it: `yes`, `yes` with what is found, `no`, or the fault with its place. */
function verdict(query: string, document: MatchDocument, withSpans: boolean): string {
  const parsed = parseQuery(query);
  if (!parsed.ok) return `${parsed.fault.code} ${parsed.fault.start}-${parsed.fault.end}`;
  const index = new TopicIndex();
  index.set({ id: 'it', query });
  const [match] = index.match(document);
  const naive = naiveMatch(parsed.ast, document);
  expect([naive.holds, naive.holds ? naive.spans : []]).toEqual([match !== undefined, match?.spans ?? []]);
  if (match === undefined) return 'no';
  const texts = { title: document.title, lead: document.lead ?? '', body: document.body };
  const found = match.spans.map(({ field, start, end }) => texts[field].slice(start, end));
  return withSpans ? `yes ${found.join(' + ')}` : 'yes';
}

describe.each(Object.entries({ ...LANGUAGE_CASES, ...WORD_CASES }))('cases: %s', (_, table) => {
  const lines = table.split('\n').filter((line) => line.trim() !== '');
  it.each(lines.map((line) => line.trimStart()))('%s', (line) => {
    const [query, text, lang, wanted] = line.split(' ¦ ') as [string, string, string, string];
    const document = documentOf(text, lang);
    expect(verdict(query, document, wanted.startsWith('yes '))).toBe(wanted);
  });
});
