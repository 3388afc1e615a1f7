import { createHash, randomUUID } from 'node:crypto';
import type { Enqueue } from '../../stages/jobs.ts';
import type { WorkStore } from '../../stages/batch.ts';
import type { ParseDeps } from '../../stages/parse/deps.ts';
import { commitFeed, commitUnreadable } from '../../store/entries.ts';
import { isAway } from '../../store/open.ts';
import { articleToParse, commitArticle, commitNothing, feedToParse } from '../../store/parsing.ts';
import { wellFormedData } from '../../text/well-formed.ts';
import { claimWork, quarantineWork, releaseWork, renewWork, retryWork } from '../../store/work.ts';
import type { Container } from '../container.ts';
import { nextPollOf } from '../rhythm.ts';
import type { SiteMemories } from '../site-memories.ts';
import type { Threads } from '../threads.ts';
import { every } from '../timers.ts';

/** The store's part of every batch. */
function workStore({ store: { db } }: Container): WorkStore {
  return {
    claimWork: (stage, items, token) => claimWork(db, stage, items, token),
    renewWork: (ids, token) => renewWork(db, ids, token),
    releaseWork: (ids, token) => releaseWork(db, ids, token),
    retryWork: (work, token, wait) => retryWork(db, work, token, wait),
    quarantineWork: (work, token, why) => quarantineWork(db, work, token, why),
  };
}

/** What all stages that work in batches need. */
export function batchDeps(container: Container): Pick<ParseDeps, 'work' | 'every' | 'random' | 'newToken' | 'isAway'> {
  return {
    work: workStore(container),
    every: (ms, run) => every(ms, run, (err) => container.log.warn({ err }, 'a lease could not be renewed')),
    random: Math.random,
    newToken: randomUUID,
    isAway,
  };
}

/** What the parse stage needs, made of this process's parts. */
export function parseDeps(container: Container, enqueue: Enqueue, threads: Threads, memories: SiteMemories): ParseDeps {
  const {
    config,
    politeness,
    store: { db },
  } = container;
  return {
    ...batchDeps(container),
    enqueue,
    async extract({ sourceId, ...task }) {
      const { lines, ...article } = await threads.extract({
        ...task,
        memory: await memories.of(sourceId),
        learn: true,
      });
      if (lines !== undefined) await memories.learn(sourceId, task.url, lines);
      return wellFormedData(article);
    },
    readFeed: async (task) => wellFormedData(await threads.readFeed(task)),
    nextPoll: (feed, feedId, signals, document) =>
      nextPollOf(config.polling, feed, feedId, signals, document, Date.now()),
    hash: (text) => createHash('sha256').update(text).digest('hex').slice(0, 32),
    now: () => Date.now(),
    store: {
      articleToParse: (item) => articleToParse(db, item),
      feedToParse: (item) => feedToParse(db, item),
      commitArticle: (item, parsed, job) => commitArticle(db, item, parsed, job),
      commitNothing: (item, why) => commitNothing(db, item, why),
      commitFeed: (item, feed, entries, facts, poll) =>
        commitFeed(db, item, feed, entries, facts, poll, (url) => politeness.of(url)),
      commitUnreadable: (item, feedId, why, next) => commitUnreadable(db, item, feedId, why, next),
    },
  };
}
