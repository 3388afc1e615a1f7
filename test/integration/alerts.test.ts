import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { alertDeps } from '../../src/fleet/stage/alert.ts';
import { LiveTopics } from '../../src/fleet/topics.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { alertBatch } from '../../src/stages/alert/batch.ts';
import type { BatchJob, Job, StageName } from '../../src/stages/jobs.ts';
import { tick } from '../../src/stages/schedule.ts';
import { putTopic, type TopicInput } from '../../src/store/topic.ts';
import { startHook, type Hook, type PipelineOptions } from '../support/pipeline.ts';
import { articleOf, randomOf, subjectOf } from '../support/copies.ts';
import { page, startSite, type Site } from '../support/site.ts';
import {
  endLeases,
  openParts,
  seedParsed,
  startNews,
  startStand,
  type Parts,
  type Servers,
  type Stand,
} from '../support/stand.ts';
import { until } from '../support/until.ts';

const WORDS = 'European security';
const EU = { id: 'eu', name: 'EU', query: '"European security"' };
const NEVER = new AbortController().signal;

/** Paragraphs of an article of its own, always the same for its seed, with `words` in the second one. */
function prose(seed: string, words = ''): string[] {
  const random = randomOf([...seed].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) | 0, 7));
  const paragraphs = articleOf(random, { words: 300, subject: subjectOf(random) });
  if (words !== '') paragraphs[1] = `${paragraphs[1] ?? ''} It was said that ${words} would be on the table again.`;
  return paragraphs;
}

