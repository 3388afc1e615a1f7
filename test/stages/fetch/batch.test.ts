import { describe, expect, test } from 'vitest';
import { fetchBatch } from '../../../src/stages/fetch/batch.ts';
import type { Answer, DueUrl, FetchDeps, FetchStore, PollOutcome } from '../../../src/stages/fetch/deps.ts';

const SLOT = {
  slotId: 1,
  token: 't',
  hostId: 1,
  key: 'paper.example',
  gapMs: 0,
  crawlDelayMs: null,
  isOnly: true,
  isAlone: true,
} as const;
const SLOW = { ...SLOT, gapMs: 1000 };
const JOB = { v: 1, slot: 1, dispatch: 1, host: 'paper.example' } as const;

const feed = (n: number): DueUrl => ({
  work: n,
  articleId: null,
  feedId: n,
  url: `https://paper.example/${n}`,
  hops: [],
  attempts: 1,
  interruptions: 0,
  traceId: null,
  feed: {
    etag: '"a"',
    lastModified: null,
    contentHash: null,
    headersSealed: null,
    everyMs: null,
    rhythm: null,
    moved: null,
    kind: 'feed',
    validatorsUrl: null,
    seenMs: 0,
    silentMs: 0,
    provedMs: 0,
    distrusted: false,
    pace: 1,
  },
});

const UNCHANGED: Answer = {
  status: 304,
  kind: 'unchanged',
  headers: {},
  bytes: new Uint8Array(0),
  contentType: null,
  url: '',
  truncated: false,
  redirect: null,
  retryAfterMs: null,
  maxAgeMs: null,
};

/** A host of quiet feeds; `log` takes down what happens in its order. */
function quietHost(feeds: number, commitPoll: FetchStore['commitPoll']): { deps: FetchDeps; log: string[] } {
  const log: string[] = [];
  const due = Array.from({ length: feeds }, (_, n) => feed(n + 1));
  const store: Partial<FetchStore> = {
    begin: () => Promise.resolve({ slot: SLOT, due: null, waitMs: null }),
    claimDue: (_, limit) => {
      log.push('claim');
      return Promise.resolve(due.splice(0, limit));
    },
    async commitPoll(slot, item, outcome) {
      await commitPoll(slot, item, outcome);
      log.push(`commit ${item.work}${outcome.code === null ? '' : ` ${outcome.code}`}`);
    },
    releaseSlot: () => Promise.resolve(void log.push('release')),
  };
  const deps: Partial<FetchDeps> = {
    store: store as FetchStore,
    enqueue: () => Promise.resolve(),
    addressOf: () => Promise.resolve(null),
    request: (url) => {
      log.push(`ask ${url.split('/').at(-1) ?? ''}`);
      return Promise.resolve(UNCHANGED);
    },
    nextPoll: () => ({ delayMs: 1000, rhythm: null, failures: 0, pace: 1 }),
    doubtsUnchanged: () => false,
    every: () => ({ stop: () => {} }),
    monotonic: () => 0,
    newToken: () => 't',
    isAway: (error) => error instanceof Error && error.message === 'away',
  };
  return { deps: deps as FetchDeps, log };
}

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const never = new AbortController().signal;

