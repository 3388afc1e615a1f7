import { Shards } from './shards.ts';

/** Whether two words are at most `limit` edits apart: insert, delete, change, swap neighbours (optimal string alignment). */
function within(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    // A swap reaches back two rows, so one bad row alone proves nothing beyond `limit + 1`.
    if (least > limit + 1) return false;
    before = last;
    last = row;
  }
  return (last[b.length] as number) <= limit;
}

/** The word and all that is left of it after up to `limit` deletions. */
function deletions(word: string, limit: number): Set<string> {
  const out = new Set([word]);
  let edge = [word];
  for (let round = 0; round < limit; round++) {
    const next: string[] = [];
    for (const text of edge)
      for (let i = 0; i < text.length; i++) {
        const less = text.slice(0, i) + text.slice(i + 1);
        if (out.has(less)) continue;
        out.add(less);
        next.push(less);
      }
    edge = next;
  }
  return out;
}

interface FuzzyWord {
  readonly word: string;
  readonly limit: 1 | 2;
}

/** Longer words are compared one by one: their deletions would be too many. */
const MAX_LETTERS = 24;
/** Fuzzy words have five letters or more: what is shorter than this is near to none. */
const LEAST_LETTERS = 3;

/** The fuzzy words that a token is near to, by common deletions (SymSpell, W. Garbe 2012), then checked. */
export class FuzzyIndex {
  readonly #words = new Map<number, FuzzyWord>();
  readonly #byDeletion = new Shards<number[]>();
  readonly #long = new Set<number>();
  /** How many of the words allow two edits. */
  #loose = 0;

  add(id: number, word: string, limit: 1 | 2): void {
    this.#words.set(id, { word, limit });
    if (limit === 2) this.#loose += 1;
    if (word.length > MAX_LETTERS) {
      this.#long.add(id);
      return;
    }
    for (const key of deletions(word, limit)) {
      const ids = this.#byDeletion.get(key);
      if (ids === undefined) this.#byDeletion.set(key, [id]);
      else ids.push(id);
    }
  }

  remove(id: number): void {
    const entry = this.#words.get(id);
    if (entry === undefined) return;
    this.#words.delete(id);
    if (entry.limit === 2) this.#loose -= 1;
    if (this.#long.delete(id)) return;
    for (const key of deletions(entry.word, entry.limit)) {
      const ids = (this.#byDeletion.get(key) ?? []).filter((other) => other !== id);
      if (ids.length === 0) this.#byDeletion.delete(key);
      else this.#byDeletion.set(key, ids);
    }
  }

  /** Adds to `out` the ids of the fuzzy words that the token is near to. */
  match(token: string, out: number[]): void {
    if (this.#words.size === 0) return;
    const found = new Set<number>(this.#long);
    if (token.length >= LEAST_LETTERS && token.length <= MAX_LETTERS + 2)
      for (const key of deletions(token, this.#loose > 0 ? 2 : 1))
        for (const id of this.#byDeletion.get(key) ?? []) found.add(id);
    for (const id of found) {
      const { word, limit } = this.#words.get(id) as FuzzyWord;
      if (within(token, word, limit)) out.push(id);
    }
  }
}
