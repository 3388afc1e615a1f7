import type { TermTable } from './terms.ts';

/** Columns of a node. Those that matching touches stand together. */
export const EPOCH = 0;
export const HEAD = 1;
export const TAIL = 2;
export const ANCHORS = 3;
export const REFS = 4;
export const CHILDREN = 5;
/** Articles in which the phrase was found. */
export const FOUND = 6;
const TERM = 7;
export const STRIDE = 8;

const EMPTY = 0;

/**
 * The words and phrases of all queries: a trie over terms. A node is a phrase, the first level is found by its term
 * directly, deeper ones by one flat hash of (node, term). Nodes are counted and freed one by one: nothing is ever rebuilt.
 */
export class PhraseTrie {
  readonly #terms: TermTable;
  cells = new Int32Array(STRIDE << 10);
  parents = new Int32Array(1 << 10);
  /** Articles seen when the phrase came. */
  born = new Int32Array(1 << 10);
  /** Articles seen, against which `FOUND` counts. */
  articles = 0;
  /** Words of the phrase. */
  depths = new Uint16Array(1 << 10);
  /** Term → node of the first level, 0 where none. */
  roots = new Int32Array(1 << 10);
  #nodes = 1; // node 0 is nothing
  readonly #free: number[] = [];
  /** Triples of node, term, child. */
  #edges = new Int32Array(3 << 10);
  #edgeCount = 0;
  /**
   * One bit an edge, by its hash: most questions for an edge that is not there end here, in a table small enough for the
   * processor's cache. Bits of removed edges stay until the edges are hashed anew.
   */
  #bits = new Uint32Array(1 << 7);
  #bitShift = 32 - 12;

  constructor(terms: TermTable) {
    this.#terms = terms;
  }

  /** The node of a phrase, counted once more. */
  acquire(terms: readonly number[]): number {
    let node = 0;
    for (const term of terms) node = this.#child(node, term) || this.#grow(node, term);
    (this.cells[node * STRIDE + REFS] as number)++;
    return node;
  }

  /** Counts a phrase down, and frees what nobody asks for any more. */
  release(node: number): void {
    this.cells[node * STRIDE + REFS]!--;
    let at = node;
    while (at !== 0 && this.cells[at * STRIDE + REFS] === 0 && this.cells[at * STRIDE + CHILDREN] === 0) {
      const parent = this.parents[at] as number;
      const term = this.cells[at * STRIDE + TERM] as number;
      if (parent === 0) this.roots[term] = 0;
      else {
        this.#removeEdge(parent, term);
        this.cells[parent * STRIDE + CHILDREN]!--;
      }
      this.cells.fill(0, at * STRIDE, (at + 1) * STRIDE);
      this.#free.push(at);
      this.#terms.unref(term);
      at = parent;
    }
  }

  /** The last term of a phrase. */
  termOf(node: number): number {
    return this.cells[node * STRIDE + TERM] as number;
  }

  #child(node: number, term: number): number {
    return node === 0 ? (this.roots[term] ?? 0) : this.next(node, term);
  }

  #grow(parent: number, term: number): number {
    const node = this.#free.pop() ?? this.#nodes++;
    if ((node + 1) * STRIDE > this.cells.length) this.#enlarge();
    this.cells[node * STRIDE + TERM] = term;
    this.parents[node] = parent;
    this.born[node] = this.articles;
    this.depths[node] = (this.depths[parent] as number) + 1;
    this.#terms.ref(term);
    if (parent === 0) {
      if (term >= this.roots.length)
        this.roots = copied(this.roots, new Int32Array(Math.max(term + 1, this.roots.length * 2)));
      this.roots[term] = node;
    } else {
      this.#addEdge(parent, term, node);
      this.cells[parent * STRIDE + CHILDREN]!++;
    }
    return node;
  }

  #enlarge(): void {
    const size = this.parents.length * 2;
    this.cells = copied(this.cells, new Int32Array(size * STRIDE));
    this.parents = copied(this.parents, new Int32Array(size));
    this.born = copied(this.born, new Int32Array(size));
    this.depths = copied(this.depths, new Uint16Array(size));
  }

  /** The node of the phrase with one more term, 0 where there is none. */
  next(node: number, term: number): number {
    const hash = mixed(node, term);
    const bit = hash >>> this.#bitShift;
    if (((this.#bits[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return 0;
    const edges = this.#edges;
    const size = edges.length / 3;
    let slot = hash & (size - 1);
    for (;;) {
      const at = slot * 3;
      const child = edges[at + 2] as number;
      if (child === EMPTY) return 0;
      if (edges[at] === node && edges[at + 1] === term) return child;
      slot = (slot + 1) & (size - 1);
    }
  }

  #addEdge(node: number, term: number, child: number): void {
    this.#edgeCount += 1;
    if (this.#edgeCount * 2 > this.#edges.length / 3) this.#rehash();
    insert(this.#edges, node, term, child);
    this.#mark(node, term);
  }

  #mark(node: number, term: number): void {
    const bit = mixed(node, term) >>> this.#bitShift;
    this.#bits[bit >>> 5]! |= 1 << (bit & 31);
  }

  #rehash(): void {
    const old = this.#edges;
    const edges = new Int32Array(old.length * 2);
    this.#bits = new Uint32Array(this.#bits.length * 2);
    this.#bitShift -= 1;
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === EMPTY) continue;
      insert(edges, old[at] as number, old[at + 1] as number, old[at + 2] as number);
      this.#mark(old[at] as number, old[at + 1] as number);
    }
    this.#edges = edges;
  }

  /** Linear probing without tombstones: what stood behind moves up. */
  #removeEdge(node: number, term: number): void {
    const edges = this.#edges;
    const size = edges.length / 3;
    const mask = size - 1;
    let hole = place(node, term, size);
    while (edges[hole * 3] !== node || edges[hole * 3 + 1] !== term) hole = (hole + 1) & mask;
    this.#edgeCount -= 1;
    for (let slot = (hole + 1) & mask; edges[slot * 3 + 2] !== EMPTY; slot = (slot + 1) & mask) {
      const home = place(edges[slot * 3] as number, edges[slot * 3 + 1] as number, size);
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      edges.copyWithin(hole * 3, slot * 3, slot * 3 + 3);
      hole = slot;
    }
    edges.fill(0, hole * 3, hole * 3 + 3);
  }
}

function mixed(node: number, term: number): number {
  let hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(term, 0x85ebca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) >>> 0;
}

function place(node: number, term: number, size: number): number {
  return mixed(node, term) & (size - 1);
}

function insert(edges: Int32Array, node: number, term: number, child: number): void {
  const size = edges.length / 3;
  let slot = place(node, term, size);
  while (edges[slot * 3 + 2] !== EMPTY) slot = (slot + 1) & (size - 1);
  edges[slot * 3] = node;
  edges[slot * 3 + 1] = term;
  edges[slot * 3 + 2] = child;
}

function copied<A extends Int32Array | Uint16Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
