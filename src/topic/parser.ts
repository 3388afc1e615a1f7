import { extent, isNearable, type At, type MetaField, type Query, type ScoreItem, type Strictness } from './ast.ts';
import { atomsOf, fuzzyAtom } from './atoms.ts';
import { refuse, type QueryWarning } from './faults.ts';
import { checkValue, isMetaField, isTextField, splitValues, unknownField } from './fields.ts';
import { tokenize } from './lexer.ts';
import { checkLowerCase, isOperator, startsOperand, type Token } from './token.ts';

export const MAX_QUERY_LENGTH = 262_144;
export const MAX_DEPTH = 32;
const MAX_DISTANCE = 255;
const MAX_TERMS = 20_000;
const DEFAULT_DISTANCE = 4;
const MAX_PHRASE_WORDS = 200;
const MAX_SLOPPY_WORDS = 20;
const MAX_COUNT = 1000;
const MAX_THRESHOLD = 100_000;

/** What words mean where they stand. */
interface Context {
  readonly strictness: Strictness;
  readonly meta: MetaField | null;
  readonly depth: number;
}

/**
 * The AST of a query: recursive descent over
 * `or = and {OR and}; and = term {[AND] term}; term = [NOT|-] near; near = prim {[NOT] NEAR/n prim}`.
 * @param strictness of words that say nothing about it themselves
 * @throws QueryRefused
 */
