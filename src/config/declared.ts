import { z } from 'zod';
import { domains, feedAddress, headers, httpAddress, signingSecret } from './addresses.ts';
import { Secret } from '../core/secret.ts';
import {
  choice,
  cron,
  duration,
  flag,
  identifier,
  languages,
  line,
  query,
  selector,
  share,
  tags,
  timezone,
} from './values.ts';

/** Marks a fault of how values go together: the fault shows no value. */
const OWN = { own: true };

/** Where something is declared; shown when somebody changes it elsewhere (R22). */
export interface Declared {
  /** The file, as it was named, or the environment variable. */
  readonly declaredIn: string;
  /** 1-based; 0 where it is no file. */
  readonly line: number;
}

const Feed = z
  .preprocess(
    (raw) => (typeof raw === 'string' ? { url: raw } : raw),
    z.strictObject({
      url: feedAddress(),
      tags: tags().prefault([]),
      every: duration(1000).optional(),
      headers: headers().prefault({}),
      kind: choice(['feed', 'page']).prefault('feed'),
      selector: selector().optional(),
    }),
  )
  .transform(({ url, every, headers, tags, kind, selector }, context) => {
    if (selector !== undefined && kind !== 'page')
      context.addIssue({ code: 'custom', message: 'has a selector and is no page, expected kind: page', params: OWN });
    const hasOwn = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
    if (url.authorization !== undefined && hasOwn) {
      context.addIssue({
        code: 'custom',
        message: 'has a user in its url and an Authorization header, expected one of them',
        params: OWN,
      });
    }
    const credentials: Readonly<Record<string, Secret>> =
      url.authorization === undefined ? {} : { Authorization: url.authorization };
    return {
      url: url.url,
      tags,
      everyMs: every ?? null,
      headers: { ...headers, ...credentials },
      kind,
      selector: selector ?? null,
    };
  });

const Topic = z
  .strictObject({
    id: identifier(),
    name: line('a name').optional(),
    query: query(),
    lang: languages().prefault([]),
    sources: domains().prefault([]),
    tags: tags().prefault([]),
    minScore: share('a score').optional(),
    caseSensitive: flag().prefault(false),
  })
  .transform((topic) => ({ ...topic, name: topic.name ?? topic.id, minScore: topic.minScore ?? null }));

/** One entry a type of channel; a new channel adds its fields here. */
const Channel = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('webhook'),
      url: httpAddress(),
      secret: signingSecret().optional(),
    })
    .transform(({ secret, ...channel }) => ({ ...channel, ...(secret === undefined ? {} : { secret }) })),
]);

const Subscription = z
  .strictObject({
    topic: identifier(),
    channel: Channel,
    rhythm: choice(['instant', 'digest']).optional(),
    digest: cron().optional(),
    timezone: timezone().optional(),
    updates: flag().prefault(false),
  })
  .transform(({ rhythm, digest, timezone, ...subscription }, context) => {
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message, params: OWN });
    if (rhythm === 'instant' && digest !== undefined) refuse('is instant and has a digest, expected one of them');
    if (rhythm === 'digest' && digest === undefined) refuse('has no digest, expected digest: "0 7 * * *" or so');
    if (timezone !== undefined && digest === undefined) refuse('has a timezone but no digest that it would be for');
    return { ...subscription, digest: digest === undefined ? null : { cron: digest, timezone: timezone ?? 'UTC' } };
  });

const MOST = 200_000;

export const FeedList = z.array(Feed).max(MOST);
export const TopicList = z.array(Topic).max(MOST);
export const SubscriptionList = z.array(Subscription).max(MOST);

export type DeclaredFeed = Readonly<z.output<typeof Feed>> & Declared;
export type DeclaredTopic = Readonly<z.output<typeof Topic>> & Declared;
export type DeclaredSubscription = Readonly<z.output<typeof Subscription>> & Declared;
