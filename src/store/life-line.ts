import { sql } from 'kysely';
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
      'deliveries', coalesce((SELECT jsonb_agg(jsonb_build_object('topic', al.topic_id, 'channel', c.type || ' ' || split_part(c.address, '?', 1), 'type', d.type,
          'state', d.state, 'attempts', d.attempts, 'at', coalesce(d.sent_at, d.tried_at, d.created_at), 'reason', d.reason) ORDER BY d.id)
        FROM alert al JOIN delivery d ON d.alert_id = al.id JOIN channel c ON c.id = d.channel_id WHERE al.article_id = a.id), '[]'),
      'waiting', coalesce((SELECT jsonb_agg(jsonb_build_object('stage', w.stage, 'state', w.state, 'next', w.next_at, 'attempts', w.attempts,
          'code', w.code, 'reason', w.reason)) FROM work w WHERE w.article_id = a.id), '[]'),
      'steps', jsonb_build_array(jsonb_build_object('at', a.discovered_at, 'stage', 'parse', 'outcome', 'discovered')) || a.steps)::text AS line
    FROM article a JOIN source s ON s.id = a.source_id WHERE a.id = ${articleId}`.execute(db);
  return rows[0] === undefined ? null : (JSON.parse(rows[0].line, utc) as LifeLine);
}

const INSTANTS: ReadonlySet<string> = new Set(['at', 'last', 'next', 'firstSeen', 'published']);

/** PostgreSQL writes instants with the zone of the session, and to the microsecond; here they are as everywhere else. */
function utc(key: string, value: unknown): unknown {
  return INSTANTS.has(key) && typeof value === 'string' ? new Date(value).toISOString() : value;
}

/**
 * The article that an address leads to: its natural key, a link that a feed listed, the address after a redirect, or its
 * page's canonical address. Addresses are tried in the given order.
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
