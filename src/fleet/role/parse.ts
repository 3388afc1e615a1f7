import { availableParallelism } from 'node:os';
import { BatchJob } from '../../stages/jobs.ts';
import { parseBatch } from '../../stages/parse/batch.ts';
import { handlerOf } from '../handler.ts';
import { enqueuer, running, type RoleContext, type RunningRole } from '../roles.ts';
import { SiteMemories } from '../site-memories.ts';
import { parseDeps } from '../stage/parse.ts';
import { createThreads } from '../threads.ts';

export async function startParse({ container, metrics, drain }: RoleContext): Promise<RunningRole> {
  const { parse, jobs } = container.config;
  const threads = createThreads({
    size: parse.threads === 0 ? availableParallelism() : parse.threads,
    timeoutMs: parse.timeoutMs,
    memoryMb: Math.round(parse.memoryBytes / 1024 / 1024),
  });
  const memories = new SiteMemories(container.store.db);
  const deps = parseDeps(container, enqueuer(container), threads, memories);
  const handler = handlerOf(BatchJob, (job) => parseBatch(job, deps, drain), { log: container.log, metrics });
  return running([container.queues.consume('parse', handler, jobs.parse)], async () => {
    await memories.flush();
    await threads.close();
  });
}
