import type { HeldWork } from './batch.ts';

/**
 * What the items of a batch need from the store, read for several at a time and given item by item: one question to the
 * store for a whole batch costs a tenth of one for each of its items. What comes of an item is committed by itself all
 * the same, under its lease (R2).
 */
export class Ahead<T> {
  readonly #load: (items: readonly HeldWork[]) => Promise<ReadonlyMap<number, T>>;
  #read: Map<number, T> = new Map();

  /** `load` gives, by work row, at least the first of the items that are still ours, and of the rest what it likes. */
  constructor(load: (items: readonly HeldWork[]) => Promise<ReadonlyMap<number, T>>) {
    this.#load = load;
  }

  /** What the first of these items needs; null when its lease was lost. Each is given once. */
  async take(items: readonly HeldWork[]): Promise<T | null> {
    const first = items[0];
    if (first === undefined) return null;
    if (!this.#read.has(first.work)) this.#read = new Map(await this.#load(items));
    const found = this.#read.get(first.work);
    this.#read.delete(first.work);
    return found ?? null;
  }
}
