import { refuse, type QueryWarning } from './faults.ts';
import { foreignIn } from './foreign.ts';
import type { Operator, Plain, Token } from './token.ts';

const OPENING = '"“”„‟«»＂';
const CLOSING: Readonly<Record<string, string>> = { '«': '»', '»': '«' };
const ANY_CLOSING = '"“”‟＂';
const SPACE = /[\s\u200B\uFEFF]/;
const NEAR = /^(NEAR|ONEAR|PRE|W)\/(.*)$/i;
const FOREIGN_ATLEAST = /^atl(?:east)?(\d{1,3})$/i;
/** `near/5f`: forward; `WITHIN/5`, `N/5`: any order; `P/5`: in order. In small letters these but `near` are words of a text. */
const SLASHED_NEAR = /^(?:(?:NEAR|near)\/(\d{1,3})f|(?:WITHIN|N)\/(\d{1,3})|P\/(\d{1,3}))$/;
const FOREIGN_NEAR = /^(?:(near|onear|adj|pre|w)(\d{1,3})|\/(\d{1,3}|[sp])|w\/([sp]))$/i;
const WORDLIKE = /[\p{L}\p{N}\p{M}*?]/u;
/** A plain word with what ends it: nothing else of the language looks like it. */
const PLAIN_WORD = /[A-Za-z][a-z]*(?=[\s)]|$)/y;
const FIELD = /^\p{L}[\p{L}\p{N}_-]*:/u;
const META = new Set(['url', 'site', 'source', 'author', 'lang', 'country', 'section', 'tag']);
/** Words between the ends of a sentence and of a paragraph, on the long side. */
const SENTENCE_WORDS = 15;
const PARAGRAPH_WORDS = 50;

/**
 * The tokens of a query, ending with `end`. Warnings on signs of other products go to `warnings`.
 * @throws QueryRefused unclosed-quote
 */
export function tokenize(text: string, warnings: QueryWarning[]): Token[] {
  return new Lexer(text, warnings).run();
}

class Lexer {
  readonly #text: string;
  readonly #warnings: QueryWarning[];
  readonly #out: Token[] = [];
  #at = 0;
  /** Open parentheses: of a SCORE list, of a metadata field's group, or plain. */
  readonly #open: ('list' | 'meta' | 'plain')[] = [];

  constructor(text: string, warnings: QueryWarning[]) {
    this.#text = text;
    this.#warnings = warnings;
  }

