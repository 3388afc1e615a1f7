import { paceWithin, pollsPerHour } from '../feed/budget.ts';
import { currentPace, pollDemand, setPace } from '../store/pace.ts';
import type { Container } from './container.ts';

/** A change of the pace that is worth writing down. */
const NOTICEABLE = 0.02;

/**
 * Brings the pace of all adaptive rhythms to what keeps the polls within the budget: measured by the intervals that the
 * feeds' last polls came to, whatever they were made of, so each feed that is polled corrects it. Any number of
 * schedulers may do so at once: they come to the same.
 */
export async function steerPace({ config, log, store }: Pick<Container, 'config' | 'log' | 'store'>): Promise<void> {
  const { budget, ...bounds } = config.polling;
  const now = await currentPace(store.db);
  if (budget === null && now === 1) return;
  const demand = await pollDemand(store.db);
  const pace = paceWithin(demand, budget, bounds);
  if (Math.abs(pace / now - 1) < NOTICEABLE) return;
  await setPace(store.db, pace);
  const perHour = Math.round(pollsPerHour(demand, pace, bounds));
  const fields = { pace: Math.round(pace * 100) / 100, pollsPerHour: perHour, budget };
  if (budget !== null && perHour > budget * (1 + NOTICEABLE))
    log.warn(fields, 'polling.budget is not enough to ask every feed as often as polling.max says');
  else log.info(fields, 'rhythms are paced to stay within polling.budget');
}
