import { messageOf, WireError } from '../../core/errors.ts';
import { createReadiness, type Check } from '../../observe/health.ts';
import { alertIds, alertSources, latestAlertId, alertsByTopic } from '../../store/alert-list.ts';
import { alertViews } from '../../store/alert.ts';
import { findArticle, listArticles } from '../../store/article.ts';
import {
  findChannel,
  listChannels,
  listSubscriptions,
  putChannel,
  putSubscription,
  removeChannel,
  removeSubscription,
} from '../../store/channel.ts';
import { listDeliveries } from '../../store/delivery-list.ts';
import { findFeed, listFeeds, needFeed, pauseFeed, pollNow, putFeed, removeFeed } from '../../store/feed.ts';
import { lifeLine } from '../../store/life-line.ts';
import { listenForAlerts } from '../../store/listen.ts';
import { isAway, type Database } from '../../store/open.ts';
import { listFailed, retryFailed } from '../../store/replay.ts';
import { pauseStages } from '../../store/setting.ts';
import { findStory, listStories } from '../../store/story-list.ts';
import { findTopic, listTopics, putTopic, removeTopic } from '../../store/topic.ts';
import { normaliseUrl } from '../../text/url.ts';
import type { FeedChange, Slice, SubscriptionChange, WebDeps } from '../../web/deps.ts';
import { archiveOf } from '../archive.ts';
import type { Container } from '../container.ts';
import type { RoleContext } from '../roles.ts';
import { channelsOf } from '../stage/deliver.ts';
import { accountDeps } from './accounts.ts';
import { statusReader } from './status.ts';
import {
  alertView,
  articleRowView,
  channelView,
  deliveryView,
  feedView,
  storyView,
  subscriptionView,
  topicView,
  failureView,
} from './views.ts';

/** What the web needs, made of this process's parts. */
export function webDeps({ container, metrics }: RoleContext, checks: Readonly<Record<string, Check>>): WebDeps {
  const { store, queues, log } = container;
  const readiness = createReadiness(checks);
  return {
    accounts: accountDeps(store, log),
    topics: topicDeps(store.db),
    feeds: feedDeps(container),
    articles: articleDeps(store.db),
    archive: archiveOf(store.db),
    stories: {
      list: async (slice) => (await listStories(store.db, slice)).map(storyView),
      find: async (id) => mapped(await findStory(store.db, id), storyView),
    },
    alerts: alertDeps(container),
    channels: channelDeps(container),
    subscriptions: subscriptionDeps(store.db),
    deliveries: {
      list: async (filter, slice) => (await listDeliveries(store.db, filter, slice)).map(deliveryView),
      find: async (id) =>
        mapped((await listDeliveries(store.db, { id }, { after: null, limit: 1 }))[0] ?? null, deliveryView),
    },
    failures: {
      list: async (limit) => (await listFailed(store.db, limit)).map(failureView),
      retry: (which) => retryFailed(store.db, which),
    },
    status: statusReader(container, readiness),
    readiness,
    metrics: { contentType: metrics.contentType, text: () => metrics.text() },
    board: { queues: queues.board(), pauseStage: (stage, paused) => pauseStages(store.db, [stage], paused) },
    isAway,
    onError: (err, message) => log.error({ err }, message),
  };
}

function mapped<A, B>(value: A | null, map: (value: A) => B): B | null {
  return value === null ? null : map(value);
}

function topicDeps(db: Database): WebDeps['topics'] {
  return {
    async list({ after, limit }) {
      const topics = (await listTopics(db)).filter(({ id }) => after === null || id > after).slice(0, limit);
      const alerts = await alertsByTopic(
        db,
        topics.map(({ id }) => id),
      );
      return topics.map((topic) => topicView(topic, alerts.get(topic.id)));
    },
    async find(id) {
      const topic = await findTopic(db, id);
      return topic === null ? null : topicView(topic, (await alertsByTopic(db, [id])).get(id));
    },
    put: (topic) => putTopic(db, topic, 'person'),
    remove: (id) => removeTopic(db, id, 'person'),
  };
}

function feedDeps(container: Container): WebDeps['feeds'] {
  const { db } = container.store;
  const find: WebDeps['feeds']['find'] = async (id) => mapped(await findFeed(db, { id }), feedView);
  return {
    find,
    list: async ({ state }, slice) => (await feedsOf(db, state, slice)).map(feedView),
    put: (feed) => addFeed(container, feed),
    async remove(id) {
      const feed = await findFeed(db, { id });
      if (feed === null) return false;
      await removeFeed(db, feed, 'person');
      return true;
    },
    pause: (id, paused) => pauseFeed(db, id, paused),
    poll: (id) => pollNow(db, id),
  };
}

/** Pages through the feeds until the page is full of those in the state. */
async function feedsOf(db: Database, state: string | undefined, { after, limit }: Slice) {
  const found: Awaited<ReturnType<typeof listFeeds>> = [];
  for (let last = after ?? 0; ;) {
    const rows = await listFeeds(db, { afterId: last, limit: 500 });
    found.push(
      ...rows.filter(
        (feed) =>
          state === undefined ||
          (state === 'failing' ? feed.state === 'active' && feed.code !== null : feed.state === state),
      ),
    );
    const end = rows.at(-1);
    if (end === undefined || rows.length < 500 || found.length >= limit) return found.slice(0, limit);
    last = end.id;
  }
}

