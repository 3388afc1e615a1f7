/** Columns of a topic's row: what matching touches stands together. */
export const CODE = 0;
export const LINK = 1;
/** The article in which the topic was last met, and there the first of its found phrases (`Found`). */
export const SEEN = 2;
export const FIRST = 3;
export const KIND = 4;
export const FAILS = 5;
export const ROW = 8;

/** `KIND`: any found phrase decides it, or a program does. */
export const ANY = 1;
export const PROGRAM = 2;

/** The topics by slot. A freed slot is used again. */
export class TopicRows {
  rows = new Int32Array(ROW << 8);
  readonly ids: string[] = [];
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];

  get size(): number {
    return this.#slots.size;
  }

  slotOf(id: string): number | undefined {
    return this.#slots.get(id);
  }

  add(id: string): number {
    const slot = this.#free.pop() ?? this.ids.length;
    if ((slot + 1) * ROW > this.rows.length) {
      const rows = new Int32Array(this.rows.length * 2);
      rows.set(this.rows);
      this.rows = rows;
    }
    this.rows.fill(0, slot * ROW, (slot + 1) * ROW);
    this.ids[slot] = id;
    this.#slots.set(id, slot);
    return slot;
  }

  remove(slot: number): void {
    this.#slots.delete(this.ids[slot] as string);
    this.ids[slot] = '';
    this.#free.push(slot);
  }
}

/** The found phrases of topics that any phrase decides, as lists: pairs of phrase and next. */
export class FoundLists {
  #cells = new Int32Array(1 << 12);
  #used = 2; // 0 is the end of a list

  clear(): void {
    this.#used = 2;
  }

  /** @returns the new head of the list */
  add(node: number, head: number): number {
    if (this.#used + 2 > this.#cells.length) {
      const cells = new Int32Array(this.#cells.length * 2);
      cells.set(this.#cells);
      this.#cells = cells;
    }
    const at = this.#used;
    this.#cells[at] = node;
    this.#cells[at + 1] = head;
    this.#used += 2;
    return at;
  }

  node(at: number): number {
    return this.#cells[at] as number;
  }

  next(at: number): number {
    return this.#cells[at + 1] as number;
  }
}
