import { sql } from 'kysely';
import { fetchDeps } from '../../src/fleet/stage/fetch.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { fetchBatch, type FetchReport } from '../../src/stages/fetch/batch.ts';
import type { FetchDeps } from '../../src/stages/fetch/deps.ts';
import type { FetchJob } from '../../src/stages/jobs.ts';
import { ensureHosts, handOutHosts } from '../../src/store/host.ts';
import type { Parts } from './stand.ts';

export const NEVER = new AbortController().signal;

/** Pages that are due at their hosts, as the parse stage writes them. */
export async function duePages(parts: Pick<Parts, 'container' | 'db'>, urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const { key, ...policy } = parts.container.politeness.of(url);
    const host = (await ensureHosts(parts.db, new Map([[key, policy]]))).get(key);
    await sql`
      WITH outlet AS (INSERT INTO source (domain) VALUES (${key}) ON CONFLICT (domain) DO UPDATE SET domain = excluded.domain RETURNING id),
      due AS (UPDATE host SET due_at = least(due_at, clock_timestamp()) WHERE id = ${host}),
      made AS (INSERT INTO article (url, source_id, host_id, alert_since) SELECT ${url}, id, ${host}::bigint, clock_timestamp() FROM outlet RETURNING id)
      INSERT INTO work (stage, article_id, url, host_id) SELECT 'fetch', id, ${url}, ${host}::bigint FROM made`.execute(
      parts.db,
    );
  }
}

/** Hands out every host that is due. */
export async function jobs({ db, container }: Pick<Parts, 'db' | 'container'>): Promise<FetchJob[]> {
  return (await handOutHosts(db, 100, container.config.hosts.perAddress)).map((job) => job.payload);
}

/** What the fetch stage is made of, with nobody at its queues. */
export function depsOf(parts: Pick<Parts, 'container'>): FetchDeps {
  return fetchDeps(parts.container, () => Promise.resolve(), createMetrics({ role: 'fetch' }));
}

/** Runs every batch that is due until nothing is; gives the reports. */
export async function runDue(parts: Parts, deps = depsOf(parts)): Promise<FetchReport[]> {
  const reports: FetchReport[] = [];
  for (;;) {
    const due = await jobs(parts);
    if (due.length === 0) return reports;
    reports.push(...(await Promise.all(due.map((job) => fetchBatch(job, deps, NEVER)))));
  }
}

export const outcomes = (reports: readonly FetchReport[]): (string | undefined)[] =>
  reports.flatMap((report) => report.items.map((item) => item.code ?? item.outcome));
