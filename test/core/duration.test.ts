import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/core/duration.ts';

const UNITS = [
  ['ms', 1],
  ['s', 1e3],
  ['m', 6e4],
  ['h', 36e5],
  ['d', 864e5],
] as const;

describe('durations', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['180d', 15_552_000_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', '5 m', '5M', '-5m', '1.5h', '5min', '1h30m', 'm', '٣m', '999999999999999d', '5m '])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('every text that is written is read back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e13 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  it('every integer with a unit is read', () => {
    const unit = fc.constantFrom(...UNITS);
    fc.assert(
      fc.property(fc.nat({ max: 1e6 }), unit, (n, [name, ms]) => {
        expect(parseDuration(`${n}${name}`)).toBe(n * ms);
      }),
    );
  });
});
