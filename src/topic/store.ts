import { Room } from './room.ts';

/** Programs in one array. A freed place is used again for a program of its size class: nothing is moved, nothing rebuilt. */
export class CodeStore {
  code = new Int32Array(1 << 12);
  readonly #room = new Room();
  #used = 1; // 0 is nothing
  readonly #free = new Map<number, number[]>();

  /** @returns where the program stands */
  add(program: readonly number[]): number {
    const room = roomFor(program.length);
    const at = this.#free.get(room)?.pop() ?? this.#append(room);
    this.code.set(program, at);
    return at;
  }

  /** Frees the program at `at`; its length stands in its second number. */
  remove(at: number): void {
    const room = roomFor(this.code[at + 1] as number);
    const places = this.#free.get(room);
    if (places === undefined) this.#free.set(room, [at]);
    else places.push(at);
  }

  #append(room: number): number {
    const at = this.#used;
    this.#used += room;
    this.code = this.#room.grown(this.code, this.#used);
    return at;
  }
}

/** Small programs take multiples of four numbers, large ones powers of two. */
function roomFor(length: number): number {
  return length <= 64 ? (length + 3) & ~3 : 1 << (32 - Math.clz32(length - 1));
}
