import { expect, it } from 'vitest';
import { differential } from '../support/differential.ts';

it('the index and the naive evaluator agree on random queries and articles, span by span', () => {
  const { pairs, matches, differences } = differential(20_261_124, 4000);
  expect(differences).toEqual([]);
  expect(matches).toBeGreaterThan(pairs / 5);
}, 60_000);
