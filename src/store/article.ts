import { sql, type RawBuilder } from 'kysely';
import type { ArticleFilter, ArticleStatus } from '../stages/archive/deps.ts';
import type { Database } from './open.ts';

export interface ArticleRow {
  readonly id: number;
  readonly url: string;
  readonly title: string | null;
  readonly source: string;
  readonly status: ArticleStatus;
  readonly code: string | null;
  readonly reason: string | null;
  readonly lang: string | null;
  readonly section: string | null;
  readonly author: string[];
  readonly published: Date | null;
  readonly discoveredAt: Date;
  readonly lead: string | null;
  readonly feedId: number | null;
  readonly storyId: number | null;
  /** The topics that it matched. */
  readonly topics: string[];
}

export interface Slice {
  /** Only rows beyond this id. */
  readonly after: number | null;
  readonly limit: number;
}

export const ARTICLE_COLUMNS = sql`
  a.id, a.url, a.title, s.domain AS source, a.status, a.code, a.reason, a.lang, a.section, a.authors AS author,
  coalesce(a.published, a.feed_published) AS published, a.discovered_at AS "discoveredAt", a.lead, a.feed_id AS "feedId",
  a.story_id AS "storyId", ARRAY(SELECT topic_id FROM match m WHERE m.article_id = a.id ORDER BY topic_id LIMIT 100) AS topics`;
/** The articles as `a`, their outlets as `s`. */
export const ARTICLES = sql`article a JOIN source s ON s.id = a.source_id`;

/** The condition of a filter on {@link ARTICLES}, and to come after an id. */
export function articlesWhere(filter: ArticleFilter, after: number | null): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (after !== null) conditions.push(sql`a.id < ${after}::bigint`);
  if (filter.url !== undefined) conditions.push(sql`(a.url = ${filter.url} OR a.canonical = ${filter.url})`);
  if (filter.status !== undefined) conditions.push(sql`a.status = ${filter.status}`);
  if (filter.source !== undefined) conditions.push(sql`s.domain = ${filter.source}`);
  if (filter.lang !== undefined) conditions.push(sql`a.lang = ${filter.lang}`);
  if (filter.feed !== undefined)
    conditions.push(sql`a.id IN (SELECT article_id FROM entry WHERE feed_id = ${filter.feed}::bigint)`);
  if (filter.story !== undefined) conditions.push(sql`a.story_id = ${filter.story}::bigint`);
  if (filter.topic !== undefined)
    conditions.push(sql`a.id IN (SELECT article_id FROM match WHERE topic_id = ${filter.topic})`);
  if (filter.from !== undefined) conditions.push(sql`a.discovered_at >= ${filter.from}`);
  if (filter.to !== undefined) conditions.push(sql`a.discovered_at < ${filter.to}`);
  return sql.join(conditions, sql` AND `);
}

/** Articles, those found last first. */
export async function listArticles(db: Database, filter: ArticleFilter, slice: Slice): Promise<ArticleRow[]> {
  const { rows } = await sql<ArticleRow>`
    SELECT ${ARTICLE_COLUMNS} FROM ${ARTICLES} WHERE ${articlesWhere(filter, slice.after)} ORDER BY a.id DESC LIMIT ${slice.limit}`.execute(
    db,
  );
  return rows;
}

/** An article with its text; what became of it is its life line. */
export interface ArticleText extends ArticleRow {
  readonly canonical: string | null;
  readonly modified: Date | null;
  readonly fetchedAt: Date | null;
  readonly text: string | null;
}

export async function findArticle(db: Database, id: number): Promise<ArticleText | null> {
  const { rows } = await sql<ArticleText>`
    SELECT ${ARTICLE_COLUMNS}, a.canonical, a.modified, a.fetched_at AS "fetchedAt", a.text FROM ${ARTICLES} WHERE a.id = ${id}::bigint`.execute(
    db,
  );
  return rows[0] ?? null;
}
