import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Postings } from '../../src/topic/postings.ts';

function membersOf(postings: Postings, handle: number): number[] {
  if (handle === 0) return [];
  if (handle < 0) return [~handle];
  const length = (postings.pool[handle] as number) >>> 5;
  return [...postings.pool.subarray(handle + 1, handle + 1 + length)].sort((a, b) => a - b);
}

describe('Postings', () => {
  it('keeps each list as a plain list would, however they grow and shrink beside each other', () => {
    const step = fc.record({ list: fc.nat(5), member: fc.nat(300), add: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const postings = new Postings();
        const handles = Array.from({ length: 6 }, () => 0);
        const plain: number[][] = Array.from({ length: 6 }, () => []);
        for (const { list, member, add } of steps) {
          const own = plain[list]!;
          if (add) {
            own.push(member);
            handles[list] = postings.add(handles[list]!, member);
          } else if (own.length > 0) {
            const [gone] = own.splice(member % own.length, 1);
            handles[list] = postings.remove(handles[list]!, gone!);
          }
        }
        for (const [list, own] of plain.entries())
          expect(membersOf(postings, handles[list]!)).toEqual(own.sort((a, b) => a - b));
      }),
    );
  });

  it('gives room back: lists that come and go do not make it grow', () => {
    const postings = new Postings();
    for (let round = 0; round < 50; round++) {
      let handle = 0;
      for (let k = 0; k < 400; k++) handle = postings.add(handle, k);
      for (let k = 0; k < 400; k++) handle = postings.remove(handle, k);
      expect(handle).toBe(0);
    }
    expect(postings.pool.length).toBeLessThanOrEqual(4096);
  });
});
