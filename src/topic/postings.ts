import { Room } from './room.ts';

/** Numbers of a new block: its head and three postings. */
const LEAST_CLASS = 2;
const CLASS_BITS = 5;

/**
 * Lists of numbers (≥ 0), each known by one number, its handle: 0 is the empty list, a negative handle holds the only
 * member itself, a positive one is the place of a block in one array. Most lists have one member and take no room; a long
 * one lies in one piece. Blocks have sizes of powers of two; their first number is length and size class.
 */
export class Postings {
  /** Where a positive handle points: `pool[at] >>> 5` members, which follow. */
  pool = new Int32Array(1 << 10);
  readonly #room = new Room();
  #used = 1; // 0 is the empty list
  readonly #free: number[][] = [];

  /** @returns the handle of the list with one more member */
  add(handle: number, member: number): number {
    if (handle === 0) return ~member;
    if (handle < 0) return this.#block(~handle, member);
    const head = this.pool[handle] as number;
    const length = head >>> CLASS_BITS;
    const at = length + 1 < 1 << (head & 31) ? handle : this.#moved(handle, (head & 31) + 1);
    this.pool[at + length + 1] = member;
    this.pool[at] = (this.pool[at] as number) + (1 << CLASS_BITS);
    return at;
  }

  /** @returns the handle of the list without one occurrence of a member; order is not kept */
  remove(handle: number, member: number): number {
    if (handle <= 0) return 0;
    const { pool } = this;
    const head = pool[handle] as number;
    const length = head >>> CLASS_BITS;
    let at = handle + 1;
    while (pool[at] !== member) at += 1;
    pool[at] = pool[handle + length] as number;
    if (length === 2) {
      const last = pool[handle + 1] as number;
      this.#release(handle);
      return ~last;
    }
    pool[handle] = head - (1 << CLASS_BITS);
    const size = head & 31;
    return size > LEAST_CLASS && length * 4 <= 1 << size ? this.#moved(handle, size - 1) : handle;
  }

  #block(first: number, second: number): number {
    const at = this.#place(LEAST_CLASS);
    this.pool[at] = (2 << CLASS_BITS) | LEAST_CLASS;
    this.pool[at + 1] = first;
    this.pool[at + 2] = second;
    return at;
  }

  #moved(handle: number, size: number): number {
    const length = (this.pool[handle] as number) >>> CLASS_BITS;
    const at = this.#place(size);
    this.pool.copyWithin(at + 1, handle + 1, handle + 1 + length);
    this.pool[at] = (length << CLASS_BITS) | size;
    this.#release(handle);
    return at;
  }

  #release(handle: number): void {
    const size = (this.pool[handle] as number) & 31;
    (this.#free[size] ??= []).push(handle);
  }

  #place(size: number): number {
    const freed = this.#free[size]?.pop();
    if (freed !== undefined) return freed;
    const at = this.#used;
    this.#used += 1 << size;
    this.pool = this.#room.grown(this.pool, this.#used);
    return at;
  }
}
