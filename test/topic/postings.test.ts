import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateSize, isDecider, postingOf, Postings, SIGN_ANY, SIGN_SINGLE, slotOf } from '../../src/topic/postings.ts';

/** Deciders in their order, then the others with their gates. */
function membersOf(postings: Postings, handle: number): { deciders: number[]; gated: number[][] } {
  if (handle === 0) return { deciders: [], gated: [] };
  if (handle < 0) return isDecider(~handle) ? { deciders: [~handle], gated: [] } : { deciders: [], gated: [[~handle]] };
  const { pool } = postings;
  const first = postings.firstDecider(handle);
  const gated: number[][] = [];
  for (let at = postings.firstGated(handle); at < postings.end(handle); at += 1 + gateSize(pool[at]!)) {
    const posting = pool[at]!;
    gated.push([postingOf(slotOf(posting), posting & 7), ...pool.subarray(at + 1, at + 1 + gateSize(posting))]);
  }
  return { deciders: [...pool.subarray(first, first + postings.deciders(handle))], gated };
}

/** Each sign has its slots: no posting stands twice in a list. */
const POSTINGS = Array.from({ length: 300 }, (_, slot) => postingOf(slot, [SIGN_ANY, SIGN_SINGLE, 0, 1, 2][slot % 5]!));

interface Plain {
  deciders: number[];
  gated: Map<number, number[]>;
}

function change(postings: Postings, handle: number, plain: Plain, posting: number, gate: number[]): number {
  const { deciders, gated } = plain;
  const index = deciders.indexOf(posting);
  if (isDecider(posting) && index >= 0) {
    expect(postings.indexOf(handle, posting)).toBe(index);
    const last = deciders.pop()!;
    if (index < deciders.length) deciders[index] = last;
    return postings.remove(handle, posting);
  }
  if (gated.delete(posting)) return postings.remove(handle, posting);
  if (isDecider(posting)) {
    deciders.push(posting);
    return postings.add(handle, posting);
  }
  gated.set(posting, gate);
  return postings.add(handle, posting, gate);
}

describe('Postings', () => {
  it('keeps each list as a plain list would, however they grow and shrink beside each other', () => {
    const step = fc.record({
      list: fc.nat(3),
      posting: fc.constantFrom(...POSTINGS),
      gate: fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 900 }), (steps) => {
        const postings = new Postings();
        const handles = Array.from({ length: 4 }, () => 0);
        const plain: Plain[] = Array.from({ length: 4 }, () => ({ deciders: [], gated: new Map() }));
        for (const { list, posting, gate } of steps)
          handles[list] = change(postings, handles[list]!, plain[list]!, posting, gate);
        for (const [list, { deciders, gated }] of plain.entries()) {
          const found = membersOf(postings, handles[list]!);
          expect(found.deciders).toEqual(deciders);
          const own = [...gated].map(([posting, gate]) => [posting, ...gate]);
          const byPosting = (a: number[], b: number[]): number => a[0]! - b[0]!;
          expect(found.gated.sort(byPosting)).toEqual(own.sort(byPosting));
        }
      }),
    );
  });

  it('gives room back: lists that come and go do not make it grow', () => {
    const postings = new Postings();
    for (let round = 0; round < 50; round++) {
      let handle = 0;
      for (let k = 0; k < 400; k++) handle = postings.add(handle, postingOf(k, k % 2 === 0 ? SIGN_ANY : 0), [k % 7]);
      for (let k = 0; k < 400; k++) handle = postings.remove(handle, postingOf(k, k % 2 === 0 ? SIGN_ANY : 0));
      expect(handle).toBe(0);
    }
    expect(postings.pool.length).toBeLessThanOrEqual(4096);
  });
});