describe('alerts', () => {
  let stand: Stand;
  let hook: Hook;
  let servers: Servers;
  const open: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    stand = await startStand();
  });
  afterAll(() => stand.stop());
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });

  async function begin(options: Partial<PipelineOptions> = {}): Promise<Parts> {
    hook = await startHook();
    open.push(() => hook.stop());
    servers = await stand.fresh();
    const parts = await openParts({
      ...servers,
      topics: [EU],
      subscriptions: [{ topic: 'eu', channel: { type: 'webhook', url: hook.url } }],
      ...options,
    });
    open.push(() => parts.close());
    return parts;
  }

  /** Matches everything that is due, each article alone, with so many consumers at once. */
  async function matchAll(parts: Parts, consumers = 1): Promise<void> {
    const jobs: BatchJob[] = [];
    const enqueue = (stage: StageName, given: readonly Job[]): Promise<void> =>
      Promise.resolve(void (stage === 'alert' && jobs.push(...given.map((job) => job.payload as BatchJob))));
    await tick({ ...parts.schedule, enqueue });
    const items = jobs.flatMap((job) => job.items);
    const consume = async (): Promise<void> => {
      const topics = new LiveTopics(parts.db, parts.container.log);
      await topics.refresh();
      const deps = alertDeps(parts.container, () => Promise.resolve(), topics, createMetrics({ role: 'alert' }));
      for (let item = items.shift(); item !== undefined; item = items.shift()) {
        const report = await alertBatch({ v: 1, items: [item] }, deps, NEVER);
        expect(report.outcome).toBe('done');
        expect(report.items[0]?.code).toBeUndefined();
      }
    };
    await Promise.all(Array.from({ length: consumers }, consume));
  }

  const seed = (parts: Parts, host: string, text: readonly string[], title = 'A title'): Promise<number[]> =>
    seedParsed(parts.db, [`https://${host}.example/story`], text.join('\n\n'), title);

  it('R18 while topics change, every article is matched by one version or the next, and none by neither', async () => {
    const parts = await begin({ topics: [], subscriptions: [] });
    const topic = (id: string, query: string): TopicInput => ({ id, name: id, query, lang: [], sources: [], tags: [] });
    await putTopic(parts.db, topic('moving', 'apple OR zero'), 'person');
    const names = ['apple', 'pear'];
    await seedParsed(
      parts.db,
      Array.from({ length: 80 }, (_, n) => `https://seed.example/${n}`),
      'An apple and a pear.',
    );
    let changes = 0;
    let done = false;
    const change = async (): Promise<void> => {
      for (let matched = -1; !done; changes += 1) {
        // Each time that something was matched; both queries match every article: whichever version stands, it must match.
        matched = await until(
          async () => (await parts.query<{ n: number }>('SELECT count(*) AS n FROM match'))[0]?.n ?? 0,
          (n) => n > matched || done,
        );
        await putTopic(parts.db, topic('moving', `${names[changes % 2] ?? ''} OR change${changes}`), 'person');
      }
    };
    const changing = change();
    try {
      await matchAll(parts, 4);
    } finally {
      done = true;
      await changing;
    }
    expect(changes).toBeGreaterThan(3);
    expect(await parts.query(`SELECT count(*) AS n FROM match WHERE topic_id = 'moving'`)).toEqual([{ n: 80 }]);
  });

  it('R18 an article whose match commits after a topic did is matched against it, whatever was indexed before', async () => {
    const parts = await begin({ topics: [], subscriptions: [] });
    await seedParsed(parts.db, ['https://seed.example/1'], `Talks on ${WORDS}.`);
    const topics = new LiveTopics(parts.db, parts.container.log);
    await topics.refresh();
    const deps = alertDeps(parts.container, () => Promise.resolve(), topics, createMetrics({ role: 'alert' }));
    await putTopic(parts.db, { ...EU, lang: [], sources: [], tags: [] }, 'person');
    const jobs: BatchJob[] = [];
    await tick({
      ...parts.schedule,
      enqueue: (_, given) => Promise.resolve(void jobs.push(...given.map((job) => job.payload as BatchJob))),
    });
    await alertBatch(jobs[0] as BatchJob, deps, NEVER);
    expect(await parts.query('SELECT topic_id, decision FROM match')).toEqual([
      { topic_id: 'eu', decision: 'no-subscription' },
    ]);
  });

  it('R19 twenty copies of one text at once through four consumers are one story and one alert with twenty sources', async () => {
    const parts = await begin();
    const text = prose('copies', WORDS);
    for (let n = 0; n < 20; n += 1) await seed(parts, `outlet-${n}`, text, `Headline ${n}`);
    await matchAll(parts, 4);
    expect(await parts.query('SELECT count(*) AS n FROM alert')).toEqual([{ n: 1 }]);
    expect(await parts.query('SELECT count(DISTINCT story_id) AS n FROM article')).toEqual([{ n: 1 }]);
    expect(await parts.query('SELECT count(*) AS n FROM alert_article')).toEqual([{ n: 20 }]);
    expect(await parts.query('SELECT decision, count(*) AS n FROM match GROUP BY 1 ORDER BY 1')).toEqual([
      { decision: 'alerted', n: 1 },
      { decision: 'joined', n: 19 },
    ]);
    expect(await parts.query('SELECT type, count(*) AS n FROM delivery GROUP BY 1')).toEqual([
      { type: 'alert.created', n: 1 },
    ]);
  });

  it('R19 two topics and copies at once do not stand in each other’s way', async () => {
    const parts = await begin({
      topics: [EU, { id: 'table', name: 'Table', query: 'table' }],
      subscriptions: [],
    });
    for (let n = 0; n < 24; n += 1) await seed(parts, `outlet-${n}`, prose(`group ${n % 3}`, WORDS), `Headline ${n}`);
    await matchAll(parts, 4);
    expect(await parts.query('SELECT topic_id, count(*) AS n FROM alert GROUP BY 1 ORDER BY 1')).toEqual([
      { topic_id: 'eu', n: 3 },
      { topic_id: 'table', n: 3 },
    ]);
  });

  it('R19 two pieces under one headline are two stories', async () => {
    const parts = await begin();
    await seed(parts, 'one', prose('first', WORDS), 'Morning briefing');
    await seed(parts, 'two', prose('other thing', WORDS), 'Morning briefing');
    await matchAll(parts);
    expect(await parts.query('SELECT count(*) AS n FROM alert')).toEqual([{ n: 2 }]);
  });

  it('R19 a copy with its end cut, or another byline, is the same story', async () => {
    const parts = await begin();
    const text = prose('whole', WORDS);
    await seed(parts, 'agency', text);
    await seed(parts, 'cutter', text.slice(0, Math.ceil(text.length * 0.6)));
    await seed(parts, 'signer', ['By our correspondent in the capital', ...text, 'Additional reporting by others.']);
    await matchAll(parts);
    expect(await parts.query('SELECT count(*) AS n FROM alert')).toEqual([{ n: 1 }]);
    expect(await parts.query('SELECT count(*) AS n FROM alert_article')).toEqual([{ n: 3 }]);
  });

  it('R19 where an article makes two stories one, the earlier alert stays and the other’s pending deliveries are cancelled', async () => {
    const parts = await begin();
    // Two halves that have nothing in common, and then the whole.
    const first = prose('first half', WORDS);
    const second = prose('second part, other', WORDS);
    await seed(parts, 'one', first);
    await seed(parts, 'two', second);
    await matchAll(parts);
    expect(await parts.query('SELECT count(*) AS n FROM delivery')).toEqual([{ n: 2 }]);
    await seed(parts, 'both', [...first, ...second]);
    await matchAll(parts);
    expect(await parts.query('SELECT id, merged_into, story_id IS NULL AS gone FROM alert ORDER BY id')).toEqual([
      { id: 1, merged_into: null, gone: false },
      { id: 2, merged_into: 1, gone: true },
    ]);
    expect(await parts.query('SELECT alert_id, state FROM delivery ORDER BY id')).toEqual([
      { alert_id: 1, state: 'pending' },
      { alert_id: 2, state: 'cancelled' },
    ]);
    expect(await parts.query('SELECT count(*) AS n FROM alert_article WHERE alert_id = 1')).toEqual([{ n: 3 }]);
    expect(await parts.query('SELECT count(DISTINCT story_id) AS n FROM article')).toEqual([{ n: 1 }]);
    expect(await parts.query(`SELECT count(*) AS n FROM work WHERE delivery_id IS NOT NULL`)).toEqual([{ n: 1 }]);
  });

  it('R19 an alert that was merged away is not sent, and the other is sent once', async () => {
    const parts = await begin();
    const [first, second] = [prose('first half', WORDS), prose('second part, other', WORDS)];
    await seed(parts, 'one', first);
    await seed(parts, 'two', second);
    await seed(parts, 'both', [...first, ...second]);
    await matchAll(parts);
    await endLeases(parts.db);
    const news = await startNews({ ...servers, roles: ['scheduler', 'deliver'] });
    open.push(() => news.stop());
    await news.wait<{ n: number }>('SELECT count(*) AS n FROM work', ([row]) => row?.n === 0);
    expect(hook.received).toHaveLength(1);
  });

  it('R20 each status is reached, and an article has one; each decision is reached, and a topic has one', async () => {
    hook = await startHook();
    open.push(() => hook.stop());
    const site: Site = await startSite();
    open.push(() => site.stop());
    const text = prose('same', WORDS);
    const url = (path: string, host = 'paper'): string => site.url(host, path);
    site.set('paper', '/matched', page('Matched', text));
    site.set('paper', '/joined', page('Joined', text));
    site.set('paper', '/unmatched', page('Unmatched', prose('else')));
    site.set('paper', '/index', {
      status: 200,
      body: '<title>Consent</title><p>We value your privacy. Accept all cookies.</p>',
    });
    site.set('paper', '/original', page('The original', prose('original')));
    site.set('paper', '/copy', page('The original', prose('original'), { canonical: url('/original') }));
    site.set('paper', '/gone', { status: 410 });
    site.set('paper', '/login', { status: 403 });
    site.set('closed', '/robots.txt', { status: 200, body: 'User-agent: *\nDisallow: /\n' });
    site.set('away', '/robots.txt', { status: 500 });
    site.set('paper', '/old', page('Old', prose('old', WORDS)));
    site.set('paper', '/quiet', page('Quiet', prose('quiet', 'the nightingale')));
    const item = (link: string, hours = 1): { title: string; link: string; published: Date } => ({
      title: 'No words of note',
      link,
      published: new Date(Date.now() - hours * 3_600_000),
    });
    const first = ['/matched', '/original', '/unmatched', '/index', '/gone', '/login', '/quiet'].map((path) =>
      item(url(path)),
    );
    const more = [item(url('/refused', 'closed')), item(url('/waits', 'away')), item(url('/old'), 100)];
    site.feed('paper', '/feed', [...first, ...more]);
    const news = await startNews({
      ...(await stand.fresh()),
      feeds: [url('/feed')],
      topics: [EU, { id: 'birds', name: 'Birds', query: 'nightingale' }],
      subscriptions: [{ topic: 'eu', channel: { type: 'webhook', url: hook.url } }],
    });
    open.push(() => news.stop());
    await news.settled(url('/matched'));
    await news.settled(url('/original'));
    site.feed('paper', '/feed', [item(url('/copy')), item(url('/joined')), ...first, ...more]);
    const lineOf = async (address: string): Promise<object> => {
      const line = await news.settled(address);
      return {
        status: line.status,
        code: line.code,
        decisions: line.topics.map((topic) => `${topic.topic} ${topic.decision}`),
      };
    };
    expect(await lineOf(url('/matched'))).toEqual({ status: 'matched', code: null, decisions: ['eu alerted'] });
    expect(await lineOf(url('/joined'))).toEqual({ status: 'matched', code: null, decisions: ['eu joined'] });
    expect(await lineOf(url('/old'))).toEqual({ status: 'matched', code: null, decisions: ['eu before-alert-since'] });
    expect(await lineOf(url('/quiet'))).toEqual({
      status: 'matched',
      code: null,
      decisions: ['birds no-subscription'],
    });
    expect(await lineOf(url('/unmatched'))).toEqual({ status: 'unmatched', code: null, decisions: [] });
    expect(await lineOf(url('/index'))).toEqual({ status: 'not-article', code: 'NOT_ARTICLE', decisions: [] });
    expect(await lineOf(url('/gone'))).toEqual({ status: 'gone', code: 'HTTP_GONE', decisions: [] });
    expect(await lineOf(url('/login'))).toEqual({ status: 'failed', code: 'HTTP_REFUSED', decisions: [] });
    expect(await lineOf(url('/refused', 'closed'))).toEqual({
      status: 'refused-by-robots',
      code: 'ROBOTS_REFUSED',
      decisions: [],
    });
    expect(await lineOf(url('/copy'))).toMatchObject({ status: 'duplicate', decisions: [] });
    expect(await news.line(url('/copy'))).toMatchObject({ duplicateOf: url('/original'), waiting: [] });
    expect(await news.line(url('/waits', 'away'))).toMatchObject({
      status: 'waiting',
      waiting: [{ stage: 'fetch', code: 'ROBOTS_AWAY' }],
    });

    const line = await until(
      () => news.line(url('/matched')),
      (now) => now?.deliveries[0]?.state === 'sent',
    );
    expect(line?.steps.map((step) => step['outcome'])).toEqual(['discovered', 'fetched', 'parsed', 'matched']);
    const times = line?.steps.map((step) => Date.parse(String(step['at']))) ?? [];
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(line?.topics[0]).toMatchObject({ alert: expect.stringMatching(/^\d+$/) });
    expect(await news.query('SELECT 1 FROM match GROUP BY article_id, topic_id HAVING count(*) > 1')).toEqual([]);
  });

  it('R20 a revision that matches a topic again changes no decision, and sends nothing', async () => {
    const parts = await begin();
    await seed(parts, 'one', prose('one', WORDS));
    await matchAll(parts);
    await sql`UPDATE article SET revision = 2`.execute(parts.db);
    await sql`INSERT INTO work (stage, article_id) SELECT 'alert', id FROM article`.execute(parts.db);
    await matchAll(parts);
    expect(await parts.query('SELECT decision, revision FROM match')).toEqual([{ decision: 'alerted', revision: 1 }]);
    expect(await parts.query('SELECT status FROM article')).toEqual([{ status: 'matched' }]);
    expect(await parts.query('SELECT count(*) AS n FROM delivery')).toEqual([{ n: 1 }]);
  });

  it('R20 a page and the feed’s words of one article matched at once give one decision', async () => {
    const parts = await begin();
    await seed(parts, 'one', prose('one', WORDS));
    await sql`INSERT INTO work (stage, article_id, basis) SELECT 'alert', id, 'feed' FROM article`.execute(parts.db);
    await matchAll(parts, 2);
    expect(await parts.query('SELECT decision FROM match')).toEqual([{ decision: 'alerted' }]);
    expect(await parts.query('SELECT revision FROM alert')).toEqual([{ revision: 1 }]);
  });
});
