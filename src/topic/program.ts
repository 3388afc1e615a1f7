import type { MetaField, Phrase, Query, TextField } from './ast.ts';
import { SCOPE_BODY, SCOPE_LEAD, SCOPE_TEXT, SCOPE_TITLE } from './document.ts';
import type { TermTable } from './terms.ts';
import type { PhraseTrie } from './trie.ts';

/**
 * A compiled query: numbers in prefix order, each node `[op, size, …]` with `size` the length of the whole node.
 *
 *   LEAF   node scope               AND, OR  children…            NOT   child
 *   NEAR   distance flags left right                              SLOP  words-between scope count node…
 *   ATLEAST count child             SCORE    threshold count (weight child)…      META  predicate
 *
 * The upper bits of `scope` note what a topic hangs on: the group of its anchors and one, and in a SLOP which word.
 */
export const LEAF = 1;
export const AND = 2;
export const OR = 3;
export const NOT = 4;
export const NEAR = 5;
export const SLOP = 6;
export const ATLEAST = 7;
export const SCORE = 8;
export const META = 9;

export const ORDERED = 1;
export const NEGATED = 2;

export const SCOPE_BITS = 15;
export const GROUP_SHIFT = 4;
export const GROUP_WORD_SHIFT = 8;

const SCOPES: Readonly<Record<TextField, number>> = {
  text: SCOPE_TEXT,
  title: SCOPE_TITLE,
  lead: SCOPE_LEAD,
  body: SCOPE_BODY,
};

export interface Tables {
  readonly terms: TermTable;
  readonly trie: PhraseTrie;
  readonly metaId: (field: MetaField, values: readonly string[]) => number;
}

/** Where each node of the program stands in the query, for explanations. */
export type Places = Map<number, Query>;

/** The program of a query whose names are resolved. Every phrase in it is counted in the trie; see `phrasesOf`. */
export function compile(query: Query, tables: Tables, places?: Places): number[] {
  const out: number[] = [];
  new Compiler(tables, out, places).node(query, SCOPE_TEXT);
  return out;
}

class Compiler {
  readonly #tables: Tables;
  readonly #out: number[];
  readonly #places: Places | undefined;

  constructor(tables: Tables, out: number[], places: Places | undefined) {
    this.#tables = tables;
    this.#out = out;
    this.#places = places;
  }

  node(query: Query, scope: number): void {
    const at = this.#out.length;
    switch (query.kind) {
      case 'scope':
        this.node(query.child, SCOPES[query.field]);
        return;
      case 'named':
        if (query.child !== null) this.node(query.child, scope);
        return;
      case 'phrase':
        this.#phrase(query, scope);
        break;
      case 'and':
      case 'or':
        this.#out.push(query.kind === 'and' ? AND : OR, 0);
        for (const child of query.children) this.node(child, scope);
        break;
      case 'not':
        this.#out.push(NOT, 0);
        this.node(query.child, scope);
        break;
      case 'near':
        this.#out.push(NEAR, 0, query.distance, (query.ordered ? ORDERED : 0) | (query.negated ? NEGATED : 0));
        this.node(query.left, scope);
        this.node(query.right, scope);
        break;
      case 'atleast':
        this.#out.push(ATLEAST, 0, query.count);
        this.node(query.child, scope);
        break;
      case 'score':
        this.#score(query, scope);
        break;
      case 'meta':
        this.#out.push(META, 0, this.#tables.metaId(query.field, query.values));
        break;
    }
    this.#out[at + 1] = this.#out.length - at;
    this.#places?.set(at, query);
  }

  #score(query: Query & { kind: 'score' }, scope: number): void {
    this.#out.push(SCORE, 0, query.threshold, query.items.length);
    for (const item of query.items) {
      this.#out.push(item.weight);
      this.node(item.child, scope);
    }
  }

  #phrase(query: Phrase, scope: number): void {
    const { terms, trie } = this.#tables;
    if (query.slop === null || query.atoms.length === 1) {
      this.#out.push(LEAF, 0, trie.acquire(query.atoms.map((atom) => terms.intern(atom))), scope);
      return;
    }
    this.#out.push(SLOP, 0, query.slop, scope, query.atoms.length);
    for (const atom of query.atoms) this.#out.push(trie.acquire([terms.intern(atom)]));
  }
}

/** Each use of a phrase in a program. */
export function phrasesOf(code: Int32Array | readonly number[], at: number): number[] {
  const out: number[] = [];
  visit(code, at, out);
  return out;
}

function visit(code: Int32Array | readonly number[], at: number, out: number[]): void {
  const op = code[at];
  if (op === LEAF) out.push(code[at + 2] as number);
  else if (op === SLOP) for (let k = 0; k < (code[at + 4] as number); k++) out.push(code[at + 5 + k] as number);
  else for (const child of childPlaces(code, at)) visit(code, child, out);
}

/** Where the children of a node begin. */
export function childPlaces(code: Int32Array | readonly number[], at: number): number[] {
  const op = code[at] as number;
  const end = at + (code[at + 1] as number);
  if (op === LEAF || op === SLOP || op === META) return [];
  const first = at + (op === NEAR ? 4 : op === ATLEAST ? 3 : op === SCORE ? 5 : 2);
  const gap = op === SCORE ? 1 : 0; // the weight of the next item
  const out: number[] = [];
  for (let child = first; child < end; child += (code[child + 1] as number) + gap) out.push(child);
  return out;
}
