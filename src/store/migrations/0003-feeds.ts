import { sql, type Kysely } from 'kysely';

/** Sitemaps below a feed, validators that lied, and the pace that intervals were planned with. */
const STATEMENTS = [
  // Deferred, so that a backup may bring a sitemap before its index.
  `ALTER TABLE feed
     ADD COLUMN parent_id bigint REFERENCES feed ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
     ADD COLUMN depth smallint NOT NULL DEFAULT 0,
     ADD COLUMN listed_at timestamptz,
     ADD COLUMN lastmod timestamptz,
     ADD COLUMN validators_url text,
     ADD COLUMN proved_at timestamptz,
     ADD COLUMN distrusted_until timestamptz,
     ADD COLUMN lies integer NOT NULL DEFAULT 0,
     ADD COLUMN pace real`,
  `CREATE INDEX feed_parent ON feed (parent_id) WHERE parent_id IS NOT NULL`,
  `CREATE INDEX feed_moved ON feed (id) WHERE moved IS NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
