import { z } from 'zod';

/** What the API shows, as zod schemas: the types of the answers, and the schemas of `/api/openapi.json`. */

const instant = z.iso.datetime();
const maybeInstant = instant.nullable();
const id = z.string().regex(/^\d{1,15}$/);
const declared = z
  .string()
  .nullable()
  .describe('The file that declares it and in which alone it is changed; null where it may be changed here.');

export const STAGE_NAMES = ['fetch', 'parse', 'alert', 'deliver'] as const;

export const TopicView = z
  .object({
    id: z.string(),
    name: z.string(),
    query: z.string(),
    lang: z.array(z.string()),
    sources: z.array(z.string()),
    tags: z.array(z.string()),
    minScore: z.number().nullable().describe('Only matches with at least this score alert, 0 to 1.'),
    caseSensitive: z.boolean().describe('Words are found as they are written only.'),
    createdAt: instant,
    declaredIn: declared,
    alerts: z.object({ day: z.number(), total: z.number() }).describe('How many stories it alerted on.'),
    feeds: z
      .object({ rss: z.string(), atom: z.string(), json: z.string() })
      .describe('Addresses of its alerts as a feed, with the read-only key where the installation has a secret.'),
  })
  .meta({ id: 'Topic' });
export type TopicView = z.input<typeof TopicView>;

export const WarningView = z
  .object({ code: z.string(), start: z.number(), end: z.number(), message: z.string(), hint: z.string() })
  .meta({ id: 'QueryWarning' });

