import type { Metrics } from '../../observe/metrics.ts';
import type { AlertDeps } from '../../stages/alert/deps.ts';
import type { Enqueue } from '../../stages/jobs.ts';
import { fingerprint, storyKeys } from '../../story/sameness.ts';
import { articleToMatch, commitMatched, commitUnmatched } from '../../store/matching.ts';
import { handOutDeliveries } from '../../store/work.ts';
import type { Container } from '../container.ts';
import type { LiveTopics } from '../topics.ts';
import { batchDeps } from './parse.ts';

/** Hands out what these channels have to deliver, now; what fails here the next tick does. */
export function channelWaker(
  { store: { db } }: Container,
  enqueue: Enqueue,
): (channels: readonly number[]) => Promise<void> {
  return async (channels) => {
    for (const channel of channels) await enqueue('deliver', await handOutDeliveries(db, 1, channel));
  };
}

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
      articleToMatch: (item) => articleToMatch(db, item),
      commitUnmatched: (item, article, version) => commitUnmatched(db, item, article, version),
      commitMatched: (item, article, version, print, found) => commitMatched(db, item, article, version, print, found),
    },
  };
}
