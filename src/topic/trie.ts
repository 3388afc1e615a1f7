import { EdgeTable } from './edges.ts';
import { LongList } from './long-list.ts';
import { Room } from './room.ts';
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

/**
 * The words and phrases of all queries: a trie over terms. A node is a phrase, the first level is found by its term
 * directly, deeper ones by a hash of (node, term). Nodes are counted and freed one by one: nothing is ever rebuilt.
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
  readonly #free = new LongList<number>();
  readonly #edges = new EdgeTable();
  readonly #rooms = {
    cells: new Room(),
    parents: new Room(),
    born: new Room(),
    depths: new Room(),
    roots: new Room(),
  };

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
        this.#edges.remove(parent, term);
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
    this.#reserve(node + 1);
    this.cells[node * STRIDE + TERM] = term;
    this.parents[node] = parent;
    this.born[node] = this.articles;
    this.depths[node] = (this.depths[parent] as number) + 1;
    this.#terms.ref(term);
    if (parent === 0) {
      this.roots = this.#rooms.roots.grown(this.roots, term + 1);
      this.roots[term] = node;
    } else {
      this.#edges.add(parent, term, node);
      this.cells[parent * STRIDE + CHILDREN]!++;
    }
    return node;
  }

  #reserve(nodes: number): void {
    const rooms = this.#rooms;
    this.cells = rooms.cells.grown(this.cells, nodes * STRIDE);
    this.parents = rooms.parents.grown(this.parents, nodes);
    this.born = rooms.born.grown(this.born, nodes);
    this.depths = rooms.depths.grown(this.depths, nodes);
  }

  /** The node of the phrase with one more term, 0 where there is none. */
  next(node: number, term: number): number {
    return this.#edges.get(node, term);
  }
}
