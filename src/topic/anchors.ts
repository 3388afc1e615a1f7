import { Deciders } from './deciders.ts';
import type { LongList } from './long-list.ts';
import { isDecider, postingOf, Postings, SIGN_ANY, SIGN_SINGLE, slotOf } from './postings.ts';
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
import { gateOf } from './sieve.ts';
import { ANY, PROGRAM, SINGLE } from './slots.ts';
import type { TermTable } from './terms.ts';
import { ANCHORS, FOUND, STRIDE, type PhraseTrie } from './trie.ts';

/** Phrases of which one at least must be found where the query holds. */
interface Group {
  /** The share of articles to expect that have one. */
  readonly cost: number;
  /** Pairs: the place of a leaf in the code, and which word of it where it is a sloppy phrase. */
  readonly places: readonly number[];
}

/** Phrases of a gate. */
const MAX_GATE = 8;
/** Weight of the prior against what was seen, in articles. */
const PRIOR_ARTICLES = 20;
const MAX_GROUPS = 5;
/** What it costs to decide a topic, in postings read: to begin, and for each number of its program. */
const DECIDE_COST = 4;
const DECIDE_COST_A_NUMBER = 1 / 16;

/**
 * The topics to think of when a phrase is found. Each topic hangs on the rarest phrases that it cannot do without. A second
 * group of such phrases (the other side of an AND) is, where it is small, the gate of these postings: it is read with them,
 * and the topic itself only where it may hold. Where all other groups are large, the topic hangs on those too that cost less
 * to note than they save in vain decisions, and is decided only on articles that have one of each.
 */
export class Anchors {
  readonly postings = new Postings();
  readonly deciders = new Deciders();
  readonly #trie: PhraseTrie;
  readonly #terms: TermTable;
  readonly #ids: LongList<string>;

  /** @param ids of the topics, by slot */
  constructor(trie: PhraseTrie, terms: TermTable, ids: LongList<string>) {
    this.#trie = trie;
    this.#terms = terms;
    this.#ids = ids;
  }

  /**
   * Hangs a topic on phrases of its program, and notes there which.
   * @returns a bit for each group of phrases that must be found; 0 where the topic can hold without any
   */
  hang(slot: number, kind: number, code: Int32Array, at: number): number {
    if (kind === SINGLE) this.#add(code[at + 2] as number, postingOf(slot, SIGN_SINGLE));
    else if (kind === ANY) this.#mark(slot, code, placesOf(code, at), SIGN_ANY);
    else return this.#hangProgram(slot, code, at);
    return 1;
  }

  #hangProgram(slot: number, code: Int32Array, at: number): number {
    const [rarest, ...others] = this.#groups(code, at).sort((a, b) => a.cost - b.cost);
    if (rarest === undefined) return 0;
    const gate = others.find(({ places }) => places.length <= MAX_GATE * 2);
    if (gate !== undefined) {
      this.#mark(slot, code, rarest.places, 0, gateOf(nodesOf(code, gate.places)));
      return 1;
    }
    const groups = this.#chosen([rarest, ...others], code[at + 1] as number);
    for (const [sign, { places }] of groups.entries()) this.#mark(slot, code, places, sign);
    return (1 << groups.length) - 1;
  }

  /** Takes a topic off all its phrases. */
  unhang(slot: number, kind: number, code: Int32Array, at: number): void {
    if (kind === SINGLE) this.#take(code[at + 2] as number, postingOf(slot, SIGN_SINGLE));
    else this.#unmark(slot, code, at);
  }

  #add(node: number, posting: number, gate?: readonly number[]): void {
    const { cells } = this.#trie;
    cells[node * STRIDE + ANCHORS] = this.postings.add(cells[node * STRIDE + ANCHORS] as number, posting, gate);
    if (isDecider(posting)) this.deciders.add(node, this.#ids.get(slotOf(posting)) as string);
  }

  #take(node: number, posting: number): void {
    const { cells } = this.#trie;
    const handle = cells[node * STRIDE + ANCHORS] as number;
    if (isDecider(posting)) this.deciders.remove(node, this.postings.indexOf(handle, posting));
    cells[node * STRIDE + ANCHORS] = this.postings.remove(handle, posting);
  }

  #mark(slot: number, code: Int32Array, places: readonly number[], sign: number, gate?: readonly number[]): void {
    for (let k = 0; k < places.length; k += 2) {
      const at = places[k] as number;
      const word = places[k + 1] as number;
      code[at + 3] = (code[at + 3] as number) | ((sign + 1) << GROUP_SHIFT) | (word << GROUP_WORD_SHIFT);
      this.#add(nodeAt(code, at), postingOf(slot, sign), gate);
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
    this.#take(nodeAt(code, at), postingOf(slot, group - 1));
    code[at + 3] = (code[at + 3] as number) & SCOPE_BITS;
  }

  /** Of groups in order the rarest, and those that save more than they cost. */
  #chosen(sorted: readonly Group[], length: number): readonly Group[] {
    const decide = DECIDE_COST + length * DECIDE_COST_A_NUMBER;
    let share = Math.min(1, (sorted[0] as Group).cost);
    let kept = 1;
    while (kept < Math.min(sorted.length, MAX_GROUPS)) {
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

/** The phrases at places of a group. */
function nodesOf(code: Int32Array, places: readonly number[]): number[] {
  const out: number[] = [];
  for (let k = 0; k < places.length; k += 2) {
    const at = places[k] as number;
    out.push(code[at] === LEAF ? (code[at + 2] as number) : (code[at + 5 + (places[k + 1] as number)] as number));
  }
  return out;
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
export function kindOf(program: readonly number[], hasMinScore: boolean): number {
  if (hasMinScore) return PROGRAM;
  if (isPlainLeaf(program, 0)) return SINGLE;
  if (program[0] !== OR) return PROGRAM;
  return childPlaces(program, 0).every((at) => isPlainLeaf(program, at)) ? ANY : PROGRAM;
}

function isPlainLeaf(program: readonly number[], at: number): boolean {
  return program[at] === LEAF && program[at + 3] === 0;
}
