import { sql } from 'kysely';
import { WireError } from '../core/errors.ts';
import { declaredIn, mayChange, type Author } from './declared.ts';
import { endDeliveries } from './delivering.ts';
import type { Database } from './open.ts';
import { askersOf, checkAskers, checkNames } from './topic-names.ts';

export interface TopicInput {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly lang: readonly string[];
  readonly sources: readonly string[];
  readonly tags: readonly string[];
  /** Only matches with at least this score, 0 to 1; null: all. */
  readonly minScore?: number | null;
  /** Words as they are written only. */
  readonly caseSensitive?: boolean;
}

export interface TopicRow extends Required<TopicInput> {
  readonly version: number;
  readonly createdAt: Date;
  readonly declaredIn: string | null;
}

const COLUMNS = sql`id, name, query, lang, sources, tags, min_score AS "minScore", case_sensitive AS "caseSensitive", version, created_at AS "createdAt", declared_in AS "declaredIn"`;

export async function listTopics(db: Database): Promise<TopicRow[]> {
  const { rows } = await sql<TopicRow>`SELECT ${COLUMNS} FROM topic WHERE removed_at IS NULL ORDER BY id`.execute(db);
  return rows;
}

export async function findTopic(db: Database, id: string): Promise<TopicRow | null> {
  const { rows } = await sql<TopicRow>`SELECT ${COLUMNS} FROM topic WHERE id = ${id} AND removed_at IS NULL`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The next version of the topics. Waits for every match that is being committed against the present one (R18). */
async function nextVersion(tx: Database): Promise<number> {
  const { rows } = await sql<{
    version: number;
  }>`UPDATE topic_version SET version = version + 1 RETURNING version`.execute(tx);
  return (rows[0] as { version: number }).version;
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

export interface PutOptions {
  /** It is one of a set that was checked as a whole: who asks for it by name is not looked up again. */
  readonly isOfSet?: boolean;
}

/**
 * Creates or changes a topic; its query must parse. What it asks for by `@name` must be there, in no circle. Gives what
 * happened.
 * @throws DECLARED, QUERY_INVALID
 */
export async function putTopic(
  db: Database,
  topic: TopicInput,
  author: Author,
  options: PutOptions = {},
): Promise<'added' | 'changed' | 'unchanged'> {
  return db.transaction().execute(async (tx) => {
    const old = await findTopic(tx, topic.id);
    if (old !== null) {
      mayChange(`topic ${topic.id}`, old.declaredIn, author);
      const unchanged =
        old.name === topic.name &&
        old.query === topic.query &&
        same(old.lang, topic.lang) &&
        same(old.sources, topic.sources) &&
        same(old.tags, topic.tags) &&
        old.minScore === (topic.minScore ?? null) &&
        old.caseSensitive === (topic.caseSensitive ?? false);
      if (unchanged && old.declaredIn === declaredIn(author)) return 'unchanged';
    }
    const version = await nextVersion(tx); // also what keeps two changes from making a circle together
    await checkNames(tx, topic);
    if (old !== null && old.query !== topic.query && options.isOfSet !== true) await checkAskers(tx, topic);
    await sql`
      INSERT INTO topic (id, name, query, lang, sources, tags, min_score, case_sensitive, version, declared_in)
      VALUES (${topic.id}, ${topic.name}, ${topic.query}, ${[...topic.lang]}, ${[...topic.sources]}, ${[...topic.tags]}, ${topic.minScore ?? null},
        ${topic.caseSensitive ?? false}, ${version}, ${declaredIn(author)})
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, query = excluded.query, lang = excluded.lang, sources = excluded.sources,
        tags = excluded.tags, min_score = excluded.min_score, case_sensitive = excluded.case_sensitive, version = excluded.version, declared_in = excluded.declared_in, removed_at = NULL`.execute(
      tx,
    );
    await sql`SELECT pg_notify('wirewatch', 'topics')`.execute(tx);
    return old === null ? 'added' : 'changed';
  });
}

/**
 * Ends a topic: it matches nothing any more, its subscriptions go, what was not delivered is cancelled (R21). Its alerts
 * stay. False where there is none.
 * @throws DECLARED, IN_USE where other topics ask for it by name
 */
export async function removeTopic(db: Database, id: string, author: Author): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const old = await findTopic(tx, id);
    if (old === null) return false;
    mayChange(`topic ${id}`, old.declaredIn, author);
    const version = await nextVersion(tx);
    const askers = await askersOf(tx, id);
    if (askers.some((other) => other !== id)) throw inUse(id, askers);
    await sql`UPDATE topic SET removed_at = clock_timestamp(), version = ${version} WHERE id = ${id}`.execute(tx);
    await endDeliveries(
      tx,
      sql`alert_id IN (SELECT id FROM alert WHERE topic_id = ${id})`,
      'cancelled',
      'its topic was removed',
    );
    await sql`DELETE FROM subscription WHERE topic_id = ${id}`.execute(tx);
    await sql`SELECT pg_notify('wirewatch', 'topics')`.execute(tx);
    return true;
  });
}

const MOST_NAMED = 10;

function inUse(id: string, askers: readonly string[]): WireError {
  const more = askers.length > MOST_NAMED ? ` and ${askers.length - MOST_NAMED} more` : '';
  const message = `the topic ${id} stays: @${id} is asked for by ${askers.slice(0, MOST_NAMED).join(', ')}${more}`;
  return new WireError('IN_USE', message, { detail: { topic: id, askers } });
}

/** @throws NOT_FOUND */
export async function needTopic(db: Database, id: string): Promise<TopicRow> {
  const topic = await findTopic(db, id);
  if (topic === null) throw new WireError('NOT_FOUND', `there is no topic ${id}`);
  return topic;
}

export interface TopicChange extends TopicInput {
  readonly removed: boolean;
}

/** What changed since a version, and the version that it makes, from one snapshot. */
export async function topicsSince(db: Database, version: number): Promise<{ version: number; changes: TopicChange[] }> {
  const { rows } = await sql<{ current: number } & Partial<TopicChange>>`
    SELECT v.version AS current, t.id, t.name, t.query, t.lang, t.sources, t.tags, t.min_score AS "minScore",
      t.case_sensitive AS "caseSensitive", t.removed_at IS NOT NULL AS removed
    FROM topic_version v LEFT JOIN topic t ON t.version > ${version} ORDER BY t.version`.execute(db);
  const changes = rows.filter((row): row is { current: number } & TopicChange => row.id != null);
  return { version: rows[0]?.current ?? version, changes };
}
