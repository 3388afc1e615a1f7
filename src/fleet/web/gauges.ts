import type { Metrics } from '../../observe/metrics.ts';
import { stageDepths, storeCounts } from '../../store/status.ts';
import type { Container } from '../container.ts';

/** Gauges of what is the same for the whole installation; the process with the web shows them. */
export function addStateGauges({ store: { db }, queues }: Container, metrics: Metrics): void {
  const depths = async (pick: (depth: Awaited<ReturnType<typeof stageDepths>>[number]) => number) =>
    Object.fromEntries((await stageDepths(db)).map((depth) => [depth.stage, pick(depth)]));
  metrics.gauge('work_due', 'Items of work that are due, by stage.', 'stage', () => depths(({ due }) => due));
  metrics.gauge('work_oldest_due_seconds', 'How long the oldest item has been due, by stage.', 'stage', () =>
    depths(({ oldestDueS }) => oldestDueS ?? 0),
  );
  metrics.gauge('work_quarantined', 'Items kept for a person, by stage.', 'stage', () =>
    depths(({ quarantined }) => quarantined),
  );
  metrics.gauge('queue_waiting', 'Jobs that wait in their queue.', 'queue', async () =>
    Object.fromEntries((await queues.counts()).map(({ stage, waiting }) => [stage, waiting])),
  );
  metrics.gauge('queue_active', 'Jobs in hand.', 'queue', async () =>
    Object.fromEntries((await queues.counts()).map(({ stage, active }) => [stage, active])),
  );
  metrics.gauge('feeds', 'Feeds by their state; failing ones are active too.', 'state', async () => {
    const { active, failing, paused, gone, dead } = (await storeCounts(db)).feeds;
    return { active, failing, paused, gone, dead };
  });
}
