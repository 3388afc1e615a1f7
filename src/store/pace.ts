import { sql } from 'kysely';
import type { PollDemand } from '../feed/budget.ts';
import type { Database } from './open.ts';
import { writeSetting } from './setting.ts';

/** How fine intervals are told apart: by about 3 %. */
const GRAIN = 32;

/** The setting under which the pace stands. */
const PACE = 'pace';

/** The pace as a number, for statements that hand a feed out; 1 where nobody set one. */
export const CURRENT_PACE = sql.raw(
  `coalesce((SELECT (value #>> '{}')::float8 FROM setting WHERE key = '${PACE}'), 1)`,
);

/** What the feeds ask for: measured by the intervals that their last polls planned. */
export async function pollDemand(db: Database): Promise<PollDemand> {
  const { rows } = await sql<{ grain: number | null; feeds: number; perHour: number }>`
    SELECT CASE WHEN pace IS NULL THEN NULL ELSE round(ln(interval_ms / pace) * ${GRAIN}::int) END AS grain,
      count(*) AS feeds, sum(3600000.0 / interval_ms)::float8 AS "perHour"
    FROM feed WHERE state <> 'paused' AND interval_ms > 0 GROUP BY 1`.execute(db);
  return {
    fixedPerHour: rows.find((row) => row.grain === null)?.perHour ?? 0,
    adaptive: rows
      .filter((row) => row.grain !== null)
      .map((row) => ({ intervalMs: Math.exp((row.grain as number) / GRAIN), feeds: row.feeds })),
  };
}

/** Sets the pace that all feeds are planned with from now on. */
export async function setPace(db: Database, pace: number): Promise<void> {
  await writeSetting(db, PACE, pace);
}

/** The pace that holds now. */
export async function currentPace(db: Database): Promise<number> {
  const { rows } = await sql<{ pace: number }>`SELECT ${CURRENT_PACE} AS pace`.execute(db);
  return rows[0]?.pace ?? 1;
}
