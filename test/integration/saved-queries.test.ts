import { afterAll, beforeAll, expect, it } from 'vitest';
import { archiveOf } from '../../src/fleet/archive.ts';
import { LiveTopics } from '../../src/fleet/topics.ts';
import { searchArchive } from '../../src/stages/archive/search.ts';
import { tryTopic } from '../../src/stages/archive/trial.ts';
import { listTopics, putTopic, removeTopic } from '../../src/store/topic.ts';
import { openParts, seedParsed, startStand, type Parts, type Stand } from '../support/stand.ts';

let stand: Stand;
let parts: Parts;
beforeAll(async () => {
  stand = await startStand();
  parts = await openParts({ ...(await stand.fresh()), topics: [], subscriptions: [] });
});
afterAll(async () => {
  await parts.close();
  await stand.stop();
});

const put = (id: string, query: string): Promise<unknown> =>
  putTopic(parts.db, { id, name: id, query, lang: [], sources: [], tags: [] }, 'person');

it('a topic that asks for another by name follows it: live, in a trial and in a search', async () => {
  const text = 'Norway sells its oil abroad, and wind power too.';
  await seedParsed(parts.db, ['https://seed.example/1'], text);
  const topics = new LiveTopics(parts.db, parts.container.log);
  const matched = async (): Promise<string[]> => {
    await topics.refresh();
    const article = {
      articleId: 1,
      revision: 1,
      title: null,
      text,
      lead: null,
      url: 'https://seed.example/1',
      lang: 'en',
    };
    const rest = { authors: [], source: 'seed.example', country: null, section: null, tags: [] };
    return topics
      .match({ ...article, ...rest } as unknown as Parameters<typeof topics.match>[0])
      .map((match) => match.topic.id)
      .sort();
  };
  await put('energy', 'oil');
  await put('north', '@energy AND Norway');
  expect(await matched()).toEqual(['energy', 'north']);
  await put('energy', 'coal');
  expect(await matched()).toEqual([]);
  await put('energy', 'wind');
  expect(await matched()).toEqual(['energy', 'north']);

  const archive = archiveOf(parts.db);
  const span = { from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 86_400_000) };
  expect((await tryTopic({ id: 'trial', query: '@north' }, { archive, ...span })).matched).toBe(1);
  const options = {
    archive,
    filter: {},
    after: null,
    limit: 10,
    isOver: () => false,
    signal: new AbortController().signal,
  };
  expect((await searchArchive('@energy NOT oil', options)).hits).toHaveLength(0);
  expect((await searchArchive('@energy AND oil', options)).hits).toHaveLength(1);

  await removeTopic(parts.db, 'north', 'person');
  await removeTopic(parts.db, 'energy', 'person');
  expect(await matched()).toEqual([]);
});

it('refuses names that are not there, circles, and the end of what others ask for', async () => {
  await put('sanctions', 'sanction*');
  await expect(put('watch', 'Minsk AND @sanktions')).rejects.toMatchObject({
    code: 'QUERY_INVALID',
    detail: {
      topic: 'watch',
      code: 'unknown-name',
      start: 10,
      end: 20,
      hint: 'Did you mean @sanctions?',
    },
  });
  await expect(put('watch', 'oil OR @watch')).rejects.toMatchObject({ detail: { code: 'name-cycle', start: 7 } });
  await put('watch', '@sanctions AND (Minsk OR @sanctions)');
  await expect(put('sanctions', 'embargo OR @watch')).rejects.toMatchObject({ detail: { code: 'name-cycle' } });
  await expect(removeTopic(parts.db, 'sanctions', 'person')).rejects.toMatchObject({
    code: 'IN_USE',
    message: 'the topic sanctions stays: @sanctions is asked for by watch',
  });
  const long = `embargo OR ${'steamships OR '.repeat(10_000)}gas`;
  await expect(put('sanctions', long)).rejects.toMatchObject({
    detail: { code: 'too-long', message: expect.stringContaining('The topic watch, which asks for @sanctions') },
  });
  await removeTopic(parts.db, 'watch', 'person');
  expect(await removeTopic(parts.db, 'sanctions', 'person')).toBe(true);
});

it('two changes at the same moment make no circle together', async () => {
  await put('left', 'oil');
  await put('right', 'gas');
  const both = await Promise.allSettled([put('left', 'oil OR @right'), put('right', 'gas OR @left')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it('what a topic asks for beside its query is stored, and holds live and in a trial', async () => {
  await seedParsed(parts.db, ['https://seed.example/rules'], 'News.\n\nBut NATO met in Vilnius.');
  const article = {
    articleId: 2,
    revision: 1,
    title: null,
    text: 'News.\n\nBut NATO met in Vilnius.',
    lead: null,
    url: 'https://seed.example/rules',
    lang: 'en',
    authors: [],
    source: 'seed.example',
    country: null,
    section: null,
    tags: ['security'],
  };
  const rules = {
    plain: { query: 'nato' },
    score: { query: 'nato', minScore: 0.5 },
    low: { query: 'nato', minScore: 0.2 },
    written: { query: 'NATO', caseSensitive: true },
    unwritten: { query: 'nato', caseSensitive: true },
    tagged: { query: 'nato', tags: ['security'] },
    other: { query: 'nato', tags: ['sport'] },
    outlet: { query: 'nato', sources: ['seed.example'] },
    elsewhere: { query: 'nato', sources: ['other.example'] },
    english: { query: 'nato', lang: ['en'] },
    german: { query: 'nato', lang: ['de'] },
  };
  const archive = archiveOf(parts.db);
  const span = { from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 86_400_000) };
  for (const [id, rule] of Object.entries(rules)) {
    const topic = { id, name: id, lang: [], sources: [], tags: [], ...rule };
    expect(await putTopic(parts.db, topic, 'person')).toBe('added');
    expect(await putTopic(parts.db, topic, 'person')).toBe('unchanged');
  }
  const topics = new LiveTopics(parts.db, parts.container.log);
  await topics.refresh();
  const live = topics
    .match(article as unknown as Parameters<typeof topics.match>[0])
    .map((match) => match.topic.id)
    .sort();
  expect(live).toEqual(['english', 'low', 'outlet', 'plain', 'tagged', 'written']);
  const tried: string[] = [];
  for (const topic of await listTopics(parts.db))
    if (topic.id in rules && topic.id !== 'tagged' && topic.id !== 'english')
      if ((await tryTopic(topic, { archive, ...span })).matched > 0) tried.push(topic.id);
  expect(tried).toEqual(['low', 'outlet', 'plain', 'written']);
  expect(
    await putTopic(parts.db, { id: 'score', name: 'score', query: 'nato', lang: [], sources: [], tags: [] }, 'person'),
  ).toBe('changed');
  await topics.refresh();
  expect(
    topics.match(article as unknown as Parameters<typeof topics.match>[0]).map((match) => match.topic.id),
  ).toContain('score');
});
