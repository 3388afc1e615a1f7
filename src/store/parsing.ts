import { sql } from 'kysely';
import type { HeldWork } from '../stages/batch.ts';
import type { Item } from '../stages/jobs.ts';
import type { ArticleToParse, FeedToParse, ParsedPage, RawBody } from '../stages/parse/deps.ts';
import { handedOut, since } from './fetching.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';
import { CURRENT_PACE } from './pace.ts';
import { part, prepared, type Statement } from './sql.ts';
import { appendStep } from './step.ts';

interface BodyRow {
  readonly body_url: string | null;
  readonly content_type: string | null;
  readonly bytes: Uint8Array | null;
  readonly size: number;
  readonly truncated: boolean;
  readonly headers: Record<string, string>;
}

function rawBody(row: BodyRow): RawBody | null {
  if (row.bytes === null || row.body_url === null) return null;
  return {
    url: row.body_url,
    contentType: row.content_type,
    deflated: row.bytes,
    size: row.size,
    truncated: row.truncated,
    headers: row.headers,
  };
}

/** Bodies that are read ahead together, compressed. The first one comes whatever its size. */
const MAX_AHEAD_BYTES = 4 * 1024 * 1024;

/**
 * What is to be parsed of the articles of a batch, by work row: their bodies, and what their feeds said of them. Only as
 * many of the first as fit together; a row whose lease was lost is not among them.
 */
export async function articlesToParse(
  db: Database,
  items: readonly HeldWork[],
): Promise<ReadonlyMap<number, ArticleToParse>> {
  const { rows } = await prepared<BodyRow & Omit<ArticleToParse, 'body'> & { work: number }>`
    WITH held AS (
      SELECT wanted.n, w.id, w.article_id, w.basis, b.id AS body_id,
        coalesce(sum(octet_length(b.bytes)) OVER (ORDER BY wanted.n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before,
        octet_length(b.bytes) AS bytes
      FROM unnest(${items.map((item) => item.work)}::bigint[]) WITH ORDINALITY AS wanted(id, n)
      JOIN work w ON w.id = wanted.id AND w.token = ${items[0]?.token ?? null}::uuid
      LEFT JOIN body b ON b.article_id = w.article_id AND b.quarantined_at IS NULL AND w.basis = 'page')
    SELECT held.id AS work, a.id AS "articleId", a.source_id AS "sourceId", a.url, a.trace_id AS "traceId", a.code, a.reason, e.entry,
      b.url AS body_url, b.content_type, b.bytes, b.size, b.truncated, b.headers
    FROM held JOIN article a ON a.id = held.article_id LEFT JOIN body b ON b.id = held.body_id
    LEFT JOIN LATERAL (
      SELECT jsonb_build_object('title', e.title, 'summary', e.summary, 'content', e.content, 'authors', coalesce(e.authors, '{}'),
        'published', to_char(e.published AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'language', f.language) AS entry
      FROM entry e JOIN feed f ON f.id = e.feed_id WHERE e.article_id = a.id AND e.main
      ORDER BY length(coalesce(e.content, '')) DESC, e.first_seen LIMIT 1) e ON true
    WHERE held.before = 0 OR held.before + coalesce(held.bytes, 0) <= ${MAX_AHEAD_BYTES}`.execute(db);
  return new Map(
    rows.map((row) => {
      const { work, articleId, sourceId, url, traceId, code, reason, entry } = row;
      return [work, { articleId, sourceId, url, traceId, code, reason, entry, body: rawBody(row) }];
    }),
  );
}

export async function feedToParse(db: Database, item: HeldWork): Promise<FeedToParse | null> {
  const { rows } = await sql<BodyRow & Omit<FeedToParse, 'body'>>`
    SELECT f.id AS "feedId", f.url, f.kind, f.selector, f.rhythm, f.failures, ${since('f.ok_at')}::float8 AS "seenMs", f.every_ms AS "everyMs", f.added_at AS "addedAt",
      f.depth, ${CURRENT_PACE} AS pace, b.url AS body_url, b.content_type, b.bytes, b.size, b.truncated, b.headers
    FROM work w JOIN feed f ON f.id = w.feed_id LEFT JOIN body b ON b.feed_id = f.id AND b.quarantined_at IS NULL
    WHERE w.id = ${item.work} AND w.token = ${item.token}::uuid`.execute(db);
  const row = rows[0];
  if (row === undefined) return null;
  const { feedId, url, kind, selector, rhythm, failures, seenMs, everyMs, addedAt, depth, pace } = row;
  return { feedId, url, kind, selector, rhythm, failures, seenMs, everyMs, addedAt, depth, pace, body: rawBody(row) };
}

/**
 * The article's new revision, which then waits to be matched. `duplicate`: its page names another article that is there
 * already as its canonical address. `kept`: its page was parsed meanwhile and the feed's text is not wanted any more.
 */
