import { formsFor } from './forms/registry.ts';
import type { TermTable } from './terms.ts';
import { MAX_TOKEN_UNITS, type TokenStream } from './tokens.ts';

/** Distinct tokens kept; a stream of news brings new names and numbers without end. */
const MAX_ENTRIES = 1 << 17;

/**
 * Which terms each distinct token of articles in one language satisfies: worked out once, then a hash lookup, and again
 * after the terms changed.
 */
export class Vocabulary {
  readonly #terms: TermTable;
  readonly #lang: string;
  #slots = new Int32Array(1 << 12);
  #units = new Uint16Array(1 << 14);
  #unitCount = 0;
  #count = 0;
  /** Of each entry: hash, first unit, generation, first term, number of terms. */
  #rows = new Int32Array(5 << 11);
  readonly #surfaces = new Map<number, number[]>();
  /** The terms of all entries, one list after the other. */
  terms = new Int32Array(1 << 12);
  #termCount = 0;

  constructor(terms: TermTable, lang: string) {
    this.#terms = terms;
    this.#lang = lang;
  }

  /** Forgets everything where it has grown too large: call between articles only. */
  trim(): void {
    if (this.#count < MAX_ENTRIES && this.#termCount < MAX_ENTRIES * 8) return;
    this.#slots.fill(0);
    this.#unitCount = 0;
    this.#count = 0;
    this.#termCount = 0;
    this.#surfaces.clear();
  }

  /** The entry of a token, up to date. */
  entryOf(stream: TokenStream, token: number): number {
    const hash = stream.hashes[token] as number;
    const from = stream.offsets[token] as number;
    const length = (stream.offsets[token + 1] as number) - from;
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const found = this.#slots[slot] as number;
      if (found === 0) return this.#add(stream, token, hash, slot);
      const row = (found - 1) * 5;
      if (this.#rows[row] === hash && this.#same(this.#rows[row + 1] as number, stream.units, from, length)) {
        if (this.#rows[row + 2] !== this.#terms.generation) this.#judge(found - 1, stream, token);
        return found - 1;
      }
      slot = (slot + 1) & mask;
    }
  }

  firstTerm(entry: number): number {
    return this.#rows[entry * 5 + 3] as number;
  }

  termCount(entry: number): number {
    return this.#rows[entry * 5 + 4] as number;
  }

  /** Terms that depend on how a token is written; undefined for nearly all entries. */
  candidates(entry: number): readonly number[] | undefined {
    return this.#surfaces.size === 0 ? undefined : this.#surfaces.get(entry);
  }

  /** Lengths stand before the units, so that one offset is enough. */
  #same(at: number, units: Uint16Array, from: number, length: number): boolean {
    const own = this.#units;
    if (own[at] !== (length & 0xffff)) return false;
    for (let k = 0; k < length; k++) if (own[at + 1 + k] !== units[from + k]) return false;
    return true;
  }

  #add(stream: TokenStream, token: number, hash: number, slot: number): number {
    const entry = this.#count++;
    if ((entry + 1) * 5 > this.#rows.length) this.#rows = doubled(this.#rows);
    const row = entry * 5;
    this.#rows[row] = hash;
    this.#rows[row + 1] = this.#store(stream, token);
    this.#slots[slot] = entry + 1;
    this.#judge(entry, stream, token);
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    return entry;
  }

  #store(stream: TokenStream, token: number): number {
    const from = stream.offsets[token] as number;
    const to = stream.offsets[token + 1] as number;
    const at = this.#unitCount;
    while (at + 1 + to - from > this.#units.length) {
      const units = new Uint16Array(this.#units.length * 2);
      units.set(this.#units);
      this.#units = units;
    }
    this.#units[at] = to - from;
    this.#units.set(stream.units.subarray(from, to), at + 1);
    this.#unitCount = at + 1 + to - from;
    return at;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.#count; entry++) {
      const hash = this.#rows[entry * 5] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
  }

  #judge(entry: number, stream: TokenStream, token: number): void {
    const found: number[] = [];
    this.#surfaces.delete(entry);
    if (stream.lengthOf(token) <= MAX_TOKEN_UNITS) {
      const text = stream.folded(token);
      this.#terms.match(text, formsFor(this.#lang, text.charCodeAt(0)), found);
      const candidates = this.#terms.candidates(text);
      if (candidates.length > 0) this.#surfaces.set(entry, candidates);
    }
    while (this.#termCount + found.length > this.terms.length) this.terms = doubled(this.terms);
    this.terms.set(found, this.#termCount);
    const row = entry * 5;
    this.#rows[row + 2] = this.#terms.generation;
    this.#rows[row + 3] = this.#termCount;
    this.#rows[row + 4] = found.length;
    this.#termCount += found.length;
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const out = new Int32Array(array.length * 2);
  out.set(array);
  return out;
}
