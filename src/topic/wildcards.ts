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

interface Bucket {
  readonly map: Map<string, number[]>;
  /** How many patterns have a key of each length. */
  readonly lengths: Map<number, number>;
}

/**
 * The patterns that a token fits, without trying them all: each stands under its literal beginning, else its literal
 * end, else a three-letter piece of its longest literal; what has none of these is tried on every token.
 */
export class WildcardIndex {
  readonly #patterns = new Map<number, string>();
  readonly #prefixes: Bucket = { map: new Map(), lengths: new Map() };
  readonly #suffixes: Bucket = { map: new Map(), lengths: new Map() };
  readonly #pieces: Bucket = { map: new Map(), lengths: new Map() };
  readonly #loose = new Set<number>();

  get size(): number {
    return this.#patterns.size;
  }

  add(id: number, pattern: string): void {
    this.#patterns.set(id, pattern);
    const [bucket, key] = this.#place(pattern);
    if (bucket === null) this.#loose.add(id);
    else put(bucket, key, id);
  }

  remove(id: number): void {
    const pattern = this.#patterns.get(id);
    if (pattern === undefined) return;
    this.#patterns.delete(id);
    const [bucket, key] = this.#place(pattern);
    if (bucket === null) this.#loose.delete(id);
    else take(bucket, key, id);
  }

  /** Adds to `out` the ids of the patterns that the token fits. */
  match(token: string, out: number[]): void {
    if (this.#patterns.size === 0) return;
    for (const length of this.#prefixes.lengths.keys())
      if (length <= token.length) this.#try(this.#prefixes.map.get(token.slice(0, length)), token, out);
    for (const length of this.#suffixes.lengths.keys())
      if (length <= token.length) this.#try(this.#suffixes.map.get(token.slice(token.length - length)), token, out);
    if (this.#pieces.map.size > 0) this.#tryPieces(token, out);
    this.#try([...this.#loose], token, out);
  }

  #tryPieces(token: string, out: number[]): void {
    const seen = new Set<string>();
    for (let i = 0; i + 3 <= token.length; i++) {
      const piece = token.slice(i, i + 3);
      if (!seen.has(piece)) this.#try(this.#pieces.map.get(piece), token, out);
      seen.add(piece);
    }
  }

  #try(ids: readonly number[] | undefined, token: string, out: number[]): void {
    for (const id of ids ?? []) if (fitsPattern(this.#patterns.get(id) as string, token)) out.push(id);
  }

  #place(pattern: string): [Bucket, string] | [null, ''] {
    const parts = pattern.split(/[*?]/);
    const first = parts[0] as string;
    if (first !== '') return [this.#prefixes, first];
    const last = parts.at(-1) as string;
    if (last !== '') return [this.#suffixes, last];
    const longest = parts.reduce((a, b) => (b.length > a.length ? b : a));
    return longest.length >= 3 ? [this.#pieces, longest.slice(0, 3)] : [null, ''];
  }
}

function put(bucket: Bucket, key: string, id: number): void {
  const ids = bucket.map.get(key);
  if (ids === undefined) bucket.map.set(key, [id]);
  else ids.push(id);
  bucket.lengths.set(key.length, (bucket.lengths.get(key.length) ?? 0) + 1);
}

function take(bucket: Bucket, key: string, id: number): void {
  const ids = (bucket.map.get(key) ?? []).filter((other) => other !== id);
  if (ids.length === 0) bucket.map.delete(key);
  else bucket.map.set(key, ids);
  const left = (bucket.lengths.get(key.length) ?? 1) - 1;
  if (left === 0) bucket.lengths.delete(key.length);
  else bucket.lengths.set(key.length, left);
}
