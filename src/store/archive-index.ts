import { sql } from 'kysely';
import { articleKeys, KEYS_VERSION } from '../topic/prefilter.ts';
import type { Database } from './open.ts';

interface DueRow {
  readonly id: number;
  readonly title: string | null;
  readonly lead: string | null;
  readonly text: string;
  readonly lang: string | null;
}

/**
 * Makes the keys of up to `limit` articles that have none by the present rules, the newest first; gives how many. Any
 * number of processes may do so at once. The rows are locked before the texts are read: a text that changes meanwhile
 * waits for this to end and then makes its row due again.
 */
export async function indexArchive(db: Database, limit: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows: due } = await sql<{ id: number }>`
      SELECT article_id AS id FROM article_words WHERE version <> ${KEYS_VERSION} AND version <> ${-KEYS_VERSION}
      ORDER BY article_id DESC LIMIT ${limit} FOR UPDATE SKIP LOCKED`.execute(tx);
    if (due.length === 0) return 0;
    const { rows } = await sql<DueRow>`
      SELECT id, title, lead, text, lang FROM article WHERE id = ANY(${due.map(({ id }) => id)}::bigint[]) AND text IS NOT NULL`.execute(
      tx,
    );
    const keys = rows.map(({ title, lead, text, lang }) => articleKeys({ title: title ?? '', lead, body: text, lang }));
    await sql`
      UPDATE article_words w SET version = CASE WHEN made.keys IS NULL THEN ${-KEYS_VERSION} ELSE ${KEYS_VERSION} END::smallint,
        keys = array_to_tsvector(string_to_array(made.keys, ' '))
      FROM unnest(${rows.map(({ id }) => id)}::bigint[], ${keys.map((own) => own?.join(' ') ?? null)}::text[]) AS made (id, keys)
      WHERE w.article_id = made.id`.execute(tx);
    return due.length;
  });
}