  run(): Token[] {
    while (this.#at < this.#text.length) {
      if (SPACE.test(this.#text[this.#at] as string)) this.#at += 1;
      else this.#one(this.#text[this.#at] as string);
    }
    this.#out.push({ type: 'end', start: this.#text.length, end: this.#text.length });
    return this.#out;
  }

  #one(sign: string): void {
    const start = this.#at;
    if (sign === '(' || sign === '（') return this.#openParen(start);
    if (sign === ')' || sign === '）') {
      this.#open.pop();
      return this.#plain('rparen', start, 1);
    }
    if (OPENING.includes(sign)) return this.#phrase(start, sign);
    if (this.#glued() && (sign === '~' || sign === '^')) return this.#suffix(sign);
    if (sign === ',' && this.#open.at(-1) === 'list') return this.#plain('comma', start, 1);
    if (this.#inMeta()) return this.#metaWord(start);
    const next = this.#text[start + 1] ?? ' ';
    if (sign === '-' && !SPACE.test(next) && next !== ')' && next !== '-') return this.#plain('minus', start, 1);
    if (sign === '=' && !SPACE.test(next) && next !== ')' && next !== '=') return this.#plain('equals', start, 1);
    return this.#bare(start);
  }

  #plain(type: Plain['type'], start: number, length: number): void {
    this.#at = start + length;
    this.#out.push({ type, start, end: start + length });
  }

  #openParen(start: number): void {
    const last = this.#out.at(-1);
    const list = last?.type === 'count' && last.word === 'SCORE';
    const outer = this.#open.at(-1);
    const meta = (last?.type === 'field' && META.has(last.field)) || outer === 'meta';
    this.#open.push(list ? 'list' : meta ? 'meta' : 'plain');
    this.#plain('lparen', start, 1);
  }

  /** Whether the last token ends right here and can carry a suffix. */
  #glued(): boolean {
    const last = this.#out.at(-1);
    if (last === undefined || last.end !== this.#at) return false;
    return last.type === 'word' || last.type === 'phrase' || last.type === 'rparen' || last.type === 'tilde';
  }

  #suffix(sign: '~' | '^'): void {
    const start = this.#at;
    const text = /^[~^][^\s(),~^]*/.exec(this.#text.slice(start))?.[0] ?? sign;
    this.#at = start + text.length;
    if (sign === '^' && this.#open.at(-1) !== 'list')
      this.#warn('foreign-operator', start, this.#at, '^ weighs only inside SCORE/n ( … ).', 'Remove it.');
    else this.#out.push({ type: sign === '~' ? 'tilde' : 'caret', text, start, end: this.#at });
  }

  #phrase(start: number, quote: string): void {
    const closing = CLOSING[quote] ?? ANY_CLOSING;
    let end = start + 1;
    while (end < this.#text.length && !this.#closes(end, closing, quote)) end += 1;
    if (end >= this.#text.length)
      refuse('unclosed-quote', { start, end: start + 1 }, 'This quote is never closed.', 'Add the closing quote.');
    if (quote !== '"')
      this.#warn('curly-quotes', start, end + 1, 'Typographic quotes are read as plain ones.', 'Write "…".');
    this.#at = end + 1;
    this.#out.push({ type: 'phrase', text: this.#text.slice(start + 1, end), inner: start + 1, start, end: end + 1 });
  }

  /** A straight quote is closed by a straight one where there is one, so that “ ” can stand inside. */
  #closes(at: number, closing: string, quote: string): boolean {
    const sign = this.#text[at] as string;
    if (!closing.includes(sign)) return false;
    return quote !== '"' || sign === '"' || !this.#text.includes('"', at);
  }

  #inMeta(): boolean {
    const last = this.#out.at(-1);
    return (last?.type === 'field' && META.has(last.field)) || this.#open.at(-1) === 'meta';
  }

  #metaWord(start: number): void {
    const text = /^[^\s()"“”„«»]+/.exec(this.#text.slice(start))?.[0] ?? this.#text.slice(start, start + 1);
    this.#at = start + text.length;
    if (this.#open.at(-1) === 'meta' && this.#out.at(-1)?.type !== 'field' && isOperatorWord(text))
      this.#out.push({ type: 'operator', operator: text, start, end: this.#at });
    else this.#out.push({ type: 'word', text, start, end: this.#at });
  }

  #bare(start: number): void {
    PLAIN_WORD.lastIndex = start;
    const plain = PLAIN_WORD.test(this.#text) ? PLAIN_WORD.lastIndex : 0;
    if (plain > 0) {
      this.#at = plain;
      this.#out.push({ type: 'word', text: this.#text.slice(start, plain), start, end: plain });
      return;
    }
    const stop = this.#open.at(-1) === 'list' ? /^[^\s\u200B()（）"“”„‟«»＂,~^]+/ : /^[^\s\u200B()（）"“”„‟«»＂~^]+/;
    const text = stop.exec(this.#text.slice(start, start + 4096))?.[0] ?? this.#text.slice(start, start + 1);
    const end = start + text.length;
    const field = FIELD.exec(text)?.[0];
    if (field !== undefined) {
      this.#at = start + field.length;
      this.#out.push({ type: 'field', field: field.slice(0, -1).toLowerCase(), start, end: this.#at });
      return;
    }
    this.#at = end;
    const name = /^@([\p{L}\p{N}_.-]+)$/u.exec(text)?.[1];
    if (name !== undefined) this.#out.push({ type: 'name', text: name, start, end });
    else if (!this.#operator(text, start, end)) this.#word(text, start, end);
  }

  #word(text: string, start: number, end: number): void {
    if (WORDLIKE.test(text)) {
      const foreign = foreignIn(text, this.#text[end] ?? '');
      if (foreign !== null)
        this.#warn('foreign-operator', start + foreign.start, start + foreign.end, foreign.message, foreign.hint);
      this.#out.push({ type: 'word', text, start, end });
    } else if (/^(&|\||&&|\|\|)$/.test(text)) {
      const operator = text.startsWith('&') ? 'AND' : 'OR';
      this.#warn('foreign-operator', start, end, `${text} is read as ${operator}.`, `Write ${operator}.`);
      this.#out.push({ type: 'operator', operator, start, end });
    } else if (/^[<>]=?$/.test(text))
      this.#warn('foreign-operator', start, end, 'Nothing is compared here.', 'Remove it.');
    else if (text === '!' && OPENING.includes(this.#text[end] ?? ' '))
      this.#warn('foreign-operator', start, end, '! has no meaning here.', 'As written, case and accents too: ="…".');
    else this.#warn('ignored-sign', start, end, `${text} is no word and is left out.`, 'Remove it.');
  }

  /** @returns whether the word was an operator */
  #operator(text: string, start: number, end: number): boolean {
    if (isOperatorWord(text)) this.#out.push({ type: 'operator', operator: text, start, end });
    else if (text === 'ANDNOT') {
      this.#warn('foreign-operator', start, end, 'ANDNOT is read as NOT.', 'Write NOT.');
      this.#out.push({ type: 'operator', operator: 'NOT', start, end });
    } else if (text === 'NEAR' || text === 'ONEAR')
      this.#out.push({ type: 'near', near: { ordered: text === 'ONEAR', distance: null }, start, end });
    else if (/^(ATLEAST|SCORE)\//i.test(text) || text === 'ATLEAST') this.#count(text, start, end);
    else if (this.#text[end] === '(' && FOREIGN_ATLEAST.test(text)) this.#foreignAtleast(text, start, end);
    else if (text === 'SCORE' && /^\s*\(/.test(this.#text.slice(end))) this.#count(text, start, end);
    else return this.#proximity(text, start, end);
    return true;
  }

  #count(text: string, start: number, end: number): void {
    const [word, number = ''] = text.split('/', 2) as [string, string?];
    const count = /^\d{1,6}$/.test(number) ? Number(number) : Number.NaN;
    this.#out.push({ type: 'count', word: word.toUpperCase() as 'ATLEAST' | 'SCORE', count, start, end });
  }

  /** `ATLEAST5(oil)`, `atl5(oil)`. */
  #foreignAtleast(text: string, start: number, end: number): void {
    const own = `ATLEAST/${Number(FOREIGN_ATLEAST.exec(text)?.[1])}`;
    this.#warn('foreign-operator', start, end, `${text} is read as ${own}.`, `Write ${own} ( … ).`);
    this.#count(own, start, end);
  }

  #proximity(text: string, start: number, end: number): boolean {
    const foreign = FOREIGN_NEAR.exec(text);
    if (foreign !== null) return this.#foreignNear(foreign, text, start, end);
    const slashed = SLASHED_NEAR.exec(text);
    if (slashed !== null) {
      const [, forward, either, ordered] = slashed;
      this.#pushNear(either === undefined, Number(forward ?? either ?? ordered), start, end, text);
      return true;
    }
    if (text === 'ADJ') {
      this.#pushNear(true, 0, start, end, text);
      return true;
    }
    const own = NEAR.exec(text);
    const around = /^AROUND$/.test(text) ? /^\((\d{1,3})\)/.exec(this.#text.slice(end)) : null;
    if (around !== null) {
      this.#at = end + around[0].length;
      this.#pushNear(false, Number(around[1]), start, this.#at, text);
      return true;
    }
    if (own === null) return false;
    const ordered = /^(ONEAR|PRE)$/i.test(own[1] as string);
    const distance = /^\d{1,6}$/.test(own[2] as string) ? Number(own[2]) : Number.NaN;
    this.#out.push({ type: 'near', near: { ordered, distance }, start, end });
    return true;
  }

  #foreignNear(foreign: RegExpExecArray, text: string, start: number, end: number): boolean {
    // `near5` in Factiva's meaning: up to 4 words between; `adj5` is ordered.
    const unit = (foreign[3] ?? foreign[4] ?? '').toLowerCase();
    if (unit === 's' || unit === 'p') {
      this.#pushNear(false, unit === 's' ? SENTENCE_WORDS : PARAGRAPH_WORDS, start, end, text);
    } else if (foreign[3] !== undefined) this.#pushNear(false, Number(foreign[3]), start, end, text);
    else if (/^w\d/i.test(text)) return false;
    else {
      const ordered = !/^near/i.test(text);
      this.#pushNear(ordered, Math.max(0, Number(foreign[2]) - 1), start, end, text);
    }
    return true;
  }

  #pushNear(ordered: boolean, distance: number, start: number, end: number, text: string): void {
    const own = `${ordered ? 'ONEAR' : 'NEAR'}/${distance}`;
    this.#warn(
      'foreign-operator',
      start,
      end,
      `${text} is read as ${own}.`,
      `Write ${own}: at most ${distance} words between.`,
    );
    this.#out.push({ type: 'near', near: { ordered, distance }, start, end });
  }

  #warn(code: QueryWarning['code'], start: number, end: number, message: string, hint: string): void {
    this.#warnings.push({ code, start, end, message, hint });
  }
}

function isOperatorWord(text: string): text is Operator {
  return text === 'AND' || text === 'OR' || text === 'NOT';
}