export const FeedView = z
  .object({
    id,
    url: z.string(),
    kind: z.enum(['feed', 'page']),
    title: z.string().nullable(),
    link: z.string().nullable(),
    language: z.string().nullable(),
    tags: z.array(z.string()),
    state: z
      .enum(['active', 'paused', 'gone', 'dead'])
      .describe('`gone`: it answered 410. `dead`: nothing but failures for 30 days. Both are looked at again, rarely.'),
    failing: z.boolean(),
    source: z.string(),
    host: z.string(),
    everyMs: z.number().nullable().describe('The fixed rhythm, where there is one.'),
    intervalMs: z.number().nullable().describe('The rhythm that it has now.'),
    addedAt: instant,
    alertSince: instant.describe('Articles from before this instant do not alert.'),
    polledAt: maybeInstant,
    okAt: maybeInstant,
    entryAt: maybeInstant.describe('When it last had something new.'),
    nextAt: maybeInstant,
    failures: z.number(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    problem: z.string().nullable().describe('What is the matter with its host, such as a very long Crawl-delay.'),
    selector: z.string().nullable().describe('Of a watched page: which links are its articles.'),
    distrustedUntil: maybeInstant.describe(
      'Its ETag or Last-Modified hid new entries: it is asked without them until then.',
    ),
    movingTo: z
      .string()
      .nullable()
      .describe('Where all its polls are redirected for good; it moves there after three days.'),
    sitemaps: z.number().describe('Sitemaps below this index that are followed.'),
    declaredIn: declared,
  })
  .meta({ id: 'Feed' });
export type FeedView = z.input<typeof FeedView>;

export const STATUSES = [
  'waiting',
  'matched',
  'unmatched',
  'not-article',
  'duplicate',
  'gone',
  'refused-by-robots',
  'failed',
] as const;

export const ArticleRowView = z
  .object({
    id,
    url: z.string(),
    title: z.string().nullable(),
    source: z.string(),
    status: z.enum(STATUSES),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    lang: z.string().nullable(),
    section: z.string().nullable(),
    author: z.array(z.string()),
    published: maybeInstant,
    discoveredAt: instant,
    lead: z.string().nullable(),
    feedId: id.nullable(),
    storyId: id.nullable(),
    topics: z.array(z.string()).describe('The topics that it matched.'),
  })
  .meta({ id: 'ArticleRow' });
export type ArticleRowView = z.input<typeof ArticleRowView>;

export const MatchView = z
  .object({
    field: z.string(),
    text: z.string(),
    start: z.number(),
    end: z.number(),
    snippet: z.string().describe('Escaped HTML with <mark>.'),
  })
  .meta({ id: 'Match' });
export type MatchView = z.input<typeof MatchView>;

const stepTime = z.string().describe('ISO 8601, with its offset.');

export const LifeView = z
  .object({
    status: z.string(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    basis: z.enum(['page', 'feed']).nullable().describe('Whether its page or the feed’s own words were matched.'),
    revision: z.number(),
    duplicateOf: z.string().nullable(),
    trace: z.string(),
    feeds: z.array(z.object({ url: z.string(), firstSeen: stepTime })),
    topics: z
      .array(
        z.object({
          topic: z.string(),
          name: z.string(),
          decision: z.string().describe('alerted, joined, before-alert-since or no-subscription.'),
          at: stepTime,
          alert: z.string().nullable(),
          score: z.number(),
          snippet: z.string().describe('Escaped HTML with <mark>.'),
        }),
      )
      .describe('One decision for each topic that it matches.'),
    deliveries: z.array(
      z.object({
        topic: z.string(),
        channel: z.string(),
        type: z.string(),
        state: z.string(),
        attempts: z.number(),
        at: stepTime,
        reason: z.string().nullable(),
      }),
    ),
    waiting: z
      .array(
        z.object({
          stage: z.string(),
          state: z.string(),
          next: stepTime,
          attempts: z.number(),
          code: z.string().nullable(),
          reason: z.string().nullable(),
        }),
      )
      .describe('What is still to be done with it.'),
    steps: z
      .array(z.looseObject({ at: stepTime, stage: z.string(), outcome: z.string() }))
      .describe('Its way through the stages.'),
  })
  .meta({ id: 'LifeLine' });
export type LifeView = z.input<typeof LifeView>;

export const ArticleView = z
  .object({
    ...ArticleRowView.shape,
    canonical: z.string().nullable(),
    modified: maybeInstant,
    fetchedAt: maybeInstant,
    text: z.string().nullable().describe('Null where retention has taken it, or nothing was had.'),
    life: LifeView,
  })
  .meta({ id: 'Article' });
export type ArticleView = z.input<typeof ArticleView>;

export const AlertView = z
  .object({
    id,
    createdAt: instant,
    updatedAt: instant,
    revision: z.number(),
    topic: z.object({ id: z.string(), name: z.string(), query: z.string() }),
    story: z.object({ id: z.string(), articles: z.number() }),
    article: z.object({
      id,
      url: z.string(),
      title: z.string().nullable(),
      author: z.array(z.string()),
      source: z.string(),
      lang: z.string().nullable(),
      published: maybeInstant,
      fetched: maybeInstant,
      lead: z.string().nullable(),
    }),
    score: z.number(),
    snippet: z.string().describe('Escaped HTML with <mark>.'),
    matches: z.array(MatchView),
  })
  .meta({ id: 'Alert' });
export type AlertView = z.input<typeof AlertView>;

export const SourceView = z
  .object({ articleId: id, url: z.string(), title: z.string().nullable(), source: z.string(), at: instant })
  .meta({ id: 'AlertSource' });
export type SourceView = z.input<typeof SourceView>;

export const StoryView = z
  .object({
    id,
    createdAt: instant,
    title: z.string().nullable(),
    articles: z.number(),
    sources: z.array(z.string()),
    topics: z.array(z.string()),
    latestAt: instant,
  })
  .meta({ id: 'Story' });
export type StoryView = z.input<typeof StoryView>;

export const ChannelView = z
  .object({
    id,
    type: z.string(),
    address: z.string().describe('Without what looks like a key in it.'),
    state: z.enum(['active', 'disabled']),
    reason: z.string().nullable(),
    hasSecret: z.boolean(),
    createdAt: instant,
    declaredIn: declared,
  })
  .meta({ id: 'Channel' });
export type ChannelView = z.input<typeof ChannelView>;

export const SubscriptionView = z
  .object({
    id,
    topic: z.string(),
    channelId: id,
    channel: z.object({ type: z.string(), address: z.string() }),
    rhythm: z.enum(['instant', 'digest']),
    digest: z.string().nullable(),
    timezone: z.string().nullable(),
    updates: z.boolean(),
    createdAt: instant,
    declaredIn: declared,
  })
  .meta({ id: 'Subscription' });
export type SubscriptionView = z.input<typeof SubscriptionView>;

export const DELIVERY_STATES = ['pending', 'sending', 'sent', 'failed', 'cancelled'] as const;

export const DeliveryView = z
  .object({
    id,
    messageId: z.string().describe('`webhook-id`.'),
    type: z.string(),
    state: z.enum(DELIVERY_STATES),
    alertId: id.nullable(),
    topic: z.string().nullable(),
    channelId: id,
    channel: z.object({ type: z.string(), address: z.string() }),
    attempts: z.number(),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: instant,
    triedAt: maybeInstant,
    sentAt: maybeInstant,
    nextAt: maybeInstant,
  })
  .meta({ id: 'Delivery' });
export type DeliveryView = z.input<typeof DeliveryView>;

const QueueView = z
  .object({
    stage: z.enum(STAGE_NAMES),
    waiting: z.number(),
    active: z.number(),
    delayed: z.number(),
    failed: z.number(),
    completed: z.number(),
    paused: z.boolean(),
    due: z.number().describe('Rows of the store that are due at this stage, handed out or not.'),
    oldestDueS: z.number().nullable().describe('How long the oldest of them has been due, in seconds.'),
    quarantined: z.number(),
  })
  .meta({ id: 'Queue' });

export const FailureView = z
  .object({
    id: z.string().describe('For `POST /failures/{id}/retry`.'),
    stage: z.string(),
    what: z.string().describe('An address, or a channel.'),
    feedId: id.nullable().describe('Where it is about a feed and not about an article.'),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    attempts: z.number(),
    since: instant,
  })
  .describe('Something that is kept for a person.')
  .meta({ id: 'Failure' });
export type FailureView = z.input<typeof FailureView>;

const hourAndDay = z.object({ hour: z.number(), day: z.number() });

export const StatusView = z
  .object({
    version: z.string(),
    at: instant,
    startedAt: instant,
    engine: z.object({ store: z.string(), queue: z.string(), why: z.string() }),
    ready: z.boolean(),
    checks: z.record(z.string(), z.string()).describe('`ok` or the reason why not.'),
    feeds: z.object({
      total: z.number(),
      active: z.number().describe('Polled, the failing ones included.'),
      failing: z.number(),
      paused: z.number(),
      gone: z.number(),
      dead: z.number(),
    }),
    topics: z.number(),
    articles: z.object({ ...hourAndDay.shape, waiting: z.number() }),
    alerts: hourAndDay,
    deliveries: z.object({ pending: z.number(), failedDay: z.number(), sentDay: z.number() }),
    failures: z.object({
      quarantined: z.number().describe('All that is kept for a person: work, unreadable feeds, failed deliveries.'),
      latest: z.array(FailureView),
    }),
    queues: z.array(QueueView).nullable().describe('Null while the queue server does not answer.'),
  })
  .meta({ id: 'Status' });
export type StatusView = z.input<typeof StatusView>;

const TrialSample = z.object({ article: ArticleRowView, score: z.number(), matches: z.array(MatchView) });
const counts = z.record(z.string(), z.number());

export const TrialView = z
  .object({
    query: z.string(),
    warnings: z.array(WarningView),
    from: instant.describe('Where the span of time begins that the counts are of; by discovery.'),
    to: instant,
    complete: z.boolean().describe('False when the time or the number of articles ran out before the archive did.'),
    scanned: z.number().describe('Articles that were decided on.'),
    read: z.number().describe('Of them those that the full-text index could not rule out, and the matcher read.'),
    matched: z.number(),
    stories: z.number().describe('Alerts that it would have made: one a story.'),
    suppressed: z.number().describe('Matches that would have joined an alert of the same story.'),
    alertsPerWeek: z.number(),
    byDay: counts.describe('Matches by day of publication (UTC).'),
    bySource: counts.describe('Matches by outlet, the most first.'),
    samples: z.array(TrialSample).describe('The newest matches.'),
    noiseWords: z
      .array(z.object({ word: z.string(), noise: z.number(), rest: z.number() }))
      .describe(
        'Words of matches with weak evidence that hardly stand in the others, with the number of each: for NOT.',
      ),
    comparedWith: z.string().nullable().describe('The topic that `gained` and `lost` compare with.'),
    gainedCount: z.number(),
    lostCount: z.number(),
    gained: z.array(TrialSample).describe('What the topic as it is does not match.'),
    lost: z.array(TrialSample).describe('What only the topic as it is matches.'),
    furniture: z
      .object({
        scanned: z.number().describe('Raw pages that are still kept and were looked at.'),
        ignored: z.number().describe('Pages that hold the query outside the article’s text only.'),
        samples: z.array(z.object({ id, url: z.string(), title: z.string().nullable(), snippet: z.string() })),
      })
      .describe('What the cleaning left out and was not matched: navigation, teasers, comments.'),
  })
  .meta({ id: 'Trial' });
export type TrialView = z.output<typeof TrialView>;

export const ProblemView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.string().describe('See docs/errors.md.'),
    detail: z.string(),
    fault: WarningView.optional().describe('For QUERY_INVALID: the place in the query, and a hint.'),
    errors: z.array(z.object({ at: z.string(), message: z.string() })).optional(),
  })
  .describe('RFC 9457 problem details.')
  .meta({ id: 'Problem' });
