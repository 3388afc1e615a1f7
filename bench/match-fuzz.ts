/**
 * Fuzz of the query language and of the matcher, as one line of JSON:
 * `tsx bench/match-fuzz.ts [--strings 1000000] [--pairs 1000000] [--seed 1]`.
 * Strings: no crash, and each refusal has a place inside the query. Pairs: the index and the naive evaluator agree, span by
 * span. Exits 1 on the first difference.
 */
import { parseArgs } from 'node:util';
import { parseQuery } from '../src/topic/query.ts';
import { differential } from '../test/support/differential.ts';
import { pick, random, randomChance, randomQuery, type Random } from '../test/support/random-topics.ts';

const { values } = parseArgs({
  options: {
    strings: { type: 'string', default: '1000000' },
    pairs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});

const PIECES =
  'a b oil "north sea" “ ” „ « » " ( ) ( ) AND OR NOT - -x = ="US" exact: title: lang: lang:en site: foo: @x NEAR/3 NEAR ONEAR/0 W/999 ATLEAST/2 ATLEAST/ SCORE/3 ( SCORE/ ^2 ^-5 ~1 ~ ~9 * ? sanct* ab* and or not , . ! … /s adj5 near3 安全 ベラ* 안보* ё \u00AD \u200B \uD800 \u0000 \n'.split(
    ' ',
  );

/** Pieces of the language in any order, or a valid query with a few signs changed. */
function text(next: Random): string {
  if (next() < 0.5) {
    const count = Math.floor(next() * 14);
    return Array.from({ length: count }, () => pick(PIECES, next) + (next() < 0.7 ? ' ' : '')).join('');
  }
  let query = randomQuery(randomChance(next).chance);
  for (let edits = Math.floor(next() * 4); edits > 0; edits--) {
    const at = Math.floor(next() * query.length);
    query = query.slice(0, at) + (next() < 0.5 ? pick(PIECES, next) : '') + query.slice(at + Math.floor(next() * 3));
  }
  return query;
}

function strings(count: number, seed: number): { accepted: number; refused: Record<string, number>; bad: string[] } {
  const next = random(seed);
  const refused: Record<string, number> = {};
  const bad: string[] = [];
  let accepted = 0;
  for (let i = 0; i < count; i++) {
    const query = text(next);
    try {
      const parsed = parseQuery(query);
      if (parsed.ok) accepted += 1;
      else {
        const { code, start, end } = parsed.fault;
        refused[code] = (refused[code] ?? 0) + 1;
        if (!(start >= 0 && start <= end && end <= query.length)) bad.push(`${code} ${start}-${end}: ${query}`);
      }
    } catch (error) {
      bad.push(`${String(error)}: ${query}`);
    }
  }
  return { accepted, refused, bad: bad.slice(0, 10) };
}

const seed = Number(values.seed);
const parsed = strings(Number(values.strings), seed);
const compared = differential(seed, Number(values.pairs));
console.log(JSON.stringify({ strings: Number(values.strings), ...parsed, ...compared }));
process.exitCode = parsed.bad.length + compared.differences.length === 0 ? 0 : 1;
