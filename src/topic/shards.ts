const SHARDS = 256;

/**
 * A map of strings in many small maps: one large one stands still for tens of milliseconds when it grows or clears out
 * what was deleted, which a live change of a topic would have to wait for.
 */
export class Shards<V> {
  readonly #maps: (Map<string, V> | undefined)[] = [];
  size = 0;

  get(key: string): V | undefined {
    return this.#maps[shardOf(key)]?.get(key);
  }

  set(key: string, value: V): void {
    const map = (this.#maps[shardOf(key)] ??= new Map<string, V>());
    const before = map.size;
    map.set(key, value);
    this.size += map.size - before;
  }

  delete(key: string): boolean {
    const gone = this.#maps[shardOf(key)]?.delete(key) ?? false;
    if (gone) this.size -= 1;
    return gone;
  }

  *[Symbol.iterator](): Generator<[string, V]> {
    for (const map of this.#maps) if (map !== undefined) yield* map;
  }
}

/** From the length and the last three units: beginnings are shared by many words and identifiers. */
function shardOf(key: string): number {
  const { length } = key;
  let hash = length;
  for (let k = Math.max(0, length - 4); k < length; k++) hash = Math.imul(hash, 31) + key.charCodeAt(k);
  return (hash ^ (hash >>> 8)) & (SHARDS - 1);
}
