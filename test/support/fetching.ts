import { sql } from 'kysely';
import { fetchDeps } from '../../src/fleet/stage/fetch.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { fetchBatch, type FetchReport } from '../../src/stages/fetch/batch.ts';
import type { Begun, FetchDeps } from '../../src/stages/fetch/deps.ts';
import { MAX_PAUSE_MS, MAX_URLS } from '../../src/stages/fetch/visit.ts';
import type { FetchJob } from '../../src/stages/jobs.ts';
import { ensureHosts, handOutHosts } from '../../src/store/host.ts';
import { beginVisits } from '../../src/store/visits.ts';
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

/** Begins the visit that a job asks for, as its worker does. */
export async function begin(db: Parts['db'], job: Pick<FetchJob, 'slot' | 'dispatch'> | undefined): Promise<Begun> {
  if (job === undefined) throw new Error('nothing was handed out');
  const ask = { slotId: job.slot, dispatch: job.dispatch, token: crypto.randomUUID() };
  const [begun] = await beginVisits(db, [ask], { urls: MAX_URLS, horizonMs: MAX_PAUSE_MS });
  if (begun === undefined || begun === null) throw new Error('the hand-out is stale');
  return begun;
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
