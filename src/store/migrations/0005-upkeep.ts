import { sql, type Kysely } from 'kysely';

/** What upkeep and the list of failures look for, without a look at everything; interruptions counted apart from tries. */
const STATEMENTS = [
  `CREATE INDEX body_quarantined ON body (quarantined_at) WHERE quarantined_at IS NOT NULL`,
  `CREATE INDEX delivery_failed ON delivery (id) WHERE state = 'failed'`,
  `CREATE INDEX article_text ON article (discovered_at) WHERE text IS NOT NULL`,
  `ALTER TABLE work ADD COLUMN interruptions smallint NOT NULL DEFAULT 0`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
