import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';
import { extractText } from '../../src/article/plain.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const fixture = (name: string): string => readFileSync(new URL(`../fixtures/pages/${name}`, import.meta.url), 'utf8');
const page = (body: string, head = ''): string => `<html lang="en"><head>${head}</head><body>${body}</body></html>`;
const words = (count: number, seed = 'The council met again on Monday to weigh the plan'): string =>
  Array.from(
    { length: count },
    (_, at) => `${seed}, and point ${at + 1} of the agenda was passed after a long debate.`,
  ).join(' ');

/** The same article in four renderings, drowned in the furniture of a news page. */
const RENDERINGS = [
  ['semantic markup', extractPage(fixture('european-security-semantic.html'), { now })],
  ['divs with hashed names', extractPage(fixture('european-security-divs.html'), { now })],
  ['tables and line breaks', extractPage(fixture('european-security-tables.html'), { now })],
  ['flattened plain text', extractText(fixture('european-security.txt'), { now })],
] as const;

describe.each(RENDERINGS)('an article of 1 December 2022 drowned in furniture: %s', (shape, article) => {
  it('keeps the article', () => {
    expect(article.kind).toBe('article');
    expect(article.title).toBe('Lavrov says Moscow rejects European security without Russia and Belarus');
    expect(article.published?.slice(0, 10)).toBe('2022-12-01');
    expect(article.author).toEqual(['Anna Petrova']);
    expect(article.lang).toBe('en');
    for (const part of ['European security', 'Belarus has been hosting', 'sending signals.']) {
      expect(article.text).toContain(part);
    }
  });

  it('leaves every phrase of the furniture out', () => {
    for (const part of [
      'nergy crisis',
      "Cote d'Azur",
      'upply chain',
      'odcast',
      'cookie',
      'Accept all',
      'Français',
      'READ MORE',
      '32:10',
      'expand_more',
      'Top stories',
      'share',
    ]) {
      expect(`${article.title}\n${article.text}`).not.toContain(part);
    }
  });

  it('begins with the standfirst, which is the lead (R17)', () => {
    expect(article.lead).toMatch(/^The foreign minister told reporters/);
    expect(article.text.split('\n\n')[0]).toBe(article.lead);
    expect(article.text.split(article.lead ?? '-')).toHaveLength(2);
  });

  it('knows the section where the page shows one', () => {
    expect(article.section).toBe(shape === 'tables and line breaks' ? null : 'World');
  });
});

