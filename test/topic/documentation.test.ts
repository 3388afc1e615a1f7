import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allForms } from '../../src/topic/forms/registry.ts';
import { parseQuery } from '../../src/topic/query.ts';

const page = readFileSync(new URL('../../docs/query-language.md', import.meta.url), 'utf8');
const faults = readFileSync(new URL('../../src/topic/faults.ts', import.meta.url), 'utf8');
const queries = [...page.matchAll(/```query\n([\s\S]*?)```/g)].flatMap((block) => block[1]!.trim().split('\n'));

describe('the page on the query language', () => {
  it.each(queries)('%s is a query', (query) => {
    expect(parseQuery(query).ok).toBe(true);
  });

  it('names every code and warning', () => {
    const codes = [...faults.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map((match) => match[1]!);
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  it('names every language with forms', () => {
    const named = /Languages with forms: ([a-z\s]+)\./.exec(page)?.[1]?.split(/\s+/);
    expect(named).toEqual(
      allForms()
        .map(({ lang }) => lang)
        .sort(),
    );
  });
});
