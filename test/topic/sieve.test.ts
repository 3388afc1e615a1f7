import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateOf, Sieve } from '../../src/topic/sieve.ts';

const nodes = fc.array(fc.integer({ min: 1, max: 2 ** 31 - 1 }), { maxLength: 20 });

describe('Sieve', () => {
  it('never denies what is there, alone or in a gate', () => {
    fc.assert(
      fc.property(nodes, nodes, (found, asked) => {
        const sieve = new Sieve();
        for (const node of found) sieve.add(node);
        for (const node of found) {
          expect(sieve.has(node)).toBe(true);
          const gate = Int32Array.from([7, ...gateOf([...asked, node])]);
          expect(sieve.opens(gate, 1, gate.length - 1)).toBe(true);
        }
      }),
    );
  });

  it('knows of nearly all that is not there, and of nothing once it is cleared', () => {
    const sieve = new Sieve();
    for (let node = 1; node <= 400; node++) sieve.add(node);
    const wrong = Array.from({ length: 10_000 }, (_, k) => k + 1000).filter((node) => sieve.has(node)).length;
    expect(wrong).toBeLessThan(200);
    sieve.clear();
    expect(sieve.has(1)).toBe(false);
    expect(sieve.opens(Int32Array.from(gateOf([1, 2, 3])), 0, 2)).toBe(false);
  });
});
