import { sql, type Kysely } from 'kysely';

/** A rhythm is read and written whole, with each claim: as text, for `jsonb` takes its forty numbers apart and puts them together. */
const STATEMENTS = [`ALTER TABLE feed ALTER COLUMN rhythm TYPE json USING rhythm::json`];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