export function parse(text: string, warnings: QueryWarning[], strictness: Strictness = 'forms'): Query {
  if (text.length > MAX_QUERY_LENGTH)
    refuse(
      'too-long',
      { start: MAX_QUERY_LENGTH, end: text.length },
      'The query is too long.',
      'Split it into topics.',
    );
  return new Parser(text, tokenize(text, warnings), warnings).run({ strictness, meta: null, depth: 0 });
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #warnings: QueryWarning[];
  #next = 0;
  #terms = 0;
  /** Nodes that stood in parentheses. */
  readonly #grouped = new WeakSet<Query>();

  constructor(text: string, tokens: readonly Token[], warnings: QueryWarning[]) {
    this.#text = text;
    this.#tokens = tokens;
    this.#warnings = warnings;
  }

  run(context: Context): Query {
    if (this.#peek().type === 'end')
      refuse('empty-query', { start: 0, end: this.#text.length }, 'The query is empty.', 'Write a word or a "phrase".');
    checkLowerCase(this.#tokens);
    const query = this.#or(context);
    const rest = this.#peek();
    if (rest.type === 'rparen')
      refuse('unexpected-paren', rest, 'This parenthesis closes nothing.', 'Remove it, or open one before.');
    if (rest.type !== 'end') this.#operandMissing(rest);
    return query;
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #previous(): Token {
    return this.#tokens[this.#next - 1] as Token;
  }

  #or(context: Context): Query {
    const branches = [this.#and(context)];
    while (isOperator(this.#peek(), 'OR')) {
      this.#take();
      branches.push(this.#and(context));
    }
    if (branches.length === 1) return branches[0] as Query;
    const mixed = branches.find((branch) => branch.kind === 'and' && !this.#grouped.has(branch));
    if (mixed !== undefined) this.#warnMixed(mixed);
    return { kind: 'or', children: branches, ...extent(branches) };
  }

  #warnMixed(branch: Query): void {
    const { start, end } = branch;
    const hint = `Read as (${this.#text.slice(start, end)}); write the parentheses that you mean.`;
    this.#warn('mixed-operators', branch, 'AND binds more tightly than OR.', hint);
  }

  #and(context: Context): Query {
    const terms = [this.#term(context)];
    for (;;) {
      const token = this.#peek();
      if (isOperator(token, 'AND')) this.#take();
      else if (!startsOperand(token) && !isOperator(token, 'NOT')) break;
      const term = this.#term(context);
      if (!isOperator(token, 'AND')) this.#implicit(terms.at(-1) as Query, term);
      terms.push(term);
    }
    if (terms.length === 1) return terms[0] as Query;
    return { kind: 'and', children: terms, ...extent(terms) };
  }

  #implicit(left: Query, right: Query): void {
    if (left.kind !== 'phrase' || right.kind !== 'phrase' || left.quoted || right.quoted) return;
    const words = this.#text.slice(left.start, right.end);
    if (/["=:]/.test(words)) return;
    this.#warn(
      'implicit-and',
      extent([left, right]),
      'Both words anywhere in the article.',
      `Did you mean "${words}"?`,
    );
  }

  #term(context: Context): Query {
    const token = this.#peek();
    if (token.type !== 'minus' && !isOperator(token, 'NOT')) return this.#near(context);
    this.#take();
    const child = this.#near(context);
    return { kind: 'not', child, start: token.start, end: child.end };
  }

  #near(context: Context): Query {
    let left = this.#prim(context);
    for (let chain = 0; ; chain++) {
      if (chain > MAX_DEPTH) refuse('too-deep', left, 'Too many NEARs in a row.', 'Split the query.');
      const negated = isOperator(this.#peek(), 'NOT') && this.#peek(1).type === 'near';
      if (!negated && this.#peek().type !== 'near') return left;
      const first = this.#take();
      const sign = negated ? this.#take() : first;
      if (sign.type !== 'near') return left;
      const distance = this.#distance(sign, sign.near.distance);
      this.#nearable(left);
      if (isOperator(this.#peek(), 'NOT') || this.#peek().type === 'minus') this.#negatedOperand(context);
      const right = this.#prim(context);
      this.#nearable(right);
      left = {
        kind: 'near',
        left,
        right,
        distance,
        ordered: sign.near.ordered,
        negated,
        start: left.start,
        end: right.end,
      };
    }
  }

  #distance(at: At, distance: number | null): number {
    if (distance === null) return DEFAULT_DISTANCE;
    if (!(distance <= MAX_DISTANCE))
      refuse(
        'bad-distance',
        at,
        `A distance is a number from 0 to ${MAX_DISTANCE}.`,
        'NEAR/4 allows four words between.',
      );
    return distance;
  }

  #negatedOperand(context: Context): never {
    const sign = this.#take();
    const operand = this.#prim(context);
    return refuse(
      'bad-near-operand',
      { start: sign.start, end: operand.end },
      'NEAR cannot stand beside NOT.',
      'Write a NOT NEAR/3 b.',
    );
  }

  #nearable(node: Query): void {
    if (isNearable(node)) return;
    refuse(
      'bad-near-operand',
      node,
      'NEAR joins words, phrases, OR groups and other NEARs.',
      'Write (a NEAR/3 b) AND (a NEAR/3 c); title:(a NEAR/3 b).',
    );
  }

  #prim(context: Context): Query {
    const token = this.#take();
    if (context.depth > MAX_DEPTH) refuse('too-deep', token, 'Too much nesting.', 'Flatten the query.');
    switch (token.type) {
      case 'lparen':
        return this.#group(token, context);
      case 'count':
        return token.word === 'ATLEAST' ? this.#atLeast(token, context) : this.#score(token, context);
      case 'field':
        return this.#field(token, context);
      case 'equals':
        return this.#strict(token, 'surface', context);
      case 'name':
        this.#count(1, token);
        return { kind: 'named', name: token.text, child: null, start: token.start, end: token.end };
      case 'phrase':
        return context.meta === null ? this.#phrase(token, context) : this.#value(token, context.meta);
      case 'word':
        return context.meta === null ? this.#word(token, context) : this.#value(token, context.meta);
      case 'caret':
      case 'comma':
      case 'end':
      case 'minus':
      case 'near':
      case 'operator':
      case 'rparen':
      case 'tilde':
      default:
        this.#next -= 1;
        return this.#operandMissing(token);
    }
  }

  /** Something other than an operand stands at `token`: the sign before it, or itself, lacks one. */
  #operandMissing(token: Token): never {
    const before = this.#next > 0 ? this.#previous() : token;
    const ends = token.type === 'end' || token.type === 'rparen' || token.type === 'comma';
    if (token.type === 'rparen' && this.#next === 0)
      refuse('unexpected-paren', token, 'This parenthesis closes nothing.', 'Remove it, or open one before.');
    if (token.type === 'tilde')
      refuse('bad-fuzzy', token, '~ follows one word or one phrase.', 'Lukashenko~1 or "arms control"~3');
    const at = ends ? before : token;
    return refuse(
      'missing-operand',
      at,
      `${this.#text.slice(at.start, at.end)} lacks a word, phrase or group.`,
      'Add it, or remove the sign; put the word in quotes to search it.',
    );
  }

  #group(open: Token, context: Context): Query {
    const close = this.#peek();
    if (close.type === 'rparen')
      refuse(
        'empty-group',
        { start: open.start, end: close.end },
        'Nothing stands between the parentheses.',
        'Remove them.',
      );
    if (close.type === 'end') this.#unclosed(open);
    const inner = this.#or({ ...context, depth: context.depth + 1 });
    const end = this.#take();
    if (end.type === 'end') this.#unclosed(open);
    if (end.type !== 'rparen') {
      this.#next -= 1;
      this.#operandMissing(end);
    }
    const node = { ...inner, start: open.start, end: end.end };
    this.#grouped.add(node);
    return node;
  }

  #unclosed(open: Token): never {
    return refuse('unclosed-paren', open, 'This parenthesis is never closed.', 'Add the closing one.');
  }

  #atLeast(token: Token & { type: 'count' }, context: Context): Query {
    if (!(token.count >= 1 && token.count <= MAX_COUNT))
      refuse(
        'bad-count',
        token,
        `ATLEAST needs a number from 1 to ${MAX_COUNT}.`,
        'ATLEAST/3 word: three times or more.',
      );
    const child = this.#prim({ ...context, depth: context.depth + 1 });
    return { kind: 'atleast', count: token.count, child, start: token.start, end: child.end };
  }

  #score(token: Token & { type: 'count' }, context: Context): Query {
    if (!(token.count >= 1 && token.count <= MAX_THRESHOLD))
      refuse(
        'bad-count',
        token,
        `SCORE needs a threshold from 1 to ${MAX_THRESHOLD}.`,
        'SCORE/30 (NATO^10, "arms control"^20)',
      );
    const open = this.#take();
    if (open.type !== 'lparen')
      refuse('missing-operand', token, 'SCORE needs a list.', 'SCORE/30 (NATO^10, "arms control"^20)');
    if (this.#peek().type === 'rparen')
      refuse('empty-group', { start: open.start, end: this.#peek().end }, 'The list is empty.', 'Add an item.');
    const items = [this.#item(context)];
    while (this.#peek().type === 'comma') {
      this.#take();
      items.push(this.#item(context));
    }
    const close = this.#take();
    if (close.type === 'end') this.#unclosed(open);
    if (close.type !== 'rparen') {
      this.#next -= 1;
      this.#operandMissing(close);
    }
    return { kind: 'score', threshold: token.count, items, start: token.start, end: close.end };
  }

  #item(context: Context): ScoreItem {
    const child = this.#near({ ...context, depth: context.depth + 1 });
    const caret = this.#peek();
    if (caret.type !== 'caret') return { weight: 1, child };
    this.#take();
    const weight = /^\^-?\d{1,5}$/.test(caret.text) ? Number(caret.text.slice(1)) : Number.NaN;
    if (Number.isNaN(weight)) refuse('bad-count', caret, 'A weight is a whole number.', 'NATO^10 or football^-50');
    return { weight, child };
  }

  #field(token: Token & { type: 'field' }, context: Context): Query {
    const { field } = token;
    const inner = { ...context, depth: context.depth + 1 };
    if (field === 'exact') return this.#strict(token, 'exact', context);
    if (isTextField(field)) {
      const child = this.#operandOf(token, { ...inner, meta: null });
      return { kind: 'scope', field, child, start: token.start, end: child.end };
    }
    if (!isMetaField(field)) return unknownField(field, token);
    return { ...this.#operandOf(token, { ...inner, meta: field }), start: token.start };
  }

  #strict(token: Token, strictness: Strictness, context: Context): Query {
    const child = this.#operandOf(token, { ...context, strictness, depth: context.depth + 1 });
    return { ...child, start: token.start };
  }

  /** What a prefix (`title:`, `=`) applies to, which must follow it. */
  #operandOf(prefix: Token, context: Context): Query {
    if (!startsOperand(this.#peek()))
      refuse(
        'missing-operand',
        prefix,
        `${this.#text.slice(prefix.start, prefix.end)} lacks a value.`,
        'Write it right behind.',
      );
    return this.#prim(context);
  }

  #phrase(token: Token & { type: 'phrase' }, context: Context): Query {
    const atoms = atomsOf(token.text, token.inner, context.strictness);
    if (atoms.length === 0)
      refuse('empty-phrase', token, 'No word stands between the quotes.', 'Add one, or remove them.');
    this.#count(atoms.length, token);
    const tilde = this.#peek();
    if (tilde.type !== 'tilde')
      return { kind: 'phrase', atoms, slop: null, quoted: true, start: token.start, end: token.end };
    this.#take();
    const slop = /^~\d{1,6}$/.test(tilde.text) ? Number(tilde.text.slice(1)) : Number.NaN;
    this.#distance(tilde, slop);
    if (atoms.length > MAX_SLOPPY_WORDS)
      refuse('too-many-terms', token, `A phrase with ~ has at most ${MAX_SLOPPY_WORDS} words.`, 'Split it with NEAR.');
    return { kind: 'phrase', atoms, slop, quoted: true, start: token.start, end: tilde.end };
  }

  #word(token: Token & { type: 'word' }, context: Context): Query {
    const atoms = atomsOf(token.text, token.start, context.strictness);
    if (atoms.length === 0) refuse('empty-phrase', token, 'This holds no word.', 'Remove it.');
    this.#count(atoms.length, token);
    const tilde = this.#peek();
    if (tilde.type !== 'tilde')
      return { kind: 'phrase', atoms, slop: null, quoted: false, start: token.start, end: token.end };
    this.#take();
    const fuzzy = fuzzyAtom(atoms, token, tilde);
    return { kind: 'phrase', atoms: [fuzzy], slop: null, quoted: false, start: token.start, end: tilde.end };
  }

  /** A value of a metadata field: a phrase, or bare words split at commas (any of). */
  #value(token: Token & { type: 'phrase' | 'word' }, field: MetaField): Query {
    this.#count(1, token);
    const parts =
      token.type === 'phrase' ? [{ text: token.text, start: token.inner }] : splitValues(token.text, token.start);
    const values = parts.filter((part) => part.text.trim() !== '');
    if (values.length === 0) refuse('empty-phrase', token, 'The value is empty.', 'Add it.');
    for (const value of values) checkValue(field, value.text, value.start);
    return { kind: 'meta', field, values: values.map((value) => value.text), start: token.start, end: token.end };
  }

  #count(terms: number, at: At): void {
    if (terms > MAX_PHRASE_WORDS)
      refuse('too-many-terms', at, `A phrase has at most ${MAX_PHRASE_WORDS} words.`, 'Take its most telling part.');
    this.#terms += terms;
    if (this.#terms > MAX_TERMS)
      refuse('too-many-terms', at, `A query has at most ${MAX_TERMS} words.`, 'Split it into topics.');
  }

  #warn(code: QueryWarning['code'], at: At, message: string, hint: string): void {
    this.#warnings.push({ code, start: at.start, end: at.end, message, hint });
  }
}
