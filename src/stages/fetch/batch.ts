import { WireError } from '../../core/errors.ts';
import { LEASE_MS, MAX_INTERRUPTIONS, type FetchJob } from '../jobs.ts';
import type { DueUrl, FetchDeps, Reason } from './deps.ts';
import { feedFailed, fetchFeed } from './feed.ts';
import { fetchPage, giveUpPage, pageFailed } from './page.ts';
import { MAX_URLS, Visit, type FetchOutcome, type Next } from './visit.ts';

/** Three chances to renew the lease. */
const RENEW_MS = LEASE_MS / 3;

export interface FetchReport {
  readonly outcome: 'done' | 'stale' | 'lost';
  readonly host: string;
  readonly items: readonly FetchOutcome[];
}

/**
 * Works off what is due at one host: takes its lease, claims feeds and pages, asks them in sequence at the host's pace,
 * and commits each by itself, fenced by the lease (R2, R9, R10).
 */
export async function fetchBatch(job: FetchJob, deps: FetchDeps, signal: AbortSignal): Promise<FetchReport> {
  const askedMs = deps.monotonic();
  const begun = await deps.store.begin(job.slot, job.dispatch, deps.newToken());
  if (begun === null) return { outcome: 'stale', host: job.host, items: [] };
  const { slot } = begun;
  const visit = new Visit(deps, begun, askedMs, signal);
  const renewal = deps.every(RENEW_MS, () => visit.renew());
  try {
    await work(visit);
  } finally {
    try {
      // Before the release, which gives back what is not committed by then.
      await visit.settled();
    } finally {
      renewal.stop();
      visit.close();
      if (!visit.lost) await deps.store.releaseSlot(slot, visit.restMs, [...visit.left]);
      await visit.handout.flush();
    }
  }
  return { outcome: visit.lost ? 'lost' : 'done', host: slot.key, items: visit.items };
}

async function work(visit: Visit): Promise<void> {
  while (!visit.over) {
    const limit = MAX_URLS - visit.items.length;
    const due = await visit.claim(limit);
    if (due.length === 0) return;
    for (const item of due) {
      if (visit.over || (await fetchOne(visit, item)) === 'stop') return;
    }
    // Nothing more was due, and nothing has come of it: the release says when the host is due again.
    if (due.length < limit && visit.items.slice(-due.length).every(({ outcome }) => outcome === 'unchanged')) return;
  }
}

async function fetchOne(visit: Visit, due: DueUrl): Promise<Next> {
  if (due.interruptions >= MAX_INTERRUPTIONS) return giveUp(visit, due);
  visit.url = due.url;
  try {
    return due.feed === null ? await fetchPage(visit, due) : await fetchFeed(visit, due, due.feed);
  } catch (error) {
    // The fleet is draining or the lease is lost: the release gives the item back uncounted.
    if (visit.signal.aborted) return 'stop';
    if (visit.deps.isAway(error)) throw error;
    // A bug that one address shows must not hold up the others of its host.
    return due.feed === null ? pageFailed(visit, due, error) : feedFailed(visit, due, due.feed, error);
  }
}

function giveUp(visit: Visit, due: DueUrl): Promise<Next> {
  const why: Reason = {
    code: 'INTERRUPTED',
    reason: `its process ended ${due.interruptions} times during this address`,
  };
  return due.feed === null
    ? giveUpPage(visit, due, why)
    : feedFailed(visit, due, due.feed, new WireError('INTERRUPTED', why.reason));
}
