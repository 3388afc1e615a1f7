import { sql } from 'kysely';
import { declaredIn, mayChange, type Author } from './declared.ts';
import { endDeliveries } from './delivering.ts';
import type { Database } from './open.ts';

export interface ChannelRow {
  readonly id: number;
  readonly type: string;
  readonly address: string;
  readonly state: 'active' | 'disabled';
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly declaredIn: string | null;
  readonly hasSecret: boolean;
}

/** The channel with this type and normalised address (R22), made when it is new; a given secret replaces the former. @throws DECLARED */
export async function putChannel(
  db: Database,
  channel: { type: string; address: string; secretSealed: Uint8Array | null },
  author: Author,
): Promise<{ id: number; made: boolean }> {
  if (channel.secretSealed !== null) {
    const { rows: old } = await sql<{ id: number; declared_in: string | null }>`
      SELECT id, declared_in FROM channel WHERE type = ${channel.type} AND address = ${channel.address}`.execute(db);
    if (old[0] !== undefined) mayChange(`the secret of channel ${old[0].id}`, old[0].declared_in, author);
  }
  const { rows } = await sql<{ id: number; made: boolean }>`
    INSERT INTO channel (type, address, secret_sealed, declared_in)
    VALUES (${channel.type}, ${channel.address}, ${channel.secretSealed}::bytea, ${declaredIn(author)})
    ON CONFLICT (type, address) DO UPDATE SET secret_sealed = coalesce(excluded.secret_sealed, channel.secret_sealed),
      state = 'active', reason = NULL, declared_in = coalesce(channel.declared_in, excluded.declared_in)
    RETURNING id, xmax = 0 AS made`.execute(db);
  return rows[0] as { id: number; made: boolean };
}

export async function listChannels(db: Database): Promise<ChannelRow[]> {
  const { rows } = await sql<ChannelRow>`
    SELECT id, type, address, state, reason, created_at AS "createdAt", declared_in AS "declaredIn", secret_sealed IS NOT NULL AS "hasSecret"
    FROM channel ORDER BY id`.execute(db);
  return rows;
}

export async function findChannel(
  db: Database,
  id: number,
): Promise<(ChannelRow & { secretSealed: Uint8Array | null }) | null> {
  const { rows } = await sql<ChannelRow & { secretSealed: Uint8Array | null }>`
    SELECT id, type, address, state, reason, created_at AS "createdAt", declared_in AS "declaredIn", secret_sealed IS NOT NULL AS "hasSecret",
      secret_sealed AS "secretSealed" FROM channel WHERE id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Removes a channel with its subscriptions; what it still had to send is gone with it. @throws DECLARED */
export async function removeChannel(db: Database, channel: ChannelRow, author: Author): Promise<void> {
  mayChange(`channel ${channel.id}`, channel.declaredIn, author);
  await sql`DELETE FROM channel WHERE id = ${channel.id}`.execute(db);
}

export interface SubscriptionInput {
  readonly topicId: string;
  readonly channelId: number;
  readonly rhythm: 'instant' | 'digest';
  readonly digest: string | null;
  readonly timezone: string | null;
  readonly updates: boolean;
}

export interface SubscriptionRow extends SubscriptionInput {
  readonly id: number;
  readonly channelType: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly declaredIn: string | null;
}

/** One subscription a topic and channel (R22). @throws DECLARED */
export async function putSubscription(
  db: Database,
  input: SubscriptionInput,
  author: Author,
): Promise<'added' | 'changed' | 'unchanged'> {
  const { rows: old } = await sql<{ declared_in: string | null }>`
    SELECT declared_in FROM subscription WHERE topic_id = ${input.topicId} AND channel_id = ${input.channelId}`.execute(
    db,
  );
  if (old[0] !== undefined) mayChange(`the subscription of ${input.topicId}`, old[0].declared_in, author);
  const { numAffectedRows } = await sql`
    INSERT INTO subscription (topic_id, channel_id, rhythm, digest, timezone, updates, declared_in)
    VALUES (${input.topicId}, ${input.channelId}, ${input.rhythm}, ${input.digest}, ${input.timezone}, ${input.updates}, ${declaredIn(author)})
    ON CONFLICT (topic_id, channel_id) DO UPDATE SET rhythm = excluded.rhythm, digest = excluded.digest, timezone = excluded.timezone,
      updates = excluded.updates, declared_in = excluded.declared_in
    WHERE (subscription.rhythm, subscription.digest, subscription.timezone, subscription.updates, subscription.declared_in)
      IS DISTINCT FROM (excluded.rhythm, excluded.digest, excluded.timezone, excluded.updates, excluded.declared_in)`.execute(
    db,
  );
  if ((numAffectedRows ?? 0n) === 0n) return 'unchanged';
  return old[0] === undefined ? 'added' : 'changed';
}

export async function listSubscriptions(db: Database): Promise<SubscriptionRow[]> {
  const { rows } = await sql<SubscriptionRow>`
    SELECT s.id, s.topic_id AS "topicId", s.channel_id AS "channelId", s.rhythm, s.digest, s.timezone, s.updates, c.type AS "channelType",
      c.address, s.created_at AS "createdAt", s.declared_in AS "declaredIn"
    FROM subscription s JOIN channel c ON c.id = s.channel_id ORDER BY s.id`.execute(db);
  return rows;
}

/** Removes a subscription; what is pending for it is cancelled (R21), unless another subscription owes the same. @throws DECLARED */
export async function removeSubscription(db: Database, id: number, author: Author): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ topic_id: string; channel_id: number; declared_in: string | null }>`
      SELECT topic_id, channel_id, declared_in FROM subscription WHERE id = ${id} FOR UPDATE`.execute(tx);
    const old = rows[0];
    if (old === undefined) return false;
    mayChange(`the subscription of ${old.topic_id}`, old.declared_in, author);
    await sql`DELETE FROM subscription WHERE id = ${id}`.execute(tx);
    const owed = sql`channel_id = ${old.channel_id} AND alert_id IN (SELECT id FROM alert WHERE topic_id = ${old.topic_id})`;
    await endDeliveries(tx, owed, 'cancelled', 'its subscription was removed');
    return true;
  });
}
