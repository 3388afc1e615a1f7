import { createHash } from 'node:crypto';
import type { Enqueue } from '../../stages/jobs.ts';
import type { ParseDeps } from '../../stages/parse/deps.ts';
import { commitFeed, commitUnreadable } from '../../store/entries.ts';
import { articlesToParse, commitArticle, commitNothing, feedToParse } from '../../store/parsing.ts';
import type { Container } from '../container.ts';
import { nextPollOf } from '../rhythm.ts';
import type { SiteMemories } from '../site-memories.ts';
import type { Threads } from '../threads.ts';
import { batchDeps } from './batch.ts';

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
      const {
        lines,
        ms: _,
        ...article
      } = await threads.extract({
        ...task,
        ...(await memories.of(sourceId)),
      });
      if (lines !== undefined) await memories.learn(sourceId, task.url, lines);
      return article;
    },
    readFeed: (task) => threads.readFeed(task),
    nextPoll: (feed, feedId, signals, document) =>
      nextPollOf(config.polling, feed, feedId, signals, document, Date.now()),
    hash: (text) => createHash('sha256').update(text).digest('hex').slice(0, 32),
    now: () => Date.now(),
    store: {
      articlesToParse: (items) => articlesToParse(db, items),
      feedToParse: (item) => feedToParse(db, item),
      commitArticle: (item, parsed, job) => commitArticle(db, item, parsed, job),
      commitNothing: (item, why) => commitNothing(db, item, why),
      commitFeed: (item, feed, entries, facts, poll) =>
        commitFeed(db, item, feed, entries, facts, poll, (url) => politeness.of(url)),
      commitUnreadable: (item, feedId, why, next) => commitUnreadable(db, item, feedId, why, next),
    },
  };
}
