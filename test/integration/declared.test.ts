import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isWireError, messageOf } from '../../src/core/errors.ts';
import { createSeal } from '../../src/store/seal.ts';
import {
  listChannels,
  listSubscriptions,
  putChannel,
  putSubscription,
  removeChannel,
  removeSubscription,
} from '../../src/store/channel.ts';
import { findFeed, listFeeds, putFeed, removeFeed, type FeedRow } from '../../src/store/feed.ts';
import { findTopic, putTopic, removeTopic } from '../../src/store/topic.ts';
import type { PipelineOptions } from '../support/pipeline.ts';
import { startSite } from '../support/site.ts';
import { openParts, startNews, startStand, type Parts, type Servers, type Stand } from '../support/stand.ts';
import { until } from '../support/until.ts';

const HOOK = 'https://receiver.example/hook';
const FULL = {
  feeds: ['https://one.example/feed', { url: 'https://two.example/feed', every: '10m', tags: ['local'] }],
  topics: [
    { id: 'eu', name: 'EU', query: '"European security"' },
    { id: 'rivers', name: 'Rivers', query: 'river*' },
  ],
  subscriptions: [
    { topic: 'eu', channel: { type: 'webhook', url: HOOK } },
    { topic: 'rivers', channel: { type: 'webhook', url: HOOK } },
  ],
};

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'it was allowed',
    (error: unknown) => (isWireError(error) ? `${error.code}: ${messageOf(error)}` : String(error)),
  );
}

