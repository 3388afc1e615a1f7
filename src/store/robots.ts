import { sql } from 'kysely';
import type { StoredRobots } from '../stages/fetch/deps.ts';
import type { Database } from './open.ts';

/** What is known of an origin's robots.txt, or null when it was never asked. */
export async function readRobots(db: Database, origin: string): Promise<StoredRobots | null> {
  const { rows } = await sql<StoredRobots>`
    SELECT status, body, expires_at > clock_timestamp() AS fresh FROM robots WHERE origin = ${origin}`.execute(db);
  return rows[0] ?? null;
}

export async function keepRobots(
  db: Database,
  origin: string,
  answer: { status: number | null; body: string | null; keepMs: number },
): Promise<void> {
  await sql`
    INSERT INTO robots (origin, fetched_at, expires_at, status, body)
    VALUES (${origin}, clock_timestamp(), clock_timestamp() + ${answer.keepMs} * interval '1 millisecond', ${answer.status}, ${answer.body})
    ON CONFLICT (origin) DO UPDATE SET fetched_at = excluded.fetched_at, expires_at = excluded.expires_at,
      status = excluded.status, body = excluded.body`.execute(db);
}
