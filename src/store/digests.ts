import { CronExpressionParser } from 'cron-parser';
import { sql } from 'kysely';
import { digestBody, digestOf } from '../digest/digest.ts';
import { messageId } from './alerting.ts';
import { alertViews } from './alert.ts';
import type { Database } from './open.ts';

interface Due {
  readonly channelId: number;
  readonly channelMade: Date;
  readonly topics: string[];
  readonly digest: string;
  readonly timezone: string;
  readonly from: Date;
  readonly to: Date;
}

/** The instant after `after` at which a digest is due. */
export function nextDigest(cron: string, timezone: string, after: Date): Date {
  return CronExpressionParser.parse(cron, { currentDate: after, tz: timezone }).next().toDate();
}

/**
 * Writes the digests that are due, one a channel and schedule, with the alerts since the last one; an empty one is not
 * sent. Gives how many were written.
 */
export async function writeDigests(db: Database, limit: number): Promise<number> {
  await setFirst(db);
  let written = 0;
  for (let n = 0; n < limit; n += 1) {
    const outcome = await writeNext(db);
    if (outcome === 'none') break;
    if (outcome === 'written') written += 1;
  }
  return written;
}

/** A new digest subscription is due at the first of its instants from now on. */
async function setFirst(db: Database): Promise<void> {
  const { rows } = await sql<{ id: number; digest: string; timezone: string | null; now: Date }>`
    SELECT id, digest, timezone, clock_timestamp() AS now FROM subscription WHERE rhythm = 'digest' AND digest_at IS NULL LIMIT 500`.execute(
    db,
  );
  for (const row of rows) {
    const at = nextDigest(row.digest, row.timezone ?? 'UTC', row.now);
    await sql`UPDATE subscription SET digest_at = ${at}, digest_from = clock_timestamp() WHERE id = ${row.id} AND digest_at IS NULL`.execute(
      db,
    );
  }
}

async function writeNext(db: Database): Promise<'written' | 'empty' | 'none'> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<Due & { ids: number[] }>`
      WITH first AS (
        SELECT channel_id, digest, timezone, digest_at FROM subscription
        WHERE rhythm = 'digest' AND digest_at <= clock_timestamp() ORDER BY digest_at, channel_id LIMIT 1),
      due AS (
        SELECT s.* FROM subscription s, first f WHERE s.channel_id = f.channel_id AND s.rhythm = 'digest' AND s.digest = f.digest
          AND s.timezone IS NOT DISTINCT FROM f.timezone AND s.digest_at = f.digest_at FOR UPDATE OF s SKIP LOCKED)
      SELECT channel_id AS "channelId", (SELECT created_at FROM channel WHERE id = channel_id) AS "channelMade", array_agg(id) AS ids, array_agg(topic_id) AS topics, min(digest) AS digest, coalesce(min(timezone), 'UTC') AS timezone,
        min(digest_from) AS "from", min(digest_at) AS "to" FROM due GROUP BY channel_id`.execute(tx);
    const due = rows[0];
    if (due === undefined) return 'none';
    const views = await alertViews(tx, { topics: due.topics, from: due.from, to: due.to, limit: 1_000 });
    const next = nextDigest(
      due.digest,
      due.timezone,
      new Date(Math.max(due.to.getTime(), (await clock(tx)).getTime())),
    );
    await sql`UPDATE subscription SET digest_at = ${next}, digest_from = ${due.to} WHERE id = ANY(${due.ids})`.execute(
      tx,
    );
    if (views.length === 0) return 'empty';
    const body = digestBody(
      due.to.toISOString(),
      { from: due.from.toISOString(), to: due.to.toISOString() },
      digestOf(views),
    );
    const key = `${due.digest}@${due.to.toISOString()}`;
    await sql`
      WITH owed AS (
        INSERT INTO delivery (channel_id, type, revision, digest_key, message_id, body)
        VALUES (${due.channelId}, 'digest', 1, ${key}, ${messageId('digest', due.channelMade.toISOString(), due.channelId, key)}, ${body}) ON CONFLICT DO NOTHING RETURNING id, channel_id)
      INSERT INTO work (stage, delivery_id, channel_id) SELECT 'deliver', id, channel_id FROM owed`.execute(tx);
    return 'written';
  });
}

async function clock(tx: Database): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(tx);
  return (rows[0] as { now: Date }).now;
}
