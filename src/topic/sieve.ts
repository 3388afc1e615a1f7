/** With the few hundred phrases of an article one question in a hundred is answered wrongly. */
const BITS = 16;
const MASK = (1 << BITS) - 1;

/**
 * The phrases found in the article in hand, a bit each by a hash (8 KB, which stay in the nearest cache): what is not found
 * is mostly known without a look at the trie. Never denies one that is there.
 */
export class Sieve {
  readonly #bits = new Int32Array((1 << BITS) >>> 5);

  clear(): void {
    this.#bits.fill(0);
  }

  add(node: number): void {
    const hash = hashOf(node);
    this.#bits[hash >>> 5]! |= 1 << (hash & 31);
  }

  has(node: number): boolean {
    return (this.#bit(hashOf(node)) & 1) !== 0;
  }

  /** Whether one of a gate's phrases may be there. */
  opens(gates: Int32Array, at: number, size: number): boolean {
    for (let k = at; k < at + size; k++) {
      const pair = gates[k] as number;
      if (((this.#bit(pair & MASK) | this.#bit(pair >>> BITS)) & 1) !== 0) return true;
    }
    return false;
  }

  /** In the lowest bit. */
  #bit(hash: number): number {
    return (this.#bits[hash >>> 5] as number) >>> (hash & 31);
  }
}

function hashOf(node: number): number {
  return Math.imul(node, 0x9e3779b1) >>> (32 - BITS);
}

/** Phrases of which one must be there, as `opens` asks for them: two of their hashes a number. */
export function gateOf(nodes: readonly number[]): number[] {
  const gate: number[] = [];
  for (let k = 0; k < nodes.length; k += 2) {
    const hash = hashOf(nodes[k] as number);
    const other = k + 1 < nodes.length ? hashOf(nodes[k + 1] as number) : hash;
    gate.push(hash | (other << BITS));
  }
  return gate;
}