describe('a visit to a host of quiet feeds', () => {
  test('asks on while polls are committed, and gives the slot back only after the last of them', async () => {
    const { deps, log } = quietHost(3, later);
    const report = await fetchBatch(JOB, deps, never);
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(log.filter((line) => line.startsWith('ask'))).toEqual(['ask 1', 'ask 2', 'ask 3']);
    expect(log.indexOf('ask 3')).toBeLessThan(log.indexOf('commit 1'));
    expect(log.slice(-4)).toEqual(['commit 1', 'commit 2', 'commit 3', 'release']);
  });

  test('claims once where fewer were due than it may ask, and on where there were as many', async () => {
    const few = quietHost(3, later);
    await fetchBatch(JOB, few.deps, never);
    expect(few.log.filter((line) => line === 'claim')).toHaveLength(1);
    const many = quietHost(45, later);
    const report = await fetchBatch(JOB, many.deps, never);
    expect(report.items).toHaveLength(20);
    expect(many.log.filter((line) => line.startsWith('commit'))).toHaveLength(20);
  });

  test('ends when the store is away: the job fails, and is tried again', async () => {
    const { deps, log } = quietHost(20, async () => {
      throw new Error('away');
    });
    deps.request = async (url) => {
      log.push(url);
      await later();
      return UNCHANGED;
    };
    await expect(fetchBatch(JOB, deps, never)).rejects.toThrow('away');
    expect(log.filter((line) => line.startsWith('https:')).length).toBeLessThan(20);
    expect(log.at(-1)).toBe('release');
  });

  test('commits a poll that breaks the statement as a failure, and goes on with the others', async () => {
    const commit = async (_: unknown, item: DueUrl, outcome: PollOutcome): Promise<void> => {
      await later();
      if (item.work === 2 && outcome.code === null) throw new Error('a rhythm that no column takes');
    };
    const { deps, log } = quietHost(3, commit);
    await fetchBatch(JOB, deps, never);
    expect(log.filter((line) => line.startsWith('commit')).toSorted()).toEqual([
      'commit 1',
      'commit 2 BUG',
      'commit 3',
    ]);
  });

  test('gives back with its slot what it claimed and did not commit', async () => {
    const { deps } = quietHost(3, async (_, item) => {
      await later();
      if (item.work === 2) throw new Error('away');
    });
    let left: readonly number[] = [];
    deps.store.releaseSlot = (_slot, _restMs, rows) => Promise.resolve(void (left = rows));
    await expect(fetchBatch(JOB, deps, never)).rejects.toThrow('away');
    expect(left).toEqual([2]);
  });

  test('gives back what was claimed with its slot where the fleet drains before it asks for anything', async () => {
    const { deps, log } = quietHost(0, later);
    const drain = new AbortController();
    deps.store.begin = () => {
      drain.abort();
      return Promise.resolve({ slot: SLOT, due: [feed(1), feed(2)], waitMs: 0 });
    };
    let left: readonly number[] = [];
    deps.store.releaseSlot = (_slot, _restMs, rows) => Promise.resolve(void (left = rows));
    await fetchBatch(JOB, deps, drain.signal);
    expect([left, log]).toEqual([[1, 2], []]);
  });

  test('R10 never holds its slot for a pause of the host that only this process knows of', async () => {
    const { deps, log } = quietHost(3, later);
    deps.store.begin = () =>
      Promise.resolve({ slot: { ...SLOT, gapMs: 3_600_000 }, due: [feed(1), feed(2)], waitMs: 0 });
    // The store's clock was set on by hours, or somebody made its hosts due: it would let the next request begin.
    deps.store.bookRequest = () => {
      log.push('book');
      return Promise.resolve(0);
    };
    deps.store.releaseSlot = (_, restMs) => Promise.resolve(void log.push(`release ${restMs}`));
    const sleeping = { ...deps, sleep: (ms: number) => Promise.resolve(void log.push(`sleep ${ms}`)) };
    await fetchBatch(JOB, sleeping, never);
    expect(log).toEqual(['ask 1', 'commit 1', 'release 3600000']);
  });

  test('R9 asks nobody any more once its lease has run out, whether in a pause or during a request', async () => {
    let now = 0;
    const paused = quietHost(0, later);
    paused.deps.store.begin = () => Promise.resolve({ slot: SLOW, due: [feed(1), feed(2)], waitMs: 1500 });
    const stopped = {
      ...paused.deps,
      monotonic: () => now,
      // The process was stopped in its sleep.
      sleep: () => Promise.resolve(void (now += 13_000)),
    };
    await fetchBatch(JOB, stopped, never);
    expect(paused.log).toEqual(['release']);

    now = 0;
    const { deps, log } = quietHost(3, later);
    deps.monotonic = () => now;
    deps.request = async (url) => {
      log.push(`ask ${url.split('/').at(-1) ?? ''}`);
      now += 13_000;
      return UNCHANGED;
    };
    await fetchBatch(JOB, deps, never);
    expect(log).toEqual(['claim', 'ask 1', 'commit 1', 'release']);
  });

  test.each([
    ['went through', () => Promise.resolve(true), ['ask 1', 'ask 2']],
    ['was asked for in vain', () => Promise.reject(new Error('away')), ['ask 1']],
  ] as const)('R9 its lease lasts from the last renewal that %s', async (_, renewSlot, asked) => {
    let now = 0;
    let renew = (): Promise<void> => Promise.resolve();
    const { deps, log } = quietHost(2, later);
    deps.store.renewSlot = renewSlot;
    const renewing = {
      ...deps,
      monotonic: () => now,
      every: (_ms: number, run: () => Promise<void>) => {
        renew = run;
        return { stop: () => {} };
      },
      request: async (url: string) => {
        log.push(`ask ${url.split('/').at(-1) ?? ''}`);
        now += 8_000;
        await renew().catch(() => {});
        now += 8_000;
        return UNCHANGED;
      },
    };
    await fetchBatch(JOB, renewing, never);
    expect(log.filter((line) => line.startsWith('ask'))).toEqual(asked);
  });

  test('a fleet that drains ends it, and what its signal knew of it is gone', async () => {
    const drain = new AbortController();
    const { deps, log } = quietHost(20, later);
    deps.request = () => {
      drain.abort();
      return Promise.resolve(UNCHANGED);
    };
    const report = await fetchBatch(JOB, deps, drain.signal);
    expect(report).toMatchObject({ outcome: 'done', items: [{ outcome: 'unchanged' }] });
    expect(log.slice(-2)).toEqual(['commit 1', 'release']);
  });
});
