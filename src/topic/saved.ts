import { nodesOf } from './ast.ts';
import { parseQuery } from './query.ts';

/** The names that a query asks by `@name`, each once; none where it does not parse. */
export function namesIn(query: string): string[] {
  if (!query.includes('@')) return [];
  const parsed = parseQuery(query);
  if (!parsed.ok) return [];
  return [...new Set([...nodesOf(parsed.ast)].flatMap((node) => (node.kind === 'named' ? [node.name] : [])))];
}

/** The queries that topics ask of each other by name, and who has to be read anew when one of them changes. */
export class SavedQueries {
  readonly #queries = new Map<string, string>();
  /** Name → the topics whose own query asks for it. */
  readonly #users = new Map<string, Set<string>>();

  /** The query behind a name. */
  readonly lookup = (name: string): string | undefined => this.#queries.get(name);

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
