import { sql } from 'kysely';
import { isWireError } from '../core/errors.ts';
import type { Database } from './open.ts';
import type { Seal } from './seal.ts';

/** Which columns hold sealed credentials: one a table. */
export const SEALED_COLUMNS: Readonly<Record<string, string>> = { feed: 'headers_sealed', channel: 'secret_sealed' };

const COLUMNS = Object.entries(SEALED_COLUMNS);

/** How many sealed credentials the store has. */
export async function countSealed(db: Database): Promise<number> {
  const counts = COLUMNS.map(([name, column]) => sql`(SELECT count(${sql.ref(column)}) FROM ${sql.table(name)})`);
  const { rows } = await sql<{ n: string | number }>`SELECT ${sql.join(counts, sql` + `)} AS n`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/**
 * Why the store's credentials can't be opened, tried on one of each table; null where they can, or there are none.
 * Two secrets never mix in one store but after a restore or a changed WIREWATCH_SECRET: one tells for all.
 */
export async function sealedFault(
  db: Database,
  seal: Pick<Seal, 'open'>,
): Promise<{ readonly code: string; readonly message: string } | null> {
  for (const [name, column] of COLUMNS) {
    const { rows } = await sql<{ sealed: Uint8Array }>`
      SELECT ${sql.ref(column)} AS sealed FROM ${sql.table(name)} WHERE ${sql.ref(column)} IS NOT NULL LIMIT 1`.execute(
      db,
    );
    try {
      for (const { sealed } of rows) seal.open(sealed);
    } catch (error) {
      if (!isWireError(error)) throw error;
      return { code: error.code, message: error.message };
    }
  }
  return null;
}
