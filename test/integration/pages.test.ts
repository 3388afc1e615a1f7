import { beforeEach, describe, expect, it } from 'vitest';
import { encode } from '../support/charsets.ts';
import { page, prose, rss, startSite, type Site } from '../support/site.ts';
import { type News, type NewsOptions, useStand } from '../support/stand.ts';
import { until } from '../support/until.ts';

const READERS = ['scheduler', 'fetch', 'parse'] as const;
const BOM = '\ufeff';

const RUSSIAN = {
  title: 'Комитет обсудил строительство моста',
  text: [
    'Комитет собрался утром и обсудил строительство нового моста через реку, о котором в городе спорят уже третий год.',
    'Инженеры рассказали делегатам, почему старый мост пришлось закрыть, и сколько времени займёт ремонт его опор.',
    'Решение о деньгах будет принято осенью, когда станет известно, сколько готовы заплатить соседние области.',
  ],
};
const JAPANESE = {
  title: '委員会が新しい橋の建設を議論',
  text: [
    '委員会は朝に集まり、川にかかる新しい橋の建設について議論した。市内ではもう三年も前から意見が分かれている。',
    '技術者たちは古い橋を閉鎖しなければならなかった理由と、橋脚の修理にどれだけの時間がかかるかを説明した。',
    '費用についての決定は秋に行われる予定で、近隣の県がどれだけ負担できるかが明らかになってからになる。',
  ],
};