async function addFeed({ store: { db }, seal, politeness, config }: Container, feed: FeedChange) {
  const url = normaliseUrl(feed.url);
  if (url === null) throw new WireError('URL_INVALID', 'the address of a feed begins with http:// or https://');
  const { headers, title, tags, everyMs, kind, selector } = feed;
  const outcome = await putFeed(
    db,
    {
      url,
      title,
      tags,
      everyMs,
      kind,
      selector,
      headersSealed: Object.keys(headers).length === 0 ? null : seal.seal(JSON.stringify(headers)),
      policy: politeness.of(url),
      alertSinceMs: config.alertSinceMs,
    },
    'person',
  );
  return { outcome, feed: feedView(await needFeed(db, { url })) };
}

function articleDeps(db: Database): WebDeps['articles'] {
  return {
    list: async (filter, slice) => (await listArticles(db, filter, slice)).map(articleRowView),
    async find(id) {
      const [article, life] = await Promise.all([findArticle(db, id), lifeLine(db, id)]);
      if (article === null || life === null) return null;
      const { canonical, modified, fetchedAt, text } = article;
      const steps = life.steps as { at: string; stage: string; outcome: string }[];
      const copy = {
        feeds: [...life.feeds],
        topics: [...life.topics],
        deliveries: [...life.deliveries],
        waiting: [...life.waiting],
        steps,
      };
      return {
        ...articleRowView(article),
        canonical,
        modified: modified?.toISOString() ?? null,
        fetchedAt: fetchedAt?.toISOString() ?? null,
        text,
        life: { ...life, ...copy },
      };
    },
  };
}

function alertDeps({ store, log }: Container): WebDeps['alerts'] {
  const { db } = store;
  const viewsOf = async (ids: readonly number[]) =>
    ids.length === 0 ? [] : (await alertViews(db, { ids, limit: ids.length })).map(alertView);
  return {
    list: async (filter, slice) => viewsOf(await alertIds(db, filter, slice)),
    find: async (id) => (await viewsOf([id]))[0] ?? null,
    since: async (id, topic, limit) =>
      (await viewsOf(await alertIds(db, { topic, afterId: id }, { after: null, limit }))).toReversed(),
    some: viewsOf,
    latestId: () => latestAlertId(db),
    sources: async (id) =>
      (await alertSources(db, id)).map((source) => ({
        ...source,
        articleId: String(source.articleId),
        at: source.at.toISOString(),
      })),
    listen: (onAlert) =>
      listenForAlerts(store.pool, onAlert, (error) =>
        log.warn({ reason: messageOf(error) }, 'alerts are not heard of at once; they are looked for again'),
      ),
  };
}

function channelDeps(container: Container): WebDeps['channels'] {
  const { db } = container.store;
  const channels = channelsOf(container);
  return {
    list: async ({ after, limit }) =>
      (await listChannels(db))
        .filter(({ id }) => id > (after ?? 0))
        .slice(0, limit)
        .map(channelView),
    find: async (id) => mapped(await findChannel(db, id), channelView),
    put({ type, address, secret }) {
      const channel = channels.get(type);
      if (channel === undefined)
        throw new WireError(
          'CHANNEL_INVALID',
          `there is no channel ${type}; there are ${[...channels.keys()].join(', ')}`,
        );
      const secretSealed = secret === null ? null : container.seal.seal(secret);
      return putChannel(db, { type, address: channel.normaliseAddress(address), secretSealed }, 'person');
    },
    async remove(id) {
      const channel = await findChannel(db, id);
      if (channel === null) return false;
      await removeChannel(db, channel, 'person');
      return true;
    },
  };
}

function subscriptionDeps(db: Database): WebDeps['subscriptions'] {
  return {
    list: async ({ topic }, { after, limit }) =>
      (await listSubscriptions(db))
        .filter((row) => row.id > (after ?? 0) && (topic === undefined || row.topicId === topic))
        .slice(0, limit)
        .map(subscriptionView),
    async put(subscription) {
      await needEnds(db, subscription);
      await putSubscription(db, { ...subscription, topicId: subscription.topic }, 'person');
      const rows = await listSubscriptions(db);
      return subscriptionView(
        rows.find(
          (row) => row.topicId === subscription.topic && row.channelId === subscription.channelId,
        ) as (typeof rows)[number],
      );
    },
    remove: (id) => removeSubscription(db, id, 'person'),
  };
}

/** @throws NOT_FOUND where the topic or the channel is not there */
async function needEnds(db: Database, { topic, channelId }: SubscriptionChange): Promise<void> {
  if ((await findTopic(db, topic)) === null) throw new WireError('NOT_FOUND', `there is no topic ${topic}`);
  if ((await findChannel(db, channelId)) === null) throw new WireError('NOT_FOUND', `there is no channel ${channelId}`);
}
