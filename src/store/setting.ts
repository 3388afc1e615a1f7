import { sql } from 'kysely';
import { STAGES, type StageName } from '../stages/jobs.ts';
import { json } from './json.ts';
import type { Database } from './open.ts';

/** A value that the installation keeps, by name. */
export async function readSetting<T>(db: Database, key: string): Promise<T | null> {
  const { rows } = await sql<{ value: T }>`SELECT value FROM setting WHERE key = ${key}`.execute(db);
  return rows[0]?.value ?? null;
}

export async function writeSetting(db: Database, key: string, value: unknown): Promise<void> {
  await sql`
    INSERT INTO setting (key, value) VALUES (${key}, ${json(value)}::jsonb)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, at = clock_timestamp()`.execute(db);
}

/** The stages whose queues a person paused; it stands here so that a wiped queue server is paused again (R5). */
export async function pausedStages(db: Database): Promise<StageName[]> {
  const paused = (await readSetting<string[]>(db, 'paused')) ?? [];
  return STAGES.filter((stage) => paused.includes(stage));
}

export async function pauseStages(db: Database, stages: readonly StageName[], paused: boolean): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('wirewatch.paused'))`.execute(tx);
    const now = new Set(await pausedStages(tx));
    for (const stage of stages) {
      if (paused) now.add(stage);
      else now.delete(stage);
    }
    await writeSetting(tx, 'paused', [...now]);
    await sql`SELECT pg_notify('wirewatch', 'paused')`.execute(tx);
  });
}
