import { describe, expect, it } from 'vitest';
import { addressKey, Tries } from '../../src/web/tries.ts';

describe('tries that went wrong', () => {
  it('make wait from the last permitted one to the end of the window', () => {
    const tries = new Tries({ max: 3, windowMs: 60_000 });
    for (const at of [0, 1_000, 2_000]) {
      expect(tries.waitS('a', at)).toBe(0);
      tries.add('a', at);
    }
    expect(tries.waitS('a', 2_500)).toBe(58);
    expect(tries.waitS('b', 2_500)).toBe(0);
    expect(tries.waitS('a', 60_000)).toBe(0);
    tries.add('a', 60_000);
    expect(tries.waitS('a', 60_001)).toBe(0);
  });

  it('are forgotten one by one when there are too many keys, the oldest first', () => {
    const tries = new Tries({ max: 1, windowMs: 60_000, maxKeys: 3 });
    for (const key of ['a', 'b', 'c', 'd']) tries.add(key, 0);
    expect(['a', 'b', 'c', 'd'].map((key) => tries.waitS(key, 1) > 0)).toEqual([false, true, true, true]);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    [undefined, ''],
  ])('count %s as %s: one customer has a /64', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
