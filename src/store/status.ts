import { sql } from 'kysely';
import { STAGES, type StageName } from '../stages/jobs.ts';
import type { Database } from './open.ts';

export interface StoreCounts {
  readonly at: Date;
  readonly feeds: {
    readonly total: number;
    readonly active: number;
    readonly failing: number;
    readonly paused: number;
    readonly gone: number;
    readonly dead: number;
  };
  readonly topics: number;
  readonly articles: { readonly hour: number; readonly day: number; readonly waiting: number };
  readonly alerts: { readonly hour: number; readonly day: number };
  readonly deliveries: { readonly pending: number; readonly failedDay: number; readonly sentDay: number };
}

/** How much there is and how much came lately, from one snapshot. */
export async function storeCounts(db: Database): Promise<StoreCounts> {
  const hour = sql.raw(`clock_timestamp() - interval '1 hour'`);
  const day = sql.raw(`clock_timestamp() - interval '1 day'`);
  const { rows } = await sql<StoreCounts>`
    SELECT clock_timestamp() AS at,
      (SELECT jsonb_build_object('total', count(*), 'active', count(*) FILTER (WHERE state = 'active'),
        'failing', count(*) FILTER (WHERE state = 'active' AND code IS NOT NULL), 'paused', count(*) FILTER (WHERE state = 'paused'),
        'gone', count(*) FILTER (WHERE state = 'gone'), 'dead', count(*) FILTER (WHERE state = 'dead'))
        FROM feed WHERE parent_id IS NULL) AS feeds,
      (SELECT count(*) FROM topic WHERE removed_at IS NULL) AS topics,
      (SELECT jsonb_build_object('hour', count(*) FILTER (WHERE discovered_at > ${hour}), 'day', count(*),
        'waiting', (SELECT count(DISTINCT article_id) FROM work WHERE article_id IS NOT NULL AND state = 'ready'))
        FROM article WHERE discovered_at > ${day}) AS articles,
      (SELECT jsonb_build_object('hour', count(*) FILTER (WHERE created_at > ${hour}), 'day', count(*))
        FROM alert WHERE created_at > ${day} AND merged_into IS NULL) AS alerts,
      (SELECT jsonb_build_object('pending', (SELECT count(*) FROM work WHERE delivery_id IS NOT NULL),
        'failedDay', count(*) FILTER (WHERE state = 'failed'), 'sentDay', count(*) FILTER (WHERE state = 'sent'))
        FROM delivery WHERE created_at > ${day}) AS deliveries`.execute(db);
  return rows[0] as StoreCounts;
}

export interface StageDepth {
  readonly stage: StageName;
  /** Rows that are due, handed out or not. */
  readonly due: number;
  readonly oldestDueS: number | null;
  readonly quarantined: number;
}

/** What is due at each stage by the store, whatever the queues say. A page that waits for its host's turn is due too. */
export async function stageDepths(db: Database): Promise<StageDepth[]> {
  const { rows } = await sql<StageDepth>`
    SELECT stage, count(*) FILTER (WHERE due) AS due, floor(extract(epoch FROM max(clock_timestamp() - next_at) FILTER (WHERE due)))::float8 AS "oldestDueS",
      count(*) FILTER (WHERE state = 'quarantined') AS quarantined
    FROM (SELECT stage, state, next_at, state = 'ready' AND next_at <= clock_timestamp() AS due FROM work) w GROUP BY stage`.execute(
    db,
  );
  return STAGES.map(
    (stage) => rows.find((row) => row.stage === stage) ?? { stage, due: 0, oldestDueS: null, quarantined: 0 },
  );
}
