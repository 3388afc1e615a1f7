import type { Path, Place } from './faults.ts';
import { pathKey, type Located } from './source.ts';

/** The settings as they were written, put together from files, environment and options, each part with its place. */
export class Tree {
  readonly root: Record<string, unknown> = {};
  readonly #places = new Map<string, Place>();

  /** Sets one value. */
  set(path: Path, value: unknown, place: Place): void {
    let at = this.root;
    for (const part of path.slice(0, -1)) {
      const next = at[part];
      if (typeof next !== 'object' || next === null || Array.isArray(next)) at[part] = {};
      at = at[part] as Record<string, unknown>;
    }
    const last = path.at(-1);
    if (last === undefined) return;
    at[last] = value;
    this.#places.set(pathKey(path), place);
  }

  /** Takes over the mapping that a file holds. */
  adopt(located: Located): void {
    for (const [key, value] of Object.entries(located.value as object)) {
      Object.defineProperty(this.root, key, { value, enumerable: true, writable: true, configurable: true });
    }
    for (const [key, place] of located.places) this.#places.set(key, place);
  }

  /** Adds the items of a list that stands in a file at `from` to the list called `name`. */
  append(name: string, items: readonly unknown[], located: Located, from: Path): void {
    const present = this.root[name];
    const before: readonly unknown[] = Array.isArray(present) ? present : [];
    this.root[name] = [...before, ...items];
    for (const [key, place] of located.places) {
      const path = JSON.parse(key) as Path;
      const index = path[from.length];
      const isInside = from.every((part, at) => path[at] === part) && typeof index === 'number';
      if (isInside) this.#places.set(pathKey([name, before.length + index, ...path.slice(from.length + 1)]), place);
    }
  }

  /** Where the value at a path, or else the nearest thing around it, was written. */
  placeOf(path: Path): Place | undefined {
    for (let length = path.length; length > 0; length--) {
      const place = this.#places.get(pathKey(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return undefined;
  }
}