describe('extractPage', () => {
  it('gives paragraphs, quotes, lists, headings and rows in order, parted by blank lines', () => {
    const { text } = extractPage(
      page(`<article><h1>The plan of the council</h1><p>${words(2)}</p><h2>What changes</h2><ul><li>Fares rise in spring for all lines.</li><li>Night buses stay as they are for now.</li></ul>
        <blockquote><p>“We had no choice at all,” said the mayor after the long session in the town hall.</p></blockquote>
        <table><tr><th>Year</th><th>Fare</th></tr><tr><td>2024</td><td>2.40</td></tr></table><p>${words(3)}</p></article>`),
      { now },
    );
    const parts = text.split('\n\n');
    expect(parts).toContain('What changes');
    expect(parts).toContain('Fares rise in spring for all lines.');
    expect(parts.some((part) => part.startsWith('“We had no choice'))).toBe(true);
    expect(parts).toContain('2024 | 2.40');
    expect(parts.indexOf('What changes')).toBeLessThan(parts.indexOf('2024 | 2.40'));
  });

  it('removes soft hyphens and zero-width marks, decodes entities once, composes to NFC', () => {
    const { text } = extractPage(
      page(`<article><p>The Bun&shy;des\u200Bkanz\u00ADler saw Cafe\u0301 &amp;amp; bar. ${words(2)}</p></article>`),
      { now },
    );
    expect(text).toContain('The Bundeskanzler saw Café &amp; bar.');
    expect(text).toBe(text.normalize('NFC'));
  });

  it('keeps joiners that spell words in Persian', () => {
    const { text } = extractPage(
      page(`<article><p>${'این می\u200Cشود که دولت برنامه را اعلام کرد. '.repeat(6)}</p></article>`),
      { now },
    );
    expect(text).toContain('می\u200Cشود');
  });

  it('leaves out an article that is appended behind the page’s own', () => {
    const { text } = extractPage(
      page(
        `<main><article><h1>First of the two</h1><p>${words(4)}</p></article><article><h1>Second one</h1><p>${words(6, 'Another story altogether came in late')}</p></article></main>`,
        '<title>First of the two</title>',
      ),
      { now },
    );
    expect(text).not.toContain('Another story altogether');
  });

  it('takes a body that stands twice in the page once', () => {
    const body = `<div class="story-body"><p>${words(3)}</p><p>${words(2, 'A second paragraph came next')}</p></div>`;
    const { text } = extractPage(
      page(`<h1>Twice</h1><div class="desktop">${body}</div><div class="mobile">${body}</div>`),
      { now },
    );
    expect(text.split('A second paragraph came next, and point 1')).toHaveLength(2);
  });

  it('reads the body out of the data for scripts where no markup has it', () => {
    const inner = `<p>${words(3)}</p><p>${words(3, 'The harbour was closed in the night')}</p>`;
    const data = JSON.stringify({ props: { contentHtml: inner } }).replaceAll('<', '\\u003c');
    const { text } = extractPage(
      page(
        `<div id="app"></div><script>window.__DATA__=${data}</script>`,
        '<title>Harbour closed in the night</title>',
      ),
      { now },
    );
    expect(text).toContain('The harbour was closed in the night');
  });

  it('keeps captions, credits, share bars and newsletter boxes out of the body', () => {
    const { text } = extractPage(
      page(`<article><h1>On the river</h1><p>${words(2)}</p><div class="image-wrap">The old bridge seen from the west bank (Image: Getty)</div>
      <p>Sign up for our <a href="/n">daily newsletter</a> and never miss a story again.</p><p>${words(2)}</p><div class="share-tools"><p>Share this on every network that you use today, please do.</p></div></article>`),
      { now },
    );
    for (const part of ['old bridge', 'newsletter', 'Share this']) expect(text).not.toContain(part);
  });

  it('says which source won each field, and what was left out', () => {
    const { evidence } = RENDERINGS[0][1];
    expect(evidence.fields['title']?.source).toBe('meta:og:title');
    expect(evidence.fields['published']).toMatchObject({ source: 'json-ld' });
    expect(evidence.container).toContain('article-body');
    expect(evidence.leftOut.map((part) => part.reason)).toContain('links');
  });

  it('falls back on what the feed said', () => {
    const hint = { title: 'A title from the feed', published: '2025-03-04T05:06:00Z', author: ['Jan Novak'] };
    const article = extractPage(`<body><div><p>${words(4)}</p></div></body>`, { now, hint });
    expect(article).toMatchObject({ title: hint.title, published: '2025-03-04T05:06:00.000Z', author: ['Jan Novak'] });
    expect(article.evidence.fields['title']?.source).toBe('feed');
  });

  it('resolves the canonical address, and does not believe a template that names the front page', () => {
    const url = 'https://paper.example/news/1?utm_source=x';
    expect(extractPage(page('<p>x</p>', '<link rel="canonical" href="/news/1">'), { now, url }).canonical).toBe(
      'https://paper.example/news/1',
    );
    expect(
      extractPage(page('<p>x</p>', '<link rel="canonical" href="https://paper.example/">'), { now, url }).canonical,
    ).toBe('https://paper.example/news/1');
  });
});

