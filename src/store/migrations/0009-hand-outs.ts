import { sql, type Kysely } from 'kysely';

/** What a visit to a host writes: an index that follows a changing value is written with each change. */
const STATEMENTS = [
  // A lease changes when it is taken and with each renewal, and neither is looked for: what is handed out is little enough to
  // be looked through. By the id, as a slot of a job is found by it: no planner takes this for a way to all of them.
  `DROP INDEX slot_leased`,
  `CREATE INDEX slot_handed ON slot (id) WHERE handed_at IS NOT NULL`,
  // When a host is due next is found by `work_host`, in two steps.
  `DROP INDEX work_host_next`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
