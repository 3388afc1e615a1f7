import { alertData } from './alert-body.ts';
import type { AlertedTopic, AlertView } from './alert-view.ts';
import { byText } from './order.ts';

/** The alerts of one topic in a digest, the newest first. */
export interface DigestSection {
  readonly topic: AlertedTopic;
  /** All of them, also those beyond the limit. */
  readonly count: number;
  readonly alerts: readonly AlertView[];
}

export interface DigestPeriod {
  /** First instant, ISO 8601. */
  readonly from: string;
  /** First instant no longer in it. */
  readonly to: string;
}

/** What a digest shows of one topic. */
export const MAX_ALERTS_A_TOPIC = 100;

const newestFirst = (a: AlertView, b: AlertView): number =>
  byText(b.alert.createdAt, a.alert.createdAt) || byText(a.alert.id, b.alert.id);

/**
 * Alerts by topic, each alert once, topics in the order of their names, in each at most a hundred, the newest first.
 * The same alerts in whatever order give the same digest. `counts` has, by topic, how many there are where not all are given.
 */
export function digestOf(
  alerts: readonly AlertView[],
  counts: ReadonlyMap<string, number> = new Map(),
): readonly DigestSection[] {
  const byTopic = new Map<string, Map<string, AlertView>>();
  for (const view of alerts) {
    const group = byTopic.get(view.topic.id) ?? new Map<string, AlertView>();
    byTopic.set(view.topic.id, group.set(view.alert.id, view));
  }
  const sections: DigestSection[] = [];
  for (const group of byTopic.values()) {
    const sorted = [...group.values()].toSorted(newestFirst);
    const first = sorted[0];
    if (first === undefined) continue;
    sections.push({
      topic: first.topic,
      count: counts.get(first.topic.id) ?? sorted.length,
      alerts: sorted.slice(0, MAX_ALERTS_A_TOPIC),
    });
  }
  return sections.toSorted((a, b) => byText(a.topic.name, b.topic.name) || byText(a.topic.id, b.topic.id));
}

/** The JSON body of a webhook for a digest: per topic what `alert.created` holds for each alert, and how many there were. */
export function digestBody(timestamp: string, period: DigestPeriod, sections: readonly DigestSection[]): string {
  const data = {
    from: period.from,
    to: period.to,
    topics: sections.map(({ topic, count, alerts }) => ({
      topic: { id: topic.id, name: topic.name, query: topic.query },
      count,
      alerts: alerts.map((view) => {
        const { alert, story, article, matches } = alertData(view);
        return { alert, story, article, matches };
      }),
    })),
  };
  return JSON.stringify({ type: 'digest', timestamp, data });
}
