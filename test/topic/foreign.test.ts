import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/topic/query.ts';

function warnings(query: string): string[] {
  const parsed = parseQuery(query);
  if (!parsed.ok) return [`refused: ${parsed.fault.hint}`];
  return parsed.warnings
    .filter(({ code }) => code === 'foreign-operator')
    .map(({ start, end, message, hint }) => `${query.slice(start, end)} | ${message} | ${hint}`);
}

describe('what other products write', () => {
  it.each([
    ['oil AND date>2020', 'date>2020', '--since'],
    ['oil AND date>=2020-01-01', 'date>=2020-01-01', '--since'],
    ['oil AND pd=2020', 'pd=2020', '--since'],
    ['oil AND wc<200', 'wc<200', 'length of an article'],
    ['oil AND followers>5', 'followers>5', 'Remove it'],
    ['oil AND (date > 2020)', '>', 'Remove it'],
    ['ALLCAPS(us)', 'ALLCAPS(', '="…"'],
    ['cs("BEST")', 'cs(', '="…"'],
    ['!"NASA"', '!', '="…"'],
    ['IN_URL(oil)', 'IN_URL(', 'url:'],
    ['oil AND rst=tnyt', 'rst=', 'source:'],
    ['drill$2 OR oil', '$2', '*'],
    ['/F50/ AND oil', '/F50/', 'lead:'],
    ['/oil/ AND gas', '/oil/', 'Wildcards'],
    ['oil AND SENTENCE AND gas', 'SENTENCE', 'NEAR/15'],
    ['oil AND XOR AND gas', 'XOR', 'NOT (a AND b)'],
  ])('%s: tells what %s is here', (query, place, hint) => {
    const [warning, ...others] = warnings(query);
    expect(others).toEqual([]);
    expect(warning?.startsWith(`${place} | `)).toBe(true);
    expect(warning).toContain(hint);
  });

  it.each([
    ['oil NEAR/5f gas', 'oil ONEAR/5 gas'],
    ['oil WITHIN/5 gas', 'oil NEAR/5 gas'],
    ['oil N/5 gas', 'oil NEAR/5 gas'],
    ['oil P/5 gas', 'oil ONEAR/5 gas'],
    ['oil ADJ gas', 'oil ONEAR/0 gas'],
    ['oil ANDNOT gas', 'oil NOT gas'],
  ])('%s is read as %s, and said so', (query, own) => {
    const shape = (text: string): unknown => {
      const parsed = parseQuery(text);
      return parsed.ok
        ? JSON.parse(JSON.stringify(parsed.ast, (key, value) => (/^(start|end)$/.test(key) ? 0 : (value as unknown))))
        : parsed;
    };
    expect(shape(query)).toEqual(shape(own));
    expect(warnings(query)).toHaveLength(1);
    expect(warnings(own)).toEqual([]);
  });

  it.each([
    ['raw:Google', '="…"'],
    ['date:2020', '--since'],
    ['intitle:oil', 'title:'],
    ['links:oil', 'Fields: '],
  ])('%s is refused with %s', (query, hint) => {
    expect(warnings(query)[0]).toMatch(/^refused: /);
    expect(warnings(query)[0]).toContain(hint);
  });

  it.each([
    'US$5 OR A$100',
    'sentence OR paragraph OR same',
    'AT&T',
    'C++',
    'x=y',
    'date OR year',
    'w5',
    '"date>2020"',
  ])('%s is nothing of theirs', (query) => {
    expect(warnings(query)).toEqual([]);
  });
});
