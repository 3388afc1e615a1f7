import { sql } from 'kysely';
import { refusal, type QueryFault } from '../topic/faults.ts';
import { lookupIn, type NameLookup } from '../topic/names.ts';
import { parseQuery } from '../topic/query.ts';
import { namesIn, SavedQueries, type NamedQuery } from '../topic/saved.ts';
import type { Database } from './open.ts';

/** Rounds of reading what is named by what was read: longer chains are refused by the language. */
const MAX_ROUNDS = 40;
/** Ids among which a hint is looked for. */
const MAX_KNOWN = 10_000;

/**
 * Refuses a topic that asks for a saved query which is not there, or for itself, directly or through others.
 * @throws QUERY_INVALID with detail `{ topic, code, start, end, message, hint }`
 */
export async function checkNames(db: Database, topic: NamedQuery): Promise<void> {
  if (namesIn(topic.query).length === 0) return;
  const lookup = await namedBy(db, topic);
  const parsed = parseQuery(topic.query, { names: lookup });
  if (parsed.ok) return;
  const hinted = parsed.fault.code === 'unknown-name' ? await withKnown(db, topic, lookup) : parsed.fault;
  throw refusal(topic.id, hinted);
}

/** The same fault, with a hint from the ids that there are. */
async function withKnown(db: Database, topic: NamedQuery, lookup: NameLookup): Promise<QueryFault> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM topic WHERE removed_at IS NULL AND id <> ${topic.id} ORDER BY id LIMIT ${MAX_KNOWN}`.execute(db);
  const names: NameLookup = Object.assign((name: string) => lookup(name), { known: () => rows.map(({ id }) => id) });
  const parsed = parseQuery(topic.query, { names });
  return (parsed as typeof parsed & { ok: false }).fault;
}

/**
 * Refuses a change of a topic that would make another one, which asks for it by name, too long or too deep.
 * @throws QUERY_INVALID that names the other topic
 */
export async function checkAskers(db: Database, topic: NamedQuery): Promise<void> {
  const asking = await askingTopics(db);
  const saved = new SavedQueries();
  for (const { id, query } of asking) saved.set(id, query);
  for (const id of saved.usersOf([topic.id])) {
    if (id === topic.id) continue;
    const user = { id, query: saved.lookup(id) as string };
    const parsed = parseQuery(user.query, { names: await namedBy(db, user, topic) });
    if (parsed.ok) continue;
    const message = `The topic ${id}, which asks for @${topic.id}: ${parsed.fault.message}`;
    throw refusal(topic.id, { ...parsed.fault, start: 0, end: topic.query.length, message });
  }
}

/** The topics whose own query asks for this one by name. */
export async function askersOf(db: Database, id: string): Promise<string[]> {
  return (await askingTopics(db)).filter(({ query }) => namesIn(query).includes(id)).map((topic) => topic.id);
}

async function askingTopics(db: Database): Promise<NamedQuery[]> {
  const { rows } = await sql<NamedQuery>`
    SELECT id, query FROM topic WHERE removed_at IS NULL AND strpos(query, '@') > 0 ORDER BY id`.execute(db);
  return rows;
}

/** The query of a topic and all that it names, directly or through others; `changed` stands in for what is stored. */
async function namedBy(db: Database, topic: NamedQuery, changed = topic): Promise<NameLookup> {
  const queries = new Map([topic, changed].map(({ id, query }) => [id, query]));
  let open = [...queries.values()].flatMap(namesIn).filter((name) => !queries.has(name));
  for (let round = 0; round < MAX_ROUNDS && open.length > 0; round += 1) {
    const { rows } = await sql<NamedQuery>`
      SELECT id, query FROM topic WHERE id = ANY(${open}::text[]) AND removed_at IS NULL`.execute(db);
    for (const { id, query } of rows) queries.set(id, query);
    open = [...new Set(rows.flatMap(({ query }) => namesIn(query)))].filter((name) => !queries.has(name));
  }
  return lookupIn(queries);
}
