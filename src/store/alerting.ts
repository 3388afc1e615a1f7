import { createHash } from 'node:crypto';
import { alertBody, type AlertEvent } from '../digest/alert-body.ts';
import type { ArticleToMatch, Decision, FoundMatch } from '../stages/alert/deps.ts';
import type { Database } from './open.ts';
import { prepared } from './sql.ts';

export interface AlertContext {
  readonly article: ArticleToMatch;
  readonly storyId: number;
  /** Articles of the story, this one included. */
  readonly articles: number;
}

interface AlertRow {
  readonly id: number;
  readonly createdAt: Date;
  readonly revision: number;
}

/** One topic's alert for a story: made, or joined where the story was alerted before; with the deliveries it owes. */
export async function recordAlert(
  tx: Database,
  context: AlertContext,
  match: FoundMatch,
): Promise<{ decision: Decision; wake: readonly number[] }> {
  const { article, storyId } = context;
  const made = await prepared<AlertRow>`
    INSERT INTO alert (topic_id, story_id, article_id) VALUES (${match.topic.id}, ${storyId}, ${article.articleId})
    ON CONFLICT (topic_id, story_id) DO NOTHING RETURNING id, created_at AS "createdAt", revision`.execute(tx);
  const created = made.rows[0];
  const alert = created ?? (await joined(tx, match.topic.id, storyId));
  await prepared`INSERT INTO alert_article (alert_id, article_id) VALUES (${alert.id}, ${article.articleId}) ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  const type = created ? 'alert.created' : 'alert.updated';
  const { subscribers, wake } = await oweDeliveries(tx, context, match, alert, type);
  await prepared`SELECT pg_notify('wirewatch_alert', ${String(alert.id)})`.execute(tx);
  if (!created) return { decision: 'joined', wake };
  return { decision: subscribers > 0 ? 'alerted' : 'no-subscription', wake };
}

async function joined(tx: Database, topicId: string, storyId: number): Promise<AlertRow> {
  const { rows } = await prepared<AlertRow>`
    UPDATE alert SET revision = revision + 1, updated_at = clock_timestamp() WHERE topic_id = ${topicId} AND story_id = ${storyId}
    RETURNING id, created_at AS "createdAt", revision`.execute(tx);
  return rows[0] as AlertRow;
}

interface Subscriber {
  readonly channelId: number;
  readonly rhythm: string;
  readonly updates: boolean;
}

/** Writes the deliveries of one alert, frozen as they will be sent; two subscriptions to one channel owe one (R21). */
async function oweDeliveries(
  tx: Database,
  context: AlertContext,
  match: FoundMatch,
  alert: AlertRow,
  type: 'alert.created' | 'alert.updated',
): Promise<{ subscribers: number; wake: readonly number[] }> {
  const { rows } = await prepared<Subscriber>`
    SELECT s.channel_id AS "channelId", s.rhythm, s.updates FROM subscription s JOIN channel c ON c.id = s.channel_id
    WHERE s.topic_id = ${match.topic.id} AND c.state = 'active' ORDER BY s.channel_id FOR SHARE OF s`.execute(tx);
  const now = rows.filter((row) => row.rhythm === 'instant' && (type === 'alert.created' || row.updates));
  if (now.length === 0) return { subscribers: rows.length, wake: [] };
  const { rows: clock } = await prepared<{ now: Date }>`SELECT clock_timestamp() AS now`.execute(tx);
  const body = alertBody(eventOf(context, match, alert, type, (clock[0] as { now: Date }).now));
  for (const { channelId } of now)
    await writeDelivery(tx, {
      alertId: alert.id,
      madeAt: alert.createdAt,
      channelId,
      type,
      revision: alert.revision,
      body,
    });
  return { subscribers: rows.length, wake: now.map((row) => row.channelId) };
}

export interface NewDelivery {
  readonly alertId: number;
  /** When the alert was made. */
  readonly madeAt: Date;
  readonly channelId: number;
  readonly type: string;
  readonly revision: number;
  readonly body: string;
}

/** The delivery and the work it makes; nothing where it is there already. */
async function writeDelivery(tx: Database, delivery: NewDelivery): Promise<void> {
  const { alertId, madeAt, channelId, type, revision, body } = delivery;
  // The instant keeps the ids of two installations apart, whose alerts are both numbered from 1.
  const id = messageId(alertId, madeAt.toISOString(), channelId, type, revision);
  await prepared`
    WITH owed AS (
      INSERT INTO delivery (alert_id, channel_id, type, revision, message_id, body)
      VALUES (${alertId}, ${channelId}, ${type}, ${revision}, ${id}, ${body})
      ON CONFLICT DO NOTHING RETURNING id, channel_id)
    INSERT INTO work (stage, delivery_id, channel_id) SELECT 'deliver', id, channel_id FROM owed`.execute(tx);
}

/** `webhook-id`: derived from the delivery's natural key, so that whoever writes it, and however often, it is the same (R21). */
export function messageId(...key: readonly (string | number)[]): string {
  return `msg_${createHash('sha256').update(key.join('\n')).digest('base64url').slice(0, 27)}`;
}

function eventOf(
  { article, storyId, articles }: AlertContext,
  { topic, matches }: FoundMatch,
  alert: AlertRow,
  type: AlertEvent['type'],
  now: Date,
): AlertEvent {
  return {
    type,
    timestamp: now.toISOString(),
    alert: { id: String(alert.id), createdAt: alert.createdAt.toISOString() },
    topic: { id: topic.id, name: topic.name, query: topic.query },
    story: { id: String(storyId), articles },
    article: {
      id: String(article.articleId),
      url: article.url,
      title: article.title,
      author: article.authors,
      source: article.source,
      lang: article.lang,
      published: (article.published ?? article.feedPublished)?.toISOString() ?? null,
      fetched: article.fetchedAt?.toISOString() ?? null,
      lead: article.lead,
    },
    matches,
  };
}
