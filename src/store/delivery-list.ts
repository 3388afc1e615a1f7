import { sql } from 'kysely';
import type { Database } from './open.ts';

export interface DeliveryRow {
  readonly id: number;
  readonly messageId: string;
  readonly type: string;
  readonly state: 'pending' | 'sending' | 'sent' | 'failed' | 'cancelled';
  readonly alertId: number | null;
  readonly topic: string | null;
  readonly channelId: number;
  readonly channel: { readonly type: string; readonly address: string };
  readonly attempts: number;
  readonly code: string | null;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly triedAt: Date | null;
  readonly sentAt: Date | null;
  readonly nextAt: Date | null;
}

export interface DeliveryFilter {
  readonly id?: number | undefined;
  readonly state?: string | undefined;
  readonly channel?: number | undefined;
  readonly alert?: number | undefined;
}

/** Deliveries, the newest first. */
export async function listDeliveries(
  db: Database,
  filter: DeliveryFilter,
  slice: { after: number | null; limit: number },
): Promise<DeliveryRow[]> {
  const conditions = [sql`true`];
  if (slice.after !== null) conditions.push(sql`d.id < ${slice.after}::bigint`);
  if (filter.id !== undefined) conditions.push(sql`d.id = ${filter.id}::bigint`);
  if (filter.state !== undefined) conditions.push(sql`d.state = ${filter.state}`);
  if (filter.channel !== undefined) conditions.push(sql`d.channel_id = ${filter.channel}::bigint`);
  if (filter.alert !== undefined) conditions.push(sql`d.alert_id = ${filter.alert}::bigint`);
  const { rows } = await sql<DeliveryRow>`
    SELECT d.id, d.message_id AS "messageId", d.type, d.state, d.alert_id AS "alertId", al.topic_id AS topic, d.channel_id AS "channelId",
      jsonb_build_object('type', c.type, 'address', c.address) AS channel, d.attempts, d.code, d.reason, d.created_at AS "createdAt",
      d.tried_at AS "triedAt", d.sent_at AS "sentAt", w.next_at AS "nextAt"
    FROM delivery d JOIN channel c ON c.id = d.channel_id LEFT JOIN alert al ON al.id = d.alert_id LEFT JOIN work w ON w.delivery_id = d.id
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY d.id DESC LIMIT ${slice.limit}`.execute(db);
  return rows;
}
