import { alertBatch } from '../../stages/alert/batch.ts';
import { BatchJob } from '../../stages/jobs.ts';
import { listen } from '../../store/listen.ts';
import { handlerOf } from '../handler.ts';
import { enqueuer, running, type RoleContext, type RunningRole } from '../roles.ts';
import { alertDeps } from '../stage/alert.ts';
import { LiveTopics } from '../topics.ts';

export async function startAlert({ container, metrics, drain }: RoleContext): Promise<RunningRole> {
  const { log, store, queues, config } = container;
  const topics = new LiveTopics(store.db, log);
  await topics.refresh();
  metrics.gauge(
    'topics',
    'Topics that this process matches by: how many, and the version of them all.',
    'what',
    () => ({
      count: topics.size,
      version: topics.version,
    }),
  );
  const onError = (err: unknown): void => log.warn({ err }, 'the topics could not be looked at; the next match does');
  const listener = listen(
    store.pool,
    ['wirewatch'],
    (_, payload) => {
      if (payload === 'topics' || payload === '') topics.refresh().catch(onError);
    },
    onError,
  );
  const deps = alertDeps(container, enqueuer(container), topics, metrics);
  const handler = handlerOf(BatchJob, (job) => alertBatch(job, deps, drain), { log, metrics });
  return running([queues.consume('alert', handler, config.jobs.alert)], () => listener.close());
}
