import type { Metrics } from '../../observe/metrics.ts';
import type { AlertDeps } from '../../stages/alert/deps.ts';
import type { Enqueue } from '../../stages/jobs.ts';
import { fingerprint, storyKeys } from '../../story/sameness.ts';
import { articlesToMatch, commitMatched, commitUnmatched } from '../../store/matching.ts';
import type { Container } from '../container.ts';
import type { LiveTopics } from '../topics.ts';
import { batchDeps, channelWaker } from './batch.ts';

/** What the alert stage needs, made of this process's parts. */
export function alertDeps(container: Container, enqueue: Enqueue, topics: LiveTopics, metrics: Metrics): AlertDeps {
  const { db } = container.store;
  return {
    ...batchDeps(container),
    topics,
    fingerprint(article) {
      const print = fingerprint({ url: article.canonical ?? article.url, text: article.text, title: article.title });
      return { keys: storyKeys(print), signature: print.signature, words: print.words };
    },
    wakeChannels: channelWaker(container, enqueue),
    onAlert: (decision) => metrics.alert(decision),
    store: {
      articlesToMatch: (items) => articlesToMatch(db, items),
      commitUnmatched: (item, version) => commitUnmatched(db, item, version),
      commitMatched: (item, article, version, print, found) => commitMatched(db, item, article, version, print, found),
    },
  };
}
