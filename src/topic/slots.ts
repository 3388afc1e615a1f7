import { LongList } from './long-list.ts';
import { Room } from './room.ts';
import { Shards } from './shards.ts';

/** Columns of a topic's row. */
export const CODE = 0;
export const KIND = 1;
/** How often its anchors were found without it. */
export const FAILS = 2;
export const ROW = 3;

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
