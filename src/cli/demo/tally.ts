import type { ExpectedAlert } from './desk.ts';
import type { ReceivedAlert } from './receiver.ts';

export interface Verdict {
  readonly missing: readonly ExpectedAlert[];
  /** Alerts for an article that should not have fired. */
  readonly wrong: readonly ReceivedAlert[];
  /** Alerts for a story that had been alerted for that topic before. */
  readonly twice: readonly ReceivedAlert[];
}

/** What was delivered held against what the newsroom knows to be true: every story once for each topic, nothing else. */
export function verdict(expected: readonly ExpectedAlert[], received: readonly ReceivedAlert[]): Verdict {
  const open = new Set(expected);
  const wrong: ReceivedAlert[] = [];
  const twice: ReceivedAlert[] = [];
  for (const alert of received) {
    const story = expected.find((one) => one.topic === alert.topic.id && one.urls.includes(alert.article.url));
    if (story === undefined) wrong.push(alert);
    else if (!open.delete(story)) twice.push(alert);
  }
  return { missing: [...open], wrong, twice };
}
