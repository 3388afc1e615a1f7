import { isDeepStrictEqual } from 'node:util';
import { TopicIndex } from '../../src/topic/matcher.ts';
import { parseQuery } from '../../src/topic/query.ts';
import { naiveMatch } from './naive.ts';
import { random, randomArticle, randomChance, randomQuery, type RandomArticle } from './random-topics.ts';

export interface Difference {
  readonly query: string;
  readonly article: RandomArticle;
  readonly naive: unknown;
  readonly index: unknown;
}

/**
 * Compares the index with the naive evaluator on (query, article) pairs from a seed. Topics come and go between articles,
 * so that counting, freeing and re-anchoring are tested on the way.
 */
export function differential(
  seed: number,
  pairs: number,
): { pairs: number; matches: number; differences: Difference[] } {
  const next = random(seed);
  const differences: Difference[] = [];
  let done = 0;
  let matches = 0;
  while (done < pairs && differences.length < 10) {
    const index = new TopicIndex();
    const live = new Map<string, string>();
    const { chance, lang } = randomChance(next);
    for (let round = 0; round < 12 && done < pairs; round++) {
      for (let k = 0; k < 4; k++) {
        const query = randomQuery(chance);
        if (!parseQuery(query).ok) continue;
        const id = `t${Math.floor(next() * 24)}`;
        index.set({ id, query });
        live.set(id, query);
      }
      const gone = [...live.keys()].find(() => next() < 0.15);
      if (gone !== undefined) {
        index.remove(gone);
        live.delete(gone);
      }
      const article = randomArticle(chance, lang);
      const found = new Map(index.match(article).map((match) => [match.topic, match.spans]));
      for (const [id, query] of live) {
        const parsed = parseQuery(query);
        if (!parsed.ok) continue;
        const naive = naiveMatch(parsed.ast, article);
        const spans = found.get(id);
        done += 1;
        if (naive.holds) matches += 1;
        const same = naive.holds === (spans !== undefined) && (!naive.holds || isDeepStrictEqual(naive.spans, spans));
        if (!same) differences.push({ query, article, naive, index: spans ?? null });
      }
    }
  }
  return { pairs: done, matches, differences };
}
