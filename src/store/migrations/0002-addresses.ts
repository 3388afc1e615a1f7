import { sql, type Kysely } from 'kysely';

/** Hosts that share an address count together where an operator wants it so (RULES R8). */
const STATEMENTS = [
  // The address that the host had when it was asked last: it says which hosts to hold back.
  `ALTER TABLE host ADD COLUMN address text`,
  // The address that a slot's worker is asking now: it is what is counted.
  `ALTER TABLE slot ADD COLUMN address text`,
  `CREATE INDEX slot_address ON slot (address) WHERE address IS NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
