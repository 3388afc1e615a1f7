import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint, isNearCopy, sameStory, SIGNATURE_LENGTH, storyKeys } from '../../src/story/sameness.ts';
import { articleOf, EDITS, randomOf, subjectOf } from '../support/copies.ts';

const print = (text: readonly string[], url: string | null = null) => fingerprint({ url, text: text.join('\n\n') });
const share = (a: readonly string[], b: readonly string[]): boolean => a.some((key) => b.includes(key));

function article(seed: number, words = 500): string[] {
  const random = randomOf(seed);
  return articleOf(random, { words, subject: subjectOf(random) });
}

describe('R19: one story', { timeout: 30_000 }, () => {
  it('is the same canonical address, whatever the text', () => {
    const [a, b] = [print(article(1), 'https://a.example/1'), print(article(2), 'https://a.example/1')];
    expect(sameStory(a, b)).toBe('url');
    expect(share(storyKeys(a), storyKeys(b))).toBe(true);
  });

  it('is the same text in another layout', () => {
    const text = article(1);
    expect(sameStory(print(text), print(EDITS.layout(text)))).toBe('text');
  });

  const copies: Record<string, (text: string[], seed: number) => string[]> = {
    'another byline': (text, seed) => EDITS.byline(text, randomOf(seed)),
    'a tenth cut off': (text) => EDITS.cut(text, 0.9),
    'half cut off': (text) => EDITS.cut(text, 0.5),
    'two paragraphs put in': (text, seed) => EDITS.insert(text, randomOf(seed), 2),
    'a word changed in a third of the sentences': (text, seed) => EDITS.words(text, randomOf(seed), 0.33),
    'all of it': (text, seed) =>
      EDITS.byline(EDITS.words(EDITS.cut(text, 0.7), randomOf(seed), 0.2), randomOf(seed + 1)),
  };
  it.each(Object.keys(copies))('is a copy with %s: found by a key and known', (name) => {
    for (let seed = 1; seed <= 20; seed++) {
      const text = article(seed);
      const [a, b] = [print(text), print(copies[name]?.(text, seed * 7) ?? [])];
      expect(share(storyKeys(a), storyKeys(b))).toBe(true);
      expect(sameStory(a, b)).toBe('near-copy');
      expect(sameStory(b, a)).toBe('near-copy');
    }
  });

  it('two pieces on one subject are two, with the same quotes or a third of the text too', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = randomOf(seed);
      const subject = subjectOf(random);
      const [a, b] = [0, 0].map(() => articleOf(random, { words: 500, subject, stock: 5 })) as [string[], string[]];
      expect(sameStory(print(a), print(b))).toBeNull();
      const later = [...b, ...a.slice(Math.ceil(a.length * 0.6))];
      expect(sameStory(print(a), print(later))).toBeNull();
    }
  });

  it('two pieces under one headline are two', () => {
    const title = 'What we know so far';
    const [a, b] = [1, 2].map((seed) => fingerprint({ text: article(seed).join('\n\n'), title }));
    expect(a && b && sameStory(a, b)).toBeNull();
    expect(share(storyKeys(a ?? print([])), storyKeys(b ?? print([])))).toBe(false);
  });

  it('a short text is the same only when it and its title are', () => {
    const flash = { text: 'MINSK — Talks have begun, officials said.', title: 'Talks begin' };
    expect(sameStory(fingerprint(flash), fingerprint({ ...flash, text: `${flash.text} ` }))).toBe('text');
    expect(sameStory(fingerprint(flash), fingerprint({ ...flash, title: 'Talks end' }))).toBeNull();
    expect(sameStory(fingerprint(flash), fingerprint({ ...flash, text: 'MINSK — Talks have begun.' }))).toBeNull();
    expect(fingerprint(flash)).toMatchObject({ bands: [], signature: [], words: 6 });
  });

  it('empty texts of two pages are not one', () => {
    const [a, b] = ['One', 'Two'].map((title) => fingerprint({ text: '', title }));
    expect(a && b && sameStory(a, b)).toBeNull();
  });

  it('is found in scripts without spaces', () => {
    const random = randomOf(5);
    const text = Array.from({ length: 600 }, () => String.fromCodePoint(0x4e00 + Math.floor(random() * 3000))).join('');
    const other = Array.from({ length: 600 }, () => String.fromCodePoint(0x4e00 + Math.floor(random() * 3000))).join(
      '',
    );
    const [whole, cut, second] = [text, text.slice(0, 330), other].map((text) => fingerprint({ text })) as [
      ReturnType<typeof print>,
      ReturnType<typeof print>,
      ReturnType<typeof print>,
    ];
    expect(sameStory(whole, cut)).toBe('near-copy');
    expect(sameStory(whole, second)).toBeNull();
  });
});

/** Code points of all kinds, lone surrogates too. */
const anyText = fc
  .array(fc.nat({ max: 0x10ffff }), { maxLength: 400 })
  .map((codes) => codes.map((code) => String.fromCodePoint(code)).join(''));

describe('a fingerprint', () => {
  it('is the same for the same input in every version: it is stored', () => {
    const { textHash, bands, signature } = print(article(42));
    expect({ textHash, bands: bands.slice(0, 2), signature: signature.slice(0, 3) }).toMatchInlineSnapshot(`
      {
        "bands": [
          "t0.0zmfyr70zr479n",
          "t1.0zyd2a90zum256",
        ],
        "signature": [
          -2140954701,
          -2133105461,
          -2120934703,
        ],
        "textHash": "ba3f9030be5c04980ee8629aed6507fe",
      }
    `);
  });

  it('has signed 32-bit integers, and keys without repetition in order', () => {
    const one = print(article(3), 'https://a.example/');
    expect(one.signature).toHaveLength(SIGNATURE_LENGTH);
    expect(one.signature.every((value) => Number.isInteger(value) && Math.abs(value) <= 2 ** 31)).toBe(true);
    const keys = storyKeys(one);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(40);
  });

  it('of any text is made, and is the same as itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const one = fingerprint({ text });
        expect(sameStory(one, fingerprint({ text }))).toBe('text');
        expect(isNearCopy(one, one)).toBe(one.words >= 40);
      }),
      { numRuns: 50 },
    );
  });
});
