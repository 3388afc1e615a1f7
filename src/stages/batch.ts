import { isWireError, messageOf, stackOf, type WireError } from '../core/errors.ts';
import { LEASE_MS, MAX_ITEMS, type BatchJob, type Item, type StageName } from './jobs.ts';

/** A work row under our lease. */
export interface ClaimedWork {
  readonly work: number;
  readonly articleId: number | null;
  readonly feedId: number | null;
  readonly deliveryId: number | null;
  readonly basis: 'page' | 'feed';
  readonly attempts: number;
  /** The trace of the article that it is about; null for a feed's document, and for a digest of several. */
  readonly traceId: string | null;
}

export interface WorkWait {
  readonly delayMs: number;
  readonly code: string;
  readonly reason: string;
  readonly counts: boolean;
}

/** The store's part of every batch; all but the claim change nothing when the token is no longer the row's. */
export interface WorkStore {
  claimWork(stage: Exclude<StageName, 'fetch'>, items: readonly Item[], token: string): Promise<ClaimedWork[]>;
  renewWork(ids: readonly number[], token: string): Promise<number>;
  releaseWork(ids: readonly number[], token: string): Promise<void>;
  retryWork(work: number, token: string, wait: WorkWait): Promise<void>;
  quarantineWork(work: number, token: string, why: { code: string; reason: string }): Promise<void>;
}

export interface BatchDeps {
  readonly work: WorkStore;
  every(ms: number, run: () => Promise<void>): { stop(): void };
  readonly random: () => number;
  newToken(): string;
  /** Whether an error means that the store is away: the job is then tried again as a whole. */
  isAway(error: unknown): boolean;
}

/** One item at work: its row and the token that every commit is fenced by. */
export interface HeldWork extends ClaimedWork {
  readonly token: string;
}

/** What became of an item: goes into the job's log line and its return value. */
export interface ItemOutcome {
  readonly work: number;
  readonly outcome: string;
  readonly url?: string;
  readonly channel?: string;
  readonly code?: string;
  readonly trace?: string;
  /** Of a feed: how many articles it brought, and the traces by which they can be followed. */
  readonly articles?: number;
  readonly traces?: readonly string[];
}

/**
 * Works on one item and commits it; `left` is it and those that come after it. The next one begins when this one has ended,
 * or calls `goOn` because all that is left of it is to wait for its commit.
 */
type RunItem = (
  item: HeldWork,
  signal: AbortSignal,
  left: readonly HeldWork[],
  goOn: () => void,
) => Promise<Omit<ItemOutcome, 'work'>>;

export interface BatchReport {
  readonly outcome: 'done' | 'stale' | 'lost';
  readonly items: readonly ItemOutcome[];
}

/** Three chances to renew a lease before it ends. */
const RENEW_MS = LEASE_MS / 3;
/** Waits between the tries of an item; when they are used up it is quarantined. */
const RETRY_MS = [5_000, 60_000, 600_000] as const;

/**
 * Runs a batch item by item (R2): claims what still stands as it was handed out, renews the lease while it works, lets
 * `run` commit each item by itself, and settles the fate of what it throws. One item's error never stops the others.
 */
export async function runBatch(
  stage: Exclude<StageName, 'fetch'>,
  job: BatchJob,
  deps: BatchDeps,
  signal: AbortSignal,
  run: RunItem,
): Promise<BatchReport> {
  const token = deps.newToken();
  const claimed = await deps.work.claimWork(stage, job.items.slice(0, MAX_ITEMS), token);
  if (claimed.length === 0) return { outcome: 'stale', items: [] };
  const held = claimed.map((item) => ({ ...item, token }));
  const open = new Set(claimed.map((item) => item.work));
  const lease = new AbortController();
  const renewal = deps.every(RENEW_MS, async () => {
    if (open.size === 0) return;
    if ((await deps.work.renewWork([...open], token)) === 0) lease.abort(new Error('the lease on the batch was lost'));
  });
  const stop = AbortSignal.any([signal, lease.signal]);
  const items: ItemOutcome[] = [];
  const underWay: Promise<void>[] = [];
  const begin = async (item: HeldWork, at: number, goOn: () => void): Promise<void> => {
    const outcome = await runOne(deps, item, stop, () => run(item, stop, held.slice(at), goOn));
    items.push({ work: item.work, ...outcome, ...(item.traceId !== null && { trace: item.traceId }) });
    open.delete(item.work);
  };
  try {
    for (const [at, item] of held.entries()) {
      if (stop.aborted) break;
      await new Promise<void>((goOn, fail) => {
        const ended = begin(item, at, goOn);
        underWay.push(ended);
        ended.then(goOn, fail);
      });
    }
    await Promise.all(underWay);
  } finally {
    await Promise.allSettled(underWay);
    renewal.stop();
    if (open.size > 0) await deps.work.releaseWork([...open], token);
  }
  // A renewal that comes between the last commit and here finds nothing left to hold: that is not a loss.
  return { outcome: items.length < claimed.length && lease.signal.aborted ? 'lost' : 'done', items };
}

async function runOne(
  deps: BatchDeps,
  item: HeldWork,
  signal: AbortSignal,
  run: () => Promise<Omit<ItemOutcome, 'work'>>,
): Promise<Omit<ItemOutcome, 'work'>> {
  try {
    return await run();
  } catch (error) {
    if (deps.isAway(error)) throw error;
    if (signal.aborted) return { outcome: 'handed-back' };
    return isWireError(error) ? settle(deps, item, error) : settleBug(deps, item, error);
  }
}

async function settle(deps: BatchDeps, item: HeldWork, error: WireError): Promise<Omit<ItemOutcome, 'work'>> {
  const why = { code: error.code, reason: messageOf(error) };
  if (error.fate === 'retry' || error.fate === 'defer') {
    const delayMs = error.retryAfterMs ?? RETRY_MS[item.attempts - 1];
    if (delayMs !== undefined) {
      const counts = error.fate === 'retry';
      await deps.work.retryWork(item.work, item.token, {
        ...why,
        counts,
        delayMs: delayMs * (0.75 + deps.random() / 2),
      });
      return { outcome: error.fate, code: error.code };
    }
  }
  await deps.work.quarantineWork(item.work, item.token, why);
  return { outcome: 'quarantined', code: error.code };
}

/** Anything else that is thrown is a bug: few retries, then quarantine with its stack. */
async function settleBug(deps: BatchDeps, item: HeldWork, error: unknown): Promise<Omit<ItemOutcome, 'work'>> {
  const why = { code: 'BUG', reason: stackOf(error).slice(0, 4_000) };
  const delayMs = RETRY_MS[item.attempts - 1];
  if (delayMs === undefined) {
    await deps.work.quarantineWork(item.work, item.token, why);
    return { outcome: 'quarantined', code: 'BUG' };
  }
  await deps.work.retryWork(item.work, item.token, { ...why, counts: true, delayMs });
  return { outcome: 'retry', code: 'BUG' };
}
