import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Query } from '../../src/topic/ast.ts';
import { parseQuery, pointAt } from '../../src/topic/query.ts';

function ast(text: string): Query {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.code} ${parsed.fault.start}`);
  return parsed.ast;
}

/** The query with every group in parentheses. */
function shape(node: Query): string {
  switch (node.kind) {
    case 'phrase': {
      const words = node.atoms.map((atom) => (atom.strictness === 'surface' ? atom.surface : atom.text)).join(' ');
      const mark = { forms: '', exact: '!', surface: '=' }[node.atoms[0]!.strictness];
      const fuzzy = node.atoms[0]!.kind === 'fuzzy' ? `~${node.atoms[0]!.distance}` : '';
      return `${mark}${words}${fuzzy}${node.slop === null ? '' : `~${node.slop}`}`;
    }
    case 'and':
    case 'or':
      return `(${node.children.map(shape).join(node.kind === 'and' ? ' & ' : ' | ')})`;
    case 'not':
      return `-${shape(node.child)}`;
    case 'near':
      return `(${shape(node.left)} ${node.negated ? 'not ' : ''}${node.ordered ? '>' : '~'}${node.distance} ${shape(node.right)})`;
    case 'atleast':
      return `${node.count}×${shape(node.child)}`;
    case 'score':
      return `${node.threshold}≤${node.items.map((item) => `${shape(item.child)}^${item.weight}`).join('+')}`;
    case 'scope':
      return `${node.field}:${shape(node.child)}`;
    case 'meta':
      return `${node.field}=${node.values.join('|')}`;
    case 'named':
    default:
      return `@${node.name}`;
  }
}

describe('parseQuery', () => {
  it.each([
    ['north sea', '(north & sea)'],
    ['"north sea"', 'north sea'],
    ['„north sea“', 'north sea'],
    ['north-sea', 'north sea'],
    ["O'Neill", 'o neill'],
    ['oil OR gas AND coal', '(oil | (gas & coal))'],
    ['(oil OR gas) coal', '((oil | gas) & coal)'],
    ['oil NOT gas', '(oil & -gas)'],
    ['oil AND NOT (gas OR coal)', '(oil & -(gas | coal))'],
    ['oil -gas', '(oil & -gas)'],
    ['oil NEAR gas AND coal', '((oil ~4 gas) & coal)'],
    ['oil NEAR/2 gas ONEAR/0 coal', '((oil ~2 gas) >0 coal)'],
    ['oil w/3 gas', '(oil ~3 gas)'],
    ['oil PRE/3 gas', '(oil >3 gas)'],
    ['oil NOT NEAR/5 olive', '(oil not ~5 olive)'],
    ['"oil price"~3', 'oil price~3'],
    ['pipeline~2', '!pipeline~2'],
    ['ATLEAST/3 oil', '3×oil'],
    ['SCORE/9 (oil^5, "gas field"^-2, coal)', '9≤oil^5+gas field^-2+coal^1'],
    ['title:oil', 'title:oil'],
    ['title:(oil OR gas)', 'title:(oil | gas)'],
    ['oil lang:ru,be', '(oil & lang=ru|be)'],
    ['oil url:https://example.org/a?b=c', '(oil & url=https://example.org/a?b=c)'],
    ['oil site:(example.org OR example.com)', '(oil & (site=example.org | site=example.com))'],
    ['oil tag:"north sea"', '(oil & tag=north sea)'],
    ['="Shell"', '=Shell'],
    ['=Shell', '=Shell'],
    ['exact:shells', '!shells'],
    ['OPEC', '!opec'],
    ['pipe*', '!pipe*'],
    ['@energy AND oil', '(@energy & oil)'],
    ['oil ( gas )', '(oil & gas)'],
    ['oil , gas', '(oil & gas)'],
    ['U.S. 3.5', '(!us & 3.5)'],
    ['石油*', '石 油'],
    ['oil /s gas', '(oil ~15 gas)'],
    ['oil near5 gas', '(oil ~4 gas)'],
    ['oil && gas || coal', '((oil & gas) | coal)'],
  ])('%s', (text, expected) => {
    expect(shape(ast(text))).toBe(expected);
  });

  it.each([
    ['', 'empty-query', 0, 0],
    ['  ', 'empty-query', 0, 2],
    ['oil AND', 'missing-operand', 4, 7],
    ['OR oil', 'missing-operand', 0, 2],
    ['oil AND OR gas', 'missing-operand', 8, 10],
    ['title: ', 'missing-operand', 0, 6],
    ['oil NEAR/3', 'missing-operand', 4, 10],
    ['(oil', 'unclosed-paren', 0, 1],
    ['oil) gas', 'unexpected-paren', 3, 4],
    ['oil ()', 'empty-group', 4, 6],
    ['oil "gas', 'unclosed-quote', 4, 5],
    ['oil "…"', 'empty-phrase', 4, 7],
    ['oil **', 'bare-wildcard', 4, 6],
    ['oi*', 'wildcard-too-short', 0, 3],
    ['"big oi*"', 'wildcard-too-short', 5, 8],
    ['oil NEAR/256 gas', 'bad-distance', 4, 12],
    ['oil NEAR/x gas', 'bad-distance', 4, 10],
    ['(oil AND gas) NEAR/2 sea', 'bad-near-operand', 0, 13],
    ['sea NEAR/2 NOT oil', 'bad-near-operand', 11, 18],
    ['colour:red', 'unknown-field', 0, 7],
    ['ATLEAST/0 oil', 'bad-count', 0, 9],
    ['ATLEAST oil', 'bad-count', 0, 7],
    ['SCORE/0 (oil)', 'bad-count', 0, 7],
    ['pipeline~3', 'bad-fuzzy', 8, 10],
    ['pipes-line~1', 'bad-fuzzy', 10, 12],
    ['pipe~1', 'fuzzy-too-short', 0, 6],
    ['oil lang:en,norse', 'bad-language', 12, 17],
    ['oil country:GBR', 'bad-value', 12, 15],
    ['NOT oil', 'pure-negative', 0, 7],
    ['NOT oil NOT gas', 'pure-negative', 0, 15],
    ['sea (oil OR NOT gas)', 'negative-branch', 12, 19],
    ['oil and gas', 'lowercase-operator', 4, 7],
    ['oil Or gas', 'lowercase-operator', 4, 6],
    ['oil AND not gas', 'lowercase-operator', 8, 11],
    [`${'('.repeat(50)}oil${')'.repeat(50)}`, 'too-deep', 33, 34],
    [`"${'oil '.repeat(300)}"`, 'too-many-terms', 0, 1202],
  ])('%s: %s', (text, code, start, end) => {
    const parsed = parseQuery(text);
    expect(parsed.ok ? null : [parsed.fault.code, parsed.fault.start, parsed.fault.end]).toEqual([code, start, end]);
    if (!parsed.ok) expect(parsed.fault.hint).not.toBe('');
  });

  it.each([
    ['oil OR gas AND coal', 'mixed-operators'],
    ['north sea', 'implicit-and'],
    ['“north sea”', 'curly-quotes'],
    ['oil /p gas', 'foreign-operator'],
    ['oil^3', 'foreign-operator'],
    ['drill!', 'foreign-operator'],
    ['hd=oil', 'foreign-operator'],
    ['gas AND lp=(oil OR tin)', 'foreign-operator'],
    ['date>2020 AND la=en', 'foreign-operator'],
    ['HEADLINE(oil)', 'foreign-operator'],
    ['atl3(oil)', 'foreign-operator'],
    ['oil - gas', 'ignored-sign'],
    ['the', 'common-word'],
    ['site:example.org', 'no-words'],
    ['oil OR gas OR oil', 'duplicate-term'],
    ['ras*', 'short-wildcard'],
    ['"who drills?"', 'question-mark'],
  ])('warns on %s: %s', (text, code) => {
    const parsed = parseQuery(text);
    expect(parsed.ok && parsed.warnings.map((warning) => warning.code)).toContain(code);
  });

  it('takes names of objects for no fields', () => {
    const parsed = parseQuery('constructor:oil');
    expect(parsed.ok ? '' : parsed.fault.hint).toMatch(/^Fields: /);
  });

  it('warns where a language has no word forms', () => {
    const parsed = parseQuery('nafta', { lang: ['lt'] });
    expect(parsed.ok && parsed.warnings.map((warning) => warning.code)).toEqual(['no-forms']);
  });

  it('has nothing to say on a plain query', () => {
    expect(parseQuery('"north sea" AND (oil OR gas)')).toMatchObject({ ok: true, warnings: [] });
  });

  it('points at the place', () => {
    expect(pointAt('oil and gas', 4, 7)).toBe(' oil and gas\n     ^^^');
  });

  it('never throws, and places each refusal inside the query', () => {
    const sign = fc.constantFrom(
      ...Array.from('ab"“”()~^*?-=@:,/ 1\n'),
      'AND',
      ' OR ',
      'NOT ',
      'NEAR/2',
      'title:',
      'lang:',
      'SCORE/3 (',
      'ATLEAST/2 ',
      '安',
      '\uD800',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(sign, { maxLength: 30 }).map((signs) => signs.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const parsed = parseQuery(text);
          if (parsed.ok) return;
          const { start, end, message } = parsed.fault;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(message).not.toBe('');
        },
      ),
      { seed: 1, numRuns: 1500 },
    );
  }, 60_000);

  it.each([
    ['nested groups', '('.repeat(200_000)],
    ['operators', 'a OR '.repeat(40_000)],
    ['NEARs', `${'oil NEAR '.repeat(10_000)}oil`],
    ['fields', 'title:'.repeat(40_000)],
    ['prefixes', 'exact:'.repeat(40_000)],
    ['counts', `${'ATLEAST/1 '.repeat(10_000)}oil`],
    ['quotes', '"'.repeat(100_000)],
    ['commas', `SCORE/2 (${'oil,'.repeat(20_000)}`],
    ['length', 'x'.repeat(300_000)],
  ])('refuses absurd %s quickly', (_, text) => {
    const from = performance.now();
    expect(parseQuery(text).ok).toBe(false);
    expect(performance.now() - from).toBeLessThan(20_000);
  });
});
