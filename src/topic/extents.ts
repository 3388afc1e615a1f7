/** Places of words in the article in hand: pairs of first and last position, in one array that is used again. */
export class Extents {
  data = new Int32Array(1 << 10);
  /** Numbers used: twice the pairs. */
  length = 0;

  clear(): void {
    this.length = 0;
  }

  push(first: number, last: number): void {
    if (this.length + 2 > this.data.length) {
      const data = new Int32Array(this.data.length * 2);
      data.set(this.data);
      this.data = data;
    }
    this.data[this.length] = first;
    this.data[this.length + 1] = last;
    this.length += 2;
  }

  /** Puts the pairs in order, by first and then by last position, and drops repeats. */
  sort(): void {
    if (this.length < 4) return;
    if (this.length <= 64) this.#insertion();
    else this.#large();
    this.#dedupe();
  }

  #insertion(): void {
    const { data } = this;
    for (let i = 2; i < this.length; i += 2) {
      const first = data[i] as number;
      const last = data[i + 1] as number;
      let k = i - 2;
      while (k >= 0 && after(data[k] as number, data[k + 1] as number, first, last)) {
        data[k + 2] = data[k] as number;
        data[k + 3] = data[k + 1] as number;
        k -= 2;
      }
      data[k + 2] = first;
      data[k + 3] = last;
    }
  }

  #large(): void {
    const keys = new Float64Array(this.length / 2);
    for (let i = 0; i < keys.length; i++) keys[i] = (this.data[i * 2] as number) * 2 ** 21 + lengthAt(this.data, i * 2);
    keys.sort();
    for (const [i, key] of keys.entries()) {
      const first = Math.floor(key / 2 ** 21);
      this.data[i * 2] = first;
      this.data[i * 2 + 1] = first + (key % 2 ** 21);
    }
  }

  #dedupe(): void {
    const { data } = this;
    let kept = 2;
    for (let i = 2; i < this.length; i += 2) {
      if (data[i] === data[kept - 2] && data[i + 1] === data[kept - 1]) continue;
      data[kept] = data[i] as number;
      data[kept + 1] = data[i + 1] as number;
      kept += 2;
    }
    this.length = kept;
  }
}

function after(first: number, last: number, otherFirst: number, otherLast: number): boolean {
  return first > otherFirst || (first === otherFirst && last > otherLast);
}

function lengthAt(data: Int32Array, at: number): number {
  return (data[at + 1] as number) - (data[at] as number);
}
