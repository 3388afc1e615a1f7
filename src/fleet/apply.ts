import { contentHash } from '../config/hash.ts';
import type { DeclaredFeed, DeclaredSubscription, DeclaredTopic } from '../config/declared.ts';
import type { Declarations } from '../config/load.ts';
import { WireError } from '../core/errors.ts';
import { readOpml } from '../feed/opml.ts';
import { firstPollDelay } from '../feed/budget.ts';
import { listSubscriptions, putChannel, putSubscription, removeSubscription } from '../store/channel.ts';
import { releaseUndeclared, type Author, type DeclaredKeys } from '../store/declared.ts';
import { listFeeds, putFeed, removeFeed } from '../store/feed.ts';
import { withLock } from '../store/lock.ts';
import { readSetting, writeSetting } from '../store/setting.ts';
import type { Database } from '../store/open.ts';
import { findTopic, listTopics, putTopic, removeTopic } from '../store/topic.ts';
import { askersOf } from '../store/topic-names.ts';
import { normaliseUrl } from '../text/url.ts';
import { lookupIn } from '../topic/names.ts';
import { pointAt } from '../topic/query.ts';
import { faultOfSet, inOrderOfNames } from '../topic/saved.ts';
import type { Container } from './container.ts';
import { channelsOf } from './stage/deliver.ts';

export interface Applied {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** Entries of an OPML file that are no feeds, and topics that could not be removed, with the reason. */
  readonly refused: readonly Refusal[];
}

interface Refusal {
  readonly what: string;
  readonly reason: string;
}

const NOTHING: Applied = { added: 0, changed: 0, removed: 0, refused: [] };
const SETTING = 'declared';

type Outcome = 'added' | 'changed' | 'unchanged';

/**
 * Brings what files declare into the store (R22): under a lock, by whichever process comes first, and only when its
 * content is new. What is not declared is left alone, unless `prune` is set: then what a file declared before and no
 * longer does is removed.
 * @throws QUERY_INVALID, CONFIG_INVALID with file and line
 */
export async function applyDeclared(container: Container): Promise<Applied> {
  const { declared } = container.config;
  const { store } = container;
  if (
    declared.feeds.length + declared.topics.length + declared.subscriptions.length === 0 &&
    declared.opml === undefined &&
    !declared.prune
  ) {
    return NOTHING;
  }
  const hash = contentHash(declared);
  return withLock(store.pool, 'wirewatch.declared', async () => {
    if ((await readSetting<string>(store.db, SETTING)) === hash) return NOTHING;
    await checkQueries(container, declared.topics);
    const applied = await apply(container, declared);
    await writeSetting(store.db, SETTING, hash);
    return applied;
  });
}

function place({ declaredIn, line }: { declaredIn: string; line: number }): string {
  return line > 0 ? `${declaredIn}:${line}` : declaredIn;
}

/** Each parses by itself (the configuration was read so); what they ask for by name is among them or in the store. */
async function checkQueries({ store }: Container, topics: readonly DeclaredTopic[]): Promise<void> {
  const wrong = faultOfSet(topics, await storedQueries(store.db));
  if (wrong === null) return;
  const { topic, fault } = wrong;
  const declared = topics.find(({ id }) => id === topic.id);
  const { code, start, end, message, hint } = fault;
  const where = declared === undefined ? '' : `${place(declared)}: `;
  throw new WireError(
    'QUERY_INVALID',
    `${where}topic ${topic.id}: ${message}\n${pointAt(topic.query, start, end)}\n${hint}`,
    { detail: { topic: topic.id, code, start, end, message, hint } },
  );
}

async function storedQueries(db: Database): Promise<Map<string, string>> {
  return new Map((await listTopics(db)).map(({ id, query }) => [id, query]));
}

async function apply(container: Container, declared: Declarations): Promise<Applied> {
  const outcomes: Outcome[] = [];
  const refused: Refusal[] = [];
  const feeds = [...declared.feeds, ...opmlFeeds(declared, refused)];
  const { budget } = container.config.polling;
  let added = 0;
  for (const feed of feeds) {
    const outcome = await applyFeed(container, feed, firstPollDelay(added, budget));
    outcomes.push(outcome);
    if (outcome === 'added') added += 1;
  }
  const topics = inOrderOfNames(declared.topics, lookupIn(await storedQueries(container.store.db)));
  for (const { declaredIn, line: _, ...topic } of topics) {
    outcomes.push(await putTopic(container.store.db, topic, { file: declaredIn }, { isOfSet: true }));
  }
  for (const subscription of declared.subscriptions) outcomes.push(await applySubscription(container, subscription));
  const removed = declared.prune ? await prune(container, feeds, declared, refused) : 0;
  await releaseUndeclared(container.store.db, keysOf(container, feeds, declared));
  const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  return { added: count('added'), changed: count('changed'), removed, refused };
}

type FeedToApply = Pick<DeclaredFeed, 'url' | 'everyMs' | 'headers' | 'declaredIn' | 'kind' | 'selector'> & {
  readonly tags: readonly string[];
  readonly title?: string | null;
};

