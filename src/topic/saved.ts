import { nodesOf } from './ast.ts';
import type { QueryFault } from './faults.ts';
import { lookupIn, type NameLookup } from './names.ts';
import { parseQuery } from './query.ts';

/** The names that a query asks by `@name`, each once; none where it does not parse. */
export function namesIn(query: string): string[] {
  if (!query.includes('@')) return [];
  const parsed = parseQuery(query);
  if (!parsed.ok) return [];
  return [...new Set([...nodesOf(parsed.ast)].flatMap((node) => (node.kind === 'named' ? [node.name] : [])))];
}

/** A topic as others see it that ask for it by `@name`. */
export interface NamedQuery {
  readonly id: string;
  readonly query: string;
}

/**
 * The first fault that a set of topics would have with what is stored, or bring to what is stored: a name that is not
 * there, a circle, a query that is too long with all that it names. Null: all of them can be read.
 */
export function faultOfSet(
  topics: readonly NamedQuery[],
  stored: ReadonlyMap<string, string>,
): { readonly topic: NamedQuery; readonly fault: QueryFault } | null {
  const queries = new Map([...stored, ...topics.map(({ id, query }) => [id, query] as const)]);
  const saved = new SavedQueries();
  for (const [id, query] of queries) if (query.includes('@')) saved.set(id, query);
  const names = lookupIn(queries);
  const own = topics.map(({ id }) => id);
  for (const id of new Set([...own, ...saved.usersOf(own)])) {
    const query = queries.get(id) as string;
    if (!query.includes('@')) continue;
    const parsed = parseQuery(query, { names });
    if (!parsed.ok) return { topic: { id, query }, fault: parsed.fault };
  }
  return null;
}

/** Topics in an order in which each comes behind those of them that it asks for, directly or through others. */
export function inOrderOfNames<T extends NamedQuery>(topics: readonly T[], lookup: NameLookup): T[] {
  const own = new Map(topics.map((topic) => [topic.id, topic]));
  const seen = new Set<string>();
  const out: T[] = [];
  const open = topics.map(({ id }) => ({ id, isLeft: false })).toReversed();
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { id, isLeft } = step;
    const topic = own.get(id);
    if (isLeft && topic !== undefined) out.push(topic);
    if (isLeft || seen.has(id)) continue;
    seen.add(id);
    open.push({ id, isLeft: true });
    for (const name of namesIn(topic?.query ?? lookup(id) ?? '')) open.push({ id: name, isLeft: false });
  }
  return out;
}

/** The queries that topics ask of each other by name, and who has to be read anew when one of them changes. */
export class SavedQueries {
  readonly #queries = new Map<string, string>();
  /** Name → the topics whose own query asks for it. */
  readonly #users = new Map<string, Set<string>>();

  /** The query behind a name. */
  readonly lookup = lookupIn(this.#queries);

  set(id: string, query: string): void {
    this.remove(id);
    this.#queries.set(id, query);
    for (const name of namesIn(query)) {
      const users = this.#users.get(name) ?? new Set();
      users.add(id);
      this.#users.set(name, users);
    }
  }

  remove(id: string): void {
    for (const name of namesIn(this.#queries.get(id) ?? '')) {
      const users = this.#users.get(name);
      users?.delete(id);
      if (users?.size === 0) this.#users.delete(name);
    }
    this.#queries.delete(id);
  }

  /** The topics that ask for one of these, directly or through others; these themselves only where they do. */
  usersOf(ids: Iterable<string>): Set<string> {
    const found = new Set<string>();
    const open = [...ids];
    for (let id = open.pop(); id !== undefined; id = open.pop())
      for (const user of this.#users.get(id) ?? []) {
        if (found.has(user)) continue;
        found.add(user);
        open.push(user);
      }
    return found;
  }
}