describe('pages', () => {
  const stand = useStand();
  let site: Site;
  beforeEach(async () => {
    site = await stand.open(startSite());
  });

  const start = (feeds: readonly string[], options: Partial<NewsOptions> = {}): Promise<News> =>
    stand.news({ feeds, roles: READERS, ...options });

  interface Row {
    readonly path: string;
    readonly title: string | null;
    readonly text: string | null;
    readonly basis: string | null;
    readonly status: string;
    readonly code: string | null;
    readonly reason: string | null;
  }

  /** All articles when they are parsed, by the path of their address. */
  async function parsed(news: News, count: number): Promise<Map<string, Row>> {
    const rows = await news.wait<Row>(
      `SELECT regexp_replace(url, '^https?://[^/]*', '') AS path, title, text, basis, status, code, reason FROM article
       WHERE parsed_at IS NOT NULL OR status <> 'waiting'`,
      (all) => all.length === count,
      `${count} articles`,
    );
    return new Map(rows.map((row) => [row.path, row]));
  }

  /** Each page at a host of its own: what the pages of one have in common is learned as its furniture. */
  const hostOf = (path: string): string => path.slice(1).replaceAll('.', '-');
  const urlOf = (path: string): string => site.url(hostOf(path), path);

  function serve(path: string, bytes: Buffer, contentType: string | null): void {
    site.set(hostOf(path), path, (_, response) =>
      response.writeHead(200, contentType === null ? {} : { 'content-type': contentType }).end(bytes),
    );
  }

  it('and feeds in UTF-16, windows-1251 and Shift_JIS are read: declared by BOM, header or document, and not at all', async () => {
    const cases: readonly (readonly [string, typeof RUSSIAN, Parameters<typeof encode>[1], string, string | null])[] = [
      ['bom-le', RUSSIAN, 'utf-16le', BOM, 'text/html'],
      ['bom-be', JAPANESE, 'utf-16be', BOM, 'text/html; charset=utf-8'],
      ['utf16-header', RUSSIAN, 'utf-16le', '', 'text/html; charset=utf-16le'],
      ['1251-header', RUSSIAN, 'windows-1251', '', 'text/html; charset="windows-1251"'],
      ['1251-meta', RUSSIAN, 'windows-1251', '<meta charset="windows-1251">', 'text/html'],
      ['1251-nowhere', RUSSIAN, 'windows-1251', '', null],
      ['sjis-header', JAPANESE, 'shift_jis', '', 'text/html;charset=Shift_JIS'],
      [
        'sjis-meta',
        JAPANESE,
        'shift_jis',
        '<meta http-equiv="Content-Type" content="text/html; charset=x-sjis">',
        'text/html',
      ],
      ['sjis-nowhere', JAPANESE, 'shift_jis', '', null],
      ['utf8-nowhere', RUSSIAN, 'utf-8', '', 'text/html'],
    ];
    for (const [name, words, charset, mark, type] of cases) {
      const html = page(words.title, words.text);
      serve(`/${name}`, encode(mark === BOM ? BOM + html : html.replace('<head>', `<head>${mark}`), charset), type);
    }
    const items = cases.map(([name]) => ({ title: name, link: urlOf(`/${name}`) }));
    const feeds: readonly (readonly [string, Parameters<typeof encode>[1], string | null, boolean, string])[] = [
      ['/feed-bom', 'utf-16le', 'application/rss+xml', true, 'utf-16'],
      ['/feed-1251-declared', 'windows-1251', 'text/xml', false, 'windows-1251'],
      ['/feed-1251-header', 'windows-1251', 'application/rss+xml; charset=windows-1251', false, ''],
      ['/feed-sjis-declared', 'shift_jis', null, false, 'Shift_JIS'],
    ];
    for (const [path, charset, type, bom, declared] of feeds) {
      const words = charset === 'shift_jis' ? JAPANESE : RUSSIAN;
      const xml = rss(site.url('paper', '/'), [{ title: words.title, guid: path, description: words.text.join(' ') }])
        .replace(' encoding="utf-8"', declared === '' ? '' : ` encoding="${declared}"`)
        .replace(/^/, bom ? BOM : '');
      serve(path, encode(xml, charset), type);
    }
    site.feed('paper', '/feed', items);
    const news = await start([site.url('paper', '/feed'), ...feeds.map(([path]) => urlOf(path))]);
    const rows = await parsed(news, cases.length + feeds.length);
    for (const [name, words] of cases) {
      expect(rows.get(`/${name}`), name).toMatchObject({ code: null, reason: null, title: words.title, basis: 'page' });
      for (const sentence of words.text) expect(rows.get(`/${name}`)?.text, name).toContain(sentence);
    }
    for (const [path, charset] of feeds) {
      const words = charset === 'shift_jis' ? JAPANESE : RUSSIAN;
      const row = [...rows].find(([key]) => key.startsWith(`${path}#entry=`))?.[1];
      expect(row, path).toMatchObject({ title: words.title, basis: 'feed' });
    }
  });

  it('listed by several feeds, with tracking parameters, a session, a fragment or as AMP, are fetched once', async () => {
    const canonical = site.url('paper', '/story');
    const html = page('The story', prose('story'), { canonical });
    const links = [
      '/story?utm_source=rss&utm_medium=feed',
      '/story#comments',
      '/story;jsessionid=0123456789ABCDEF0123456789ABCDEF',
      '/story?fbclid=IwAR0abcdefghijklmnop&PHPSESSID=0123456789abcdef0123456789abcdef',
      '/story/amp',
      '/story',
    ];
    for (const link of links) site.set('paper', link.replace(/#.*/, ''), html);
    for (const [n, link] of links.entries())
      site.feed('paper', `/feed-${n}`, [{ title: 'The story', link: site.url('paper', link), guid: `of feed ${n}` }]);
    const news = await start(links.map((_, n) => site.url('paper', `/feed-${n}`)));
    await news.wait<{ n: number }>(
      'SELECT count(*)::int AS n FROM entry WHERE main',
      ([row]) => row?.n === links.length,
    );
    const rows = await parsed(news, 1);
    expect([...rows.keys()]).toEqual(['/story']);
    expect(site.asked.filter((one) => one.path.startsWith('/story')).map((one) => one.path)).toHaveLength(1);
  });

  it('R16 that are no articles are kept with their reason, and the feed’s own content is used where it is fuller', async () => {
    const nav = '<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>';
    const html = (title: string, body: string): string =>
      `<!doctype html><html lang="en"><head><title>${title}</title></head><body>${nav}${body}<footer>© The Post</footer></body></html>`;
    const teaser = prose('stub').slice(0, 1)[0] as string;
    const answers: Readonly<Record<string, { type?: string; body: string; code: string; reason: RegExp }>> = {
      '/report.pdf': { type: 'application/pdf', body: '%PDF-1.7', code: 'NOT_HTML', reason: /application\/pdf/ },
      '/clip': { type: 'video/mp4', body: 'ftyp', code: 'NOT_HTML', reason: /video\/mp4/ },
      '/photo': { type: 'image/jpeg', body: '\u00ff\u00d8\u00ff', code: 'NOT_HTML', reason: /image\/jpeg/ },
      '/paywall': {
        body: html(
          'The bridge',
          `<article><h1>The bridge</h1><p>${teaser}</p><div class="paywall"><p>To continue reading, subscribe now.</p><a href="/subscribe">Subscribe</a><p>Already a subscriber? Log in</p></div></article>`,
        ),
        code: 'FEED_FULLER',
        reason: /far more/,
      },
      '/stub': {
        body: html('The bridge', `<article><h1>The bridge</h1><p>${teaser}</p></article>`),
        code: 'FEED_FULLER',
        reason: /far more/,
      },
      '/consent': {
        body: '<title>Before you continue</title><h1>We value your privacy</h1><p>We and our 812 partners store and access information on a device, such as cookies, and process personal data, such as unique identifiers. With your consent, we and our partners may use tracking. Read our privacy policy, or see our vendors. Accept all cookies to continue.</p><button>Accept all</button><button>Manage options</button>',
        code: 'NOT_ARTICLE',
        reason: /consent/,
      },
      '/soft-404': {
        body: html(
          'Page not found',
          '<main><h1>Page not found</h1><p>Sorry, the page you are looking for does not exist or has been moved.</p><a href="/">Back to the front page</a></main>',
        ),
        code: 'NOT_ARTICLE',
        reason: /not there/,
      },
      '/empty': {
        body: '<!doctype html><title></title><div id="app"></div>',
        code: 'NOT_ARTICLE',
        reason: /no article/,
      },
    };
    for (const [path, { type = 'text/html; charset=utf-8', body }] of Object.entries(answers))
      serve(path, Buffer.from(body, type.startsWith('text') ? 'utf8' : 'latin1'), type);
    site.feed(
      'paper',
      '/feed',
      Object.keys(answers).map((path) => ({
        title: `The bridge ${path}`,
        link: urlOf(path),
        content: `<p>${prose(`feed ${path}`).join('</p><p>')}</p>`,
      })),
    );
    const rows = await parsed(await start([site.url('paper', '/feed')]), Object.keys(answers).length);
    for (const [path, { code, reason }] of Object.entries(answers)) {
      const row = rows.get(path);
      expect(row, path).toMatchObject({ basis: 'feed', code, reason: expect.stringMatching(reason) });
      expect(row?.text, path).toContain(`the delegates of feed ${path} 3 heard`);
    }
  });

  it('of a feed with 10,000 entries: all are taken in, and the next poll costs a 304', async () => {
    const items = Array.from({ length: 10_000 }, (_, n) => ({ title: `Piece ${n}`, link: site.url('pages', `/${n}`) }));
    site.feed('paper', '/huge', items);
    site.set('pages', '/robots.txt', { status: 503, headers: { 'retry-after': '3600' } });
    const news = await start([site.url('paper', '/huge')]);
    await news.wait<{ n: number }>('SELECT count(*)::int AS n FROM entry WHERE main', ([row]) => row?.n === 10_000);
    expect(
      await news.query(
        `SELECT count(*)::int AS n FROM work JOIN article a ON a.id = article_id WHERE work.stage = 'fetch'`,
      ),
    ).toEqual([{ n: 10_000 }]);
    const polls = await until(
      () => site.asked.filter((one) => one.path === '/huge'),
      (asked) => asked.length > 1,
    );
    expect(polls[1]?.headers['if-none-match']).toBeDefined();
  });
});