describe('declared configuration', () => {
  let stand: Stand;
  let servers: Servers;
  const opened: Parts[] = [];
  beforeAll(async () => {
    stand = await startStand();
  });
  afterAll(() => stand.stop());
  afterEach(async () => {
    for (const parts of opened.splice(0)) await parts.close();
  });

  async function apply(options: Partial<PipelineOptions>): Promise<Parts> {
    const parts = await openParts({ ...servers, ...options });
    opened.push(parts);
    return parts;
  }

  it('R22 four processes that start at once apply it once; the same content again changes nothing', async () => {
    servers = await stand.fresh();
    const four = await Promise.all([1, 2, 3, 4].map(() => apply(FULL)));
    expect(four.map(({ applied }) => applied.added).sort()).toEqual([0, 0, 0, 6]);
    const { applied, query } = await apply(FULL);
    expect(applied).toMatchObject({ added: 0, changed: 0, removed: 0 });
    expect(
      await query(
        'SELECT (SELECT count(*) FROM feed) AS feeds, (SELECT count(*) FROM work) AS work, (SELECT count(*) FROM channel) AS channels',
      ),
    ).toEqual([{ feeds: 2, work: 2, channels: 1 }]);
  });

  it('R22 what changed is changed, what is no longer declared is left alone', async () => {
    servers = await stand.fresh();
    await apply(FULL);
    const { applied, db } = await apply({
      ...FULL,
      feeds: [{ url: 'https://two.example/feed', every: '20m' }],
      topics: [{ id: 'eu', name: 'EU', query: 'Europe' }],
      subscriptions: [],
    });
    expect(applied).toMatchObject({ added: 0, changed: 2, removed: 0 });
    expect((await listFeeds(db)).map(({ url, everyMs }) => [url, everyMs])).toEqual([
      ['https://one.example/feed', null],
      ['https://two.example/feed', 1_200_000],
    ]);
    expect(await listSubscriptions(db)).toHaveLength(2);
  });

  it('R22 with prune, what files declared before and no longer do is removed, and what a person made stays', async () => {
    servers = await stand.fresh();
    const before = await apply(FULL);
    await putTopic(before.db, { id: 'mine', name: 'Mine', query: 'mine', lang: [], sources: [], tags: [] }, 'person');
    const { applied, db, query } = await apply({
      feeds: ['https://one.example/feed'],
      topics: [FULL.topics[0] as object],
      subscriptions: [FULL.subscriptions[0] as object],
      settings: { prune: true },
    });
    expect(applied).toMatchObject({ added: 0, removed: 3 });
    expect((await listFeeds(db)).map(({ url }) => url)).toEqual(['https://one.example/feed']);
    expect(await query('SELECT id FROM topic WHERE removed_at IS NULL ORDER BY id')).toEqual([
      { id: 'eu' },
      { id: 'mine' },
    ]);
    expect((await listSubscriptions(db)).map(({ topicId }) => topicId)).toEqual(['eu']);
  });

  it('topics that ask for others by name are read as one set, in any order, and end in one that leaves none behind', async () => {
    servers = await stand.fresh();
    const topics = [
      { id: 'north', query: '@energy AND Norway' },
      { id: 'energy', query: 'oil OR @gas' },
      { id: 'gas', query: 'gas' },
    ];
    const none = { feeds: [], subscriptions: [] };
    const { applied, db } = await apply({ ...none, topics });
    expect(applied).toMatchObject({ added: 3 });
    expect(await refusal(apply({ ...none, topics: [{ id: 'north', query: '@enregy AND Norway' }] }))).toMatch(
      /^QUERY_INVALID: .*:\d+: topic north: There is no saved query enregy\.\n.*\n.*\^{7}\nDid you mean @energy\?/s,
    );
    expect(await refusal(apply({ ...none, topics: [{ id: 'gas', query: 'gas OR @north' }] }))).toContain(
      '@north asks for itself: north → energy → gas → north',
    );
    await putTopic(db, { id: 'mine', name: 'Mine', query: '@gas', lang: [], sources: [], tags: [] }, 'person');
    const pruned = await apply({ ...none, topics: [{ id: 'other', query: 'other' }], settings: { prune: true } });
    expect(pruned.applied).toMatchObject({
      added: 1,
      removed: 2,
      refused: [{ what: 'topic gas', reason: 'stays: asked for by mine' }],
    });
    expect(await findTopic(db, 'gas')).toMatchObject({ declaredIn: null });
  });

  it('R22 a declared thing is not changed elsewhere, and the refusal names the file', async () => {
    servers = await stand.fresh();
    const { db, container } = await apply(FULL);
    const feed = (await findFeed(db, { url: 'https://one.example/feed' })) as FeedRow;
    const [channel] = await listChannels(db);
    const [subscription] = await listSubscriptions(db);
    if (channel === undefined || subscription === undefined) throw new Error('both are declared');
    const policy = container.politeness.of(feed.url);
    const input = {
      url: feed.url,
      kind: 'feed',
      selector: null,
      title: null,
      tags: ['x'],
      everyMs: 1,
      headersSealed: null,
      policy,
      alertSinceMs: 0,
    } as const;
    const topic = { id: 'eu', name: 'Other', query: 'other', lang: [], sources: [], tags: [] };
    for (const work of [
      () => removeFeed(db, feed, 'person'),
      () => putFeed(db, input, 'person'),
      () => putTopic(db, topic, 'person'),
      () => removeTopic(db, 'eu', 'person'),
      () => putChannel(db, { ...channel, secretSealed: new Uint8Array(30) }, 'person'),
      () => removeChannel(db, channel, 'person'),
      () => putSubscription(db, { ...subscription, updates: true }, 'person'),
      () => removeSubscription(db, subscription.id, 'person'),
    ]) {
      expect(await refusal(work())).toMatch(/^DECLARED: .* is declared in .*wirewatch\.yaml/);
    }
    expect(await findTopic(db, 'eu')).toMatchObject({ name: 'EU' });
    // A subscription of one's own to a declared channel is nobody's business.
    await putTopic(db, { ...topic, id: 'mine' }, 'person');
    expect(await putChannel(db, { ...channel, secretSealed: null }, 'person')).toMatchObject({ made: false });
    expect(await putSubscription(db, { ...subscription, topicId: 'mine' }, 'person')).toBe('added');
  });

  it('R22 what no file declares any more can be changed and removed by anybody', async () => {
    servers = await stand.fresh();
    await apply(FULL);
    const { db } = await apply({ feeds: ['https://two.example/feed'] });
    const feed = (await findFeed(db, { url: 'https://one.example/feed' })) as FeedRow;
    await removeFeed(db, feed, 'person');
    expect(await removeTopic(db, 'eu', 'person')).toBe(true);
    const [channel] = await listChannels(db);
    expect(channel?.declaredIn).toBeNull();
    expect((await findFeed(db, { url: 'https://two.example/feed' }))?.declaredIn).toMatch(/wirewatch\.yaml$/);
  });

  it('R22 addresses that differ in writing only are one feed and one channel', async () => {
    servers = await stand.fresh();
    const { query } = await apply({
      ...FULL,
      feeds: ['https://ONE.example:443/feed#top'],
      subscriptions: [{ topic: 'eu', channel: { type: 'webhook', url: 'https://RECEIVER.example:443/hook' } }],
    });
    await apply(FULL);
    expect(
      await query('SELECT (SELECT count(*) FROM feed) AS feeds, (SELECT count(*) FROM channel) AS channels'),
    ).toEqual([{ feeds: 2, channels: 1 }]);
  });

  it('R22 a query that does not parse keeps everything as it was, and says where it stands', async () => {
    servers = await stand.fresh();
    const bad = { ...FULL, topics: [...FULL.topics, { id: 'bad', name: 'Bad', query: '(one OR' }] };
    expect(await refusal(apply(bad))).toMatch(
      /^CONFIG_INVALID: [^]*wirewatch\.yaml:\d+: topics\[2\]\.query: does not parse/,
    );
    const { query } = await apply({});
    expect(await query('SELECT count(*) AS n FROM topic')).toEqual([{ n: 0 }]);
  });

  it('R22 R30 headers of a feed are sealed, sent to its host, and changed where the file changes them', async () => {
    servers = await stand.fresh();
    const site = await startSite();
    try {
      const feeds = (key: string): object[] => [{ url: site.url('paper', '/feed'), headers: { 'X-Key': key } }];
      await apply({ feeds: feeds('first') });
      const { applied, query } = await apply({ feeds: feeds('second') });
      expect(applied.changed).toBe(1);
      const [row] = await query<{ text: string }>(`SELECT encode(headers_sealed, 'escape') AS text FROM feed`);
      expect(row?.text).not.toContain('second');
      const news = await startNews({ ...servers, feeds: feeds('second') });
      await until(
        () => site.asked.find((one) => one.path === '/feed')?.headers['x-key'],
        (key) => key === 'second',
      );
      await news.stop();
    } finally {
      await site.stop();
    }
  });

  it('R30 a fleet without a secret refuses to store a credential, and stores all else', async () => {
    servers = await stand.fresh();
    const channel = { type: 'webhook', url: HOOK, secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}` };
    const secret = { ...FULL, subscriptions: [{ topic: 'eu', channel }] };
    expect(await refusal(apply({ ...secret, secret: null }))).toMatch(/^SECRET_MISSING/);
    expect(
      await refusal(
        apply({ feeds: [{ url: 'https://three.example/feed', headers: { authorization: 'x' } }], secret: null }),
      ),
    ).toMatch(/^SECRET_MISSING/);
    const { query } = await apply({ ...FULL, secret: null });
    expect(await query('SELECT count(*) AS n FROM channel WHERE secret_sealed IS NOT NULL')).toEqual([{ n: 0 }]);
    await apply(secret);
    expect(await query('SELECT count(*) AS n FROM channel WHERE secret_sealed IS NOT NULL')).toEqual([{ n: 1 }]);
  });

  it('R30 what was sealed opens with the same secret only', async () => {
    const sealed = createSeal('one').seal('the key');
    expect(createSeal('one').open(sealed)).toBe('the key');
    expect(Buffer.from(sealed).toString('latin1')).not.toContain('the key');
    for (const other of ['two', undefined])
      expect(await refusal(Promise.resolve().then(() => createSeal(other).open(sealed)))).toMatch(
        /^SECRET_(WRONG|MISSING)/,
      );
    const touched = Uint8Array.from(sealed, (byte, at) => (at === sealed.length - 1 ? byte ^ 1 : byte));
    expect(await refusal(Promise.resolve().then(() => createSeal('one').open(touched)))).toMatch(/^SECRET_WRONG/);
  });
});
