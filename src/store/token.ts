import { sql } from 'kysely';
import { WireError } from '../core/errors.ts';
import type { UserRole } from '../core/user-role.ts';
import { bearerHash, newBearer } from './bearer.ts';
import type { Database } from './open.ts';
import { tellAccessChanged } from './users.ts';

export interface TokenRow {
  readonly id: number;
  /** What it is for. */
  readonly name: string;
  readonly role: UserRole;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** To the hour. */
  readonly usedAt: Date | null;
}

const MAX_TOKENS = 10_000;

/** A new token, which is given here and never again. */
export async function createToken(
  db: Database,
  { name, role, expiresMs }: { name: string; role: UserRole; expiresMs: number | null },
): Promise<{ id: number; token: string }> {
  const token = newBearer();
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      INSERT INTO token (name, role, hash, expires_at)
      SELECT ${name}, ${role}, ${bearerHash(token)}, clock_timestamp() + ${expiresMs}::double precision * interval '1 millisecond'
      WHERE (SELECT count(*) FROM token) < ${MAX_TOKENS} RETURNING id`.execute(tx);
    if (rows[0] === undefined) throw new WireError('CONFLICT', `there are ${MAX_TOKENS} tokens already`);
    await tellAccessChanged(tx);
    return { id: rows[0].id, token };
  });
}

/** All of them, the expired too, by their ids. */
export async function listTokens(db: Database): Promise<TokenRow[]> {
  const { rows } = await sql<TokenRow>`
    SELECT id, name, role, created_at AS "createdAt", expires_at AS "expiresAt", used_at AS "usedAt" FROM token ORDER BY id`.execute(
    db,
  );
  return rows;
}

/** Gives whether there was one. */
export async function revokeToken(db: Database, id: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`DELETE FROM token WHERE id = ${id}`.execute(tx);
    await tellAccessChanged(tx);
    return numAffectedRows === 1n;
  });
}

/** Whose a token is; null for one that is unknown, revoked or expired. When it was used is noted to the hour. */
export async function findToken(db: Database, token: string): Promise<{ name: string; role: UserRole } | null> {
  const hash = bearerHash(token);
  if (hash === null) return null;
  const { rows } = await sql<{ name: string; role: UserRole }>`
    WITH found AS (
      SELECT id, name, role, used_at FROM token WHERE hash = ${hash} AND (expires_at IS NULL OR expires_at > clock_timestamp())),
    used AS (
      UPDATE token SET used_at = clock_timestamp()
      WHERE id IN (SELECT id FROM found WHERE used_at IS NULL OR used_at < clock_timestamp() - interval '1 hour'))
    SELECT 'token ' || name AS name, role FROM found`.execute(db);
  return rows[0] ?? null;
}
