import { Room } from './room.ts';

/** Numbers before the postings of a block: deciders and size class; numbers of the others. */
const HEADER = 2;
/** The smallest block: its header and two numbers. */
const LEAST_CLASS = 2;
const CLASS_BITS = 5;
const CLASS_MASK = (1 << CLASS_BITS) - 1;

/**
 * A posting is `slot << 6 | size << 3 | sign`, and behind it `size` numbers, its gate (`Sieve.opens`). The sign says which
 * group of the topic's anchors the phrase is of (0 to 5: it has three bits, and two values mean the rest), or that it decides
 * the topic as any other of its kind does, or alone; these have no gate.
 */
export const SIGN_MASK = 7;
export const SIGN_ANY = 6;
export const SIGN_SINGLE = 7;
const GATE_SHIFT = 3;
const GATE_MASK = 7;
const SLOT_SHIFT = 6;

const UNGATED: readonly number[] = [];

export function postingOf(slot: number, sign: number): number {
  return (slot << SLOT_SHIFT) | sign;
}

export function slotOf(posting: number): number {
  return posting >>> SLOT_SHIFT;
}

/** Numbers of its gate; 0 for a posting that has none. */
export function gateSize(posting: number): number {
  return (posting >>> GATE_SHIFT) & GATE_MASK;
}

export function isDecider(posting: number): boolean {
  return (posting & SIGN_MASK) >= SIGN_ANY;
}

/**
 * Lists of postings, each known by one number, its handle: 0 is the empty list, a negative handle holds the only posting
 * itself, a positive one is the place of a block in one array. Many lists have one member and take no room; a long one lies
 * in one piece. Blocks have sizes of powers of two: behind the header the deciders, at the other end what may have gates.
 */
export class Postings {
  pool = new Int32Array(1 << 10);
  readonly #room = new Room();
  #used = 1; // 0 is the empty list
  readonly #free: number[][] = [];

  /** Where the deciders of a block begin. */
  firstDecider(handle: number): number {
    return handle + HEADER;
  }

  /** The decider of a list that has one. */
  onlyDecider(handle: number): number {
    return handle < 0 ? ~handle : (this.pool[this.firstDecider(handle)] as number);
  }

  deciders(handle: number): number {
    return (this.pool[handle] as number) >>> CLASS_BITS;
  }

  /** Where the postings with gates begin. */
  firstGated(handle: number): number {
    return this.end(handle) - (this.pool[handle + 1] as number);
  }

  end(handle: number): number {
    return handle + (1 << ((this.pool[handle] as number) & CLASS_MASK));
  }

  /** Where a deciding posting stands among those of its list. */
  indexOf(handle: number, posting: number): number {
    if (handle < 0) return 0;
    const first = this.firstDecider(handle);
    let at = first;
    while (this.pool[at] !== posting) at += 1;
    return at - first;
  }

  /** @returns the handle of the list with one more posting, a decider behind the others */
  add(handle: number, posting: number, gate: readonly number[] = UNGATED): number {
    if (handle === 0 && gate.length === 0) return ~posting;
    const at = this.#opened(handle, gate.length + 1);
    if (isDecider(posting)) {
      this.pool[this.firstDecider(at) + this.deciders(at)] = posting;
      this.pool[at]! += 1 << CLASS_BITS;
      return at;
    }
    this.pool[at + 1]! += gate.length + 1;
    let place = this.firstGated(at);
    this.pool[place++] = posting | (gate.length << GATE_SHIFT);
    for (const number of gate) this.pool[place++] = number;
    return at;
  }

  /** @returns the handle of the list without one occurrence of a posting; the last decider takes the place of one that goes */
  remove(handle: number, posting: number): number {
    if (handle <= 0) return 0;
    const { pool } = this;
    if (isDecider(posting)) {
      const last = this.firstDecider(handle) + this.deciders(handle) - 1;
      pool[this.firstDecider(handle) + this.indexOf(handle, posting)] = pool[last] as number;
      pool[handle]! -= 1 << CLASS_BITS;
    } else {
      const first = this.firstGated(handle);
      let at = first;
      while (((pool[at] as number) & ~(GATE_MASK << GATE_SHIFT)) !== posting) at += 1 + gateSize(pool[at] as number);
      const size = 1 + gateSize(pool[at] as number);
      pool.copyWithin(first + size, first, at);
      pool[handle + 1]! -= size;
    }
    return this.#shrunk(handle);
  }

  /** A block of the list with room for `more` numbers beside its own. */
  #opened(handle: number, more: number): number {
    if (handle > 0) {
      const length = this.#length(handle) + more;
      return length <= 1 << ((this.pool[handle] as number) & CLASS_MASK)
        ? handle
        : this.#moved(handle, classFor(length));
    }
    const at = this.#place(classFor(HEADER + more + (handle < 0 ? 1 : 0)));
    return handle < 0 ? this.add(at, ~handle) : at;
  }

  #shrunk(handle: number): number {
    const length = this.#length(handle);
    if (length === HEADER) {
      this.#release(handle);
      return 0;
    }
    if (length === HEADER + 1) {
      const only = this.pool[this.deciders(handle) > 0 ? this.firstDecider(handle) : this.firstGated(handle)] as number;
      this.#release(handle);
      return ~only;
    }
    const size = (this.pool[handle] as number) & CLASS_MASK;
    return size > LEAST_CLASS && length * 4 < 1 << size ? this.#moved(handle, size - 1) : handle;
  }

  #length(handle: number): number {
    return HEADER + this.deciders(handle) + (this.pool[handle + 1] as number);
  }

  #moved(handle: number, size: number): number {
    const at = this.#place(size);
    const { pool } = this;
    const [deciders, gated] = [this.deciders(handle), pool[handle + 1] as number];
    pool[at]! += deciders << CLASS_BITS;
    pool[at + 1] = gated;
    pool.copyWithin(at + HEADER, handle + HEADER, handle + HEADER + deciders);
    pool.copyWithin(this.firstGated(at), this.firstGated(handle), this.end(handle));
    this.#release(handle);
    return at;
  }

  #release(handle: number): void {
    const size = (this.pool[handle] as number) & CLASS_MASK;
    (this.#free[size] ??= []).push(handle);
  }

  /** An empty block. */
  #place(size: number): number {
    let at = this.#free[size]?.pop();
    if (at === undefined) {
      at = this.#used;
      this.#used += 1 << size;
      this.pool = this.#room.grown(this.pool, this.#used);
    }
    this.pool[at] = size;
    this.pool[at + 1] = 0;
    return at;
  }
}

/** The smallest class whose blocks hold so many numbers, header included. */
function classFor(length: number): number {
  return Math.max(LEAST_CLASS, 32 - Math.clz32(length - 1));
}
