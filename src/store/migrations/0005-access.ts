import { sql, type Kysely } from 'kysely';

/** Who may come in: users with passwords, tokens of programs, sessions of browsers. Nothing here opens anything by itself. */
const STATEMENTS = [
  `CREATE TABLE account (
     name text PRIMARY KEY,
     role text NOT NULL CHECK (role IN ('admin', 'reader')),
     password text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     changed_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  `CREATE TABLE token (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     name text NOT NULL,
     role text NOT NULL CHECK (role IN ('admin', 'reader')),
     hash bytea NOT NULL UNIQUE,
     created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     expires_at timestamptz,
     used_at timestamptz)`,
  `CREATE TABLE session (
     hash bytea PRIMARY KEY,
     account text NOT NULL REFERENCES account ON DELETE CASCADE,
     created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
     expires_at timestamptz NOT NULL)`,
  `CREATE INDEX session_account ON session (account, created_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('SET LOCAL search_path = wirewatch').execute(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
