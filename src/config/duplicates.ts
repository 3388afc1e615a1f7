import { showPlace, type Fault, type Path } from './faults.ts';
import type { Tree } from './tree.ts';

/** What tells two items of a list apart (R22); undefined for an item that has faults of its own. */
const KEYS: Readonly<Record<string, (item: unknown) => string | undefined>> = {
  feeds: (item) => addressOf(typeof item === 'string' ? item : field(item, 'url')),
  topics: (item) => textOf(field(item, 'id')),
  subscriptions: (item) => {
    const topic = textOf(field(item, 'topic'));
    const channel = field(item, 'channel');
    const address = addressOf(field(channel, 'url'));
    return topic === undefined || address === undefined
      ? undefined
      : JSON.stringify([topic, field(channel, 'type'), address]);
  },
};

/** Items that declare what an earlier item of the same list did. */
export function duplicates(tree: Tree): Fault[] {
  return Object.entries(KEYS).flatMap(([name, keyOf]) => {
    const items = tree.root[name];
    if (!Array.isArray(items)) return [];
    const first = new Map<string, Path>();
    return items.flatMap((item, index): Fault[] => {
      const key = keyOf(item);
      const path = [name, index];
      const earlier = key === undefined ? undefined : first.get(key);
      if (key !== undefined && earlier === undefined) first.set(key, path);
      if (earlier === undefined) return [];
      const place = tree.placeOf(earlier);
      const where = place === undefined ? 'before' : `in ${showPlace(place)}`;
      return [{ place: tree.placeOf(path), path, message: `is the same as the one ${where}, expected each once` }];
    });
  });
}

function field(item: unknown, name: string): unknown {
  return typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[name] : undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function addressOf(value: unknown): string | undefined {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value).href : undefined;
}
