/** A sample topic, in the form of `config/topics.yaml`. */
export interface DemoTopic {
  readonly id: TopicId;
  readonly name: string;
  readonly query: string;
  readonly lang?: readonly string[];
}

export type TopicId = 'european-security' | 'belarus' | 'port-strikes' | 'strompreise' | 'sanctions-ue' | 'bezopasnost';

/** What the sample readers watch: phrases, wildcards, NEAR, NOT and word forms, in four languages. */
export const DEMO_TOPICS: readonly DemoTopic[] = [
  { id: 'european-security', name: 'European security', query: '"European security"' },
  { id: 'belarus', name: 'Belarus', query: 'Belarus* OR Беларус*' },
  {
    id: 'port-strikes',
    name: 'Strikes in ports',
    query: '((port OR harbor OR harbour) NEAR/6 (strike OR walkout)) NOT ("air strike" OR drone)',
    lang: ['en'],
  },
  {
    id: 'strompreise',
    name: 'Energiepreise im Winter',
    query: '(Strompreis* OR Gaspreis*) NEAR/8 Winter',
    lang: ['de'],
  },
  {
    id: 'sanctions-ue',
    name: 'Sanctions de l’Union européenne',
    query: '(sanctions AND "Union européenne") NOT (football OR dopage)',
    lang: ['fr'],
  },
  {
    id: 'bezopasnost',
    name: 'Европейская безопасность',
    query: '"европейская безопасность" OR "безопасность Европы"',
    lang: ['ru'],
  },
];

/** One subscription a topic, all to one webhook: the form of `subscriptions:` in a topics file. */
export interface DemoSubscription {
  readonly topic: TopicId;
  readonly channel: { readonly type: 'webhook'; readonly url: string; readonly secret?: string };
  readonly rhythm: 'instant';
}

/** Every sample topic's subscription to the webhook at `url`. */
export function demoSubscriptions(url: string, secret?: string): DemoSubscription[] {
  const channel = { type: 'webhook', url, ...(secret === undefined ? {} : { secret }) } as const;
  return DEMO_TOPICS.map((topic) => ({ topic: topic.id, channel, rhythm: 'instant' }));
}