export async function commitArticle(
  db: Database,
  item: HeldWork,
  { article, basis, why }: ParsedPage,
  job: string | undefined,
): Promise<Item | 'duplicate' | 'kept' | null> {
  const canonical = usefulCanonical(article.canonical);
  const { rows } = await prepared<{
    id: number | null;
    dispatch: number | null;
    twin: number | null;
    basis: string | null;
  }>`
    WITH mine AS (SELECT id, article_id FROM work WHERE id = ${item.work} AND token = ${item.token}::uuid FOR UPDATE),
    old AS (SELECT a.id, a.basis FROM article a, mine WHERE a.id = mine.article_id),
    twin AS (
      SELECT a.id FROM article a, mine WHERE ${canonical}::text IS NOT NULL AND ${basis} = 'page'
        AND a.url = ${canonical} AND a.id <> mine.article_id AND a.basis = 'page' LIMIT 1),
    todo AS (SELECT mine.id, mine.article_id, twin.id AS twin, old.basis FROM mine LEFT JOIN twin ON true JOIN old ON true),
    done AS (DELETE FROM work USING todo WHERE work.id = todo.id AND (todo.twin IS NOT NULL OR (${basis} = 'feed' AND todo.basis = 'page'))),
    doubled AS (
      UPDATE article SET status = 'duplicate', duplicate_of = todo.twin, canonical = ${canonical}, parsed_at = clock_timestamp(),
        steps = ${appendStep('parse', 'duplicate', { of: canonical })}
      FROM todo WHERE article.id = todo.article_id AND todo.twin IS NOT NULL),
    written AS (
      UPDATE article SET title = ${article.title}, authors = ${[...article.author]}, published = ${article.published}::timestamptz,
        modified = ${article.modified}::timestamptz, section = ${article.section}, lang = ${article.lang}, lead = ${article.lead},
        text = ${article.text}, canonical = ${canonical}, evidence = ${json(article.evidence.fields)}::jsonb, basis = ${basis},
        revision = revision + 1, parsed_at = clock_timestamp(), signature = NULL,
        code = ${why?.code ?? null}, reason = ${why?.reason ?? null},
        steps = ${appendStep('parse', 'parsed', { basis, chars: article.text.length })}
      FROM todo WHERE article.id = todo.article_id AND todo.twin IS NULL AND NOT (${basis} = 'feed' AND todo.basis IS NOT DISTINCT FROM 'page')),
    moved AS (
      UPDATE work SET ${handedOut('alert', job)}
      FROM todo WHERE work.id = todo.id AND todo.twin IS NULL AND NOT (${basis} = 'feed' AND todo.basis IS NOT DISTINCT FROM 'page')
      RETURNING work.id, work.dispatch)
    SELECT moved.id, moved.dispatch, todo.twin, todo.basis FROM todo LEFT JOIN moved ON true`.execute(db);
  const row = rows[0];
  if (row === undefined) return null;
  if (row.id !== null && row.dispatch !== null) return [row.id, row.dispatch];
  return row.twin === null ? 'kept' : 'duplicate';
}

/** A canonical address that names the front page says nothing of the article. */
function usefulCanonical(canonical: string | null): string | null {
  if (canonical === null || !URL.canParse(canonical)) return null;
  const url = new URL(canonical);
  return url.pathname === '/' && url.search === '' ? null : canonical;
}

const STATUS = json({
  HTTP_GONE: 'gone',
  ROBOTS_REFUSED: 'refused-by-robots',
  ARTICLE_EMPTY: 'not-article',
  FEED_FULLER: 'unmatched',
  NOT_HTML: 'not-article',
  NOT_ARTICLE: 'not-article',
});

/** In an UPDATE of an article: whether something else is still to be done for it, such as fetching its page. */
export function isAwaited(works: readonly number[]): Statement<boolean> {
  return part<boolean>`EXISTS (SELECT 1 FROM work w WHERE w.article_id = article.id AND w.id <> ALL(${works}::bigint[]) AND w.state = 'ready')`;
}

/** The status of an article that has no text to be matched, or whose feed’s text did not match (R20). */
export function statusWithoutPage(code: Statement<string | null>): Statement<string> {
  return part`CASE WHEN ${code} IS NULL THEN 'unmatched' ELSE coalesce(${STATUS}::jsonb ->> ${code}, 'failed') END`;
}

/**
 * The page is no article and no feed says anything of it: its status is final, unless its page is still waited for. What
 * a former revision came to stays.
 */
export async function commitNothing(
  db: Database,
  item: HeldWork,
  why: { code: string; reason: string },
): Promise<void> {
  await sql`
    WITH done AS (DELETE FROM work WHERE id = ${item.work} AND token = ${item.token}::uuid RETURNING article_id)
    UPDATE article SET parsed_at = clock_timestamp(), code = CASE WHEN status = 'waiting' THEN ${why.code} ELSE code END,
      reason = CASE WHEN status = 'waiting' THEN ${why.reason} ELSE reason END,
      status = CASE WHEN status <> 'waiting' OR ${isAwaited([item.work])} THEN status ELSE ${statusWithoutPage(part`${why.code}::text`)} END,
      steps = ${appendStep('parse', 'nothing', { ...why })}
    FROM done WHERE article.id = done.article_id`.execute(db);
}
