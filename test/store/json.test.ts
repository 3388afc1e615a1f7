import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { json } from '../../src/store/json.ts';

describe('json', () => {
  test('leaves out what PostgreSQL refuses: NUL, and half of a surrogate pair', () => {
    expect(json({ a: 'x\0y', b: ['\ud83d', 'whole 😀'] })).toBe('{"a":"xy","b":["\ufffd","whole 😀"]}');
  });

  test('a text that spells such an escape is left as it is', () => {
    expect(JSON.parse(json('a \\u0000 in a text, and \\ud800'))).toBe('a \\u0000 in a text, and \\ud800');
  });

  test('says the same as JSON does of all other data', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\u(?:0000|d[89a-f])/.test(text));
        expect(json(value)).toBe(text);
      }),
    );
  });
});
