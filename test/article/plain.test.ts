import { describe, expect, it } from 'vitest';
import { extractText } from '../../src/article/plain.ts';
import { sentencesOfFolded } from '../../src/article/unfold.ts';

const now = Date.parse('2026-01-15T12:00:00Z');

describe('a page that was folded into one line', () => {
  const menu = 'Home News World Politics Business Culture Sport Weather Newsletters Podcasts Log In Subscribe';
  const report = [
    'The foreign minister told reporters in Minsk on Thursday that no plan for the region would hold without its neighbours.',
    'Mr. Petrov of the Institute for Trade Studies said the offer, which had been made in June, was still on the table.',
    '“We have read it,” he said.',
    'Grain prices rose by 2.5 percent after the talks had ended, traders in three ports said in the evening.',
    'A second round is to be held in the first week of the new year, and both sides want to send their deputies.',
  ].join(' ');
  const repeated = Array.from(
    { length: 6 },
    (_, at) => `${report} Round ${at + 2} of the talks is to bring the heads of both houses together as well.`,
  ).join(' ');
  const behind =
    'More From World Zebra Prices Rise Again In The North Lion Parks Close Contact Us About Us Terms Of Use Imprint';
  const { text, kind } = extractText(`${menu} ${repeated} ${behind}`, { now });

  it('keeps the sentences and leaves what ran into them', () => {
    expect(kind).toBe('article');
    expect(text.startsWith('The foreign minister told reporters')).toBe(true);
    for (const part of ['Mr. Petrov of the Institute', '“We have read it,” he said.', '2.5 percent'])
      expect(text).toContain(part);
    expect(text).not.toMatch(/Podcasts|Zebra|Imprint/);
  });

  it('cuts at sentences, not at titles, initials and numbers', () => {
    expect(
      sentencesOfFolded(
        'Dr. A. Kolm came at 2.5 to the old hall. Nobody else was there yet. “Why?” she asked the guard.',
      ),
    ).toEqual([
      'Dr. A. Kolm came at 2.5 to the old hall.',
      'Nobody else was there yet.',
      '“Why?” she asked the guard.',
    ]);
  });

  it('cuts scripts without spaces at their marks', () => {
    expect(sentencesOfFolded('首页 新闻 政府周一宣布了新的计划。部长们在会议上讨论了细节。')).toEqual([
      '首页',
      '新闻',
      '政府周一宣布了新的计划。',
      '部长们在会议上讨论了细节。',
    ]);
  });
});

describe('a headline of a word or two', () => {
  const first = 'Thousands marched through the capital on Thursday against the new law, police and witnesses said.';
  const second =
    'The government said in the evening that the law would be read a second time in the first week of May.';
  const read = (above: string, start = ''): unknown[] => {
    const { title, section, published } = extractText(`${above}\n\n${start}${first}\n\n${second}`, { now });
    return [title, section, published?.slice(0, 10) ?? null];
  };

  it.each([
    ['Minsk protests', 'MINSK - ', ['Minsk protests', null, null]],
    ['Belarus', '', ['Belarus', null, null]],
    ['Протесты', '', ['Протесты', null, null]],
    ['Belarus signs', 'Minsk, 1 Dec 2022 - ', ['Belarus signs', null, '2022-12-01']],
    ['Belarus signs\n1 Dec 2022\nBy Ann Petrova', '', ['Belarus signs', null, '2022-12-01']],
    ['World\n\nBelarus signs', '', ['Belarus signs', 'World', null]],
    ['World › Europe\n\nBelarus signs', '', ['Belarus signs', 'Europe', null]],
  ])('%j', (above, start, expected) => {
    expect(read(above, start)).toEqual(expected);
  });

  it('is no trail, no menu, and not the headline that the feed has', () => {
    expect(read('World › Europe')).toEqual([null, 'Europe', null]);
    expect(read('Home\nNews\nSport\nCulture')).toEqual([null, null, null]);
    const hint = { title: 'Thousands march against the law' };
    const { title, section } = extractText(`World\n\n${first}\n\n${second}`, { now, hint });
    expect([title, section]).toEqual([hint.title, 'World']);
  });

  it('reads a date before a paragraph of any length, and no other of a text without a headline', () => {
    const start = `Minsk, 1 Dec 2022 - ${second} `;
    expect(read('Belarus signs the new treaty', start)).toEqual(['Belarus signs the new treaty', null, '2022-12-01']);
    expect(extractText(`${start}${first}\n\n${second}`, { now }).published).toBe('2022-12-01T00:00:00.000Z');
    expect(
      extractText(`The law of 1 December 2022 brought many to the streets, they said.\n\n${second}`, { now }).published,
    ).toBeNull();
  });
});
