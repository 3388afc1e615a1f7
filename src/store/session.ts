import { sql } from 'kysely';
import type { UserRole } from '../core/user-role.ts';
import { bearerHash, newBearer } from './bearer.ts';
import type { Database } from './open.ts';
import { tellAccessChanged } from './users.ts';

/** After so long a browser logs in again. */
export const SESSION_SECONDS = 14 * 24 * 3600;
/** Of one user; the oldest makes room. */
const MAX_SESSIONS = 20;

/** Opens a session for a user; gives the text that the browser keeps, null where the user is gone. */
export async function openSession(db: Database, account: string): Promise<string | null> {
  const session = newBearer();
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql`SELECT 1 FROM account WHERE name = ${account} FOR UPDATE`.execute(tx);
    if (rows.length === 0) return null;
    await sql`DELETE FROM session WHERE expires_at < clock_timestamp()`.execute(tx);
    await sql`
      DELETE FROM session WHERE hash IN (
        SELECT hash FROM session WHERE account = ${account} ORDER BY created_at DESC OFFSET ${MAX_SESSIONS - 1})`.execute(
      tx,
    );
    await sql`
      INSERT INTO session (hash, account, expires_at)
      VALUES (${bearerHash(session)}, ${account}, clock_timestamp() + ${SESSION_SECONDS} * interval '1 second')`.execute(
      tx,
    );
    return session;
  });
}

/** Whose a session is; null for one that is unknown, ended or expired. */
export async function findSession(db: Database, session: string): Promise<{ name: string; role: UserRole } | null> {
  const hash = bearerHash(session);
  if (hash === null) return null;
  const { rows } = await sql<{ name: string; role: UserRole }>`
    SELECT a.name, a.role FROM session s JOIN account a ON a.name = s.account
    WHERE s.hash = ${hash} AND s.expires_at > clock_timestamp()`.execute(db);
  return rows[0] ?? null;
}

export async function endSession(db: Database, session: string): Promise<void> {
  const hash = bearerHash(session);
  if (hash === null) return;
  await db.transaction().execute(async (tx) => {
    await sql`DELETE FROM session WHERE hash = ${hash}`.execute(tx);
    await tellAccessChanged(tx);
  });
}
