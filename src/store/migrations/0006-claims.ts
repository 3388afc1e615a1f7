import { sql, type Kysely } from 'kysely';

/** When a host is due next is found by its first rows, without a look at all that waits for it. */
const STATEMENTS = [`CREATE INDEX work_host_next ON work (host_id, next_at) WHERE stage = 'fetch' AND state = 'ready'`];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
