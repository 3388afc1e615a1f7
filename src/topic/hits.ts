import type { Layout } from './document.ts';
import { Sieve } from './sieve.ts';
import { EPOCH, FOUND, HEAD, STRIDE, TAIL, type PhraseTrie } from './trie.ts';

/**
 * Where each phrase of the trie stands in the article in hand: a list of first positions a phrase, in rising order.
 * An epoch per article makes the lists empty without touching them.
 */
export class Hits {
  readonly trie: PhraseTrie;
  /** Pairs of position and next hit. */
  #cells = new Int32Array(1 << 12);
  #count = 0;
  epoch = 0;
  /** The phrases found, each once. */
  touched = new Int32Array(1 << 12);
  touchedCount = 0;
  readonly sieve = new Sieve();

  constructor(trie: PhraseTrie) {
    this.trie = trie;
  }

  clear(): void {
    this.#count = 0;
    this.touchedCount = 0;
    this.epoch += 1;
    this.sieve.clear();
  }

  add(node: number, position: number): void {
    const { cells } = this.trie;
    const at = node * STRIDE;
    const hit = this.#count++;
    if (hit * 2 + 1 >= this.#cells.length) this.#grow();
    this.#cells[hit * 2] = position;
    this.#cells[hit * 2 + 1] = -1;
    if (cells[at + EPOCH] === this.epoch) {
      this.#cells[(cells[at + TAIL] as number) * 2 + 1] = hit;
      cells[at + TAIL] = hit;
      return;
    }
    cells[at + EPOCH] = this.epoch;
    cells[at + HEAD] = hit;
    cells[at + TAIL] = hit;
    cells[at + FOUND]!++;
    this.sieve.add(node);
    if (this.touchedCount >= this.touched.length) this.#growTouched();
    this.touched[this.touchedCount++] = node;
  }

  #grow(): void {
    const cells = new Int32Array(this.#cells.length * 2);
    cells.set(this.#cells);
    this.#cells = cells;
  }

  #growTouched(): void {
    const touched = new Int32Array(this.touched.length * 2);
    touched.set(this.touched);
    this.touched = touched;
  }

  /** The first hit of a phrase, -1 where there is none. */
  first(node: number): number {
    if (!this.sieve.has(node)) return -1;
    const at = node * STRIDE;
    return this.trie.cells[at + EPOCH] === this.epoch ? (this.trie.cells[at + HEAD] as number) : -1;
  }

  next(hit: number): number {
    return this.#cells[hit * 2 + 1] as number;
  }

  position(hit: number): number {
    return this.#cells[hit * 2] as number;
  }

  /** Whether a phrase stands in a scope, whole. */
  has(node: number, scope: number, layout: Layout): boolean {
    let hit = this.first(node);
    if (scope === 0 || hit < 0) return hit >= 0;
    const from = layout.from[scope] as number;
    const to = (layout.to[scope] as number) - (this.trie.depths[node] as number);
    for (; hit >= 0; hit = this.next(hit)) {
      const position = this.position(hit);
      if (position > to) return false;
      if (position >= from) return true;
    }
    return false;
  }
}
