const PART_BITS = 8;
const PARTS = 1 << PART_BITS;
/** Numbers of an edge: node, term, child. */
const EDGE = 3;
const EMPTY = 0;
const LEAST_SLOTS = 8;
/** Bits a slot of the filter: most questions for an edge that is not there end in it, in a few lines of the cache. */
const FILTER_SHIFT = 2;

/**
 * (node, term) → child, in a few hundred small hash tables: when one is full it alone is hashed anew, which takes some
 * hundredths of a millisecond. A table is its slots and, behind them, one bit an edge by its hash; bits of removed edges
 * stay until then.
 */
export class EdgeTable {
  readonly #tables: Int32Array[] = Array.from({ length: PARTS }, () => new Int32Array(0));
  /** Slots of each table less one; 0 where it was never used. */
  readonly #masks = new Int32Array(PARTS);
  readonly #counts = new Int32Array(PARTS);

  /** The child, 0 where there is none. */
  get(node: number, term: number): number {
    const hash = mixed(node, term);
    const part = hash >>> (32 - PART_BITS);
    const mask = this.#masks[part] as number;
    if (mask === 0) return 0;
    const table = this.#tables[part] as Int32Array;
    const bit = filterBit(hash, mask);
    if (((table[(mask + 1) * EDGE + (bit >>> 5)] as number) & (1 << (bit & 31))) === 0) return 0;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = slot * EDGE;
      const child = table[at + 2] as number;
      if (child === EMPTY || (table[at] === node && table[at + 1] === term)) return child;
    }
  }

  /** An edge that was not there before. */
  add(node: number, term: number, child: number): void {
    const hash = mixed(node, term);
    const part = hash >>> (32 - PART_BITS);
    this.#counts[part]! += 1;
    const mask = this.#masks[part] as number;
    if (mask === 0 || (this.#counts[part] as number) * 2 > mask + 1) this.#enlarge(part);
    insert(this.#tables[part] as Int32Array, this.#masks[part] as number, hash, node, term, child);
  }

  /** Of an edge that is there. Linear probing without tombstones: what stood behind moves up. */
  remove(node: number, term: number): void {
    const hash = mixed(node, term);
    const part = hash >>> (32 - PART_BITS);
    const table = this.#tables[part] as Int32Array;
    const mask = this.#masks[part] as number;
    let hole = hash & mask;
    while (table[hole * EDGE] !== node || table[hole * EDGE + 1] !== term) hole = (hole + 1) & mask;
    this.#counts[part]! -= 1;
    for (let slot = (hole + 1) & mask; table[slot * EDGE + 2] !== EMPTY; slot = (slot + 1) & mask) {
      const home = mixed(table[slot * EDGE] as number, table[slot * EDGE + 1] as number) & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      table.copyWithin(hole * EDGE, slot * EDGE, (slot + 1) * EDGE);
      hole = slot;
    }
    table.fill(0, hole * EDGE, (hole + 1) * EDGE);
  }

  #enlarge(part: number): void {
    const old = this.#tables[part] as Int32Array;
    const before = this.#masks[part] === 0 ? 0 : (this.#masks[part] as number) + 1;
    const slots = Math.max(LEAST_SLOTS, before * 2);
    const table = new Int32Array(slots * EDGE + ((slots << FILTER_SHIFT) >>> 5));
    for (let at = 0; at < before * EDGE; at += EDGE) {
      const child = old[at + 2] as number;
      if (child === EMPTY) continue;
      const [node, term] = [old[at] as number, old[at + 1] as number];
      insert(table, slots - 1, mixed(node, term), node, term, child);
    }
    this.#tables[part] = table;
    this.#masks[part] = slots - 1;
  }
}

function insert(table: Int32Array, mask: number, hash: number, node: number, term: number, child: number): void {
  let slot = hash & mask;
  while (table[slot * EDGE + 2] !== EMPTY) slot = (slot + 1) & mask;
  table[slot * EDGE] = node;
  table[slot * EDGE + 1] = term;
  table[slot * EDGE + 2] = child;
  const bit = filterBit(hash, mask);
  table[(mask + 1) * EDGE + (bit >>> 5)]! |= 1 << (bit & 31);
}

function filterBit(hash: number, mask: number): number {
  return (hash >>> 6) & ((mask << FILTER_SHIFT) | ((1 << FILTER_SHIFT) - 1));
}

function mixed(node: number, term: number): number {
  let hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(term, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) >>> 0;
}
