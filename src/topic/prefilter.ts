import type { Atom, Query } from './ast.ts';
import { formsLanguage, type MatchDocument } from './document.ts';
import { allForms, formsFor, scriptOf, scriptsOf } from './forms/registry.ts';
import { MAX_TOKEN_UNITS, TokenStream } from './tokens.ts';

/**
 * A condition on the keys of an article that holds wherever the query does, and often enough not elsewhere: `any` and
 * `all` of conditions, one of some keys, or a key with a beginning. Null: nothing can be asked, every article may match.
 */
export type Prefilter =
  | { readonly any: readonly Prefilter[] }
  | { readonly all: readonly Prefilter[] }
  | { readonly keys: readonly string[] }
  | { readonly prefix: string };

/**
 * By which rules keys are made. Keys that were stored by other rules are worthless: raise it with every change to the
 * tokeniser, the folding or the word forms (a test notices).
 */
export const KEYS_VERSION = 1;

const MAX_KEYS = 20_000;
/** A `tsvector` holds 1 MiB of lexemes; a unit takes 3 bytes at most. */
const MAX_ALL_UNITS = 300_000;
const MAX_KEY_UNITS = 100;
/** Keys that one condition asks for; beyond it, more would cost the database more than they save. */
const MAX_ASKED = 1_000;
const MAX_FLAT = 16;
const SURROGATE = /[\uD800-\uDFFF]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const stream = new TokenStream();

/**
 * The keys of an article: its folded words and the keys of their forms, each once, for a full-text index. Null for an
 * article with too many, which is then to be looked at always.
 */
export function articleKeys(document: MatchDocument): string[] | null {
  const lang = formsLanguage(document);
  const keys = new Set<string>();
  stream.clear();
  for (const text of [document.title, document.lead ?? '', document.body]) stream.append(text);
  /** The latest token of each hash: what comes again is told without making a string of it. */
  const seen = new Map<number, number>();
  for (let token = 0; token < stream.count; token++) {
    if (stream.lengthOf(token) > MAX_TOKEN_UNITS) continue;
    const hash = stream.hashes[token] as number;
    const same = seen.get(hash);
    if (same !== undefined && isSame(same, token)) continue;
    seen.set(hash, token);
    const word = stream.folded(token);
    keys.add(keyOf(word));
    for (const key of formsFor(lang, word.charCodeAt(0))?.ofText(word) ?? []) keys.add(keyOf(key));
    if (keys.size > MAX_KEYS) return null;
  }
  const all = [...keys];
  return all.reduce((sum, key) => sum + key.length, 0) > MAX_ALL_UNITS ? null : all;
}

function isSame(a: number, b: number): boolean {
  const length = stream.lengthOf(a);
  if (length !== stream.lengthOf(b)) return false;
  const { units, offsets } = stream;
  const from = offsets[a] as number;
  const to = offsets[b] as number;
  for (let k = 0; k < length; k++) if (units[from + k] !== units[to + k]) return false;
  return true;
}

/** Long words are cut on both sides alike, so that an index takes them; a lone surrogate is nothing that a database stores. */
function keyOf(word: string): string {
  if (word.length <= MAX_KEY_UNITS && !SURROGATE.test(word)) return word;
  return word.slice(0, MAX_KEY_UNITS).replace(LONE_SURROGATE, '\uFFFD');
}

/** The condition of a query whose names are resolved, of a size that a database takes. Metadata is asked elsewhere. */
export function prefilterOf(query: Query): Prefilter | null {
  return bounded(conditionOf(query), MAX_ASKED);
}

/** A condition that holds wherever one of the queries does. */
export function prefilterOfAny(queries: readonly Query[]): Prefilter | null {
  return bounded(any(queries.map(conditionOf)), MAX_ASKED);
}

/** Of an `all` the largest parts go until the rest is small enough; of an `any` nothing can go. */
function bounded(filter: Prefilter | null, most: number): Prefilter | null {
  if (filter === null || sizeOf(filter) <= most) return filter;
  if (!('all' in filter)) return null;
  const kept: Prefilter[] = [];
  let room = most;
  for (const part of filter.all.toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    const fits = bounded(part, room);
    if (fits === null) continue;
    kept.push(fits);
    room -= sizeOf(fits);
  }
  return all(kept);
}

