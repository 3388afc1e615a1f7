import { maskHook, maskUrl } from '../../core/secret.ts';
import type { AlertRow } from '../../store/alert.ts';
import type { ArticleRow } from '../../store/article.ts';
import type { ChannelRow, SubscriptionRow } from '../../store/channel.ts';
import type { DeliveryRow } from '../../store/delivery-list.ts';
import type { FeedRow } from '../../store/feed.ts';
import type { FailedWork } from '../../store/replay.ts';
import type { StoryRow } from '../../store/story-list.ts';
import type { TopicRow } from '../../store/topic.ts';
import type { StoredTopic } from '../../web/deps.ts';
import type {
  AlertView,
  ArticleRowView,
  ChannelView,
  DeliveryView,
  FailureView,
  FeedView,
  StoryView,
  SubscriptionView,
} from '../../web/views.ts';

/** Rows of the store as the API shows them: ids are texts, instants ISO 8601, keys in addresses masked. */

const iso = (at: Date): string => at.toISOString();
const maybe = (at: Date | null): string | null => (at === null || Number.isNaN(at.getTime()) ? null : at.toISOString());
const idOf = (id: number | null): string | null => (id === null ? null : String(id));

export function topicView(topic: TopicRow, alerts: { day: number; total: number } = { day: 0, total: 0 }): StoredTopic {
  const { id, name, query, lang, sources, tags, minScore, caseSensitive, createdAt, declaredIn } = topic;
  return {
    id,
    name,
    query,
    lang: [...lang],
    sources: [...sources],
    tags: [...tags],
    minScore,
    caseSensitive,
    createdAt: iso(createdAt),
    declaredIn,
    alerts,
  };
}

export function feedView(feed: FeedRow): FeedView {
  return {
    ...feed,
    id: String(feed.id),
    url: maskUrl(feed.url),
    failing: feed.state === 'active' && feed.code !== null,
    addedAt: iso(feed.addedAt),
    alertSince: iso(feed.alertSince),
    polledAt: maybe(feed.polledAt),
    okAt: maybe(feed.okAt),
    entryAt: maybe(feed.entryAt),
    nextAt: feed.state === 'paused' ? null : maybe(feed.nextAt),
    distrustedUntil: maybe(feed.distrustedUntil),
    movingTo: feed.movingTo === null ? null : maskUrl(feed.movingTo),
  };
}

export function articleRowView(row: ArticleRow): ArticleRowView {
  const {
    id,
    url,
    title,
    source,
    status,
    code,
    reason,
    lang,
    section,
    author,
    published,
    discoveredAt,
    lead,
    feedId,
    storyId,
    topics,
  } = row;
  return {
    id: String(id),
    url,
    title,
    source,
    status,
    code,
    reason,
    lang,
    section,
    author,
    published: maybe(published),
    discoveredAt: iso(discoveredAt),
    lead,
    feedId: idOf(feedId),
    storyId: idOf(storyId),
    topics,
  };
}

export function alertView({
  alert,
  topic,
  story,
  article,
  matches,
  revision,
  updatedAt,
  score,
  snippet,
}: AlertRow): AlertView {
  return {
    id: alert.id,
    createdAt: alert.createdAt,
    updatedAt,
    revision,
    topic,
    story,
    article: { ...article, author: [...article.author] },
    score,
    snippet,
    matches: matches.map(({ field, text, start, end, snippet }) => ({ field, text, start, end, snippet })),
  };
}

export function storyView(story: StoryRow): StoryView {
  return { ...story, id: String(story.id), createdAt: iso(story.createdAt), latestAt: iso(story.latestAt) };
}

export function channelView({
  id,
  type,
  address,
  state,
  reason,
  hasSecret,
  createdAt,
  declaredIn,
}: ChannelRow): ChannelView {
  return {
    id: String(id),
    type,
    address: maskHook(address),
    state,
    reason,
    hasSecret,
    createdAt: iso(createdAt),
    declaredIn,
  };
}

export function subscriptionView(row: SubscriptionRow): SubscriptionView {
  const { id, topicId, channelId, channelType, address, rhythm, digest, timezone, updates, createdAt, declaredIn } =
    row;
  return {
    id: String(id),
    topic: topicId,
    channelId: String(channelId),
    channel: { type: channelType, address: maskHook(address) },
    rhythm,
    digest,
    timezone,
    updates,
    createdAt: iso(createdAt),
    declaredIn,
  };
}

export function deliveryView(row: DeliveryRow): DeliveryView {
  return {
    ...row,
    id: String(row.id),
    alertId: idOf(row.alertId),
    channelId: String(row.channelId),
    channel: { type: row.channel.type, address: maskHook(row.channel.address) },
    createdAt: iso(row.createdAt),
    triedAt: maybe(row.triedAt),
    sentAt: maybe(row.sentAt),
    nextAt: maybe(row.nextAt),
  };
}

export function failureView({ feedId, since, ...row }: FailedWork): FailureView {
  return { ...row, feedId: idOf(feedId), since: iso(since) };
}
