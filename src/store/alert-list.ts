import { sql } from 'kysely';
import type { Database } from './open.ts';

/** How many alerts a topic has, of the last day and in all. */
export interface TopicAlerts {
  readonly day: number;
  readonly total: number;
}

export async function alertsByTopic(db: Database, topics: readonly string[]): Promise<Map<string, TopicAlerts>> {
  const { rows } = await sql<TopicAlerts & { topic: string }>`
    SELECT topic_id AS topic, count(*) AS total, count(*) FILTER (WHERE created_at > clock_timestamp() - interval '1 day') AS day
    FROM alert WHERE topic_id = ANY(${[...topics]}::text[]) AND merged_into IS NULL GROUP BY topic_id`.execute(db);
  return new Map(rows.map(({ topic, day, total }) => [topic, { day, total }]));
}

/** Ids of alerts that pass, the newest first, or from one id on the oldest first. */
export async function alertIds(
  db: Database,
  filter: {
    topic?: string | undefined;
    source?: string | undefined;
    from?: Date | undefined;
    to?: Date | undefined;
    afterId?: number;
  },
  slice: { after: number | null; limit: number },
): Promise<number[]> {
  const conditions = [sql`al.merged_into IS NULL`];
  if (slice.after !== null) conditions.push(sql`al.id < ${slice.after}::bigint`);
  if (filter.afterId !== undefined) conditions.push(sql`al.id > ${filter.afterId}::bigint`);
  if (filter.topic !== undefined) conditions.push(sql`al.topic_id = ${filter.topic}`);
  if (filter.from !== undefined) conditions.push(sql`al.created_at >= ${filter.from}`);
  if (filter.to !== undefined) conditions.push(sql`al.created_at < ${filter.to}`);
  if (filter.source !== undefined) {
    conditions.push(sql`EXISTS (SELECT 1 FROM alert_article aa JOIN article a ON a.id = aa.article_id JOIN source s ON s.id = a.source_id
      WHERE aa.alert_id = al.id AND s.domain = ${filter.source})`);
  }
  const order = filter.afterId === undefined ? sql`DESC` : sql`ASC`;
  const { rows } = await sql<{ id: number }>`
    SELECT al.id FROM alert al WHERE ${sql.join(conditions, sql` AND `)} ORDER BY al.id ${order} LIMIT ${slice.limit}`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

export async function latestAlertId(db: Database): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`SELECT max(id) AS id FROM alert`.execute(db);
  return rows[0]?.id ?? 0;
}

export interface AlertSource {
  readonly articleId: number;
  readonly url: string;
  readonly title: string | null;
  readonly source: string;
  readonly at: Date;
}

/** The articles that tell an alert's story, in the order in which they joined. */
export async function alertSources(db: Database, alertId: number): Promise<AlertSource[]> {
  const { rows } = await sql<AlertSource>`
    SELECT a.id AS "articleId", a.url, a.title, s.domain AS source, aa.at
    FROM alert_article aa JOIN article a ON a.id = aa.article_id JOIN source s ON s.id = a.source_id
    WHERE aa.alert_id = ${alertId}::bigint ORDER BY aa.at, a.id LIMIT 500`.execute(db);
  return rows;
}
