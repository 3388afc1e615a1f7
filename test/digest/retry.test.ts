import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryDelayMs } from '../../src/digest/retry.ts';

const HOUR = 3_600_000;

function delays(random: () => number): number[] {
  const all: number[] = [];
  for (let attempt = 1; ; attempt++) {
    const delay = deliveryDelayMs(attempt, random);
    if (delay === null) return all;
    all.push(delay);
  }
}

describe('deliveryDelayMs (R21)', () => {
  it('grows, from seconds to three days together, whatever chance says', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (chances) => {
        const all = delays(() => chances.next().value as number);
        expect(all[0]).toBeLessThanOrEqual(10_000);
        expect(all).toEqual([...all].sort((a, b) => a - b));
        const total = all.reduce((sum, delay) => sum + delay, 0);
        expect(total).toBeGreaterThanOrEqual(71.9 * HOUR);
        expect(total).toBeLessThan(80 * HOUR);
      }),
    );
  });

  it('ends', () => {
    expect(deliveryDelayMs(11, () => 0)).toBeNull();
    expect(deliveryDelayMs(1000, () => 0)).toBeNull();
  });
});
