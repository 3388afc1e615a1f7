import { describe, expect, it } from 'vitest';
import { trial } from '../../../src/web/page/trial.ts';
import type { TrialView } from '../../../src/web/views.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');
const NONE: TrialView = {
  query: 'jaguar',
  warnings: [],
  from: '2026-02-01T00:00:00.000Z',
  to: '2026-03-01T00:00:00.000Z',
  complete: true,
  scanned: 1_000,
  read: 12,
  matched: 0,
  stories: 0,
  suppressed: 0,
  alertsPerWeek: 0,
  byDay: {},
  bySource: {},
  samples: [],
  noiseWords: [],
  comparedWith: null,
  gainedCount: 0,
  lostCount: 0,
  gained: [],
  lost: [],
  furniture: { scanned: 0, ignored: 0, samples: [] },
};
const page = (found: Partial<TrialView>): string =>
  trial({ ...NONE, ...found }, (query) => `/topics?${new URLSearchParams({ q: query }).toString()}`, NOW).text;

describe('the page of a trial', () => {
  it('says what was found, and nothing of what was not looked for', () => {
    const text = page({});
    expect(text).toContain('12 were read, the index ruled the others out.');
    for (const absent of ['Likely noise', 'Furniture', 'Against', 'class="bars"']) expect(text).not.toContain(absent);
  });

  it('says when the time ran out', () => {
    expect(page({ complete: false })).toContain('the time ran out before the archive did');
  });

  it('draws a bar a day, the days without a match too; of a long time a bar for several days', () => {
    const bars = (text: string): string[] =>
      [...text.matchAll(/<li title="([^"]*)"/g)].map((match) => match[1] as string);
    expect(bars(page({ byDay: { '2026-02-26': 2, '2026-02-28': 1 } }))).toEqual([
      '2026-02-26: 2',
      '2026-02-27: 0',
      '2026-02-28: 1',
      '2026-03-01: 0',
    ]);
    const days = Array.from({ length: 400 }, (_, n) => new Date(NOW - n * 86_400_000).toISOString().slice(0, 10));
    const long = bars(
      page({ from: '2025-01-01T00:00:00.000Z', byDay: Object.fromEntries(days.map((day) => [day, 1])) }),
    );
    expect(long.length).toBeLessThan(70);
    expect(long.reduce((sum, title) => sum + Number(title.split(': ')[1]), 0)).toBe(400);
  });

  it('leads from a noise word to the query without it, escaped', () => {
    const text = page({ query: '"a" & <b>', noiseWords: [{ word: 'zoo', noise: 5, rest: 0 }] });
    expect(text).toContain('href="/topics?q=%28%22a%22+%26+%3Cb%3E%29+NOT+zoo"');
    expect(text).not.toContain('<b>)');
  });

  it('shows what is gained and lost against a topic, and how much more there is', () => {
    const text = page({ comparedWith: 'cars', gainedCount: 3, lostCount: 0 });
    expect(text).toContain('Against <a href="/topics/cars">cars</a> as it is');
    expect(text).toContain('<b>+3</b> gained');
    expect(text).toContain('and 3 more');
  });

  it('shows what furniture was ignored', () => {
    const sample = { id: '7', url: 'https://a.example/', title: null, snippet: 'More: <mark>Jaguar</mark>' };
    const text = page({ furniture: { scanned: 40, ignored: 1, samples: [sample] } });
    expect(text.replace(/\s+/g, ' ')).toContain('1 page of 40 that are still kept holds it outside the article only');
    expect(text).toContain('More: <mark>Jaguar</mark>');
  });
});
