import { sql } from 'kysely';
import type { AlertedMatch, AlertView } from '../digest/alert-view.ts';
import type { Database } from './open.ts';

/** An alert as lists show it. */
export interface AlertRow extends AlertView {
  readonly revision: number;
  readonly updatedAt: string;
  readonly score: number;
  readonly snippet: string;
}

export interface AlertFilter {
  readonly ids?: readonly number[];
  readonly topics?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  /** Only alerts with a smaller id, for paging from the newest on. */
  readonly beforeId?: number;
  readonly limit: number;
}

interface Raw {
  readonly id: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly revision: number;
  readonly topic: { id: string; name: string; query: string };
  readonly storyId: number | null;
  readonly articles: number;
  readonly articleId: number;
  readonly url: string;
  readonly title: string | null;
  readonly authors: string[];
  readonly source: string;
  readonly lang: string | null;
  readonly published: Date | null;
  readonly fetchedAt: Date | null;
  readonly lead: string | null;
  readonly score: number | null;
  readonly snippet: string | null;
  readonly matches: AlertedMatch[] | null;
}

/** Alerts with everything that is shown of them, the newest first. Merged ones are left out. */
export async function alertViews(db: Database, filter: AlertFilter): Promise<AlertRow[]> {
  const { rows } = await sql<Raw>`
    SELECT al.id, al.created_at AS "createdAt", al.updated_at AS "updatedAt", al.revision,
      jsonb_build_object('id', t.id, 'name', t.name, 'query', t.query) AS topic, al.story_id AS "storyId",
      (SELECT count(*) FROM alert_article aa WHERE aa.alert_id = al.id) AS articles,
      a.id AS "articleId", a.url, a.title, a.authors, s.domain AS source, a.lang, coalesce(a.published, a.feed_published) AS published,
      a.fetched_at AS "fetchedAt", a.lead, m.score, m.snippet, m.spans AS matches
    FROM alert al JOIN topic t ON t.id = al.topic_id JOIN article a ON a.id = al.article_id JOIN source s ON s.id = a.source_id
    LEFT JOIN match m ON m.article_id = al.article_id AND m.topic_id = al.topic_id
    WHERE al.merged_into IS NULL
      AND (${filter.ids === undefined} OR al.id = ANY(${[...(filter.ids ?? [])]}::bigint[]))
      AND (${filter.topics === undefined} OR al.topic_id = ANY(${[...(filter.topics ?? [])]}::text[]))
      AND (${filter.from ?? null}::timestamptz IS NULL OR al.created_at >= ${filter.from ?? null}::timestamptz)
      AND (${filter.to ?? null}::timestamptz IS NULL OR al.created_at < ${filter.to ?? null}::timestamptz)
      AND (${filter.beforeId ?? null}::bigint IS NULL OR al.id < ${filter.beforeId ?? null}::bigint)
    ORDER BY al.id DESC LIMIT ${filter.limit}`.execute(db);
  return rows.map(viewOf);
}

/** Alerts of a topic in a period. Merged ones are left out. */
export async function countAlerts(
  db: Database,
  topic: string,
  { from, to }: { from: Date; to: Date },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM alert
    WHERE merged_into IS NULL AND topic_id = ${topic} AND created_at >= ${from} AND created_at < ${to}`.execute(db);
  return rows[0]?.n ?? 0;
}

function viewOf(row: Raw): AlertRow {
  return {
    alert: { id: String(row.id), createdAt: row.createdAt.toISOString() },
    topic: row.topic,
    story: { id: String(row.storyId ?? ''), articles: row.articles },
    article: {
      id: String(row.articleId),
      url: row.url,
      title: row.title,
      author: row.authors,
      source: row.source,
      lang: row.lang,
      published: row.published?.toISOString() ?? null,
      fetched: row.fetchedAt?.toISOString() ?? null,
      lead: row.lead,
    },
    matches: row.matches ?? [],
    revision: row.revision,
    updatedAt: row.updatedAt.toISOString(),
    score: row.score ?? 0,
    snippet: row.snippet ?? '',
  };
}

/** The articles that tell an alert's story, in the order in which they joined. */
export async function alertArticles(
  db: Database,
  alertId: number,
): Promise<{ url: string; title: string | null; source: string; at: string }[]> {
  const { rows } = await sql<{ url: string; title: string | null; source: string; at: Date }>`
    SELECT a.url, a.title, s.domain AS source, aa.at FROM alert_article aa JOIN article a ON a.id = aa.article_id JOIN source s ON s.id = a.source_id
    WHERE aa.alert_id = ${alertId} ORDER BY aa.at, a.id LIMIT 500`.execute(db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
