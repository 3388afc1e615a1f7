import { sql, type RawBuilder } from 'kysely';
import { maskChannel, maskUrl } from '../core/secret.ts';
import type { Database } from './open.ts';

/** What became of an address: one status, one decision a matching topic, the steps with their times (R20). */
export interface LifeLine {
  readonly url: string;
  readonly article: string;
  readonly status: string;
  readonly code: string | null;
  readonly reason: string | null;
  readonly basis: 'page' | 'feed' | null;
  readonly title: string | null;
  readonly lang: string | null;
  readonly published: string | null;
  readonly source: string;
  readonly revision: number;
  readonly duplicateOf: string | null;
  readonly story: string | null;
  readonly trace: string;
  readonly feeds: readonly { readonly url: string; readonly firstSeen: string }[];
  readonly topics: readonly {
    readonly topic: string;
    readonly name: string;
    readonly decision: string;
    readonly at: string;
    readonly alert: string | null;
    readonly score: number;
    readonly snippet: string;
  }[];
  readonly deliveries: readonly {
    readonly topic: string;
    readonly channel: string;
    readonly type: string;
    readonly state: string;
    readonly attempts: number;
    readonly at: string;
    readonly reason: string | null;
  }[];
  /** What it waits for, where it is not at its end. */
  readonly waiting: readonly {
    readonly stage: string;
    readonly state: string;
    readonly next: string;
    readonly attempts: number;
    readonly code: string | null;
    readonly reason: string | null;
  }[];
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

/** The life line of the article with this id, or null. */
export async function lifeLine(db: Database, articleId: number): Promise<LifeLine | null> {
  const { rows } = await sql<{ line: string }>`
    SELECT jsonb_build_object(
      'url', a.url, 'article', a.id::text, 'status', a.status, 'code', a.code, 'reason', a.reason, 'basis', a.basis, 'title', a.title,
      'lang', a.lang, 'published', coalesce(a.published, a.feed_published), 'source', s.domain, 'revision', a.revision,
      'duplicateOf', (SELECT url FROM article d WHERE d.id = a.duplicate_of), 'story', a.story_id::text, 'trace', a.trace_id,
      'feeds', coalesce((SELECT jsonb_agg(jsonb_build_object('url', f.url, 'firstSeen', e.first_seen) ORDER BY e.first_seen)
        FROM entry e JOIN feed f ON f.id = e.feed_id WHERE e.article_id = a.id AND e.main), '[]'),
      'topics', coalesce((SELECT jsonb_agg(jsonb_build_object('topic', m.topic_id, 'name', t.name, 'decision', m.decision, 'at', m.at,
          'alert', al.id::text, 'score', m.score, 'snippet', m.snippet) ORDER BY m.topic_id)
        FROM match m JOIN topic t ON t.id = m.topic_id
        LEFT JOIN alert al ON al.topic_id = m.topic_id AND al.story_id = a.story_id WHERE m.article_id = a.id), '[]'),
      'deliveries', coalesce((SELECT jsonb_agg(jsonb_build_object('topic', d.topic_id, 'channel', c.type || ' ' || c.address, 'type', d.type,
          'state', d.state, 'attempts', d.attempts, 'at', d.at, 'reason', d.reason) ORDER BY d.at, d.channel_id)
        FROM (${deliveriesOf()}) d JOIN channel c ON c.id = d.channel_id), '[]'),
      'waiting', coalesce((SELECT jsonb_agg(jsonb_build_object('stage', w.stage, 'state', w.state, 'next', w.next_at, 'attempts', w.attempts,
          'code', w.code, 'reason', w.reason)) FROM work w WHERE w.article_id = a.id), '[]'),
      'steps', jsonb_build_array(jsonb_build_object('at', a.discovered_at, 'stage', 'parse', 'outcome', 'discovered')) || a.steps)::text AS line
    FROM article a JOIN source s ON s.id = a.source_id WHERE a.id = ${articleId}`.execute(db);
  return rows[0] === undefined ? null : masked(JSON.parse(rows[0].line, utc) as LifeLine);
}

/** A feed's address and a hook's may hold their key. */
function masked(line: LifeLine): LifeLine {
  return {
    ...line,
    feeds: line.feeds.map((feed) => ({ ...feed, url: maskUrl(feed.url) })),
    deliveries: line.deliveries.map((one) => ({ ...one, channel: maskChannel(one.channel) })),
  };
}

/** How long an alert may wait for its digest, at most: the schedule of a digest has one a month at least. */
const DIGEST_WAIT = sql`interval '40 days'`;

/** What is sent of the alerts of the article `a`'s story on its topics: by themselves, in a digest, or in the next one. */
function deliveriesOf(): RawBuilder<unknown> {
  return sql`
    WITH own AS (
      SELECT al.id, al.topic_id, al.created_at FROM alert al JOIN match m ON m.topic_id = al.topic_id AND m.article_id = a.id
      WHERE al.story_id = a.story_id)
    SELECT own.topic_id, d.channel_id, d.type, d.state, d.attempts, coalesce(d.sent_at, d.tried_at, d.created_at) AS at, d.reason
    FROM own JOIN delivery d ON d.alert_id = own.id
    UNION ALL
    SELECT own.topic_id, d.channel_id, d.type, d.state, d.attempts, coalesce(d.sent_at, d.tried_at, d.created_at), d.reason
    FROM own JOIN delivery d ON d.type = 'digest' AND d.created_at BETWEEN own.created_at AND own.created_at + ${DIGEST_WAIT}
    WHERE jsonb_path_exists(d.body::jsonb, '$.data.topics[*].alerts[*].alert ? (@.id == $id)', jsonb_build_object('id', own.id::text))
    UNION ALL
    SELECT own.topic_id, s.channel_id, 'digest', 'due', 0, s.digest_at, NULL
    FROM own JOIN subscription s ON s.topic_id = own.topic_id AND s.rhythm = 'digest' AND own.created_at >= s.digest_from AND own.created_at < s.digest_at`;
}

const INSTANTS: ReadonlySet<string> = new Set(['at', 'last', 'next', 'firstSeen', 'published']);

/** PostgreSQL writes instants with the zone of the session, and to the microsecond; here they are as everywhere else. */
function utc(key: string, value: unknown): unknown {
  return INSTANTS.has(key) && typeof value === 'string' ? new Date(value).toISOString() : value;
}

/**
 * The article that any of the addresses leads to: its natural key first, then its page's canonical address, then where a
 * redirect led.
 */
export async function articleAt(db: Database, urls: readonly string[]): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM (
      SELECT a.id, 1 AS how FROM article a WHERE a.url = ANY(${[...urls]}::text[])
      UNION ALL SELECT a.id, 2 FROM article a WHERE a.canonical = ANY(${[...urls]}::text[])
      UNION ALL SELECT b.article_id, 3 FROM body b WHERE b.url = ANY(${[...urls]}::text[]) AND b.article_id IS NOT NULL) found
    ORDER BY how, id LIMIT 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** Whether a feed of this address is watched. */
export async function isWatched(db: Database, url: string): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM feed WHERE url = ${url}`.execute(db);
  return rows.length > 0;
}
