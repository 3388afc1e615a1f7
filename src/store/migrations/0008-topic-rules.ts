import { sql, type Kysely } from 'kysely';

/** What a topic asks for beside its query: how strong a match, and words as written. And who asks for others by name. */
const STATEMENTS = [
  `ALTER TABLE topic
     ADD COLUMN min_score double precision CHECK (min_score BETWEEN 0 AND 1),
     ADD COLUMN case_sensitive boolean NOT NULL DEFAULT false`,
  `CREATE INDEX topic_asking ON topic (id) WHERE removed_at IS NULL AND strpos(query, '@') > 0`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
