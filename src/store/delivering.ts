import { sql } from 'kysely';
import type { HeldWork } from '../stages/batch.ts';
import type { DeliveryToSend } from '../stages/deliver.ts';
import type { Database } from './open.ts';
import { prepared } from './sql.ts';

export async function startDelivery(db: Database, item: HeldWork): Promise<DeliveryToSend | null> {
  const { rows } = await prepared<DeliveryToSend>`
    UPDATE delivery d SET state = 'sending', attempts = d.attempts + 1, tried_at = clock_timestamp()
    FROM work w, channel c
    WHERE w.id = ${item.work} AND w.token = ${item.token}::uuid AND d.id = w.delivery_id AND c.id = d.channel_id
      AND c.state = 'active' AND d.state IN ('pending', 'sending')
    RETURNING d.id AS "deliveryId", c.id AS "channelId", c.type AS "channelType", c.address, c.secret_sealed AS "secretSealed",
      d.message_id AS "messageId", d.body, d.attempts`.execute(db);
  if (rows[0] === undefined) await dropDelivery(db, item);
  return rows[0] ?? null;
}

/** Ends a delivery that is not to be sent any more: its channel was disabled while it was written, or it has its end. */
async function dropDelivery(db: Database, item: HeldWork): Promise<void> {
  await sql`
    WITH done AS (
      DELETE FROM work w USING delivery d, channel c
      WHERE w.id = ${item.work} AND w.token = ${item.token}::uuid AND d.id = w.delivery_id AND c.id = d.channel_id
        AND (c.state <> 'active' OR d.state NOT IN ('pending', 'sending')) RETURNING d.id)
    UPDATE delivery SET state = 'failed', reason = 'its channel is disabled' FROM done
    WHERE delivery.id = done.id AND delivery.state IN ('pending', 'sending')`.execute(db);
}

export async function commitSent(db: Database, item: HeldWork): Promise<void> {
  await prepared`
    WITH done AS (DELETE FROM work WHERE id = ${item.work} AND token = ${item.token}::uuid RETURNING delivery_id)
    UPDATE delivery SET state = 'sent', sent_at = clock_timestamp(), code = NULL, reason = NULL FROM done WHERE delivery.id = done.delivery_id`.execute(
    db,
  );
}

export async function commitFailed(
  db: Database,
  item: HeldWork,
  why: { code: string; reason: string },
  delayMs: number | null,
): Promise<void> {
  if (delayMs === null) {
    await sql`
      WITH done AS (DELETE FROM work WHERE id = ${item.work} AND token = ${item.token}::uuid RETURNING delivery_id)
      UPDATE delivery SET state = 'failed', code = ${why.code}, reason = ${why.reason} FROM done WHERE delivery.id = done.delivery_id`.execute(
      db,
    );
    return;
  }
  await sql`
    WITH put AS (
      UPDATE work SET token = NULL, handed_at = NULL, job = NULL, interrupted = false, code = ${why.code}, reason = ${why.reason},
        next_at = clock_timestamp() + ${delayMs} * interval '1 millisecond'
      WHERE id = ${item.work} AND token = ${item.token}::uuid RETURNING delivery_id)
    UPDATE delivery SET state = 'pending', code = ${why.code}, reason = ${why.reason} FROM put WHERE delivery.id = put.delivery_id`.execute(
    db,
  );
}

export async function disableChannel(db: Database, item: HeldWork, reason: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ channel_id: number }>`
      SELECT channel_id FROM work WHERE id = ${item.work} AND token = ${item.token}::uuid FOR UPDATE`.execute(tx);
    const channel = rows[0]?.channel_id;
    if (channel === undefined) return;
    await sql`UPDATE channel SET state = 'disabled', reason = ${reason} WHERE id = ${channel}`.execute(tx);
    await endDeliveries(tx, sql`channel_id = ${channel}`, 'failed', reason);
  });
}

/** Ends what has not been sent: `failed` for good, or `cancelled` because nobody wants it any more. */
export async function endDeliveries(
  tx: Database,
  which: ReturnType<typeof sql>,
  state: 'failed' | 'cancelled',
  reason: string,
  states: readonly ('pending' | 'sending')[] = ['pending', 'sending'],
): Promise<void> {
  const ending = sql`${which} AND state = ANY(${[...states]}::text[])`;
  // The work first, as a worker that commits what it sent does: so the two can't deadlock.
  await sql`SELECT 1 FROM work WHERE delivery_id IN (SELECT id FROM delivery WHERE ${ending}) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
  await sql`
    WITH ended AS (
      UPDATE delivery SET state = ${state}, reason = ${reason} WHERE ${ending} RETURNING id)
    DELETE FROM work USING ended WHERE work.delivery_id = ended.id`.execute(tx);
}
