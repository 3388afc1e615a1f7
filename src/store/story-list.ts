import { sql } from 'kysely';
import type { Database } from './open.ts';

export interface StoryRow {
  readonly id: number;
  readonly createdAt: Date;
  /** Of the article that told it first. */
  readonly title: string | null;
  readonly articles: number;
  readonly sources: string[];
  /** Topics that were alerted on it. */
  readonly topics: string[];
  readonly latestAt: Date;
}

const STORIES = sql`
  SELECT st.id, st.created_at AS "createdAt", told.title, told.articles, told.sources, told.latest AS "latestAt",
    ARRAY(SELECT topic_id FROM alert WHERE story_id = st.id AND merged_into IS NULL ORDER BY topic_id LIMIT 100) AS topics
  FROM story st CROSS JOIN LATERAL (
    SELECT (array_agg(a.title ORDER BY a.id))[1] AS title, count(*) AS articles, (array_agg(DISTINCT s.domain))[1:50] AS sources,
      max(a.discovered_at) AS latest
    FROM article a JOIN source s ON s.id = a.source_id WHERE a.story_id = st.id HAVING count(*) > 0) told
  WHERE st.merged_into IS NULL`;

/** Stories, the newest first. */
export async function listStories(db: Database, slice: { after: number | null; limit: number }): Promise<StoryRow[]> {
  const { rows } = await sql<StoryRow>`
    ${STORIES} AND (${slice.after}::bigint IS NULL OR st.id < ${slice.after}::bigint) ORDER BY st.id DESC LIMIT ${slice.limit}`.execute(
    db,
  );
  return rows;
}

/** A story; one that was merged into another is that other. */
export async function findStory(db: Database, id: number): Promise<StoryRow | null> {
  const { rows } = await sql<StoryRow>`
    ${STORIES} AND st.id = coalesce((SELECT merged_into FROM story WHERE id = ${id}::bigint), ${id}::bigint)`.execute(
    db,
  );
  return rows[0] ?? null;
}
