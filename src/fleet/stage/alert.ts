import type { Metrics } from '../../observe/metrics.ts';
import type { AlertDeps } from '../../stages/alert/deps.ts';
import type { Enqueue } from '../../stages/jobs.ts';
import { fingerprint, storyKeys } from '../../story/sameness.ts';
import { articlesToMatch, commitMatched, commitUnmatched, type Unmatched } from '../../store/matching.ts';
import { together } from '../../store/together.ts';
import type { Container } from '../container.ts';
import type { LiveTopics } from '../topics.ts';
import { batchDeps, channelWaker } from './batch.ts';

/** What the alert stage needs, made of this process's parts. */
export function alertDeps(container: Container, enqueue: Enqueue, topics: LiveTopics, metrics: Metrics): AlertDeps {
  const { db } = container.store;
  // Most articles match nothing: they are what the store hears most of.
  const unmatched = together((articles: readonly Unmatched[]) => commitUnmatched(db, articles));
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
      commitUnmatched: (item, topicVersion) => unmatched({ item, topicVersion }),
      commitMatched: (item, article, version, print, found) => commitMatched(db, item, article, version, print, found),
    },
  };
}
