import { sql } from 'kysely';
import type { HeldSlot } from '../stages/fetch/deps.ts';
import type { Database } from './open.ts';

/**
 * Notes that the slot's worker is about to ask an IP address; false where as many others ask it already as may at once
 * (R8). Then the host waits until one of them is done, because it is known by its address from now on.
 */
export async function enterAddress(db: Database, slot: HeldSlot, address: string, limit: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // Of two that come at the same moment the second must see the first.
    await sql`SELECT pg_advisory_xact_lock(hashtext('wirewatch.address'), hashtext(${address}))`.execute(tx);
    const { numAffectedRows } = await sql`
      UPDATE slot SET address = ${address} WHERE id = ${slot.slotId} AND token = ${slot.token}::uuid
        AND (SELECT count(*) FROM slot other WHERE other.address = ${address} AND other.id <> ${slot.slotId}
          AND other.token IS NOT NULL) < ${limit}`.execute(tx);
    await sql`UPDATE host SET address = ${address} WHERE id = ${slot.hostId} AND address IS DISTINCT FROM ${address}`.execute(
      tx,
    );
    return numAffectedRows === 1n;
  });
}
