import { describe, expect, it } from 'vitest';
import { extractPage } from '../../src/article/extract.ts';
import { extractText } from '../../src/article/plain.ts';
import { isLanguageList, languageLines, languageRuns } from '../../src/article/language-names.ts';

const now = Date.parse('2026-01-15T12:00:00Z');

describe('isLanguageList', () => {
  it.each([
    'English Deutsch Français Русский Беларуская 中文',
    'English | Tiếng Việt | Bahasa Indonesia',
    'EN DE FR RU BE',
    'Fr / En / Es',
    'Português · Español · English',
  ])('%s', (line) => {
    expect(isLanguageList(line)).toBe(true);
  });

  it.each([
    'English Deutsch',
    'It is no',
    'IT IS NO',
    'English and Deutsch are taught here',
    'Indonesia and Brasil met again',
  ])('not %s', (line) => {
    expect(isLanguageList(line)).toBe(false);
  });

  it('is linear', () => {
    // The best of three: the machine may do something else too.
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      isLanguageList('English '.repeat(100_000));
      languageRuns('English '.repeat(100_000).split(' '));
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(500);
  });
});

it('finds names that stand one below the other, and in a row of words', () => {
  expect([...languageLines(['Home', 'English', 'Deutsch', 'Polski', 'News', 'Deutsch'])]).toEqual([1, 2, 3]);
  expect(languageRuns('Reject English Tiếng Việt Polski Top Deutsch'.split(' '))).toEqual([[1, 5]]);
});

describe('a list of languages is furniture wherever it stands', () => {
  const first = 'The river rose by two metres in the night, and the lower town was cleared by the fire brigade.';
  const second = 'The mayor said on Friday that the bridge would stay closed until the engineers had looked at it.';
  const list = 'English Deutsch Français Русский Беларуская 中文';
  const clean = `${first}\n\n${second}`;

  it.each([
    `<div>${list}</div><h1>River floods the lower town</h1><p>${first}</p><p>${second}</p>`,
    `<h1>River floods the lower town</h1><div>${list}</div><div>${first}</div><div>${second}</div>`,
    `<h1>River floods the lower town</h1><p>${first}</p><p>EN DE FR RU</p><p>${second}</p>`,
    `<h1>River floods the lower town</h1><p>${first}</p><p>English</p><p>Polski</p><p>Deutsch</p><p>${second}</p>`,
    `<h1>River floods the lower town</h1><p>${first}</p><p>${second}</p><p>${list}</p>`,
  ])('on a page: %s', (body) => {
    const article = extractPage(`<html><body>${body}</body></html>`, { now });
    expect([article.lead, article.text]).toEqual([first, clean]);
  });

  it('in plain text', () => {
    const article = extractText(`${list}\nRiver floods the lower town\n${first}\n${list}\n${second}\n${list}`, { now });
    expect([article.lead, article.text]).toEqual([first, clean]);
  });
});
