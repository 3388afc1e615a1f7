import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellFormed, wellFormedData } from '../../src/text/well-formed.ts';

describe('well-formed text', () => {
  it('has no NUL and no half of a pair, and is otherwise the same', () => {
    expect(wellFormed('a\0b \ud83d c \ude00')).toBe('ab \ufffd c \ufffd');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(wellFormed(text)).toBe(text.replaceAll('\0', ''));
      }),
    );
  });

  it('of plain data, every text', () => {
    const data = { a: ['x\0', null, { b: '\ud83d', n: 1 }], c: true, d: undefined };
    expect(wellFormedData(data)).toEqual({ a: ['x', null, { b: '\ufffd', n: 1 }], c: true, d: undefined });
  });
});
