import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { extractText } from '../../src/article/plain.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const flat = readFileSync(new URL('../fixtures/pages/european-security.txt', import.meta.url), 'utf8');
const first = 'The river rose by two metres in the night, and the lower town was cleared by the fire brigade.';
const paragraphs = [
  first,
  'The mayor said on Friday that the bridge would stay closed until the engineers had looked at it.',
  'Schools in the valley stay shut until Monday. “We have never seen it so high,” said Olga Kolm, who keeps the mill.',
  'The army has sent two hundred soldiers with sandbags, and the railway runs buses between the two stations.',
];
const stories = [
  'Zebra prices: what the parks can do before summer',
  "Giraffe leaves the Cote d'Or park at night",
  'Podcast: the lost gnus of the north',
];
const last = 'The water is to fall from Sunday on, the office for floods said late in the evening.';

/** A page in lines, as a program gives it that takes the tags away. */
const lines = [
  'menu', 'search', 'close', 'person_outline', 'We value your privacy', 'We and our partners store cookies to make this page better. You can say no at any time.',
  'Accept all', 'Reject', 'Home', 'World', 'Europe', 'Podcasts', 'English', 'Deutsch', 'Polski', 'Беларуская', 'Top stories', ...stories, 'Europe', 'chevron_right', 'Rivers',
  'River floods the lower town after a night of heavy rain', 'schedule', '2 May 2023', 'By Ann Petrova', 'share', 'bookmark_border', first,
  'The lower bridge at noon. Photo: Agency', 'KOLMAR — ' + paragraphs[1], paragraphs[2], `Read more: ${stories[0]}`, paragraphs[3],
  'Podcast', 'Listen: The lost gnus', 'play_arrow', '32:15', last, 'Top stories', ...stories, 'Features', 'The zebra that nobody wants to talk about',
  'Why the zebra is here to stay in the villages of the north, where the lights go off at ten.', 'Podcasts', 'The gnus, explained', '41 min', 'World briefing', '12 min',
  '© 2023 The Daily Courier. All rights reserved.',
]; // prettier-ignore

/** As `fold -s -w WIDTH` breaks a text: at the last space before so many bytes. */
function fold(text: string, width: number): string {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ')) {
    if (row !== '' && Buffer.byteLength(`${row}${word} `) > width) {
      rows.push(row);
      row = '';
    }
    row += `${word} `;
  }
  return [...rows, row].join('\n');
}

const one = lines.join(' ');

const more = Array.from({ length: 12 }, (_, at) => `Point ${at} of the plan for the valley, which the council passed in March, is still to be paid for.`).join(' '); // prettier-ignore

describe.each([
  ['in lines', lines.join('\n')],
  ['in one line', one],
  ['in lines of 80 bytes', fold(one, 80)],
  ['in lines of 72 bytes', fold(one, 72)],
  ['in lines of 80 characters, cut in words', one.replace(/.{80}/gu, '$&\n')],
  ['in one line of more than a paragraph', one.replace(last, `${more} ${last}`)],
])('a page whose markup is gone: %s', (_, text) => {
  const article = extractText(text, { now });
  const all = `${article.title}\n${article.text}`;

  it('has its facts', () => {
    expect(article.title).toBe('River floods the lower town after a night of heavy rain');
    expect([article.section, article.author, article.published?.slice(0, 10)]).toEqual(['Rivers', ['Ann Petrova'], '2023-05-02']);
    expect(article.lead?.startsWith(first)).toBe(true);
    expect(article.kind).toBe('article');
  });

  it('has its text', () => {
    for (const part of [...paragraphs, last]) expect(article.text.replace(/\n+/g, ' ')).toContain(part);
  });

  it('has nothing else', () => {
    expect(all).not.toMatch(/zebra|giraffe|gnus|podcast|cookie|Accept|Deutsch|Top stories|play_arrow|32:15|41 min|Photo|All rights|menu|chevron/i);
  });

  it('tells what it left out', () => {
    const told = article.evidence.leftOut.map((entry) => entry.text).join('\n');
    expect(told).toMatch(/gnus/);
    expect(article.evidence.leftOut).toContainEqual({ reason: 'outside the text', text: expect.stringMatching(/zebra is here to stay|zebra that nobody wants/) as string });
  });
}); // prettier-ignore

