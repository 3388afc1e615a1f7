import { sql, type RawBuilder } from 'kysely';
import type { ArchiveSlice, ArticleFilter, Candidate, RawPage } from '../stages/archive/deps.ts';
import { KEYS_VERSION, tsqueryOf, type Prefilter } from '../topic/prefilter.ts';
import { ARTICLE_COLUMNS, ARTICLES, articlesWhere, type ArticleRow } from './article.ts';
import { inflate } from './body.ts';
import type { Database } from './open.ts';

/** After so long the index is given up, and articles are read without it. */
const MAX_INDEX_MS = 10_000;
const QUERY_CANCELED = '57014';

/** The articles of the archive, those found last first, that the index of their words cannot rule out. */
export async function archiveCandidates(
  db: Database,
  filter: ArticleFilter,
  condition: Prefilter | null,
  slice: ArchiveSlice,
): Promise<Candidate[]> {
  const asked = tsqueryOf(condition);
  if (asked === null) return candidates(db, sql`article a`, filter, slice);
  try {
    return await db.transaction().execute(async (tx) => {
      // The planner does not know what it costs to take keys out of rows to look at them one by one.
      await sql`SET LOCAL enable_seqscan = off`.execute(tx);
      await sql`SET LOCAL statement_timeout = ${sql.lit(MAX_INDEX_MS)}`.execute(tx);
      return candidates(tx, sql`(${indexed(asked)}) w JOIN article a ON a.id = w.article_id`, filter, slice);
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== QUERY_CANCELED) throw error;
    return candidates(db, sql`article a`, filter, slice);
  }
}

/** What the index says, and all that it knows nothing of: not made yet, made by other rules, or with too many words. */
function indexed(asked: string): RawBuilder<unknown> {
  return sql`
    SELECT article_id FROM article_words WHERE version = ${KEYS_VERSION} AND keys @@ ${asked}::tsquery
    UNION ALL SELECT article_id FROM article_words WHERE version < ${KEYS_VERSION}
    UNION ALL SELECT article_id FROM article_words WHERE version > ${KEYS_VERSION} OFFSET 0`;
}

async function candidates(
  db: Database,
  from: RawBuilder<unknown>,
  filter: ArticleFilter,
  { after, limit }: ArchiveSlice,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    SELECT a.id, octet_length(a.text) AS bytes FROM ${from} JOIN source s ON s.id = a.source_id
    WHERE a.text IS NOT NULL AND ${articlesWhere(filter, after)} ORDER BY a.id DESC LIMIT ${limit}`.execute(db);
  return rows;
}

export interface ArchivedArticleRow extends ArticleRow {
  readonly text: string;
  readonly country: string | null;
  readonly tags: string[];
}

/** Articles with their texts, those found last first; those without a text are left out. */
export async function readArchive(db: Database, ids: readonly number[]): Promise<ArchivedArticleRow[]> {
  const { rows } = await sql<ArchivedArticleRow>`
    SELECT ${ARTICLE_COLUMNS}, a.text, s.country, s.tags || coalesce(f.tags, '{}') AS tags
    FROM ${ARTICLES} LEFT JOIN feed f ON f.id = a.feed_id
    WHERE a.text IS NOT NULL AND a.id = ANY(${[...ids]}::bigint[]) ORDER BY a.id DESC`.execute(db);
  return rows;
}

/** How many articles have a text, of those with an id of at least `downTo`. */
export async function countArchive(db: Database, filter: ArticleFilter, downTo: number | null): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*) AS n FROM ${ARTICLES} WHERE a.text IS NOT NULL AND ${articlesWhere(filter, null)}
      AND a.id >= ${downTo ?? 0}::bigint`.execute(db);
  return rows[0]?.n ?? 0;
}

/** When the oldest article that has a text was found. */
export async function oldestInArchive(db: Database, filter: ArticleFilter): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    SELECT min(a.discovered_at) AS at FROM ${ARTICLES} WHERE a.text IS NOT NULL AND ${articlesWhere(filter, null)}`.execute(
    db,
  );
  return rows[0]?.at ?? null;
}

/** The pages of articles that have a text, as they were received and as far as they are kept, those found last first. */
export async function rawPages(
  db: Database,
  filter: ArticleFilter,
  { after, limit }: ArchiveSlice,
): Promise<RawPage[]> {
  const { rows } = await sql<RawPage & { size: number }>`
    SELECT a.id AS "articleId", b.content_type AS "contentType", b.bytes, b.size
    FROM ${ARTICLES} JOIN body b ON b.article_id = a.id AND b.quarantined_at IS NULL
    WHERE a.text IS NOT NULL AND ${articlesWhere(filter, after)} ORDER BY a.id DESC LIMIT ${limit}`.execute(db);
  return Promise.all(rows.map(async ({ size, ...row }) => ({ ...row, bytes: await inflate(row.bytes, size) })));
}
