import { nearest } from '../core/nearest.ts';
import type { Query } from './ast.ts';
import { checkPolarity } from './check.ts';
import { QueryRefused, refuse } from './faults.ts';
import { MAX_DEPTH, MAX_QUERY_LENGTH, parse } from './parser.ts';

/** The text of a saved query, undefined where there is none of this name. */
export interface NameLookup {
  (name: string): string | undefined;
  /** The names that there are, for a hint: the most likely ones first where there are very many. */
  readonly known?: () => Iterable<string>;
}

/** The saved queries of a map, by name. */
export function lookupIn(queries: ReadonlyMap<string, string>): NameLookup {
  return Object.assign((name: string) => queries.get(name), { known: () => queries.keys() });
}

/** The names still allowed to be opened, by their length: queries that name each other twice grow without end. */
interface Names {
  readonly lookup: NameLookup;
  budget: number;
}

/**
 * The query with each `@name` replaced by what it stands for.
 * @throws QueryRefused unknown-name, name-cycle, or the fault of the saved query, all with the place of the name
 */
export function resolveNames(query: Query, lookup: NameLookup): Query {
  return resolve(query, { lookup, budget: MAX_QUERY_LENGTH }, []);
}

function resolve(node: Query, names: Names, path: readonly string[]): Query {
  switch (node.kind) {
    case 'phrase':
    case 'meta':
      return node;
    case 'named':
      return { ...node, child: saved(node, names, path) };
    case 'and':
    case 'or':
      return { ...node, children: node.children.map((child) => resolve(child, names, path)) };
    case 'near':
      return { ...node, left: resolve(node.left, names, path), right: resolve(node.right, names, path) };
    case 'score':
      return { ...node, items: node.items.map((item) => ({ ...item, child: resolve(item.child, names, path) })) };
    case 'not':
    case 'atleast':
    case 'scope':
    default:
      return { ...node, child: resolve(node.child, names, path) };
  }
}

function saved(node: Query & { kind: 'named' }, names: Names, path: readonly string[]): Query {
  if (path.includes(node.name) || path.length >= MAX_DEPTH)
    refuse(
      'name-cycle',
      node,
      `@${node.name} asks for itself: ${[...path, node.name].join(' → ')}.`,
      'Break the circle.',
    );
  const text = names.lookup(node.name);
  if (text === undefined)
    refuse('unknown-name', node, `There is no saved query ${node.name}.`, hintFor(node.name, names.lookup));
  names.budget -= text.length + 1;
  if (names.budget < 0) refuse('too-long', node, 'The saved queries are too long together.', 'Split the topic.');
  try {
    const child = parse(text, []);
    checkPolarity(child);
    return resolve(child, names, [...path, node.name]);
  } catch (error) {
    if (!(error instanceof QueryRefused) || path.length > 0) throw error;
    const { code, message, hint } = error.fault;
    return refuse(code, node, code.includes('name') ? message : `In @${node.name}: ${message}`, hint);
  }
}

/** Names looked through for the nearest one. */
const MAX_KNOWN = 10_000;

function hintFor(name: string, { known }: NameLookup): string {
  const some: string[] = [];
  for (const other of known?.() ?? []) if (some.push(other) >= MAX_KNOWN) break;
  const meant = nearest(name, some);
  return meant === undefined ? `For the word write "@${name}".` : `Did you mean @${meant}?`;
}
