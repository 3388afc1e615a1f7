import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EdgeTable } from '../../src/topic/edges.ts';
import { LongList } from '../../src/topic/long-list.ts';
import { Room } from '../../src/topic/room.ts';
import { random } from '../support/random-topics.ts';

describe('what the index is made of grows without standing still', () => {
  it.each([
    ['Int32Array', new Int32Array(16)],
    ['Uint16Array', new Uint16Array(16)],
    ['Uint8Array', new Uint8Array(16)],
    ['Float32Array', new Float32Array(16)],
  ])('%s keeps its numbers and has zeros behind, small and large', (_, first) => {
    const room = new Room();
    let array: Int32Array | Uint16Array | Uint8Array | Float32Array = first;
    let needed = 16;
    for (let step = 0; step < 40; step++) {
      array.fill(step % 200, Math.max(0, needed - 5), needed);
      const before = array.slice(0, needed);
      needed = Math.ceil(needed * 1.5);
      array = room.grown(array, needed);
      expect(array.length).toBeGreaterThanOrEqual(needed);
      expect(before.every((value, at) => array[at] === value)).toBe(true);
      expect(array.subarray(before.length).every((value) => value === 0)).toBe(true);
      if (needed > 400_000) break;
    }
  });

  it('a large array grows by an eighth in place, never twofold', () => {
    const room = new Room();
    let array = room.grown(new Int32Array(1), 1_000_000);
    for (let needed = 1_000_001; needed < 4_000_000; needed = array.length + 1) {
      const before = array.length;
      array = room.grown(array, needed);
      expect(array.length).toBeLessThan(before * 1.2);
    }
  });

  it('edges are those of a map, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seed) => {
        const next = random(seed);
        const edges = new EdgeTable();
        const known = new Map<string, number>();
        for (let step = 1; step < 4000; step++) {
          const [node, term] = [1 + Math.floor(next() * 60), Math.floor(next() * 40)];
          const key = `${node} ${term}`;
          expect(edges.get(node, term)).toBe(known.get(key) ?? 0);
          if (known.delete(key)) edges.remove(node, term);
          else {
            edges.add(node, term, step);
            known.set(key, step);
          }
        }
        for (const [key, child] of known) {
          const [node, term] = key.split(' ').map(Number) as [number, number];
          expect(edges.get(node, term)).toBe(child);
        }
      }),
      { numRuns: 10 },
    );
  });

  it('a long list is a list', () => {
    const list = new LongList<number>();
    expect(list.pop()).toBeUndefined();
    for (let k = 0; k < 10_000; k++) list.push(k);
    list.set(5000, -1);
    expect([list.length, list.get(4095), list.get(4096), list.get(5000), list.get(10_000)]).toEqual([
      10_000,
      4095,
      4096,
      -1,
      undefined,
    ]);
    for (let k = 9999; k > 4000; k--) expect(list.pop()).toBe(k === 5000 ? -1 : k);
    list.push(7);
    expect([list.length, list.get(4001)]).toEqual([4002, 7]);
  });
});
