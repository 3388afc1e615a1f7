import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveOf } from '../../src/fleet/archive.ts';
import { searchArchive } from '../../src/stages/archive/search.ts';
import { tryTopic } from '../../src/stages/archive/trial.ts';
import { indexArchive } from '../../src/store/archive-index.ts';
import { archiveCandidates } from '../../src/store/archive.ts';
import { dump, restore } from '../../src/store/dump.ts';
import { migrate, openStore, type Store } from '../../src/store/open.ts';
import { createSeal } from '../../src/store/seal.ts';
import { retain } from '../../src/store/upkeep.ts';
import { KEYS_VERSION, prefilterOfAny } from '../../src/topic/prefilter.ts';
import { parseQuery } from '../../src/topic/query.ts';
import { naiveMatch } from '../support/naive.ts';
import { postgresBins, startPostgres, type TestPostgres } from '../support/postgres.ts';
import {
  random,
  randomArticle,
  randomChance,
  randomQuery,
  type Chance,
  type RandomArticle,
} from '../support/random-topics.ts';

const [bin] = postgresBins();
const NEVER = new AbortController().signal;
const SINCE = { from: new Date(0), to: new Date(Date.now() + 86_400_000) };

describe.skipIf(bin === undefined)('the archive and its index (skipped where there is no PostgreSQL)', () => {
  let server: TestPostgres;
  let store: Store;
  let count = 0;

  beforeAll(async () => {
    server = await startPostgres({ bin: bin as 'packaged' });
    store = openStore({ connectionString: server.connectionString, applicationName: 'test' });
    await migrate(store);
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  async function empty(): Promise<void> {
    await sql`TRUNCATE article CASCADE`.execute(store.db);
    await sql`TRUNCATE source CASCADE`.execute(store.db);
  }

  /** Writes an article as the parse stage would; gives its id. */
  async function write(article: Partial<RandomArticle> & { body: string; source?: string }): Promise<number> {
    const {
      title = '',
      body,
      lead = null,
      lang = null,
      url,
      author = [],
      country = '',
      section = '',
      tags = [],
    } = article;
    const domain = article.source ?? `outlet-${(count += 1)}.example`;
    const { rows } = await sql<{ id: number }>`
      WITH s AS (
        INSERT INTO source (domain, country, tags) VALUES (${domain}, ${country}, ${[...tags]})
        ON CONFLICT (domain) DO UPDATE SET domain = excluded.domain RETURNING id)
      INSERT INTO article (url, source_id, alert_since, title, text, lead, lang, authors, section, status, revision)
      SELECT ${`${url ?? 'https://example.org/'}#${(count += 1)}`}, s.id, now(), ${title}, ${body}, ${lead}, ${lang}, ${[...author]}, ${section}, 'unmatched', 1
      FROM s RETURNING id`.execute(store.db);
    return (rows[0] as { id: number }).id;
  }

  async function indexAll(): Promise<void> {
    while ((await indexArchive(store.db, 100)) > 0);
  }

  async function search(query: string): Promise<number[]> {
    const options = { archive: archiveOf(store.db), filter: {}, after: null, limit: 100_000, isOver: () => false };
    const { hits } = await searchArchive(query, { ...options, signal: NEVER });
    return hits.map(({ article }) => Number(article.id));
  }

  async function candidates(query: string): Promise<number[]> {
    const parsed = parseQuery(query);
    if (!parsed.ok) throw new Error(parsed.fault.message);
    const found = await archiveCandidates(store.db, {}, prefilterOfAny([parsed.ast]), { after: null, limit: 100_000 });
    return found.map(({ id }) => id);
  }

  it('answers what the naive evaluator says, on random queries and texts in many scripts', async () => {
    await empty();
    const next = random(20_260_101);
    const chances: { chance: Chance; lang: string }[] = Array.from({ length: 12 }, () => randomChance(next));
    const articles = new Map<number, RandomArticle>();
    for (const { chance, lang } of chances)
      for (let k = 0; k < 25; k += 1) {
        const article = randomArticle(chance, lang);
        articles.set(await write(article), article);
      }
    await indexAll();
    // Some are not indexed yet, some by other rules: they are looked at all the same.
    await sql`UPDATE article_words SET version = 0, keys = NULL WHERE article_id % 7 = 0`.execute(store.db);
    await sql`UPDATE article_words SET version = 99, keys = '' WHERE article_id % 11 = 0`.execute(store.db);
    const newest = [...articles.keys()].toSorted((a, b) => b - a);
    let matches = 0;
    let ruledOut = 0;
    for (let round = 0; round < 400; round += 1) {
      const { chance } = chances[round % chances.length] as (typeof chances)[number];
      const query = randomQuery(chance);
      const parsed = parseQuery(query);
      if (!parsed.ok) continue;
      const expected = newest.filter((id) => {
        const { url, ...article } = articles.get(id) as RandomArticle;
        return naiveMatch(parsed.ast, { ...article, url: `${url}#`, source: null }).holds;
      });
      if (/site:|source:/.test(query)) continue;
      expect(await search(query), query).toEqual(expected);
      matches += expected.length;
      ruledOut += articles.size - (await candidates(query)).length;
    }
    expect(matches).toBeGreaterThan(2_000);
    expect(ruledOut).toBeGreaterThan(20_000);
  });

  it.each([
    ['CJK', '欧洲安全', '今天讨论欧洲安全问题。', '欧洲的天气很安静。'],
    ['a wildcard', 'sanct*', 'New sanctions came.', 'A saint came.'],
    ['a form', 'Präsident', 'Die Präsidenten kamen.', 'Die Minister kamen.'],
    ['the form as written', '="US"', 'The US said so.', 'It told us so.'],
    ['an exclusion', 'jaguar NOT zoo', 'A Jaguar factory.', 'The jaguar of the zoo.'],
    ['a number', '3.5', 'It rose by 3.5 points.', 'It rose by 35 points.'],
    ['quotes and backslashes', `"O'Brien" OR 'x\\y'`, 'Mr O’Brien spoke.', 'Mr Brian spoke.'],
    ['what the index does not hold', '*ssian', 'A Russian text.', 'An Asian text.'],
  ])('finds by %s', async (_, query, yes, no) => {
    await empty();
    const lang = query === 'Präsident' ? 'de' : null;
    const id = await write({ body: yes, lang });
    await write({ body: no, lang });
    await indexAll();
    expect(await search(query)).toEqual([id]);
  });

  it('follows a text that is changed, and goes with it', async () => {
    await empty();
    const id = await write({ body: 'About pipelines.' });
    await indexAll();
    expect(await candidates('refinery')).toEqual([]);
    await sql`UPDATE article SET text = 'About a refinery.' WHERE id = ${id}`.execute(store.db);
    expect(await search('refinery')).toEqual([id]);
    await indexAll();
    expect([await search('refinery'), await candidates('pipelines')]).toEqual([[id], []]);
    await sql`UPDATE article SET discovered_at = now() - interval '200 days' WHERE id = ${id}`.execute(store.db);
    await retain(store.db, { rawMs: null, textMs: 180 * 86_400_000, alertsMs: null });
    expect((await sql`SELECT 1 FROM article_words`.execute(store.db)).rows).toEqual([]);
  });

  it('makes no keys of a text while it is being changed', async () => {
    await empty();
    const id = await write({ body: 'About pipelines.' });
    const change = await store.db.startTransaction().execute();
    await sql`UPDATE article SET text = 'About a refinery.' WHERE id = ${id}`.execute(change);
    expect(await indexArchive(store.db, 10)).toBe(0);
    await change.commit().execute();
    await indexAll();
    expect(await candidates('refinery')).toEqual([id]);
  });

  it('is made anew after a restore', async () => {
    await empty();
    const id = await write({ body: 'About pipelines.' });
    await indexAll();
    const copy = openStore({ connectionString: await server.createDatabase('copy'), applicationName: 'test' });
    try {
      await migrate(copy);
      const seal = createSeal(undefined);
      await restore(copy.db, dump(store.db, seal), { seal, cure: '' });
      const due = async () => (await sql`SELECT article_id AS id, version FROM article_words`.execute(copy.db)).rows;
      expect(await due()).toEqual([{ id, version: 0 }]);
      expect(await indexArchive(copy.db, 10)).toBe(1);
      expect(await due()).toEqual([{ id, version: KEYS_VERSION }]);
    } finally {
      await copy.close();
    }
  });

  it('looks at articles with too many words always, and tries them once', async () => {
    await empty();
    const id = await write({ body: Array.from({ length: 21_000 }, (_, n) => `w${n}x`).join(' ') });
    await indexAll();
    const { rows } = await sql<{ version: number }>`SELECT version FROM article_words`.execute(store.db);
    expect(rows).toEqual([{ version: -KEYS_VERSION }]);
    expect(await search('w20500x')).toEqual([id]);
  });

  it('takes queries of any size', async () => {
    await empty();
    const id = await write({ body: 'The word is w9999x.' });
    await indexAll();
    const many = Array.from({ length: 900 }, (_, n) => `exact:w${n + 9_100}x`);
    expect(await search(many.join(' OR '))).toEqual([id]);
    const more = Array.from({ length: 1_500 }, (_, n) => `exact:w${n + 8_900}x`).join(' OR ');
    expect(await search(more)).toEqual([id]);
    expect(await search(`(${more}) AND nothing`)).toEqual([]);
    expect(await candidates(`(${more}) AND nothing`)).toEqual([]);
  });

  it('counts copies of one text as one story, though they never matched before', async () => {
    await empty();
    const paragraph = (n: number): string =>
      Array.from({ length: 60 }, (_, k) => `word${n}of${(k * 7 + n) % 61}`).join(' ');
    const text = `The refinery at the coast. ${paragraph(1)}`;
    for (let k = 0; k < 3; k += 1) await write({ body: `${text} Outlet ${k}.` });
    await write({ body: `Another refinery. ${paragraph(2)}` });
    await indexAll();
    const report = await tryTopic({ id: 't', query: 'refinery' }, { archive: archiveOf(store.db), ...SINCE });
    expect(report).toMatchObject({ matched: 4, stories: 2, suppressed: 2, scanned: 4, complete: true });
  });

  it('compares with the topic as it is, and is ended early with what was found until then', async () => {
    await empty();
    for (let k = 0; k < 30; k += 1) await write({ body: k % 3 === 0 ? 'A jaguar in the zoo.' : 'The Jaguar factory.' });
    await indexAll();
    const archive = archiveOf(store.db);
    const before = { id: 'cars', query: 'jaguar' };
    const topic = { id: 'trial', query: 'jaguar NOT zoo OR zoo NOT jaguar' };
    expect(await tryTopic(topic, { archive, ...SINCE, before })).toMatchObject({
      comparedWith: 'cars',
      matched: 20,
      gainedCount: 0,
      lostCount: 10,
    });
    const part = await tryTopic({ id: 't', query: 'jaguar' }, { archive, ...SINCE, isOver: () => true });
    expect(part).toMatchObject({ complete: false, scanned: 30, matched: 30, furniture: { scanned: 0 } });
    const stop = new AbortController();
    stop.abort(new Error('gone'));
    await expect(tryTopic(topic, { archive, ...SINCE, signal: stop.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});
