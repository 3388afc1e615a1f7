import { lookupIn, type NameLookup } from '../../topic/names.ts';
import type { Archive } from './deps.ts';

/** What `@name` stands for in these queries: the topics of the store, read only where a query asks for one. */
export async function namesFor(archive: Archive, queries: readonly string[]): Promise<NameLookup> {
  if (!queries.some((query) => query.includes('@'))) return () => undefined;
  return lookupIn(await archive.savedQueries());
}
