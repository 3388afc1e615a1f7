import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surfaceOf, TokenStream } from '../../src/topic/tokens.ts';

const stream = new TokenStream();

function tokens(text: string): string[] {
  stream.clear();
  stream.append(text);
  return Array.from(
    { length: stream.count },
    (_, t) => `${stream.breaks[t] === 1 && t > 0 ? '¶' : ''}${stream.folded(t)}`,
  );
}

function places(text: string): [string, string][] {
  stream.clear();
  stream.append(text);
  return Array.from({ length: stream.count }, (_, t) => [
    stream.folded(t),
    text.slice(stream.starts[t], stream.ends[t]),
  ]);
}

describe('TokenStream', () => {
  it.each([
    ['North Sea oil', 'north sea oil'],
    ['North-Sea’s oil', 'north sea oil'],
    ["O'Neill’s l’eau", 'o neill l eau'],
    ['the U.S. and the U.K.-led D.C', 'the us and the uk led dc'],
    ['e.g.this J.D.Vance a. b', 'eg this jd vance a b'],
    ['3.5% of 1,000 in 2024, v2.0.', '3.5 of 1,000 in 2024 v2.0'],
    ['Straße Łódź Ærø œuvre naïve ﬁn', 'strasse lodz aero oeuvre naive fin'],
    ['İstanbul ISPARTA Iğdır', 'istanbul isparta igdir'],
    ['Κύπρος ΚΎΠΡΟΣ', 'κυπροσ κυπροσ'],
    ['ёлка й ї ў за́мок', 'елка й ї ў замок'],
    ['и\u0306 і\u0308 у\u0306 е\u0308', 'й ї ў е'],
    ['soft\u00ADhyphen zero\u200Bwidth word\u2060joiner \uFEFFbom', 'softhyphen zero width wordjoiner bom'],
    ['مُحَمَّد محـــمد أمن ايران ایران', 'محمد محمد امن ايران ايران'],
    ['北海油田G7首脳', '北 海 油 田 g7 首 脳'],
    ['ベラルーシへの ﾍﾞﾗﾙｰｼ', 'ベラルーシ へ の ベラルーシ'],
    ['か\u3099', 'が'],
    ['가자 EU는'.normalize('NFD'), '가자 eu 는'],
    ['２０２４ ٢٠٢٤ 𝐍𝐀𝐓𝐎 Belarus¹', '2024 2024 nato belarus'],
    ['👩‍👩‍👧 🇧🇾 ❤️ oil', 'oil'],
    ['one\n\ntwo\nthree\r\n \r\nfour', 'one ¶two three ¶four'],
    ['', ''],
    ['…!? \n', ''],
  ])('%s', (text, expected) => {
    expect(tokens(text).join(' ')).toBe(expected);
  });

  it('keeps the source of each token', () => {
    expect(places('Nai\u0308ve U.S., soft\u00ADhyphen\u00AD ﬁn')).toEqual([
      ['naive', 'Nai\u0308ve'],
      ['us', 'U.S.'],
      ['softhyphen', 'soft\u00ADhyphen'],
      ['fin', 'ﬁn'],
    ]);
  });

  it('gives a surface without invisible signs and dots', () => {
    expect(surfaceOf('U.S.', 0, 4)).toBe('US');
    expect(surfaceOf('Pen\u0303\u00ADa', 0, 6)).toBe('Peña');
    expect(surfaceOf('3.5', 0, 3)).toBe('3.5');
  });

  it('holds on any text: places rise, folding is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const found = places(text);
        let end = 0;
        for (let t = 0; t < found.length; t++) {
          expect(stream.starts[t]).toBeGreaterThanOrEqual(end);
          expect(stream.ends[t]).toBeGreaterThan(stream.starts[t]!);
          end = stream.ends[t]!;
          expect(stream.folded(t)).not.toBe('');
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { seed: 2, numRuns: 1000 },
    );
  }, 60_000);

  it('reads a megabyte of one word, of marks, of surrogates', () => {
    for (const text of [
      'x'.repeat(1e6),
      'e' + '\u0301'.repeat(1e6),
      '\uD835\uDC0D'.repeat(5e5),
      'ﷺ'.repeat(1e5),
      '\uD800'.repeat(1e6),
    ]) {
      stream.clear();
      stream.append(text);
      expect(stream.count).toBeLessThanOrEqual(text.length);
    }
  }, 60_000);
});
