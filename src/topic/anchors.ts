import { Postings } from './postings.ts';
import {
  AND,
  ATLEAST,
  childPlaces,
  GROUP_SHIFT,
  GROUP_WORD_SHIFT,
  LEAF,
  META,
  NEAR,
  NEGATED,
  NOT,
  OR,
  SCOPE_BITS,
  SCORE,
  SLOP,
} from './program.ts';
import { ANY, PROGRAM, SINGLE } from './slots.ts';
import type { TermTable } from './terms.ts';
import { ANCHORS, FOUND, STRIDE, type PhraseTrie } from './trie.ts';

/**
 * A posting is `slot << 3 | sign`; the sign says which group of the topic's anchors the phrase is of (0 to 5), or that it
 * decides the topic together with others of its kind, or alone.
 */
export const SIGN_BITS = 3;
export const SIGN_MASK = 7;
export const SIGN_ANY = 6;
export const SIGN_SINGLE = 7;

/** Phrases of which one at least must be found where the query holds. */
interface Group {
  /** The share of articles to expect that have one. */
  readonly cost: number;
  /** Pairs: the place of a leaf in the code, and which word of it where it is a sloppy phrase. */
  readonly places: readonly number[];
}

/** Weight of the prior against what was seen, in articles. */
const PRIOR_ARTICLES = 20;
const MAX_GROUPS = 5;
/** What it costs to decide a topic, in postings read: to begin, and for each number of its program. */
const DECIDE_COST = 4;
const DECIDE_COST_A_NUMBER = 1 / 16;

/**
 * The topics to think of when a phrase is found. Each topic hangs on the rarest phrases that it cannot do without; where a
 * second or third group of such phrases (the other side of an AND) costs less to note than it saves in vain decisions, on
 * these too, and is decided only on articles that have one of each.
 */
export class Anchors {
  readonly postings = new Postings();
  readonly #trie: PhraseTrie;
  readonly #terms: TermTable;

  constructor(trie: PhraseTrie, terms: TermTable) {
    this.#trie = trie;
    this.#terms = terms;
  }

  /**
   * Hangs a topic on phrases of its program, and notes there which.
   * @returns a bit for each group of phrases that must be found; 0 where the topic can hold without any
   */
  hang(slot: number, kind: number, code: Int32Array, at: number): number {
    if (kind === SINGLE) this.#add(code[at + 2] as number, (slot << SIGN_BITS) | SIGN_SINGLE);
    else if (kind === ANY) this.#mark(slot, code, placesOf(code, at), SIGN_ANY);
    else {
      const groups = this.#chosen(code, at);
      for (const [sign, { places }] of groups.entries()) this.#mark(slot, code, places, sign);
      return (1 << groups.length) - 1;
    }
    return 1;
  }

  /** Takes a topic off all its phrases. */
  unhang(slot: number, kind: number, code: Int32Array, at: number): void {
    if (kind === SINGLE) this.#take(code[at + 2] as number, (slot << SIGN_BITS) | SIGN_SINGLE);
    else this.#unmark(slot, code, at);
  }