function sizeOf(filter: Prefilter): number {
  if ('keys' in filter) return filter.keys.length;
  if ('prefix' in filter) return 1;
  return ('all' in filter ? filter.all : filter.any).reduce((sum, part) => sum + sizeOf(part), 0);
}

function conditionOf(query: Query): Prefilter | null {
  switch (query.kind) {
    case 'phrase':
      return all(query.atoms.map(atomFilter));
    case 'and':
      return all(query.children.map(conditionOf));
    case 'or':
      return any(query.children.map(conditionOf));
    case 'near':
      return query.negated ? conditionOf(query.left) : all([conditionOf(query.left), conditionOf(query.right)]);
    case 'score':
      return any(query.items.filter((item) => item.weight > 0).map((item) => conditionOf(item.child)));
    case 'atleast':
    case 'scope':
      return conditionOf(query.child);
    case 'named':
      return query.child === null ? null : conditionOf(query.child);
    case 'not':
    case 'meta':
    default:
      return null;
  }
}

function atomFilter(atom: Atom): Prefilter | null {
  if (atom.kind === 'fuzzy') return null;
  if (atom.kind === 'wild') {
    const prefix = /^[^*?]*/.exec(atom.text)?.[0] ?? '';
    return prefix === '' ? null : { prefix: keyOf(prefix) };
  }
  const keys = new Set([keyOf(atom.text)]);
  if (atom.strictness === 'forms') {
    const script = scriptOf(atom.text.charCodeAt(0));
    for (const forms of allForms())
      if (scriptsOf(forms.lang).includes(script)) for (const key of forms.ofQuery(atom.text)) keys.add(keyOf(key));
  }
  return { keys: [...keys] };
}

/** What cannot be asked falls out of an `all`. */
function all(parts: readonly (Prefilter | null)[]): Prefilter | null {
  const asked = parts.filter((part) => part !== null);
  return asked.length < 2 ? (asked[0] ?? null) : { all: asked };
}

/** One part that cannot be asked opens an `any` to everything. */
function any(parts: readonly (Prefilter | null)[]): Prefilter | null {
  const asked = parts.filter((part) => part !== null);
  if (asked.length < parts.length || asked.length === 0) return null;
  return asked.length === 1 ? (asked[0] as Prefilter) : { any: asked };
}

/** Whether an article with these keys may match. */
export function mayMatch(filter: Prefilter | null, keys: ReadonlySet<string>): boolean {
  if (filter === null) return true;
  if ('keys' in filter) return filter.keys.some((key) => keys.has(key));
  if ('prefix' in filter) return [...keys].some((key) => key.startsWith(filter.prefix));
  if ('all' in filter) return filter.all.every((part) => mayMatch(part, keys));
  return filter.any.some((part) => mayMatch(part, keys));
}

/**
 * The condition as a PostgreSQL `tsquery` literal, for a `tsvector` made of `articleKeys` by `array_to_tsvector`: quoted
 * lexemes, `&`, `|`, `:*`. Null: no condition.
 */
export function tsqueryOf(filter: Prefilter | null): string | null {
  return filter === null ? null : written(filter);
}

function written(filter: Prefilter): string {
  if ('keys' in filter) return grouped(filter.keys.map(lexeme), ' | ');
  if ('prefix' in filter) return `${lexeme(filter.prefix)}:*`;
  if ('all' in filter) return grouped(filter.all.map(written), ' & ');
  return grouped(filter.any.map(written), ' | ');
}

/** Long lists as a tree: PostgreSQL reads and evaluates a flat one by recursion, one level a part. */
function grouped(parts: readonly string[], sign: string): string {
  if (parts.length === 1) return parts[0] as string;
  if (parts.length <= MAX_FLAT) return `(${parts.join(sign)})`;
  const half = parts.length >> 1;
  return `(${grouped(parts.slice(0, half), sign)}${sign}${grouped(parts.slice(half), sign)})`;
}

function lexeme(key: string): string {
  return `'${key.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
