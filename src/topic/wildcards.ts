import { Shards } from './shards.ts';

/**
 * Whether the text fits a pattern of `*` (any run) and `?` (one sign). Greedy with one point of return: O(text × pattern),
 * both bounded by the length of a token.
 */
export function fitsPattern(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const sign = pattern[p];
    if (sign === '*') {
      star = p++;
      resume = t;
    } else if (sign !== undefined && (sign === '?' || sign === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** Patterns that stand under one key, as columns. */
interface Group {
  readonly ids: number[];
  /** Signs that a token must have. */
  readonly masks: number[];
}

interface Bucket {
  readonly map: Shards<Group>;
  /** How many patterns have a key of each length. */
  readonly lengths: Map<number, number>;
}

const PIECE = 3;

/**
 * The patterns that a token fits, without trying them all: each stands under its literal beginning, its literal end, or a
 * three-letter piece of a literal, whichever it shares with the fewest; what has none of these is tried on every token.
 * Of those found so, only patterns whose signs the token has are compared.
 */
export class WildcardIndex {
  readonly #patterns = new Map<number, string>();
  readonly #places = new Map<number, readonly [Bucket, string]>();
  readonly #prefixes: Bucket = { map: new Shards(), lengths: new Map() };
  readonly #suffixes: Bucket = { map: new Shards(), lengths: new Map() };
  readonly #pieces: Bucket = { map: new Shards(), lengths: new Map() };
  /** Patterns without any of these, under the empty key. */
  readonly #loose: Bucket = { map: new Shards(), lengths: new Map() };

  get size(): number {
    return this.#patterns.size;
  }

  add(id: number, pattern: string): void {
    this.#patterns.set(id, pattern);
    const place = this.#place(pattern);
    this.#places.set(id, place);
    put(...place, id, maskOf(pattern));
  }

  remove(id: number): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    take(...place, id);
    this.#places.delete(id);
    this.#patterns.delete(id);
  }

  /** Adds to `out` the ids of the patterns that the token fits. */
  match(token: string, out: number[]): void {
    if (this.#patterns.size === 0) return;
    const mask = maskOf(token);
    const { length } = token;
    for (const size of this.#prefixes.lengths.keys())
      if (size <= length) this.#try(this.#prefixes.map.get(token.slice(0, size)), token, mask, out);
    for (const size of this.#suffixes.lengths.keys())
      if (size <= length) this.#try(this.#suffixes.map.get(token.slice(length - size)), token, mask, out);
    if (this.#pieces.map.size > 0) this.#tryPieces(token, mask, out);
    this.#try(this.#loose.map.get(''), token, mask, out);
  }

  #tryPieces(token: string, mask: number, out: number[]): void {
    const seen = new Set<string>();
    for (let i = 0; i + PIECE <= token.length; i++) {
      const piece = token.slice(i, i + PIECE);
      if (!seen.has(piece)) this.#try(this.#pieces.map.get(piece), token, mask, out);
      seen.add(piece);
    }
  }

  #try(group: Group | undefined, token: string, mask: number, out: number[]): void {
    if (group === undefined) return;
    const { ids, masks } = group;
    for (let k = 0; k < ids.length; k++) {
      if (((masks[k] as number) & ~mask) !== 0) continue;
      const id = ids[k] as number;
      if (fitsPattern(this.#patterns.get(id) as string, token)) out.push(id);
    }
  }

  #place(pattern: string): [Bucket, string] {
    const parts = pattern.split(/[*?]/);
    const first = parts[0] as string;
    const last = parts.at(-1) as string;
    const places: [Bucket, string][] = [];
    if (first !== '') places.push([this.#prefixes, first]);
    if (last !== '') places.push([this.#suffixes, last]);
    for (const part of parts)
      for (let i = 0; i + PIECE <= part.length; i++) places.push([this.#pieces, part.slice(i, i + PIECE)]);
    const load = ([bucket, key]: [Bucket, string]): number => bucket.map.get(key)?.ids.length ?? 0;
    return places.reduce((best, place) => (load(place) < load(best) ? place : best), places[0] ?? [this.#loose, '']);
  }
}

/** A bit for each sign that is there; several signs share one. */
function maskOf(text: string): number {
  let mask = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== STAR && unit !== QUESTION) mask |= 1 << ((unit ^ (unit >>> 4)) & 31);
  }
  return mask;
}

const STAR = 0x2a;
const QUESTION = 0x3f;

function put(bucket: Bucket, key: string, id: number, mask: number): void {
  const group = bucket.map.get(key) ?? { ids: [], masks: [] };
  group.ids.push(id);
  group.masks.push(mask);
  bucket.map.set(key, group);
  bucket.lengths.set(key.length, (bucket.lengths.get(key.length) ?? 0) + 1);
}

function take(bucket: Bucket, key: string, id: number): void {
  const group = bucket.map.get(key);
  const at = group?.ids.indexOf(id) ?? -1;
  if (group === undefined || at < 0) return;
  group.ids.splice(at, 1);
  group.masks.splice(at, 1);
  if (group.ids.length === 0) bucket.map.delete(key);
  const left = (bucket.lengths.get(key.length) ?? 1) - 1;
  if (left === 0) bucket.lengths.delete(key.length);
  else bucket.lengths.set(key.length, left);
}
