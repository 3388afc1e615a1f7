const BITS = 12;
const PIECE = 1 << BITS;

/** A list in pieces of a few thousand: one long array stands still for milliseconds when it grows. */
export class LongList<T> {
  readonly #pieces: T[][] = [];
  length = 0;

  get(at: number): T | undefined {
    return this.#pieces[at >>> BITS]?.[at & (PIECE - 1)];
  }

  /** At most one behind the last. */
  set(at: number, value: T): void {
    (this.#pieces[at >>> BITS] ??= [])[at & (PIECE - 1)] = value;
    if (at >= this.length) this.length = at + 1;
  }

  push(value: T): void {
    this.set(this.length, value);
  }

  pop(): T | undefined {
    if (this.length === 0) return undefined;
    this.length -= 1;
    return this.#pieces[this.length >>> BITS]?.pop();
  }
}
