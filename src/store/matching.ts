import type { HeldWork } from '../stages/batch.ts';
import type { AlertedMatch } from '../digest/alert-view.ts';
import type { ArticleToMatch, Decision, FoundMatch, MatchCommit, StoryPrint } from '../stages/alert/deps.ts';
import { recordAlert, type AlertContext } from './alerting.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';
import { isAwaited, statusWithoutPage } from './parsing.ts';
import { part, prepared } from './sql.ts';
import { appendStep } from './step.ts';
import { lockStory, storyOf } from './story.ts';

/** What the articles of a batch are matched by, by work row; a row whose lease was lost is not among them. */
export async function articlesToMatch(
  db: Database,
  items: readonly HeldWork[],
): Promise<ReadonlyMap<number, ArticleToMatch>> {
  const { rows } = await prepared<ArticleToMatch & { work: number }>`
    SELECT w.id AS work, a.id AS "articleId", a.revision, a.url, a.canonical, a.title, a.lead, coalesce(a.text, '') AS text, a.authors, a.lang, a.section,
      a.published, a.feed_published AS "feedPublished", a.fetched_at AS "fetchedAt", a.alert_since AS "alertSince",
      a.first_import AS "firstImport", s.domain AS source, s.country, s.tags || coalesce(f.tags, '{}') AS tags, a.code, a.basis,
      ARRAY(SELECT topic_id FROM match m WHERE m.article_id = a.id) AS decided
    FROM work w JOIN article a ON a.id = w.article_id JOIN source s ON s.id = a.source_id LEFT JOIN feed f ON f.id = a.feed_id
    WHERE w.id = ANY(${items.map((item) => item.work)}::bigint[]) AND w.token = ${items[0]?.token ?? null}::uuid`.execute(
    db,
  );
  return new Map(rows.map(({ work, ...article }) => [work, article]));
}

/** An article that matches no topic (or none that it had not matched before) of this version of the topics. */
export interface Unmatched {
  readonly item: HeldWork;
  readonly topicVersion: number;
}

/**
 * Commits unmatched articles in one statement, each behind its own token: `null` where that is lost, `stale-index` where
 * the topics are others by now. Reading the version FOR SHARE keeps a topic from changing until this has committed (R18).
 */
export async function commitUnmatched(
  db: Database,
  articles: readonly Unmatched[],
): Promise<('done' | 'stale-index' | null)[]> {
  const works = articles.map(({ item }) => item.work);
  const { rows } = await prepared<{ version: number; done: number[] | null }>`
    WITH current AS (SELECT version FROM topic_version FOR SHARE),
    mine AS (
      SELECT * FROM unnest(${works}::bigint[], ${articles.map(({ item }) => item.token)}::uuid[], ${articles.map(({ topicVersion }) => topicVersion)}::bigint[])
        AS m(work, token, version)),
    done AS (
      DELETE FROM work USING current, mine WHERE work.id = mine.work AND work.token = mine.token AND current.version = mine.version
      RETURNING work.id, work.article_id),
    told AS (
      UPDATE article SET matched_at = clock_timestamp(), steps = ${appendStep('alert', 'unmatched')},
        status = CASE WHEN EXISTS (SELECT 1 FROM match m WHERE m.article_id = article.id) THEN 'matched'
          WHEN ${isAwaited(works)} THEN 'waiting' WHEN basis = 'page' THEN 'unmatched' ELSE ${statusWithoutPage(part`code`)} END
      FROM done WHERE article.id = done.article_id)
    SELECT current.version, (SELECT array_agg(id) FROM done) AS done FROM current`.execute(db);
  const { version, done } = rows[0] as { version: number; done: number[] | null };
  const ended = new Set(done);
  return articles.map(({ item, topicVersion }) => {
    if (ended.has(item.work)) return 'done';
    return version === topicVersion ? null : 'stale-index';
  });
}

/**
 * Commits an article's matches in one transaction: its story, one alert for each topic and story, the deliveries of those
 * who subscribed (R15, R18, R19, R21). Nothing is sent here: the deliveries are an outbox.
 */