  #add(node: number, posting: number): void {
    const { cells } = this.#trie;
    cells[node * STRIDE + ANCHORS] = this.postings.add(cells[node * STRIDE + ANCHORS] as number, posting);
  }

  #take(node: number, posting: number): void {
    const { cells } = this.#trie;
    cells[node * STRIDE + ANCHORS] = this.postings.remove(cells[node * STRIDE + ANCHORS] as number, posting);
  }

  #mark(slot: number, code: Int32Array, places: readonly number[], sign: number): void {
    for (let k = 0; k < places.length; k += 2) {
      const at = places[k] as number;
      const word = places[k + 1] as number;
      code[at + 3] = (code[at + 3] as number) | ((sign + 1) << GROUP_SHIFT) | (word << GROUP_WORD_SHIFT);
      this.#add(nodeAt(code, at), (slot << SIGN_BITS) | sign);
    }
  }

  #unmark(slot: number, code: Int32Array, at: number): void {
    const op = code[at] as number;
    if (op !== LEAF && op !== SLOP) {
      for (const child of childPlaces(code, at)) this.#unmark(slot, code, child);
      return;
    }
    const group = ((code[at + 3] as number) >>> GROUP_SHIFT) & 15;
    if (group === 0) return;
    this.#take(nodeAt(code, at), (slot << SIGN_BITS) | (group - 1));
    code[at + 3] = (code[at + 3] as number) & SCOPE_BITS;
  }

  /** The rarest group, and those that save more than they cost. */
  #chosen(code: Int32Array, at: number): readonly Group[] {
    const groups = this.#groups(code, at);
    if (groups.length < 2) return groups;
    const sorted = groups.toSorted((a, b) => a.cost - b.cost).slice(0, MAX_GROUPS);
    const decide = DECIDE_COST + (code[at + 1] as number) * DECIDE_COST_A_NUMBER;
    let share = Math.min(1, (sorted[0] as Group).cost);
    let kept = 1;
    while (kept < sorted.length) {
      const { cost } = sorted[kept] as Group;
      if (cost > share * (1 - Math.min(1, cost * 2)) * decide) break;
      share *= Math.min(1, cost * 2);
      kept += 1;
    }
    return sorted.slice(0, kept);
  }

  /** Groups that must all be found; none where the node can hold without any phrase. */
  #groups(code: Int32Array, at: number): Group[] {
    switch (code[at] as number) {
      case LEAF:
        return [{ cost: this.#cost(code[at + 2] as number), places: [at, 0] }];
      case SLOP:
        return [this.#rarestWord(code, at)];
      case OR:
        return this.#any(code, childPlaces(code, at));
      case SCORE:
        return this.#any(
          code,
          childPlaces(code, at).filter((child) => (code[child - 1] as number) > 0),
        );
      case AND:
        return childPlaces(code, at).flatMap((child) => this.#groups(code, child));
      case NEAR: {
        const sides = childPlaces(code, at);
        const needed = ((code[at + 3] as number) & NEGATED) !== 0 ? sides.slice(0, 1) : sides;
        return needed.flatMap((child) => this.#groups(code, child));
      }
      case ATLEAST:
        return this.#groups(code, at + 3);
      case NOT:
      case META:
      default:
        return [];
    }
  }

  /** One group: the rarest of each branch. */
  #any(code: Int32Array, branches: readonly number[]): Group[] {
    let cost = 0;
    const places: number[] = [];
    for (const branch of branches) {
      if (code[branch] === LEAF) {
        cost += this.#cost(code[branch + 2] as number);
        places.push(branch, 0);
        continue;
      }
      const groups = this.#groups(code, branch);
      if (groups.length === 0) return [];
      const least = groups.reduce((best, group) => (group.cost < best.cost ? group : best));
      cost += least.cost;
      for (const place of least.places) places.push(place);
    }
    return [{ cost, places }];
  }

  #rarestWord(code: Int32Array, at: number): Group {
    const costs = Array.from({ length: code[at + 4] as number }, (_, k) => this.#cost(code[at + 5 + k] as number));
    const cost = Math.min(...costs);
    return { cost, places: [at, costs.indexOf(cost)] };
  }

  #cost(node: number): number {
    const found = this.#trie.cells[node * STRIDE + FOUND] as number;
    const seen = this.#trie.articles - (this.#trie.born[node] as number);
    return (found + this.#prior(node) * PRIOR_ARTICLES) / (seen + PRIOR_ARTICLES);
  }

  /** The share of articles to expect before any was seen: short words are common, phrases rare, patterns in between. */
  #prior(node: number): number {
    const depth = this.#trie.depths[node] as number;
    let prior = this.#terms.priors[this.#trie.termOf(node)] as number;
    if (depth === 1) return prior;
    for (let at = this.#trie.parents[node] as number; at !== 0; at = this.#trie.parents[at] as number)
      prior = Math.min(prior, this.#terms.priors[this.#trie.termOf(at)] as number);
    return prior / (depth * depth * depth);
  }
}

/** The phrase at a leaf of the code: of a sloppy one, the word noted there. */
function nodeAt(code: Int32Array, at: number): number {
  if (code[at] === LEAF) return code[at + 2] as number;
  return code[at + 5 + ((code[at + 3] as number) >>> GROUP_WORD_SHIFT)] as number;
}

/** The leaves of a program that any one of them decides, as places of a group: each phrase once. */
function placesOf(code: Int32Array, at: number): number[] {
  const nodes = new Set<number>();
  const places: number[] = [];
  for (const child of childPlaces(code, at)) {
    const node = code[child + 2] as number;
    if (!nodes.has(node)) places.push(child, 0);
    nodes.add(node);
  }
  return places;
}

/** How a topic is decided, from its program: by its one phrase, by any of its phrases, or by evaluating it. */
export function kindOf(program: readonly number[]): number {
  if (isPlainLeaf(program, 0)) return SINGLE;
  if (program[0] !== OR) return PROGRAM;
  return childPlaces(program, 0).every((at) => isPlainLeaf(program, at)) ? ANY : PROGRAM;
}

function isPlainLeaf(program: readonly number[], at: number): boolean {
  return program[at] === LEAF && program[at + 3] === 0;
}
