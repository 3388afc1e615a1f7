import { sql } from 'kysely';
import { hostKey, registrableDomain } from '../text/url.ts';
import type { Database } from './open.ts';

/** Ids of the sources with these registrable domains, made where they are new. */
export async function ensureSources(db: Database, domains: readonly string[]): Promise<Map<string, number>> {
  const wanted = [...new Set(domains)].sort();
  const { rows } = await sql<{ id: number; domain: string }>`
    WITH wanted AS (SELECT unnest(${wanted}::text[]) AS domain),
    made AS (INSERT INTO source (domain) SELECT domain FROM wanted ON CONFLICT DO NOTHING RETURNING id, domain)
    SELECT id, domain FROM made UNION SELECT s.id, s.domain FROM source s JOIN wanted USING (domain)`.execute(db);
  if (rows.length === wanted.length) return new Map(rows.map((row) => [row.domain, row.id]));
  // Another transaction made one at the same instant: the statement's own snapshot can't see it, the next one can.
  const again = await sql<{
    id: number;
    domain: string;
  }>`SELECT id, domain FROM source WHERE domain = ANY(${wanted}::text[])`.execute(db);
  return new Map(again.rows.map((row) => [row.domain, row.id]));
}

/** The domain that an article's outlet is known by. */
export function domainOf(url: string): string {
  return registrableDomain(hostKey(url));
}
