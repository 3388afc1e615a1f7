import { expect, it } from 'vitest';
import { dropOldest } from '../../src/core/oldest.ts';

it('drops what was set first, and only as much as is too many', () => {
  const map = new Map([
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['d', 4],
  ]);
  map.delete('a');
  map.set('a', 5);
  dropOldest(map, 2);
  expect([...map.keys()]).toEqual(['d', 'a']);
  dropOldest(map, 2);
  expect(map.size).toBe(2);
  dropOldest(map, 0);
  expect(map.size).toBe(0);
});
