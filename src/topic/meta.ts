import type { MetaField } from './ast.ts';
import type { MatchDocument } from './document.ts';
import { foldText } from './fold.ts';
import { languageTag } from './languages.ts';
import { Shards } from './shards.ts';
import { TokenStream } from './tokens.ts';
import { fitsPattern } from './wildcards.ts';

/** Whether any of the values holds for a field of the article's own data. */
export function metaHolds(field: MetaField, values: readonly string[], document: MatchDocument): boolean {
  return values.some((value) => holds(field, value, document));
}

function holds(field: MetaField, value: string, document: MatchDocument): boolean {
  switch (field) {
    case 'lang':
      return languageHolds(value, document.lang ?? '');
    case 'country':
      return value.trim().toUpperCase() === (document.country ?? '').trim().toUpperCase();
    case 'site':
      return siteHolds(value, document);
    case 'source':
      return siteHolds(value, document) || wordsHold(value, document.source ?? '');
    case 'url':
      return wordsHold(value, decoded(document.url ?? ''));
    case 'section':
      return wordsHold(value, document.section ?? '');
    case 'author':
      return authorsOf(document).some((author) => wordsHold(value, author));
    case 'tag':
    default:
      return (document.tags ?? []).some((tag) => wordsHold(value, tag));
  }
}

function authorsOf(document: MatchDocument): readonly string[] {
  const { author } = document;
  return typeof author === 'string' ? [author] : (author ?? []);
}

/** `en` holds for en-GB; `en-GB` does not hold for en. */
function languageHolds(value: string, tag: string): boolean {
  const wanted = languageTag(value);
  const own = languageTag(tag);
  return own === wanted || own.startsWith(`${wanted}-`);
}

/** The host itself or a parent of it: bbc.co.uk holds for www.bbc.co.uk, not for notbbc.co.uk. */
function siteHolds(value: string, document: MatchDocument): boolean {
  const wanted = hostOf(value).replace(/^www\./, '');
  if (wanted === '') return false;
  return [hostOf(document.url ?? ''), hostOf(document.source ?? '')].some((host) => hostFits(wanted, host));
}

function hostFits(wanted: string, host: string): boolean {
  if (/[*?]/.test(wanted)) return fitsPattern(wanted, host) || fitsPattern(wanted, host.replace(/^www\./, ''));
  return host === wanted || host.endsWith(`.${wanted}`);
}

function hostOf(address: string): string {
  const rest = address
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '');
  return (/^[^/?#]*/.exec(rest)?.[0] ?? '')
    .replace(/^.*@/, '')
    .replace(/:\d+$/, '')
    .replace(/^\.+|\.+$/g, '');
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

const needle = new TokenStream();
const hay = new TokenStream();

/** Whether the words of the value follow each other in the text (folded, `*` and `?` inside a word). */
function wordsHold(value: string, text: string): boolean {
  if (text === '') return false;
  const wanted = wordsOf(needle, value.replaceAll('*', '\uFDD0').replaceAll('?', '\uFDD1'));
  const own = wordsOf(hay, text);
  if (wanted.length === 0) return false;
  return own.some((_, at) => wanted.every((word, k) => fits(word, own[at + k])));
}

function fits(word: string, own: string | undefined): boolean {
  if (own === undefined) return false;
  if (!/[\uFDD0\uFDD1]/.test(word)) return word === own;
  return fitsPattern(word.replaceAll('\uFDD0', '*').replaceAll('\uFDD1', '?'), own);
}

function wordsOf(stream: TokenStream, text: string): string[] {
  stream.clear();
  stream.append(text);
  return Array.from({ length: stream.count }, (_, token) => stream.folded(token));
}

/** One spelling of a predicate, so that topics share it. */
function metaKey(field: MetaField, values: readonly string[]): string {
  return `${field}:${values.map((value) => foldText(value.trim())).join('\u0000')}`;
}

interface Predicate {
  readonly key: string;
  readonly field: MetaField;
  readonly values: readonly string[];
  refs: number;
  /** The article for which `answer` holds. */
  epoch: number;
  answer: boolean;
}

/** The predicates on metadata of all topics, shared and asked at most once an article. */
export class MetaTable {
  readonly #rows: (Predicate | undefined)[] = [];
  readonly #byKey = new Shards<number>();
  readonly #free: number[] = [];
  #epoch = 0;

  acquire(field: MetaField, values: readonly string[]): number {
    const key = metaKey(field, values);
    const id = this.#byKey.get(key) ?? this.#free.pop() ?? this.#rows.length;
    const row = this.#rows[id] ?? { key, field, values, refs: 0, epoch: 0, answer: false };
    row.refs += 1;
    this.#rows[id] = row;
    this.#byKey.set(key, id);
    return id;
  }

  release(id: number): void {
    const row = this.#rows[id] as Predicate;
    row.refs -= 1;
    if (row.refs > 0) return;
    this.#rows[id] = undefined;
    this.#byKey.delete(row.key);
    this.#free.push(id);
  }

  /** Forgets the answers: another article comes. */
  next(): void {
    this.#epoch += 1;
  }

  holds(id: number, document: MatchDocument): boolean {
    const row = this.#rows[id] as Predicate;
    if (row.epoch !== this.#epoch) {
      row.epoch = this.#epoch;
      row.answer = metaHolds(row.field, row.values, document);
    }
    return row.answer;
  }
}