function opmlFeeds({ opml }: Declarations, refused: Refusal[]): FeedToApply[] {
  if (opml === undefined) return [];
  return readOpml(opml.text).flatMap((feed) => {
    if (feed.refused === undefined)
      return [
        {
          url: feed.url,
          tags: feed.tags,
          everyMs: null,
          headers: {},
          declaredIn: opml.path,
          title: feed.title,
          kind: 'feed',
          selector: null,
        },
      ];
    refused.push({ what: feed.url === '' ? (feed.title ?? 'an outline') : feed.url, reason: feed.refused ?? '' });
    return [];
  });
}

async function applyFeed(
  { config, politeness, seal, store }: Container,
  feed: FeedToApply,
  firstPollMs: number,
): Promise<Outcome> {
  const url = normaliseUrl(feed.url) ?? feed.url;
  const headers = Object.fromEntries(
    Object.entries(feed.headers).map(([name, value]) => [name.toLowerCase(), reveal(value)]),
  );
  return putFeed(
    store.db,
    {
      url,
      kind: feed.kind,
      selector: feed.selector,
      title: feed.title ?? null,
      tags: feed.tags,
      everyMs: feed.everyMs,
      headersSealed: Object.keys(headers).length === 0 ? null : seal.seal(JSON.stringify(headers)),
      policy: politeness.of(url),
      alertSinceMs: config.alertSinceMs,
      firstPollMs,
    },
    { file: feed.declaredIn },
  );
}

function reveal(value: string | { reveal(): string }): string {
  return typeof value === 'string' ? value : value.reveal();
}

async function applySubscription(container: Container, subscription: DeclaredSubscription): Promise<Outcome> {
  const { db } = container.store;
  const author: Author = { file: subscription.declaredIn };
  if ((await findTopic(db, subscription.topic)) === null) {
    throw new WireError(
      'CONFIG_INVALID',
      `${place(subscription)}: there is no topic ${subscription.topic} to subscribe to`,
    );
  }
  const { type, url, secret } = subscription.channel;
  const channel = channelsOf(container).get(type);
  if (channel === undefined)
    throw new WireError('CONFIG_INVALID', `${place(subscription)}: there is no channel ${type}`);
  const secretSealed = secret === undefined ? null : container.seal.seal(secret.reveal());
  const { id } = await putChannel(db, { type, address: channel.normaliseAddress(url), secretSealed }, author);
  const { digest } = subscription;
  return putSubscription(
    db,
    {
      topicId: subscription.topic,
      channelId: id,
      rhythm: digest === null ? 'instant' : 'digest',
      digest: digest?.cron ?? null,
      timezone: digest?.timezone ?? null,
      updates: subscription.updates,
    },
    author,
  );
}

function keysOf(container: Container, feeds: readonly FeedToApply[], declared: Declarations): DeclaredKeys {
  const channels = channelsOf(container);
  return {
    feeds: feeds.map((feed) => normaliseUrl(feed.url) ?? feed.url),
    topics: declared.topics.map((topic) => topic.id),
    subscriptions: declared.subscriptions.map(({ topic, channel: { type, url } }) => ({
      topic,
      type,
      address: channels.get(type)?.normaliseAddress(url) ?? url,
    })),
  };
}

/** Removes what a file declared before and no file declares now. */
async function prune(
  container: Container,
  feeds: readonly FeedToApply[],
  declared: Declarations,
  refused: Refusal[],
): Promise<number> {
  const { db } = container.store;
  let removed = 0;
  const wantedFeeds = new Set(feeds.map((feed) => normaliseUrl(feed.url) ?? feed.url));
  for (const feed of await listFeeds(db, { limit: 1_000_000 })) {
    if (feed.declaredIn === null || wantedFeeds.has(feed.url)) continue;
    await removeFeed(db, feed, { file: feed.declaredIn });
    removed += 1;
  }
  const channels = channelsOf(container);
  const key = (topic: string, type: string, address: string): string => `${topic}\n${type}\n${address}`;
  const wanted = new Set(
    declared.subscriptions.map(({ topic, channel }) =>
      key(topic, channel.type, channels.get(channel.type)?.normaliseAddress(channel.url) ?? channel.url),
    ),
  );
  for (const row of await listSubscriptions(db)) {
    if (row.declaredIn === null || wanted.has(key(row.topicId, row.channelType, row.address))) continue;
    await removeSubscription(db, row.id, { file: row.declaredIn });
    removed += 1;
  }
  return removed + (await pruneTopics(db, declared, refused));
}

/** Those that ask for others by name go before these; what others still ask for stays, and is a person's. */
async function pruneTopics(db: Database, declared: Declarations, refused: Refusal[]): Promise<number> {
  const wanted = new Set(declared.topics.map((topic) => topic.id));
  const topics = await listTopics(db);
  const gone = topics.filter(({ id, declaredIn }) => declaredIn !== null && !wanted.has(id));
  const byId = new Map(topics.map(({ id, query }) => [id, query]));
  let removed = 0;
  for (const { id, declaredIn } of inOrderOfNames(gone, lookupIn(byId)).toReversed()) {
    const askers = await askersOf(db, id);
    if (askers.length > 0) refused.push({ what: `topic ${id}`, reason: `stays: asked for by ${askers.join(', ')}` });
    else if (await removeTopic(db, id, { file: declaredIn as string })) removed += 1;
  }
  return removed;
}
