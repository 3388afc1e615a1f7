import { LongList } from './long-list.ts';
import { Room } from './room.ts';
import { Shards } from './shards.ts';

/** Columns of a topic's row. */
export const CODE = 0;
/** In the article in hand the first of its found phrases (`FoundLists`). */
export const FIRST = 1;
export const KIND = 2;
/** How often its anchors were found without it. */
export const FAILS = 3;
export const ROW = 4;

/** `KIND`: its one phrase decides it, any found phrase does, or a program. */
export const SINGLE = 1;
export const ANY = 2;
export const PROGRAM = 3;

/** The topics by slot. A freed slot is used again. */
export class TopicRows {
  rows = new Int32Array(ROW << 8);
  /** In which article which groups of its anchors were found: the article's mark, and a bit a group. Small, so that it stays in cache. */
  states = new Int32Array(1 << 8);
  /** The bits of all groups of its anchors. */
  needs = new Uint8Array(1 << 8);
  readonly ids = new LongList<string>();
  readonly #slots = new Shards<number>();
  readonly #free = new LongList<number>();
  readonly #rooms = { rows: new Room(), states: new Room(), needs: new Room() };

  get size(): number {
    return this.#slots.size;
  }

  slotOf(id: string): number | undefined {
    return this.#slots.get(id);
  }

  add(id: string): number {
    const slot = this.#free.pop() ?? this.ids.length;
    this.#reserve(slot + 1);
    this.rows.fill(0, slot * ROW, (slot + 1) * ROW);
    this.states[slot] = 0;
    this.ids.set(slot, id);
    this.#slots.set(id, slot);
    return slot;
  }

  remove(slot: number): void {
    this.#slots.delete(this.ids.get(slot) as string);
    this.ids.set(slot, '');
    this.#free.push(slot);
  }

  #reserve(slots: number): void {
    const rooms = this.#rooms;
    this.rows = rooms.rows.grown(this.rows, slots * ROW);
    this.states = rooms.states.grown(this.states, slots);
    this.needs = rooms.needs.grown(this.needs, slots);
  }
}

/** Numbers of topics found in the article in hand, as lists: pairs of number and next. */
export class FoundLists {
  #cells = new Int32Array(1 << 12);
  #used = 2; // 0 is the end of a list

  clear(): void {
    this.#used = 2;
  }

  /** @returns the new head of the list */
  add(value: number, head: number): number {
    if (this.#used + 2 > this.#cells.length) {
      const cells = new Int32Array(this.#cells.length * 2);
      cells.set(this.#cells);
      this.#cells = cells;
    }
    const at = this.#used;
    this.#cells[at] = value;
    this.#cells[at + 1] = head;
    this.#used += 2;
    return at;
  }

  value(at: number): number {
    return this.#cells[at] as number;
  }

  next(at: number): number {
    return this.#cells[at + 1] as number;
  }
}