describe('pages of other make', () => {
  const prose =
    'The ban holds from Monday, and fines go up to 500 pounds, the council said after its session on Friday night.';

  it('takes the body that JSON-LD declares where the page shows none', () => {
    const data = {
      '@type': 'NewsArticle',
      headline: 'Mill to close',
      articleBody: `${prose}\n\nThe mayor called the news a blow & wants to meet the owner <soon> to talk about what may follow.`,
    };
    const article = extractPage(
      page(
        '<div id="root"><h1>Mill to close</h1></div>',
        `<script type="application/ld+json">${JSON.stringify(data)}</script>`,
      ),
      { now },
    );
    expect(article.text.split('\n\n')).toEqual([
      prose,
      'The mayor called the news a blow & wants to meet the owner <soon> to talk about what may follow.',
    ]);
    expect(article.evidence.container).toBe('json-ld');
    expect(article.lead).toBe(prose);
  });

  it('knows the elements of AMP for what they are', () => {
    const { text } = extractPage(
      page(
        `<article><h1>Fireworks banned</h1><p>${prose}</p><amp-ad><p>Buy zebras now, they said.</p></amp-ad><p>${words(2)}</p><amp-consent><p>Zebra partners count visits and show what fits.</p></amp-consent></article>`,
      ),
      { now },
    );
    expect(text).toContain('500 pounds');
    expect(text).not.toMatch(/zebra/i);
  });

  it('does not end at a pointer between two paragraphs of a short report', () => {
    const { text } = extractPage(
      page(
        '<main><h1>البرلمان يقر الموازنة</h1><p>أقر البرلمان يوم الأربعاء الموازنة الجديدة بعد نقاش استمر ثلاثة أيام، وصوت لصالحها 142 نائبا.</p><p>وقال وزير المالية إن الحكومة ستخفض الإنفاق بنسبة خمسة في المئة خلال العام الجاري.</p><p>اقرأ أيضا: <a href="/a">ارتفاع أسعار القمح في الأسواق العالمية</a></p><p>ومن المقرر أن يوقع الرئيس على القانون قبل نهاية الشهر.</p></main>',
      ),
      { now },
    );
    expect(text).toContain('ومن المقرر أن يوقع الرئيس');
    expect(text).not.toContain('القمح');
  });

  it.each([
    'January 14, 2026 07:00 ET | Source: <a href="/n">Norvik AS</a>',
    'نُشر في: ١٤ يناير ٢٠٢٦، ٠٥:٢٠ م',
    'Par Anne Le Goff - Publié le 14 janv. 2026 à 18:32, mis à jour le 15 janv. 2026 à 07:10',
    '14 January 2026 | World | 3 min read',
    '05/10/2018 - Publicado por: Clara Borba - Categoria: <a href="/c">Saúde</a>',
  ])('leaves the dateline over the text out: %s', (line) => {
    const { lead } = extractPage(page(`<main><h1>On the river</h1><p>${line}</p><p>${words(3)}</p></main>`), { now });
    expect(lead).toMatch(/^The council met/);
  });

  it('tells the update behind a date in one line', () => {
    const { published, modified } = extractPage(
      page(
        `<main><h1>Le port de Brest</h1><p>Publié le 14 janv. 2026 à 08:32, mis à jour le 15 janv. 2026 à 07:10</p><p>${words(3)}</p></main>`,
      ),
      { now },
    );
    expect([published, modified]).toEqual(['2026-01-14T08:32:00.000Z', '2026-01-15T07:10:00.000Z']);
  });

  it('frees a first line of what breaks alone part from it', () => {
    const { lead, text } = extractPage(
      page(
        `<table><tr><td><b>On the river again</b><br>14 January 2026, 17:20<br>${words(2)}<br><br>${words(2, 'The mayor spoke at length')}</td></tr></table>`,
        '<title>On the river again</title>',
      ),
      { now },
    );
    expect(lead).toMatch(/^The council met/);
    expect(text.startsWith(lead ?? '-')).toBe(true);
  });

  it.each([
    '김민수 기자 minsu@river.example',
    '（责任编辑：王明）',
    'Ошибка в тексте? Выделите её и нажмите Ctrl+Enter',
    'The views expressed in this article are the author’s own and not those of the paper.',
  ])('leaves the line of the house out: %s', (line) => {
    const { text } = extractPage(
      page(`<main><h1>On the river</h1><p>${words(2)}</p><p>${words(2)}</p><p>${line}</p></main>`),
      { now },
    );
    expect(text).not.toContain(line);
  });

  it('is not dated by an entry of a live blog', () => {
    const entry = (time: string): string =>
      `<div class="live-entry"><time datetime="2026-01-15T${time}:00Z">${time}</time><h2>News of ${time}</h2><p>${words(1)}</p></div>`;
    const { published, text } = extractPage(
      page(`<main><h1>Storm live</h1><p>${words(1)}</p>${entry('11:38')}${entry('10:05')}</main>`),
      { now, url: 'https://a.example/2026/01/14/storm' },
    );
    expect(published?.slice(0, 10)).toBe('2026-01-14');
    expect(text).toContain('News of 10:05');
  });

  it('leaves out a box that asks for a gift', () => {
    const { text } = extractPage(
      page(
        `<main><h1>On the river</h1><p>${words(4)}</p><div class="d4"><p>Zebra news needs friends: help with a small sum each month.</p><a href="/g">Donate</a></div><p>${words(4)}</p></main>`,
      ),
      { now },
    );
    expect(text).not.toContain('Zebra');
  });
});

