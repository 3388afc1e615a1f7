import { fingerprint, isNearCopy, storyKeys } from '../../story/sameness.ts';
import type { ArchivedArticle } from './deps.ts';

/** Fingerprints kept; what comes after them is told from its copies by the stored story alone. */
const MAX_PRINTS = 10_000;
const MAX_CANDIDATES = 200;

interface Print {
  readonly group: number;
  readonly signature: readonly number[];
  readonly words: number;
}

/**
 * Counts the stories of articles as the alert stage would have made them (R19): one for the same address, the same text
 * or near copies. Articles that matched nothing so far have no story in the store; hence they are compared here.
 */
export class StoryCount {
  readonly #prints: Print[] = [];
  /** Print numbers by key. */
  readonly #byKey = new Map<string, number[]>();
  readonly #stored = new Map<string, number>();
  /** Union-find: the parent of each group. */
  readonly #parents: number[] = [];
  #stories = 0;

  get size(): number {
    return this.#stories;
  }

  add({ row, text }: ArchivedArticle): void {
    const known = new Set<number>();
    const stored = row.storyId === null ? undefined : this.#stored.get(row.storyId);
    if (stored !== undefined) known.add(this.#root(stored));
    const print = this.#prints.length < MAX_PRINTS ? fingerprint({ url: row.url, text, title: row.title }) : null;
    const keys = print === null ? [] : storyKeys(print);
    if (print !== null) for (const group of this.#copies(keys, print)) known.add(this.#root(group));
    const group = this.#joined([...known]);
    if (row.storyId !== null) this.#stored.set(row.storyId, group);
    if (print !== null) this.#keep(keys, { group, signature: print.signature, words: print.words });
  }

  #copies(keys: readonly string[], print: Pick<Print, 'signature' | 'words'>): number[] {
    const groups: number[] = [];
    const seen = new Set<number>();
    for (const key of keys) {
      const isExact = key.startsWith('u') || key.startsWith('x');
      for (const number of this.#byKey.get(key) ?? []) {
        if (seen.size >= MAX_CANDIDATES || (seen.has(number) && !isExact)) continue;
        seen.add(number);
        const other = this.#prints[number] as Print;
        if (isExact || isNearCopy(other, print)) groups.push(other.group);
      }
    }
    return groups;
  }

  #joined(groups: readonly number[]): number {
    const [first, ...others] = groups;
    this.#stories += first === undefined ? 1 : -others.length;
    if (first === undefined) return this.#parents.push(this.#parents.length) - 1;
    for (const other of others) this.#parents[other] = first;
    return first;
  }

  #root(group: number): number {
    let at = group;
    while (this.#parents[at] !== at) {
      const up = this.#parents[at] as number;
      this.#parents[at] = this.#parents[up] as number;
      at = up;
    }
    return at;
  }

  #keep(keys: readonly string[], print: Print): void {
    const number = this.#prints.push(print) - 1;
    for (const key of keys) {
      const own = this.#byKey.get(key);
      if (own === undefined) this.#byKey.set(key, [number]);
      else if (own.length < MAX_CANDIDATES) own.push(number);
    }
  }
}
