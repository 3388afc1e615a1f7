import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Pieces } from '../../src/net/pieces.ts';

it('gives back all bytes in their order, again and again', () => {
  const piece = fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.uint8Array({ minLength: 3000, maxLength: 9000 }));
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 30 }), { maxLength: 3 }), (rounds) => {
      const pieces = new Pieces();
      for (const round of rounds) {
        for (const bytes of round) pieces.add(Buffer.from(bytes));
        const sent = Buffer.concat(round);
        expect(pieces.size).toBe(sent.length);
        expect(Buffer.compare(pieces.take(), sent)).toBe(0);
        expect(pieces.size).toBe(0);
      }
    }),
    { numRuns: 50 },
  );
});
