import { fetchBatch } from '../../stages/fetch/batch.ts';
import { FetchJob } from '../../stages/jobs.ts';
import { handlerOf } from '../handler.ts';
import { enqueuer, running, type RoleContext, type RunningRole } from '../roles.ts';
import { fetchDeps } from '../stage/fetch.ts';

export async function startFetch({ container, metrics, drain }: RoleContext): Promise<RunningRole> {
  const deps = fetchDeps(container, enqueuer(container), metrics);
  const handler = handlerOf(FetchJob, (job) => fetchBatch(job, deps, drain), { log: container.log, metrics });
  return running([container.queues.consume('fetch', handler, container.config.jobs.fetch)]);
}
