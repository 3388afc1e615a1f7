/** A set of small numbers, a bit each: a million take 125 KB, which stay in a near cache. */
export class Bits {
  #words = new Int32Array(1 << 6);

  /** Empties the set, and makes room for numbers below `size`. */
  clear(size: number): void {
    const needed = (size + 31) >>> 5;
    if (needed <= this.#words.length) this.#words.fill(0);
    else this.#words = new Int32Array(needed + (needed >>> 1));
  }

  has(number: number): boolean {
    return ((this.#words[number >>> 5] as number) & (1 << (number & 31))) !== 0;
  }

  /** @returns whether it was not there before */
  add(number: number): boolean {
    const at = number >>> 5;
    const bit = 1 << (number & 31);
    const word = this.#words[at] as number;
    if ((word & bit) !== 0) return false;
    this.#words[at] = word | bit;
    return true;
  }
}