export async function commitMatched(
  db: Database,
  item: HeldWork,
  article: ArticleToMatch,
  topicVersion: number,
  print: StoryPrint,
  found: readonly FoundMatch[],
): Promise<MatchCommit | 'stale-index' | null> {
  return db.transaction().execute(async (tx) => {
    const held = await prepared`
      SELECT 1 FROM work w JOIN article a ON a.id = w.article_id
      WHERE w.id = ${item.work} AND w.token = ${item.token}::uuid FOR UPDATE`.execute(tx);
    if (held.rows.length === 0) return null;
    // Before the topics' version: whoever waits here for a copy of its text must not keep a topic from changing.
    if (!isBefore(article)) await lockStory(tx, print);
    const { rows: version } = await prepared<{ version: number }>`SELECT version FROM topic_version FOR SHARE`.execute(
      tx,
    );
    if (version[0]?.version !== topicVersion) return 'stale-index';
    const open = await undecided(tx, article, found);
    const commit = isBefore(article) ? await tooOld(tx, article, open) : await alertStory(tx, article, print, open);
    await prepared`
      UPDATE article SET status = 'matched', matched_at = clock_timestamp(),
        steps = ${appendStep('alert', 'matched', { topics: commit.decisions })}
      WHERE id = ${article.articleId}`.execute(tx);
    await prepared`DELETE FROM work WHERE id = ${item.work}`.execute(tx);
    return commit;
  });
}

/** Without the topics that another revision of the article, matched at the same time, has decided meanwhile. */
async function undecided(
  tx: Database,
  article: ArticleToMatch,
  found: readonly FoundMatch[],
): Promise<readonly FoundMatch[]> {
  const { rows } = await prepared<{ topic: string }>`
    SELECT topic_id AS topic FROM match WHERE article_id = ${article.articleId}`.execute(tx);
  const decided = new Set(rows.map((row) => row.topic));
  return found.filter((match) => !decided.has(match.topic.id));
}

/** R15: before the instant from which on the feed alerts; without a date, when it came with the feed's first import. */
function isBefore(article: ArticleToMatch): boolean {
  const published = article.published ?? article.feedPublished;
  return published === null ? article.firstImport : published < article.alertSince;
}

async function tooOld(tx: Database, article: ArticleToMatch, found: readonly FoundMatch[]): Promise<MatchCommit> {
  for (const match of found) await writeMatch(tx, article, match, 'before-alert-since');
  return { decisions: found.map((match) => ({ topic: match.topic.id, decision: 'before-alert-since' })), channels: [] };
}

async function alertStory(
  tx: Database,
  article: ArticleToMatch,
  print: StoryPrint,
  found: readonly FoundMatch[],
): Promise<MatchCommit> {
  const storyId = await storyOf(tx, article.articleId, print);
  const channels = new Set<number>();
  const decisions: { topic: string; decision: Decision }[] = [];
  const context: AlertContext = { article, storyId, articles: await articlesOf(tx, storyId) };
  // In the topics' order, so that two articles of one story can't deadlock on their alerts.
  for (const match of [...found].sort((a, b) => (a.topic.id < b.topic.id ? -1 : 1))) {
    const { decision, wake } = await recordAlert(tx, context, match);
    await writeMatch(tx, article, match, decision);
    decisions.push({ topic: match.topic.id, decision });
    for (const channel of wake) channels.add(channel);
  }
  return { decisions, channels: [...channels] };
}

async function articlesOf(tx: Database, storyId: number): Promise<number> {
  const { rows } = await prepared<{ n: number }>`SELECT count(*) AS n FROM article WHERE story_id = ${storyId}`.execute(
    tx,
  );
  return rows[0]?.n ?? 1;
}

/** Spans kept of one match. */
const MAX_MATCHES = 50;

async function writeMatch(tx: Database, article: ArticleToMatch, match: FoundMatch, decision: Decision): Promise<void> {
  await prepared`
    INSERT INTO match (article_id, topic_id, decision, revision, score, spans, snippet)
    VALUES (${article.articleId}, ${match.topic.id}, ${decision}, ${article.revision}, ${match.score}, ${json(match.matches.slice(0, MAX_MATCHES))}::jsonb,
      ${firstSnippet(match.matches)}) ON CONFLICT DO NOTHING`.execute(tx);
}

/** The snippet that is shown where there is room for one: the text's before the headline's, which stands beside it. */
function firstSnippet(matches: readonly AlertedMatch[]): string {
  return (matches.find((match) => match.field !== 'title') ?? matches[0])?.snippet ?? '';
}
