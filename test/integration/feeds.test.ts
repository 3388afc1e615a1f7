import { describe, expect, it } from 'vitest';
import { startHook, type Hook } from '../support/pipeline.ts';
import { page, prose, rss, startSite, type FeedItem, type Site } from '../support/site.ts';
import { INLINE_THREADS, type News, type NewsOptions, useStand } from '../support/stand.ts';
import { until } from '../support/until.ts';

const TOPIC = { id: 'eu', name: 'EU', query: '"European security"' };
const WORDS = 'European security';
const HOUR_MS = 3_600_000;
const ago = (hours: number): Date => new Date(Date.now() - hours * HOUR_MS);

describe('feeds', () => {
  const stand = useStand();
  let site: Site;
  let hook: Hook;

  async function openWeb(): Promise<void> {
    site = await stand.open(startSite());
    hook = await stand.open(startHook());
  }

  const start = (feeds: readonly string[], options: Partial<NewsOptions> = {}): Promise<News> =>
    stand.news({
      feeds,
      topics: [TOPIC],
      subscriptions: [{ topic: 'eu', channel: { type: 'webhook', url: hook.url } }],
      ...options,
    });

  /** Makes everything that waits due now. */
  const hurry = (news: News): Promise<unknown> =>
    news.query(`UPDATE work SET next_at = clock_timestamp() WHERE handed_at IS NULL AND token IS NULL;
      UPDATE host SET next_at = '-infinity', due_at = clock_timestamp() WHERE id IN (SELECT host_id FROM work WHERE stage = 'fetch')`);

  const imported = (news: News): Promise<unknown> =>
    news.wait<{ done: boolean }>('SELECT first_import_at IS NOT NULL AS done FROM feed', (rows) =>
      rows.every((row) => row.done),
    );

  const polls = (path: string): Site['asked'] => site.asked.filter((one) => one.path === path);
  const polled = (path: string, times: number): Promise<number> =>
    until(
      () => polls(path).length,
      (n) => n >= times,
      { ms: 60_000, what: `${times} polls of ${path}` },
    );

  const decisionOf = async (news: News, path: string, host = 'paper'): Promise<string | undefined> =>
    (await news.settled(site.url(host, path))).topics[0]?.decision;

  describe('validators', () => {
    it('R14 become the feed’s with its entries, and an unchanged feed costs a 304', async () => {
      await openWeb();
      site.feed('paper', '/feed', [{ title: 'One', link: site.url('paper', '/1') }]);
      await start([site.url('paper', '/feed')]);
      await polled('/feed', 3);
      const [first, ...later] = polls('/feed');
      expect(first?.headers['if-none-match']).toBeUndefined();
      for (const one of later) expect(one.headers['if-none-match']).toBeDefined();
    });

    it('R14 are not the feed’s before its body is read, and it is not polled again until then', async () => {
      await openWeb();
      site.feed('paper', '/feed', [{ title: 'One' }]);
      let read = (): void => undefined;
      const held = new Promise<void>((resolve) => (read = resolve));
      const news = await start([site.url('paper', '/feed')], {
        threads: { ...INLINE_THREADS, readFeed: (task) => held.then(() => INLINE_THREADS.readFeed(task)) },
      });
      // In the hands of the parse stage: the fetch before it claims the row too.
      await news.wait<{ n: number }>(
        `SELECT count(*) AS n FROM work WHERE stage = 'parse' AND token IS NOT NULL`,
        ([row]) => row?.n === 1,
      );
      await hurry(news);
      expect(await news.query('SELECT etag, content_hash FROM feed')).toEqual([{ etag: null, content_hash: null }]);
      expect(polls('/feed')).toHaveLength(1);
      read();
      await news.wait<{ etag: string | null }>('SELECT etag FROM feed', ([row]) => row?.etag != null);
    });

    it('R14 of a body that can not be read are forgotten; it is kept for a person', async () => {
      await openWeb();
      site.set('paper', '/feed', {
        status: 200,
        body: 'not a feed at all',
        headers: { etag: '"bad"', 'content-type': 'application/rss+xml' },
      });
      const news = await start([site.url('paper', '/feed')]);
      await news.wait<{ code: string | null }>('SELECT code FROM feed', ([row]) => row?.code === 'FEED_SYNTAX');
      await polled('/feed', 2);
      for (const one of polls('/feed')) expect(one.headers['if-none-match']).toBeUndefined();
      const kept = 'SELECT id, code, quarantined_at::text AS since FROM body WHERE quarantined_at IS NOT NULL';
      const [first] = await news.query<{ id: number }>(kept);
      expect(first).toMatchObject({ code: 'FEED_SYNTAX' });
      // The last of them, under the id that a person has seen, and since when.
      site.set('paper', '/feed', { status: 200, body: 'nor is this', headers: { 'content-type': 'text/xml' } });
      await news.wait<{ size: number }>(
        'SELECT size FROM body WHERE quarantined_at IS NOT NULL',
        ([row]) => row?.size === 'nor is this'.length,
      );
      expect(await news.query(kept)).toEqual([first]);
      site.feed('paper', '/feed', [{ title: 'Readable', guid: 'r' }]);
      await news.wait<{ code: string | null }>(
        'SELECT code FROM feed WHERE first_import_at IS NOT NULL',
        ([row]) => row?.code === null,
      );
    });

    it('R14 of a document of which only a part was read are not kept', async () => {
      await openWeb();
      const whole = rss(site.url('paper', '/'), [
        { title: 'One', guid: '1' },
        { title: 'Two', guid: '2' },
      ]);
      site.set('paper', '/feed', (_, response) => {
        // Ends in the middle, as when the line breaks.
        response.writeHead(200, {
          'content-type': 'application/rss+xml',
          etag: '"half"',
          'content-length': whole.length,
        });
        response.write(whole.slice(0, whole.indexOf('Two')));
        setTimeout(() => response.destroy(), 50);
      });
      const news = await start([site.url('paper', '/feed')]);
      await polled('/feed', 1);
      await hurry(news);
      await until(
        async () => {
          await hurry(news);
          return polls('/feed').length;
        },
        (n) => n >= 2,
      );
      for (const one of polls('/feed')) expect(one.headers['if-none-match']).toBeUndefined();
      expect(await news.query('SELECT etag FROM feed')).toEqual([{ etag: null }]);
    });
  });

  describe('the first import', () => {
    it('R15 brings the back catalogue silently, and the undated; what comes later alerts', async () => {
      await openWeb();
      const text = (seed: string): string[] => prose(seed, WORDS);
      for (const name of ['old', 'recent', 'undated', 'late-undated', 'late-old'])
        site.set('paper', `/${name}`, page(name, text(name)));
      const item = (name: string, published: Date | null): FeedItem => ({
        title: name,
        link: site.url('paper', `/${name}`),
        published,
      });
      const before = [item('old', ago(72)), item('recent', ago(2)), item('undated', null)];
      site.feed('paper', '/feed', before);
      const news = await start([site.url('paper', '/feed')]);
      expect(await decisionOf(news, '/old')).toBe('before-alert-since');
      expect(await decisionOf(news, '/recent')).toBe('alerted');
      expect(await decisionOf(news, '/undated')).toBe('before-alert-since');
      site.feed('paper', '/feed', [item('late-undated', null), item('late-old', ago(96)), ...before]);
      expect(await decisionOf(news, '/late-undated')).toBe('alerted');
      expect(await decisionOf(news, '/late-old')).toBe('before-alert-since');
      await news.wait<{ state: string }>(
        'SELECT state FROM delivery',
        (rows) => rows.length === 2 && rows.every((row) => row.state === 'sent'),
      );
      expect(hook.ids()).toHaveLength(2);
    });

    it('R15 is the first document that holds anything', async () => {
      await openWeb();
      site.feed('paper', '/feed', []);
      const news = await start([site.url('paper', '/feed')]);
      await polled('/feed', 2);
      expect(await news.query('SELECT first_import_at FROM feed')).toEqual([{ first_import_at: null }]);
      site.set('paper', '/undated', page('Undated', prose('undated', WORDS)));
      site.feed('paper', '/feed', [{ title: 'Undated', link: site.url('paper', '/undated') }]);
      expect(await decisionOf(news, '/undated')).toBe('before-alert-since');
    });

    it('R15 the page’s date wins over the feed’s', async () => {
      await openWeb();
      site.set('paper', '/1', page('Old by its page', prose('one', WORDS), { published: ago(50) }));
      site.feed('paper', '/feed', [{ title: 'One', link: site.url('paper', '/1'), published: ago(1) }]);
      const news = await start([site.url('paper', '/feed')]);
      expect(await decisionOf(news, '/1')).toBe('before-alert-since');
    });

    it('R15 of two feeds that list an article the earlier counts', async () => {
      await openWeb();
      site.set('paper', '/1', page('One', prose('one', WORDS)));
      const item = { title: 'One', link: site.url('paper', '/1'), published: ago(48) };
      site.feed('paper', '/older', [{ title: 'Zero', link: site.url('paper', '/0'), published: ago(48) }]);
      site.feed('paper', '/newer', []);
      const news = await start([site.url('paper', '/older'), site.url('paper', '/newer')]);
      await news.wait<{ n: number }>(
        'SELECT count(*) AS n FROM feed WHERE first_import_at IS NOT NULL',
        ([row]) => row?.n === 1,
      );
      // The one feed was added three days before the other.
      await news.query(`UPDATE feed SET alert_since = alert_since - interval '3 days' WHERE url LIKE '%/older'`);
      site.set('paper', '/1', { status: 503, headers: { 'retry-after': '3600' } });
      site.feed('paper', '/newer', [item]);
      await polled('/1', 1);
      site.feed('paper', '/older', [item]);
      site.set('paper', '/1', page('One', prose('one', WORDS)));
      await until(
        async () => {
          await hurry(news);
          return news.query<{ n: number }>(
            "SELECT count(DISTINCT entry.feed_id) AS n FROM entry JOIN article a ON a.id = article_id WHERE a.url LIKE '%/1'",
          );
        },
        ([row]) => row?.n === 2,
        { ms: 60_000 },
      );
      await hurry(news);
      expect(await decisionOf(news, '/1')).toBe('alerted');
      expect((await news.line(site.url('paper', '/1')))?.feeds).toHaveLength(2);
    });
  });

  describe('articles without a page', () => {
    const words = `<p>${prose('feed', WORDS).join('</p><p>')}</p>`;

    it.each([
      ['403', { status: 403 }, 'HTTP_REFUSED'],
      ['404', { status: 404 }, 'HTTP_GONE'],
      ['a PDF', { status: 200, body: '%PDF-1.7 …', headers: { 'content-type': 'application/pdf' } }, 'NOT_HTML'],
      [
        'a wall',
        { status: 200, body: '<title>Consent</title><p>We value your privacy. Accept all cookies.</p>' },
        'NOT_ARTICLE',
      ],
    ])('R16 %s: the feed’s own text is matched as the article', async (_, answer, code) => {
      await openWeb();
      site.set('paper', '/1', answer);
      site.feed('paper', '/feed', [{ title: 'One', link: site.url('paper', '/1'), published: ago(1), content: words }]);
      const news = await start([site.url('paper', '/feed')]);
      const line = await news.settled(site.url('paper', '/1'));
      expect(line).toMatchObject({ status: 'matched', basis: 'feed', topics: [{ decision: 'alerted' }] });
      expect(['NOT_ARTICLE', 'FEED_FULLER']).toContain(code === 'NOT_ARTICLE' ? line.code : 'NOT_ARTICLE');
      if (code !== 'NOT_ARTICLE') expect(line.code).toBe(code);
    });

    it('R16 robots.txt that refuses: the feed’s own text is matched as the article', async () => {
      await openWeb();
      site.set('paper', '/robots.txt', { status: 200, body: 'User-agent: *\nDisallow: /\n' });
      site.feed('paper', '/feed', [{ title: `${WORDS} again`, link: site.url('paper', '/1'), published: ago(1) }]);
      const news = await start([site.url('paper', '/feed')]);
      expect(await news.settled(site.url('paper', '/1'))).toMatchObject({
        status: 'matched',
        basis: 'feed',
        code: 'ROBOTS_REFUSED',
        topics: [{ decision: 'alerted' }],
      });
      expect(site.count('paper', '/1')).toBe(0);
    });

    it('R16 an entry without a link is an article of the feed’s words', async () => {
      await openWeb();
      site.feed('paper', '/feed', [
        { title: 'Matching', guid: 'a', content: words, published: ago(1) },
        { title: 'Something else', guid: 'b', description: 'Of no interest.', published: ago(1) },
      ]);
      const news = await start([site.url('paper', '/feed')]);
      const rows = await news.wait<{ status: string; code: string | null }>(
        'SELECT status, code, basis FROM article ORDER BY status',
        (found) => found.length === 2 && found.every((row) => row.status !== 'waiting'),
      );
      expect(rows).toEqual([
        { status: 'matched', code: null, basis: 'feed' },
        { status: 'unmatched', code: null, basis: 'feed' },
      ]);
    });

    it('R16 a page not had within 30 minutes is stood in for; when it comes it alerts only topics not alerted yet', async () => {
      await openWeb();
      site.set('paper', '/robots.txt', { status: 500 });
      site.feed('paper', '/feed', [
        { title: 'One', link: site.url('paper', '/1'), published: ago(1), content: words },
        { title: 'Two', link: site.url('paper', '/2'), published: ago(1), content: '<p>Nothing of note.</p>' },
      ]);
      const news = await start([site.url('paper', '/feed')], {
        topics: [TOPIC, { id: 'belarus', name: 'Belarus', query: 'Belarus' }],
        subscriptions: ['eu', 'belarus'].map((topic) => ({ topic, channel: { type: 'webhook', url: hook.url } })),
      });
      await news.wait<{ n: number }>(
        `SELECT count(*) AS n FROM work WHERE code = 'ROBOTS_AWAY'`,
        ([row]) => row?.n === 2,
      );
      await news.query(`UPDATE article SET discovered_at = discovered_at - interval '31 minutes'`);
      expect(await news.settled(site.url('paper', '/1'))).toMatchObject({
        status: 'matched',
        basis: 'feed',
        code: null,
        topics: [{ topic: 'eu', decision: 'alerted' }],
        waiting: [{ stage: 'fetch' }],
      });
      // One of which the feed's words match nothing waits on for its page.
      await news.wait<{ parsed: boolean }>(
        `SELECT matched_at IS NOT NULL AS parsed FROM article WHERE url LIKE '%/2'`,
        ([row]) => row?.parsed === true,
      );
      expect(await news.line(site.url('paper', '/2'))).toMatchObject({ status: 'waiting', basis: 'feed', code: null });

      site.set('paper', '/robots.txt', { status: 404 });
      site.set('paper', '/1', page('One', prose('feed', `${WORDS} and Belarus`)));
      site.set('paper', '/2', page('Two', prose('two')));
      await news.query(`UPDATE robots SET expires_at = clock_timestamp()`);
      await hurry(news);
      await news.wait<{ n: number }>(
        `SELECT count(*) AS n FROM work WHERE article_id IS NOT NULL`,
        ([row]) => row?.n === 0,
      );
      expect(await news.line(site.url('paper', '/1'))).toMatchObject({
        status: 'matched',
        basis: 'page',
        revision: 2,
        topics: [
          { topic: 'belarus', decision: 'alerted' },
          { topic: 'eu', decision: 'alerted' },
        ],
      });
      expect(await news.line(site.url('paper', '/2'))).toMatchObject({ status: 'unmatched', basis: 'page' });
      await until(
        () => hook.received.map((one) => one.topic).sort(),
        (topics) => topics.length === 2,
      );
      expect(hook.received.map((one) => one.topic).sort()).toEqual(['belarus', 'eu']);
    });

    it('R16 a page that goes away after it was matched leaves the article as it was', async () => {
      await openWeb();
      site.set('paper', '/1', page('One', prose('one', WORDS)));
      site.feed('paper', '/feed', [
        { title: 'One', link: site.url('paper', '/1'), published: ago(1), description: 'First.' },
      ]);
      const news = await start([site.url('paper', '/feed')]);
      expect(await news.settled(site.url('paper', '/1'))).toMatchObject({ status: 'matched' });
      site.set('paper', '/1', { status: 404 });
      site.feed('paper', '/feed', [
        { title: 'One, edited', link: site.url('paper', '/1'), published: ago(1), description: 'Second.' },
      ]);
      await polled('/1', 2);
      await news.wait<{ n: number }>(
        `SELECT count(*) AS n FROM work WHERE article_id IS NOT NULL`,
        ([row]) => row?.n === 0,
      );
      expect(await news.line(site.url('paper', '/1'))).toMatchObject({
        status: 'matched',
        basis: 'page',
        code: null,
        revision: 1,
      });
    });
  });

  it('R2 R14 characters that a store can not hold do not keep a feed from being read', async () => {
    await openWeb();
    const odd = String.raw`A \u0000 title \ud83d of half a sign`;
    site.set('paper', '/feed.json', {
      status: 200,
      headers: { 'content-type': 'application/feed+json' },
      body: `{"version":"https://jsonfeed.org/version/1.1","title":"${odd}","items":[
        {"id":"1 \\u0000","title":"${odd}","content_html":"<p>${odd} ${WORDS}</p>","authors":[{"name":"${odd}"}]},
        {"id":"2","url":"${site.url('paper', '/2')}","title":"Two"}]}`,
    });
    site.set('paper', '/2', page('Two \0 \ud83d', [`About ${WORDS} \0 and more.`, ...prose('two \0')]));
    const news = await start([site.url('paper', '/feed.json')]);
    await imported(news);
    const rows = await news.wait<{ status: string }>(
      'SELECT status FROM article',
      (found) => found.length === 2 && found.every((row) => row.status !== 'waiting'),
    );
    expect(rows).toEqual([{ status: 'matched' }, { status: 'matched' }]);
  });
});
