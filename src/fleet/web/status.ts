import { packageVersion } from '../../config/version.ts';
import type { Readiness } from '../../observe/health.ts';
import { countFailed, listFailed } from '../../store/replay.ts';
import { stageDepths, storeCounts } from '../../store/status.ts';
import type { StatusView } from '../../web/views.ts';
import { failureView } from './views.ts';
import type { Container } from '../container.ts';

/** How long one look serves everybody who asks. */
const FRESH_MS = 1_000;
const LATEST_FAILURES = 10;

/** How it is all going, looked at once a second at most however many pages ask. */
export function statusReader(container: Container, readiness: () => Promise<Readiness>): () => Promise<StatusView> {
  const startedAt = new Date().toISOString();
  let asked: Promise<StatusView> | undefined;
  let askedAt = -Infinity;
  return () => {
    const now = performance.now();
    if (asked === undefined || now - askedAt > FRESH_MS) {
      askedAt = now;
      asked = read(container, readiness, startedAt);
      asked.catch(() => (asked = undefined));
    }
    return asked;
  };
}

async function read(
  { store, queues, config }: Container,
  readiness: () => Promise<Readiness>,
  startedAt: string,
): Promise<StatusView> {
  // One after the other: a process has few connections, and they are for the work.
  const counts = await storeCounts(store.db);
  const depths = await stageDepths(store.db);
  const failed = await listFailed(store.db, LATEST_FAILURES);
  const kept = await countFailed(store.db);
  const ready = await readiness();
  const jobs = await queues.counts().catch(() => null);
  const { at, ...rest } = counts;
  return {
    version: packageVersion(),
    at: at.toISOString(),
    startedAt,
    engine: { store: config.engine.store, queue: config.engine.queue, why: config.engine.why },
    ready: ready.ready,
    checks: ready.checks,
    ...rest,
    failures: {
      quarantined: kept,
      latest: failed.map(failureView),
    },
    queues: jobs === null ? null : jobs.map((count) => ({ ...count, ...depthOf(depths, count.stage) })),
  };
}

function depthOf(depths: Awaited<ReturnType<typeof stageDepths>>, stage: string) {
  const { due = 0, oldestDueS = null, quarantined = 0 } = depths.find((depth) => depth.stage === stage) ?? {};
  return { due, oldestDueS, quarantined };
}
