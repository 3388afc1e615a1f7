import { describe, expect, it } from 'vitest';
import { solarHijriDay, solarHijriMonth } from '../../src/text/solar-hijri.ts';

const PERSIAN = new Intl.DateTimeFormat('en-u-ca-persian', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
});

describe('the calendar of Iran', () => {
  it('agrees with Unicode’s on every day from 1371 to 1450', () => {
    const known = new Map<string, number>();
    for (let ms = Date.UTC(1992, 2, 21); ms < Date.UTC(2071, 2, 20); ms += 86_400_000) {
      const parts = Object.fromEntries(PERSIAN.formatToParts(ms).map(({ type, value }) => [type, value]));
      known.set(`${Number.parseInt(parts['year'] ?? '', 10)}-${parts['month']}-${parts['day']}`, ms);
    }
    for (const [name, ms] of known) {
      const [year = 0, month = 0, day = 0] = name.split('-').map(Number);
      expect([name, solarHijriDay(year, month, day)]).toEqual([name, ms]);
    }
  });

  it('has no day that it has not', () => {
    expect(solarHijriDay(1404, 12, 30)).toBeNull();
    expect(solarHijriDay(1403, 12, 30)).toBe(Date.UTC(2025, 2, 20));
    for (const [year, month, day] of [[1404, 7, 31], [1404, 13, 1], [1404, 0, 1], [1404, 1, 0], [1300, 1, 1]] as const) expect(solarHijriDay(year, month, day)).toBeNull(); // prettier-ignore
  });

  it('knows its months by their names in Iran and Afghanistan', () => {
    expect(['فروردین', 'دی', 'اسفند', 'حمل', 'جدی'].map(solarHijriMonth)).toEqual([1, 10, 12, 1, 10]);
    expect(solarHijriMonth('ژانویه')).toBeNull();
  });
});
