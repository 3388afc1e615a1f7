type Numbers = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float32Array;

interface GrowingMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The types of Node know no `WebAssembly.Memory`. */
const { Memory } = (
  globalThis as unknown as {
    WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => GrowingMemory };
  }
).WebAssembly;

const PAGE = 65_536;
/** Above this many bytes an array is not copied any more: a copy of less takes some hundredths of a millisecond. */
const LARGE = 4 * PAGE;
const MOST_PAGES = 65_536;

/**
 * Where one array of numbers grows. Small ones double into a copy; a large one lies in a memory that grows in place, by an
 * eighth: the index is never still for the milliseconds that copying megabytes takes, and half of it is never empty.
 * (`WebAssembly.Memory` is the only such memory of the language whose arrays are read like any other: those on a resizable
 * `ArrayBuffer` ask for its length at each reading.)
 */
export class Room {
  #memory: GrowingMemory | undefined;

  /** An array with what was in `array`, at least `needed` long, zeros behind. The one given is not to be used any more. */
  grown<A extends Numbers>(array: A, needed: number): A {
    if (needed <= array.length) return array;
    const bytes = needed * array.BYTES_PER_ELEMENT;
    if (this.#memory === undefined && bytes <= LARGE) return copied(array, Math.max(needed, array.length * 2));
    const wanted = Math.max(bytes, array.byteLength + (array.byteLength >> 3));
    try {
      return this.#inPlace(array, Math.min(MOST_PAGES, Math.ceil(wanted / PAGE)));
    } catch {
      // Address space is bounded here (`ulimit -v`): then by copies.
      this.#memory = undefined;
      return copied(array, Math.max(needed, array.length * 2));
    }
  }

  #inPlace<A extends Numbers>(array: A, pages: number): A {
    if (this.#memory !== undefined) {
      this.#memory.grow(pages - this.#memory.buffer.byteLength / PAGE);
      return viewOf(array, this.#memory);
    }
    const memory = new Memory({ initial: pages, maximum: MOST_PAGES });
    const view = viewOf(array, memory);
    view.set(array);
    this.#memory = memory;
    return view;
  }
}

/** All of the memory as numbers of the same kind. */
function viewOf<A extends Numbers>(array: A, memory: GrowingMemory): A {
  return new (array.constructor as new (buffer: ArrayBuffer) => A)(memory.buffer);
}

function copied<A extends Numbers>(array: A, length: number): A {
  const out = new (array.constructor as new (length: number) => A)(length);
  out.set(array);
  return out;
}
