import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';
import { parseMarkup } from '../../src/article/markup.ts';
import { extractText } from '../../src/article/plain.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const BUDGET_MS = 20_000; // generous: the suite shares its machine; what is quadratic takes minutes

const ATTACKS: [string, () => string][] = [
  ['100,000 nested divs', () => `${'<div>'.repeat(100_000)}text`],
  ['100,000 nested spans with text', () => '<span>a '.repeat(100_000)],
  ['an attribute of 5 MB', () => `<div class="${'x '.repeat(2_500_000)}"><p>text</p></div>`],
  ['1 M links', () => '<a href=x>y '.repeat(1_000_000)],
  ['1 M ends of elements that are not open', () => `${'<div>'.repeat(500)}${'</x>'.repeat(1_000_000)}`],
  ['200,000 list items never closed', () => `<ul>${'<li>an item of a list'.repeat(200_000)}`],
  [
    'a JSON-LD script of 2 MB that does not parse',
    () => `<script type="application/ld+json">${'{"@type":"NewsArticle","headline":"'.repeat(50_000)}</script>`,
  ],
  ['deep JSON-LD', () => `<script type="application/ld+json">${'['.repeat(100_000)}${']'.repeat(100_000)}</script>`],
  ['a paragraph of 5 MB without a space', () => `<p>${'x'.repeat(5_000_000)}</p>`],
  ['a paragraph of 2 M spaces', () => `<p>a${' '.repeat(2_000_000)}b</p>`],
  ['1 M ampersands', () => `<p>${'&am'.repeat(1_000_000)}</p>`],
  ['half a million times `<`', () => '<'.repeat(500_000)],
  ['script literals', () => `<script>${'"<p>'.repeat(200_000)}</script>`],
  [
    '30 lines of 90,000 letters and 60,000 lines that they may be made of',
    () =>
      `${`<p>${'point and line '.repeat(6000)}.</p>`.repeat(30)}${Array.from({ length: 60_000 }, (_, at) => `<div>point and line point and line point ${at}</div>`).join('')}`,
  ],
  [
    '100,000 boxes with a picture and a word',
    () => `<p>${'A sentence of the text. '.repeat(90)}</p>${'<div><div><img><div>word</div>'.repeat(100_000)}`,
  ],
  ['credits without end', () => `<p>${'Photo: Ann Doe, '.repeat(55)}</p>`.repeat(2000)],
  ['digits', () => `<article><h1>${'1'.repeat(100_000)}</h1><p>${'12.'.repeat(300_000)}</p></article>`],
];

describe('hostile pages end within their budget', () => {
  it.each(ATTACKS)(
    '%s',
    (_, make) => {
      const began = performance.now();
      extractPage(make(), { now, url: 'https://a.example/x' });
      expect(performance.now() - began).toBeLessThan(BUDGET_MS);
    },
    60_000,
  );

  it('flattened text of any shape', () => {
    const began = performance.now();
    for (const text of ['a'.repeat(3_000_000), 'a\n'.repeat(500_000), ' '.repeat(3_000_000), '12.'.repeat(500_000)])
      extractText(text, { now });
    expect(performance.now() - began).toBeLessThan(BUDGET_MS);
  }, 60_000);
});

const markup = fc.array(
  fc.oneof(
    fc.constantFrom('<p>', '</p>', '<div class="share related">', '</div>', '<a href="/x">', '</a>', '<li>', '<ul>', '<table>', '<tr><td>', '</table>', '<h1>', '</h1>', '<br>', '<article>', '</article>', '<script>', '</script>', '<!--', '-->', '&amp;', '&#x0;', '<svg/>', '<title>', '<time datetime="2022-13-45">', '<meta property="og:title" content="', '">'),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  ),
  { maxLength: 60 },
); // prettier-ignore

describe('any markup', () => {
  it('never throws, and gives clean text', () => {
    fc.assert(
      fc.property(markup, (parts) => {
        const article = extractPage(parts.join(''), { now, url: 'https://a.example/x' });
        expect(article.text).toBe(article.text.normalize('NFC'));
        expect(article.text).not.toMatch(/[\u00AD\u200B\uFEFF]|\n{3}|^\s|\s$/);
        if (article.lead !== null) expect(article.text.startsWith(article.lead)).toBe(true);
        for (const instant of [article.published, article.modified])
          if (instant !== null) expect(new Date(instant).toISOString()).toBe(instant);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (text) => void extractText(text, { now })),
      { numRuns: 200 },
    );
  });

  it('gives a tree of bounded depth', () => {
    let depth = 0;
    for (let at = parseMarkup('<div>'.repeat(5000)); at !== undefined; depth += 1) at = at.children[0] as typeof at;
    expect(depth).toBeLessThan(300);
  });
});

describe('furniture never enters the text', () => {
  const sentence = fc.constantFrom(
    'The council met again on Monday to weigh the plan for the coming year.',
    'Officials said that the talks would go on until the end of the month.',
    'Nobody was hurt when the roof of the old hall gave way, the brigade said.',
  );
  it('whatever boxes stand around and between the paragraphs', () => {
    const box = fc.constantFrom(
      '<nav><a href="/a">Zebra markets</a></nav>',
      '<aside class="related"><h3>Related</h3><a href="/b">Zebra prices rise again in the north</a></aside>',
      '<div class="newsletter-signup"><p>Zebra letters every morning, sign up today for free.</p></div>',
      '<div class="share-bar"><a href="#">Zebra share</a></div>',
      '<figure><img><figcaption>Zebra in the park. Photo: AP</figcaption></figure>',
      '<p><strong>READ MORE: <a href="/c">Zebra prices rise again</a></strong></p>',
      '<div class="cookie-consent"><p>Zebra cookies are used by us and our partners.</p></div>',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(sentence, fc.option(box)), { minLength: 5, maxLength: 14 }), (rows) => {
        const body = rows.map(([line, extra], at) => `<p>${at + 1}. ${line} ${line}</p>${extra ?? ''}`).join('');
        const { text } = extractPage(
          `<html><body><article><h1>The plan of the council</h1>${body}</article></body></html>`,
          { now },
        );
        expect(text).not.toContain('Zebra');
        rows.forEach(([line], at) => expect(text).toContain(`${at + 1}. ${line}`));
      }),
      { numRuns: 60 },
    );
  });
});
