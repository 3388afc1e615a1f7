import { CronExpressionParser } from 'cron-parser';
import { sql } from 'kysely';
import { digestBody, digestOf, MAX_ALERTS_A_TOPIC, type DigestSection } from '../digest/digest.ts';
import { messageId } from './alerting.ts';
import { alertViews, countAlerts, type AlertRow } from './alert.ts';
import type { Database } from './open.ts';

interface Due {
  /** Of the subscription. */
  readonly id: number;
  readonly channelId: number;
  readonly channelMade: Date;
  readonly topic: string;
  readonly digest: string;
  readonly timezone: string | null;
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
    if (!(await isAnyDue(tx))) return 'none';
    // An alert has its instant before it is committed: one from just before the digest's end is waited for, or it would be in none.
    await sql`SET LOCAL lock_timeout = '5s'`.execute(tx);
    await sql`LOCK TABLE alert IN SHARE MODE`.execute(tx);
    const due = await claimDue(tx);
    const first = due[0];
    if (first === undefined) return 'none';
    const { channelId, channelMade, digest, to } = first;
    const timezone = first.timezone ?? 'UTC';
    const next = nextDigest(digest, timezone, new Date(Math.max(to.getTime(), (await clock(tx)).getTime())));
    await sql`
      UPDATE subscription SET digest_at = ${next}, digest_from = ${to} WHERE id = ANY(${due.map(({ id }) => id)})`.execute(
      tx,
    );
    const sections = await sectionsOf(tx, due);
    if (sections.length === 0) return 'empty';
    const from = new Date(Math.min(...due.map((one) => one.from.getTime())));
    const body = digestBody(to.toISOString(), { from: from.toISOString(), to: to.toISOString() }, sections);
    const key = `${digest}@${to.toISOString()}`;
    await sql`
      WITH owed AS (
        INSERT INTO delivery (channel_id, type, revision, digest_key, message_id, body)
        VALUES (${channelId}, 'digest', 1, ${key}, ${messageId('digest', channelMade.toISOString(), channelId, key)}, ${body}) ON CONFLICT DO NOTHING RETURNING id, channel_id)
      INSERT INTO work (stage, delivery_id, channel_id) SELECT 'deliver', id, channel_id FROM owed`.execute(tx);
    return 'written';
  });
}

async function isAnyDue(tx: Database): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM subscription WHERE rhythm = 'digest' AND digest_at <= clock_timestamp() LIMIT 1`.execute(tx);
  return rows.length > 0;
}

/** The subscriptions of one channel and schedule that are due at one instant. */
async function claimDue(tx: Database): Promise<Due[]> {
  const { rows } = await sql<Due>`
    WITH first AS (
      SELECT channel_id, digest, timezone, digest_at FROM subscription
      WHERE rhythm = 'digest' AND digest_at <= clock_timestamp() ORDER BY digest_at, channel_id LIMIT 1)
    SELECT s.id, s.channel_id AS "channelId", (SELECT created_at FROM channel WHERE id = s.channel_id) AS "channelMade", s.topic_id AS topic,
      s.digest, s.timezone, s.digest_from AS "from", s.digest_at AS "to"
    FROM subscription s, first f WHERE s.channel_id = f.channel_id AND s.rhythm = 'digest' AND s.digest = f.digest
      AND s.timezone IS NOT DISTINCT FROM f.timezone AND s.digest_at = f.digest_at ORDER BY s.id FOR UPDATE OF s SKIP LOCKED`.execute(
    tx,
  );
  return rows;
}

/** What each subscription has had since its last digest, or since it was made. */
async function sectionsOf(tx: Database, due: readonly Due[]): Promise<readonly DigestSection[]> {
  const views: AlertRow[] = [];
  const counts = new Map<string, number>();
  for (const { topic, from, to } of due) {
    const shown = await alertViews(tx, { topics: [topic], from, to, limit: MAX_ALERTS_A_TOPIC });
    views.push(...shown);
    if (shown.length === MAX_ALERTS_A_TOPIC) counts.set(topic, await countAlerts(tx, topic, { from, to }));
  }
  return digestOf(views, counts);
}

async function clock(tx: Database): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(tx);
  return (rows[0] as { now: Date }).now;
}