describe('another page', () => {
  const page = flat.trimEnd().split('\n');
  it.each([
    ['in one line', page.join(' ')],
    ['in lines of 80 bytes', fold(page.join(' '), 80)],
  ])('%s', (_, text) => {
    const article = extractText(text, { now });
    expect(article.title).toBe('Lavrov says Moscow rejects European security without Russia and Belarus');
    expect([article.published?.slice(0, 10), article.author]).toEqual(['2022-12-01', ['Anna Petrova']]);
    expect(article.lead).toMatch(/^The foreign minister told reporters/);
    expect(article.text).toMatch(/leaves out Moscow and Minsk[^]*"They were not heard[^]*Officials in Minsk[^]*sending signals\.$/);
    expect(`${article.title}\n${article.text}`).not.toMatch(/nergy crisis|Cote d'Azur|upply chain|odcast|cookie|Accept all|Français|READ MORE|32:10|expand_more|Top stories/);
  });
}); // prettier-ignore

describe('a page in one line with no mark between its paragraphs', () => {
  const text = [
    'Skip to main content Live news close menu search keyboard_arrow_down World Europe Business / Tech Sport Newsletters Manage my privacy English Français Español العربية',
    `Top stories ${stories.join(' ')} Home / Europe River floods the lower town after a night of heavy rain`,
    'Issued on: 02/05/2023 - 14:23 Modified: 02/05/2023 - 15:40 The bridge in the lower town on May 2, 2023. © AFP 3 min',
    ...paragraphs,
    `Advertising Read more ${stories[0]} ${last} (AFP) The content you requested does not exist or is not available anymore.`,
    `Top stories ${stories.join(' ')} Podcasts play_arrow The gnus, explained 24:10 play_arrow Zebras: a long winter 31:05 Accept all Settings`,
  ].join(' ');
  const article = extractText(text, { now });

  it('has its facts; its lead is its first sentence', () => {
    expect(article).toMatchObject({
      title: 'River floods the lower town after a night of heavy rain',
      section: 'Europe',
      lead: first,
      published: '2023-05-02T14:23:00.000Z',
      modified: '2023-05-02T15:40:00.000Z',
    });
  });

  it('has its text and nothing else', () => {
    expect(article.text.replace(/\s+/g, ' ').replace(/ \(AFP\)$/, '')).toBe([...paragraphs, last].join(' '));
  });
});

describe('a text that is no page', () => {
  it('in one line stays as it is', () => {
    const text = [...paragraphs, ...paragraphs.map((line) => line.replace(/two|Friday|Monday|army/g, 'some'))].join(' ');
    expect(extractText(text, { now }).text).toBe(text);
  });

  it('hard-wrapped is put together again, paragraph by paragraph', () => {
    const text = paragraphs.map((paragraph) => fold(`${paragraph} ${last}`, 64)).join('\n\n');
    expect(extractText(text, { now }).text.split('\n\n').slice(0, 2)).toEqual([`${paragraphs[0]} ${last}`, `${paragraphs[1]} ${last}`]);
  });

  it('in lines of its own stays in lines', () => {
    const text = paragraphs.join('\n');
    expect(extractText(text, { now }).text.split('\n\n')).toEqual(paragraphs);
  });
}); // prettier-ignore

it('reads a long line in linear time', () => {
  const start = performance.now();
  for (const text of ['menu search ', 'Photo: A B ', '1 Dec 2022 ', 'Read more: ', 'chevron_right A ', 'Top stories A b ', '32:15 A ', '— A '])
    extractText(text.repeat(20_000), { now });
  expect(performance.now() - start).toBeLessThan(15_000);
}, 30_000); // prettier-ignore
