import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allForms } from '../../src/topic/forms/registry.ts';
import { articleKeys, KEYS_VERSION, mayMatch, prefilterOf, tsqueryOf } from '../../src/topic/prefilter.ts';
import { parseQuery } from '../../src/topic/query.ts';
import { naiveMatch } from '../support/naive.ts';
import { random, randomArticle, randomChance, randomQuery, WORDS } from '../support/random-topics.ts';
import { PARADIGMS } from './paradigms.ts';

function tsquery(text: string): string | null {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.fault.code);
  return tsqueryOf(prefilterOf(parsed.ast));
}

describe('prefilterOf', () => {
  it.each([
    ['exact:oil', "'oil'"],
    ['exact:"north sea"', "('north' & 'sea')"],
    ['OPEC AND pipe*', "('opec' & 'pipe':*)"],
    ['OPEC OR *line', null],
    ['OPEC NOT exact:gas', "'opec'"],
    ['OPEC lang:en', "'opec'"],
    ['OPEC NEAR/3 =Shell', "('opec' & 'shell')"],
    ['OPEC NOT NEAR/3 =Shell', "'opec'"],
    ['SCORE/3 (OPEC^2, EU^2, exact:coal^-5)', "('opec' | 'eu')"],
    ['pipeline~1', null],
  ])('%s', (query, expected) => {
    expect(tsquery(query)).toBe(expected);
  });

  it('asks for the keys of all languages, quoted', () => {
    expect(tsquery('ministers')).toContain("'minister'");
    expect(tsquery('санкции')).toContain("'санкци'");
  });

  it('never loses a match of the naive evaluator', () => {
    const next = random(7);
    let matches = 0;
    let sharp = 0;
    for (let round = 0; round < 400; round++) {
      const { chance, lang } = randomChance(next);
      const article = randomArticle(chance, lang);
      const keys = new Set(articleKeys(article));
      for (let k = 0; k < 8; k++) {
        const query = randomQuery(chance);
        const parsed = parseQuery(query);
        if (!parsed.ok) continue;
        const filter = prefilterOf(parsed.ast);
        const may = mayMatch(filter, keys);
        if (!may) sharp += 1;
        const { holds } = naiveMatch(parsed.ast, article);
        if (holds) matches += 1;
        expect(may || !holds, `${query} on ${JSON.stringify(article)}`).toBe(true);
      }
    }
    expect(matches).toBeGreaterThan(500);
    expect(sharp).toBeGreaterThan(200);
  }, 60_000);

  it('has a version that is raised with every change to the keys', () => {
    const words = [...Object.values(PARADIGMS), ...Object.values(WORDS).flat()].join(' ');
    const keys = allForms().map(({ lang }) => articleKeys({ title: '', body: words, lang }));
    const digest = createHash('sha256').update(JSON.stringify(keys)).digest('hex').slice(0, 16);
    // Another digest: what was stored would miss matches. Raise KEYS_VERSION, so that it is made anew, and put both here.
    expect([KEYS_VERSION, digest]).toEqual([1, '96c4b4bee5f32fe3']);
  });

  it('asks for a bounded number of keys: of groups that are joined, for the small ones', () => {
    const many = Array.from({ length: 2_000 }, (_, n) => `exact:w${n}x`).join(' OR ');
    expect(tsquery(many)).toBeNull();
    expect(tsquery(`(${many}) AND exact:oil`)).toBe("'oil'");
    const half = Array.from({ length: 600 }, (_, n) => `exact:w${n}x`).join(' OR ');
    const asked = tsquery(`(${half}) AND exact:oil`) ?? '';
    expect(asked.match(/'/g)).toHaveLength(1_202);
    const depth = Math.max(
      ...Array.from(asked, (_, at) => asked.slice(0, at).split('(').length - asked.slice(0, at).split(')').length),
    );
    expect(depth).toBeLessThan(12);
  });

  it('gives up on an article with too many different words', () => {
    expect(articleKeys({ title: '', body: Array.from({ length: 30_000 }, (_, i) => `w${i}`).join(' ') })).toBeNull();
  });
});
