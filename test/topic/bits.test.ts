import { describe, expect, it } from 'vitest';
import { Bits } from '../../src/topic/bits.ts';

describe('a set of bits', () => {
  it('has what was added since it was emptied, and tells what is new', () => {
    const bits = new Bits();
    bits.clear(100_000);
    const numbers = [0, 31, 32, 63, 64, 99_999];
    expect(numbers.map((number) => bits.add(number))).toEqual(numbers.map(() => true));
    expect(numbers.map((number) => bits.add(number))).toEqual(numbers.map(() => false));
    expect([1, 30, 33, 65, 99_998].filter((number) => bits.has(number))).toEqual([]);
    expect(numbers.every((number) => bits.has(number))).toBe(true);
    bits.clear(100_000);
    expect(numbers.some((number) => bits.has(number))).toBe(false);
  });

  it('makes room when it is emptied for more', () => {
    const bits = new Bits();
    for (const size of [1, 2049, 1_000_000]) {
      bits.clear(size);
      expect([bits.add(size - 1), bits.has(size - 1), bits.has(0)]).toEqual([true, true, size === 1]);
    }
  });
});