describe('what is no article', () => {
  const cases: [string, string, string][] = [
    ['empty', 'empty', '<div></div>'],
    [
      'a soft 404',
      'not-found',
      '<h1>Page not found</h1><p>Sorry, the page that you are looking for does not exist any more. Try the search.</p>',
    ],
    [
      'a consent wall',
      'consent',
      `<div><h1>Before you continue</h1><p>${'We and our partners use cookies and tracking with your consent, see our privacy policy and the list of vendors. '.repeat(3)}</p></div>`,
    ],
    [
      'a paywall stub',
      'paywall',
      '<article><h1>Inside the deal</h1><p>The deal was struck at night in a hotel by the lake, people close to the talks say.</p><p>Please subscribe or log in to continue reading this article today.</p></article>',
    ],
    [
      'a list of articles',
      'index',
      `<h1>Europe</h1>${Array.from({ length: 60 }, (_, at) => `<div><h3><a href="/${at}">Ministers meet again for the talks number ${at}</a></h3></div>`).join('')}`,
    ],
  ];
  it.each(cases)('%s', (_, reason, body) => {
    expect(extractPage(page(body), { now })).toMatchObject({ kind: 'not-article', reason });
  });
});

describe('a box set into the text that signs the reader up', () => {
  const around = (box: string): string =>
    extractPage(page(`<article><h1>The plan of the council</h1><p>${words(4)}</p>${box}<p>${words(4, 'The mayor spoke at length')}</p></article>`), { now })
      .text; // prettier-ignore

  it.each([
    '<div class="wp-block-group encart"><h3>The letter</h3><p>Zebras, giraffes, gnus: each Saturday all that counts, with some salt.</p><p><a href="/l">Je m’inscris</a></p></div>',
    '<div class="a1b2"><h4>Zebra Weekly</h4><p>All about zebras, giraffes and gnus, each Saturday in your mailbox.</p><button>Zapisz się</button></div>',
    '<section><p>All about zebras, giraffes and gnus, each Saturday in your mailbox.</p><div><input type="email"><a href="#">Go</a></div></section>',
    '<div><p>Zebra news, each morning: what the parks do and what they leave.</p><a href="/s"><span>Подписаться</span></a></div>',
    '<div class="c1"><div>Get the Zebra Briefing</div><div>Every morning: stripes, markets and one good zebra.</div><div class="c2">Sign up for free</div></div>',
  ])('is left out: %s', (box) => {
    expect(around(box)).not.toMatch(/zebra/i);
  });

  it('is not a sentence with a link about a subscription', () => {
    const text = around(
      '<div><p>Zebra parks want visitors who <a href="/z">register here</a> for a whole year, as theatres do, the director said on Monday.</p></div>',
    );
    expect(text).toContain('Zebra parks want visitors');
  });
});
