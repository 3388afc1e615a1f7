import { sql, type Kysely } from 'kysely';

/** What a poll of a quiet feed writes, with 100,000 of them; entries that are known and left out. */
const STATEMENTS = [
  // A hand-out is found by its slot's id. With `handed_at IS NOT NULL` as its condition this index looked like a shorter
  // way to a planner that saw a quiet store last, and every look read all hosts that were handed out.
  `DROP INDEX slot_leased`,
  `CREATE INDEX slot_leased ON slot (lease_until) WHERE lease_until IS NOT NULL`,
  // A poll changes no indexed column of its feed: with room on its page the indexes are left alone.
  `ALTER TABLE feed SET (fillfactor = 80)`,
  `ALTER TABLE slot SET (fillfactor = 70)`,
  `ALTER TABLE host SET (fillfactor = 70)`,
  // The archive in a sitemap without dates: its names are kept, so that none of it is news later.
  `ALTER TABLE entry ALTER COLUMN article_id DROP NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
