import { sql } from 'kysely';
import { json } from './json.ts';
import type { Database } from './open.ts';

/** What has been learnt of a source's pages, as it was kept; null before anything was. */
export async function readSiteMemory(db: Database, sourceId: number): Promise<unknown> {
  const { rows } = await sql<{ memory: unknown }>`SELECT memory FROM site_memory WHERE source_id = ${sourceId}`.execute(
    db,
  );
  return rows[0]?.memory ?? null;
}

export async function keepSiteMemory(db: Database, sourceId: number, memory: unknown): Promise<void> {
  await sql`
    INSERT INTO site_memory (source_id, memory) VALUES (${sourceId}, ${json(memory)}::jsonb)
    ON CONFLICT (source_id) DO UPDATE SET memory = excluded.memory, at = clock_timestamp()`.execute(db);
}
