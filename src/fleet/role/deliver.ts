import { deliverBatch } from '../../stages/deliver.ts';
import { BatchJob } from '../../stages/jobs.ts';
import { handlerOf } from '../handler.ts';
import { enqueuer, running, type RoleContext, type RunningRole } from '../roles.ts';
import { deliverDeps } from '../stage/deliver.ts';

export async function startDeliver({ container, metrics }: RoleContext): Promise<RunningRole> {
  const deps = deliverDeps(container, enqueuer(container), metrics);
  // A request that is under way is let end: cutting it would only have it sent twice. Its own time limit bounds it.
  const never = new AbortController().signal;
  const handler = handlerOf(BatchJob, (job) => deliverBatch(job, deps, never), { log: container.log, metrics });
  return running([container.queues.consume('deliver', handler, container.config.jobs.deliver)]);
}
