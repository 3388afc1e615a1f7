import type { Layout } from './document.ts';
import type { Extents } from './extents.ts';
import type { Hits } from './hits.ts';
import { byPlace, disjointCount, farHits, nearPairs, sloppyHits, type Hit } from './near.ts';
import {
  AND,
  ATLEAST,
  childPlaces,
  LEAF,
  META,
  NEAR,
  NEGATED,
  NOT,
  OR,
  ORDERED,
  SCOPE_BITS,
  SCORE,
  SLOP,
} from './program.ts';

/** Places of one word or phrase that are looked at: a bound for hostile texts. */
const MAX_PLACES = 10_000;

/** Decides programs on the hits of the article in hand, and gathers the evidence. */
export class Evaluator {
  readonly #hits: Hits;
  readonly #layout: Layout;
  readonly #meta: (id: number) => boolean;
  code = new Int32Array(0);

  constructor(hits: Hits, layout: Layout, meta: (id: number) => boolean) {
    this.#hits = hits;
    this.#layout = layout;
    this.#meta = meta;
  }

  holds(at: number): boolean {
    const { code } = this;
    switch (code[at] as number) {
      case LEAF:
        return this.#hits.has(code[at + 2] as number, (code[at + 3] as number) & SCOPE_BITS, this.#layout);
      case AND:
        return this.#all(at);
      case OR:
        return this.#any(at);
      case NOT:
        return !this.holds(at + 2);
      case NEAR:
        return this.#near(at);
      case META:
        return this.#meta(code[at + 2] as number);
      case ATLEAST:
        return disjointCount(this.hitsOf(at + 3)) >= (code[at + 2] as number);
      case SCORE:
        return this.scoreOf(at) >= (code[at + 2] as number);
      default:
        return this.hitsOf(at).length > 0;
    }
  }

  /** What ATLEAST counts or SCORE sums up; null for other nodes. */
  countOf(at: number): number | null {
    if (this.code[at] === ATLEAST) return disjointCount(this.hitsOf(at + 3));
    return this.code[at] === SCORE ? this.scoreOf(at) : null;
  }

  #all(at: number): boolean {
    const end = at + (this.code[at + 1] as number);
    for (let child = at + 2; child < end; child += this.code[child + 1] as number) if (!this.holds(child)) return false;
    return true;
  }

  #any(at: number): boolean {
    const end = at + (this.code[at + 1] as number);
    for (let child = at + 2; child < end; child += this.code[child + 1] as number) if (this.holds(child)) return true;
    return false;
  }

  #near(at: number): boolean {
    const left = at + 4;
    const right = left + (this.code[left + 1] as number);
    const negated = ((this.code[at + 3] as number) & NEGATED) !== 0;
    if (!this.holds(left)) return false;
    if (!this.holds(right)) return negated;
    return this.hitsOf(at).length > 0;
  }

  scoreOf(at: number): number {
    let sum = 0;
    for (const child of childPlaces(this.code, at))
      sum += (this.code[child - 1] as number) * disjointCount(this.hitsOf(child));
    return sum;
  }

  /** The places where a node holds, in rising order; none where it does not hold, or has no place. */
  hitsOf(at: number): Hit[] {
    switch (this.code[at] as number) {
      case LEAF:
        return this.#leafHits(this.code[at + 2] as number, (this.code[at + 3] as number) & SCOPE_BITS);
      case SLOP:
        return this.#slopHits(at);
      case NEAR:
        return this.#nearHits(at);
      case AND:
      case OR:
        return this.holds(at) ? this.#union(childPlaces(this.code, at)) : [];
      case ATLEAST:
        return this.#enoughHits(at);
      case SCORE:
        return this.holds(at) ? this.#union(this.#weighing(at)) : [];
      default:
        return [];
    }
  }

  #enoughHits(at: number): Hit[] {
    const hits = this.hitsOf(at + 3);
    return disjointCount(hits) >= (this.code[at + 2] as number) ? hits : [];
  }

  #weighing(at: number): number[] {
    return childPlaces(this.code, at).filter((child) => (this.code[child - 1] as number) > 0);
  }

  #union(places: readonly number[]): Hit[] {
    return places.flatMap((child) => this.hitsOf(child)).sort(byPlace);
  }

  #leafHits(node: number, scope: number): Hit[] {
    const out: Hit[] = [];
    const length = this.#hits.trie.depths[node] as number;
    const from = this.#layout.from[scope] as number;
    const to = this.#layout.to[scope] as number;
    for (let hit = this.#hits.first(node); hit >= 0 && out.length < MAX_PLACES; hit = this.#hits.next(hit)) {
      const first = this.#hits.position(hit);
      const last = first + length - 1;
      if (first >= from && last < to) out.push({ from: first, to: last, parts: [first, last] });
    }
    return out;
  }

  #slopHits(at: number): Hit[] {
    const { code } = this;
    const words: number[][] = [];
    for (let k = 0; k < (code[at + 4] as number); k++) {
      const hits = this.#leafHits(code[at + 5 + k] as number, (code[at + 3] as number) & SCOPE_BITS);
      if (hits.length === 0) return [];
      words.push(hits.map((hit) => hit.from));
    }
    return sloppyHits(words, code[at + 2] as number, (position) => this.#layout.stream.breaks[position] === 1);
  }

  #nearHits(at: number): Hit[] {
    const flags = this.code[at + 3] as number;
    const left = this.hitsOf(at + 4);
    if (left.length === 0) return [];
    const right = this.hitsOf(at + 4 + (this.code[at + 5] as number));
    const join = (flags & NEGATED) !== 0 ? farHits : nearPairs;
    return join(left, right, this.code[at + 2] as number, (flags & ORDERED) !== 0, this.#layout);
  }

  /** Adds the extent of every word and phrase that made a node hold. */
  evidence(at: number, out: Extents): void {
    const { code } = this;
    switch (code[at] as number) {
      case LEAF:
        this.phraseEvidence(code[at + 2] as number, (code[at + 3] as number) & SCOPE_BITS, out);
        break;
      case AND:
      case OR: {
        const all = code[at] === AND;
        const end = at + (code[at + 1] as number);
        for (let child = at + 2; child < end; child += code[child + 1] as number)
          if (all || code[child] === LEAF || this.holds(child)) this.evidence(child, out);
        break;
      }
      case ATLEAST:
        this.evidence(at + 3, out);
        break;
      case SCORE:
        for (const child of this.#weighing(at)) if (this.holds(child)) this.evidence(child, out);
        break;
      case NEAR:
      case SLOP:
        for (const { parts } of this.hitsOf(at))
          for (let k = 0; k < parts.length; k += 2) out.push(parts[k] as number, parts[k + 1] as number);
        break;
      default: // absence has no place, metadata neither
    }
  }

  /** A phrase that overlaps itself (`m m` in `m m m`) counts from the left. */
  phraseEvidence(node: number, scope: number, out: Extents): void {
    let hit = this.#hits.first(node);
    if (hit < 0) return;
    const length = this.#hits.trie.depths[node] as number;
    const to = this.#layout.to[scope] as number;
    let free = this.#layout.from[scope] as number;
    const full = out.length + MAX_PLACES * 2;
    for (; hit >= 0 && out.length < full; hit = this.#hits.next(hit)) {
      const first = this.#hits.position(hit);
      if (first < free || first + length > to) continue;
      out.push(first, first + length - 1);
      free = first + length;
    }
  }
}
