import { describe, expect, it } from 'vitest';
import { isWireError } from '../../src/core/errors.ts';
import type { MatchDocument } from '../../src/topic/document.ts';
import { TopicIndex } from '../../src/topic/matcher.ts';

const ARTICLE: MatchDocument = {
  title: 'Ministers agree on North Sea wind farms',
  body: 'Nine ministers met in Ostend on Monday.\n\nThe North Sea will get 20 wind farms, said Norway’s minister. Oil was not discussed.',
  lang: 'en',
  url: 'https://news.example.co.uk/energy/north-sea-wind?id=7',
  author: ['Ann Example', 'Bo Test'],
  source: 'Example News',
  country: 'gb',
  section: 'Energy & Climate',
  tags: ['wind power'],
};

function marked(query: string, article: MatchDocument = ARTICLE): string[] | null {
  const index = new TopicIndex();
  index.set({ id: 'it', query });
  const [match] = index.match(article);
  if (match === undefined) return null;
  const texts = { title: article.title, lead: article.lead ?? '', body: article.body };
  return match.spans.map(({ field, start, end }) => `${field}:${texts[field].slice(start, end)}`);
}

describe('TopicIndex', () => {
  it.each([
    ['"North Sea"', ['title:North Sea', 'body:North Sea']],
    ['title:"North Sea"', ['title:North Sea']],
    ['body:minister', ['body:ministers', 'body:minister']],
    ['lead:minister', ['body:ministers']],
    ['lead:Norway', null],
    ['Norway AND Ostend', ['body:Ostend', 'body:Norway']],
    ['Norway AND Denmark', null],
    ['Norway NOT oil', null],
    ['Norway NOT gas', ['body:Norway']],
    ['gas OR oil', ['body:Oil']],
    ['wind NEAR/0 farm', ['title:wind', 'title:farms', 'body:wind', 'body:farms']],
    ['farms ONEAR/0 wind', null],
    ['"farm wind"~0', ['title:wind', 'title:farms', 'body:wind', 'body:farms']],
    ['minist*', ['title:Ministers', 'body:ministers', 'body:minister']],
    ['*isters', ['title:Ministers', 'body:ministers']],
    ['Norwey~1', ['body:Norway']],
    ['exact:minister', ['body:minister']],
    ['=Oil', ['body:Oil']],
    ['=oil', null],
    ['ATLEAST/3 minister', ['title:Ministers', 'body:ministers', 'body:minister']],
    ['ATLEAST/4 minister', null],
    ['SCORE/5 (Norway^3, Ostend^2, Denmark^9)', ['body:Ostend', 'body:Norway']],
    ['SCORE/6 (Norway^3, Ostend^2, oil^-5)', null],
    ['oil site:example.co.uk', ['body:Oil']],
    ['oil site:ample.co.uk', null],
    ['oil source:"example news"', ['body:Oil']],
    ['oil url:"north sea"', ['body:Oil']],
    ['oil author:test', ['body:Oil']],
    ['oil author:"Example Bo"', null],
    ['oil country:FR,GB', ['body:Oil']],
    ['oil section:climate', ['body:Oil']],
    ['oil tag:"wind power"', ['body:Oil']],
    ['oil lang:de', null],
    ['oil NOT lang:de', ['body:Oil']],
    ['site:news.example.co.uk', []],
    ['"Monday the"', null],
    ['20', ['body:20']],
  ] as [string, string[] | null][])('%s', (query, expected) => {
    expect(marked(query)).toEqual(expected);
  });

  it('takes a lead that is not in the body as a field of its own', () => {
    const article = { title: '', lead: 'A rare standfirst', body: 'And the text.' };
    expect(marked('standfirst', article)).toEqual(['lead:standfirst']);
    expect(marked('lead:standfirst', article)).toEqual(['lead:standfirst']);
    expect(marked('body:standfirst', article)).toBeNull();
    expect(marked('standfirst NEAR/2 and', article)).toBeNull();
  });

  it('does not count a lead twice that the body repeats', () => {
    const article = { title: '', lead: 'Oil again', body: 'Oil again\n\nMore text.' };
    expect(marked('ATLEAST/2 oil', article)).toBeNull();
    expect(marked('lead:oil', article)).toEqual(['body:Oil']);
  });

  it('adds, changes and removes one topic at once, and leaves the others alone', () => {
    const index = new TopicIndex();
    index.set({ id: 'a', query: 'oil' });
    index.set({ id: 'b', query: 'Norway' });
    const ids = (): string[] =>
      index
        .match(ARTICLE)
        .map((match) => match.topic)
        .sort();
    expect(ids()).toEqual(['a', 'b']);
    index.set({ id: 'a', query: 'gas' });
    expect(ids()).toEqual(['b']);
    index.set({ id: 'c', query: 'wind AND NOT gas' });
    expect(ids()).toEqual(['b', 'c']);
    expect(index.remove('b')).toBe(true);
    expect(index.remove('b')).toBe(false);
    expect(ids()).toEqual(['c']);
    expect(index.size).toBe(2);
  });

  it('keeps the old query where the new one is refused, and says where', () => {
    const index = new TopicIndex();
    index.set({ id: 'a', query: 'oil' });
    let thrown: unknown;
    try {
      index.set({ id: 'a', query: 'oil AND' });
    } catch (error) {
      thrown = error;
    }
    expect(isWireError(thrown) && [thrown.code, thrown.detail]).toEqual([
      'QUERY_INVALID',
      { topic: 'a', code: 'missing-operand', start: 4, end: 7, message: expect.any(String), hint: expect.any(String) },
    ]);
    expect(index.match(ARTICLE)).toHaveLength(1);
  });

  it('filters by the topic’s languages, sources, tags and score', () => {
    const index = new TopicIndex();
    index.set({ id: 'yes', query: 'oil', lang: ['de', 'en'], sources: ['example.co.uk'], tags: ['wind power'] });
    index.set({ id: 'lang', query: 'oil', lang: ['de'] });
    index.set({ id: 'source', query: 'oil', sources: ['other.example'] });
    index.set({ id: 'tag', query: 'oil', tags: ['coal'] });
    index.set({ id: 'score', query: 'oil', minScore: 0.5 });
    index.set({ id: 'title', query: 'wind', minScore: 0.5 });
    expect(
      index
        .match(ARTICLE)
        .map((match) => match.topic)
        .sort(),
    ).toEqual(['title', 'yes']);
  });

  it('takes words as they are written only, where the topic says so', () => {
    const index = new TopicIndex({ names: () => 'oil' });
    const found = (query: string, caseSensitive = true): number => {
      index.set({ id: 'it', query, caseSensitive });
      return index.match({ title: 'US sanctions', body: 'Malmö asks us for Oil.', lang: 'en' }).length;
    };
    expect(found('us AND US')).toBe(1);
    expect(found('Us')).toBe(0);
    expect(found('Us', false)).toBe(1);
    expect(found('sanction')).toBe(0);
    expect(found('sanction*')).toBe(1);
    expect(found('"US Sanctions"')).toBe(0);
    expect(found('"US sanctions" NEAR/3 Malmö')).toBe(0);
    expect(found('Malmo')).toBe(0);
    expect(found('title:(US AND sanctions) Malmö')).toBe(1);
    // What says otherwise itself is taken at its word: an exact form, a query of another topic.
    expect(found('exact:malmo')).toBe(1);
    expect(found('@other')).toBe(1);
  });

  it('asks saved queries by name, and refuses circles and unknown names', () => {
    const saved: Record<string, string> = {
      energy: 'oil OR @wind',
      wind: '"wind farm"',
      a: 'x OR @b',
      b: '@a',
      bad: 'x AND',
    };
    const index = new TopicIndex({ names: (name) => saved[name] });
    index.set({ id: 'it', query: 'title:@energy AND Norway' });
    expect(index.match(ARTICLE)[0]?.spans.map((span) => span.field)).toEqual(['title', 'body']);
    const code = (query: string): unknown => {
      try {
        index.set({ id: 'x', query });
        return null;
      } catch (error) {
        return isWireError(error) ? [error.detail['code'], error.detail['start']] : error;
      }
    };
    expect(code('oil @none')).toEqual(['unknown-name', 4]);
    expect(code('oil @a')).toEqual(['name-cycle', expect.any(Number)]);
    expect(code('oil @bad')).toEqual(['missing-operand', 4]);
    const doubling: Record<string, string> = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`n${i}`, `@n${i + 1} AND @n${i + 1}`]),
    );
    const hostile = new TopicIndex({ names: (name) => doubling[name] ?? 'oil' });
    expect(() => hostile.set({ id: 'x', query: '@n0' })).toThrow();
  });

  it('scores the title above the lead above the rest', () => {
    const score = (query: string): number => {
      const index = new TopicIndex();
      index.set({ id: 'it', query });
      return index.match(ARTICLE)[0]!.score;
    };
    expect(score('title:farms')).toBeGreaterThan(score('Ostend'));
    expect(score('Ostend')).toBeGreaterThan(score('Norway'));
    expect(score('minister')).toBeGreaterThan(score('title:minister'));
  });

  const TWO_WORDS = 'a b '.repeat(250_000);
  const NEW_WORDS = Array.from({ length: 100_000 }, (_, i) => `word${i}`).join(' ');
  const many = (count: number, term: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => term(i)).join(' OR ');

  it.each([
    ['ten thousand ORs', many(10_000, (i) => `word${i}`), NEW_WORDS],
    ['one word all over', 'word OR wordy~2 OR wor*7', 'word7 '.repeat(170_000)],
    ['a word of a megabyte', 'aaa* OR *aaa OR aaaaa~2', 'a'.repeat(1_000_000)],
    ['patterns of one beginning', many(500, (i) => `wor*${i}*`), NEW_WORDS],
    ['patterns of one middle', many(2000, (i) => `*ord${i}*`), NEW_WORDS],
    ['words with two wrong letters', many(300, (i) => `wordy${i}~2`), NEW_WORDS.slice(0, 300_000)],
    ['NEARs in NEARs', '(a OR b) NEAR/255 (a OR b) NEAR/255 (a OR b)', TWO_WORDS],
    ['a long phrase in any order', '"a a b b a a b b"~255', TWO_WORDS],
    ['absence of what is everywhere', '(a OR b) NOT NEAR/255 (word7 OR b)', TWO_WORDS],
  ])(
    'stays within a bound on a megabyte: %s',
    (_, query, body) => {
      const index = new TopicIndex();
      index.set({ id: 'it', query });
      const from = process.cpuUsage();
      const [match] = index.match({ title: '', body });
      const { user } = process.cpuUsage(from);
      expect(match?.spans.length ?? 0).toBeLessThanOrEqual(500);
      // A second at the worst on a quiet machine.
      expect(user / 1000).toBeLessThan(6_000);
    },
    60_000,
  );

  it('refuses patterns that would fit every word', () => {
    const index = new TopicIndex();
    for (const query of ['a*', '*', '?', '**', '*a*', '"*"', 'x OR ab*', '??????'])
      expect(() => index.set({ id: 'it', query })).toThrow(/wildcard/i);
    expect(index.size).toBe(0);
  });
});
