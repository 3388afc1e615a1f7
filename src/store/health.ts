import { sql } from 'kysely';
import type { Database } from './open.ts';

/** What `doctor` looks at in the store. */
export interface StoreHealth {
  readonly version: string;
  readonly maxConnections: number;
  readonly connections: number;
  /** Milliseconds by which the server's clock is ahead of this process's. */
  readonly skewMs: number;
  readonly fsync: boolean;
  readonly feeds: number;
  readonly failingFeeds: number;
  readonly quietFeeds: readonly { readonly url: string; readonly lastEntry: string; readonly usualHours: number }[];
  readonly quarantined: number;
  readonly oldestWaitingMs: number | null;
  readonly disabledChannels: number;
}

/** Connections that the server has left for clients like this one. */
export async function freeConnections(db: Database): Promise<number> {
  const { rows } = await sql<{ free: number }>`
    SELECT current_setting('max_connections')::integer - current_setting('superuser_reserved_connections')::integer - count(*) AS free
    FROM pg_stat_activity WHERE backend_type = 'client backend'`.execute(db);
  return rows[0]?.free ?? 0;
}

/** A feed is quiet when nothing came for this many of its usual gaps, and for a day at least. */
const QUIET_GAPS = 10;

export async function storeHealth(db: Database, now: () => number): Promise<StoreHealth> {
  const before = now();
  const { rows } = await sql<Omit<StoreHealth, 'skewMs' | 'quietFeeds'> & { at: Date }>`
    SELECT clock_timestamp() AS at, current_setting('server_version') AS version, current_setting('max_connections')::integer AS "maxConnections",
      (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
      current_setting('fsync') = 'on' AS fsync, (SELECT count(*) FROM feed) AS feeds,
      (SELECT count(*) FROM feed WHERE code IS NOT NULL) AS "failingFeeds",
      (SELECT count(*) FROM work WHERE state = 'quarantined') + (SELECT count(*) FROM body WHERE quarantined_at IS NOT NULL) AS quarantined,
      (SELECT extract(epoch FROM clock_timestamp() - min(since)) * 1000 FROM work WHERE stage IN ('parse', 'alert') AND state = 'ready')::float8 AS "oldestWaitingMs",
      (SELECT count(*) FROM channel WHERE state = 'disabled') AS "disabledChannels"`.execute(db);
  const { at, ...row } = rows[0] as (typeof rows)[0];
  const skewMs = at.getTime() - (before + now()) / 2;
  return { ...row, skewMs: Math.round(skewMs), quietFeeds: await quietFeeds(db) };
}

/** Feeds that used to bring something and have gone quiet: by their own learnt rate. */
async function quietFeeds(db: Database): Promise<StoreHealth['quietFeeds']> {
  const { rows } = await sql<{ url: string; lastEntry: Date; usualHours: number }>`
    SELECT url, entry_at AS "lastEntry", usual AS "usualHours" FROM (
      SELECT url, entry_at, (rhythm ->> 'hours')::float8 / greatest((rhythm ->> 'count')::float8, 0.1) AS usual, state FROM feed
      WHERE entry_at IS NOT NULL AND rhythm ->> 'count' IS NOT NULL AND (rhythm ->> 'count')::float8 >= 5) f
    WHERE state = 'active' AND entry_at < clock_timestamp() - greatest(usual * ${QUIET_GAPS}, 24) * interval '1 hour'
    ORDER BY entry_at LIMIT 100`.execute(db);
  return rows.map((row) => ({
    ...row,
    lastEntry: row.lastEntry.toISOString(),
    usualHours: Math.round(row.usualHours * 10) / 10,
  }));
}

/** Addresses of feeds that are watched, those first that were read last. */
export async function watchedUrls(db: Database, limit: number): Promise<string[]> {
  const { rows } = await sql<{ url: string }>`
    SELECT url FROM feed WHERE state = 'active' ORDER BY ok_at DESC NULLS LAST, id LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.url);
}
