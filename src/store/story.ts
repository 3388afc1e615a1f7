import { sql } from 'kysely';
import { isNearCopy } from '../story/sameness.ts';
import type { StoryPrint } from '../stages/alert/deps.ts';
import { endDeliveries } from './delivering.ts';
import type { Database } from './open.ts';
import { prepared } from './sql.ts';

interface Candidate {
  readonly id: number;
  readonly storyId: number;
  readonly signature: number[] | null;
  readonly words: number;
  readonly exact: boolean;
}

/** Advisory locks on a story's keys, taken in order, make two transactions with copies of one text see each other (R19). */
export async function lockStory(tx: Database, { keys }: StoryPrint): Promise<void> {
  await prepared`SELECT pg_advisory_xact_lock(k) FROM (
    SELECT DISTINCT hashtextextended(key, 7) AS k FROM unnest(${[...keys]}::text[]) AS key ORDER BY 1) locks`.execute(
    tx,
  );
}

/**
 * The story of an article (R19), found by its canonical URL, its text's hash or a near copy of it, or made; its keys are
 * locked. Where an article joins two stories, they become one.
 */
export async function storyOf(tx: Database, articleId: number, print: StoryPrint): Promise<number> {
  const keys = [...new Set(print.keys)];
  const { rows: own } = await prepared<{
    storyId: number | null;
  }>`SELECT story_id AS "storyId" FROM article WHERE id = ${articleId}`.execute(tx);
  const stories = new Set<number>();
  if (own[0]?.storyId != null) stories.add(own[0].storyId);
  for (const candidate of await candidatesOf(tx, articleId, keys)) {
    if (candidate.exact || isCopy(candidate, print)) stories.add(candidate.storyId);
  }
  const storyId = await oneOf(
    tx,
    [...stories].sort((a, b) => a - b),
  );
  await prepared`UPDATE article SET story_id = ${storyId}, signature = ${[...print.signature]}::integer[], words = ${print.words} WHERE id = ${articleId}`.execute(
    tx,
  );
  await prepared`INSERT INTO story_key (key, article_id) SELECT key, ${articleId} FROM unnest(${keys}::text[]) AS key ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  return storyId;
}

/** Articles that share a key; a band's are only candidates, to be compared by their signatures. At most 200. */
async function candidatesOf(tx: Database, articleId: number, keys: readonly string[]): Promise<Candidate[]> {
  const { rows } = await prepared<Candidate>`
    SELECT a.id, a.story_id AS "storyId", a.signature, a.words,
      bool_or(left(k.key, 1) IN ('u', 'x')) AS exact
    FROM story_key k JOIN article a ON a.id = k.article_id
    WHERE k.key = ANY(${keys}::text[]) AND a.id <> ${articleId} AND a.story_id IS NOT NULL
    GROUP BY a.id ORDER BY exact DESC, a.id LIMIT 200`.execute(tx);
  return rows;
}

function isCopy(candidate: Candidate, print: StoryPrint): boolean {
  if (candidate.signature === null) return false;
  return isNearCopy(
    { signature: candidate.signature, words: candidate.words },
    { signature: print.signature, words: print.words },
  );
}

async function oneOf(tx: Database, stories: readonly number[]): Promise<number> {
  const [target, ...others] = stories;
  if (target === undefined) {
    const { rows } = await prepared<{ id: number }>`INSERT INTO story DEFAULT VALUES RETURNING id`.execute(tx);
    return (rows[0] as { id: number }).id;
  }
  for (const other of others) await merge(tx, target, other);
  return target;
}

/** Two stories turn out to be one: the earlier alert of each topic stays, the other's pending deliveries are cancelled. */
async function merge(tx: Database, target: number, other: number): Promise<void> {
  await prepared`UPDATE article SET story_id = ${target} WHERE story_id = ${other}`.execute(tx);
  const { rows: doubled } = await prepared<{ keep: number; drop: number }>`
    SELECT least(t.id, o.id) AS keep, greatest(t.id, o.id) AS drop FROM alert t JOIN alert o USING (topic_id)
    WHERE t.story_id = ${target} AND o.story_id = ${other} ORDER BY topic_id FOR UPDATE OF t, o`.execute(tx);
  for (const { keep, drop } of doubled) {
    await prepared`INSERT INTO alert_article (alert_id, article_id, at) SELECT ${keep}, article_id, at FROM alert_article WHERE alert_id = ${drop} ON CONFLICT DO NOTHING`.execute(
      tx,
    );
    await endDeliveries(tx, sql`alert_id = ${drop}`, 'cancelled', 'its story is another alert’s', ['pending']);
    await prepared`UPDATE alert SET merged_into = ${keep}, story_id = NULL WHERE id = ${drop}`.execute(tx);
  }
  await prepared`UPDATE alert SET story_id = ${target} WHERE story_id = ${other}`.execute(tx);
  await prepared`UPDATE story SET merged_into = ${target} WHERE id = ${other}`.execute(tx);
}
