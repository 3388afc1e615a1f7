import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TopicIndex } from '../../src/topic/matcher.ts';
import { naiveMatch } from '../support/naive.ts';
import { parseQuery } from '../../src/topic/query.ts';

/** The letters, marks and numbers of a script between two code points. Kana voice marks join what is before them; invisible vowels count for nothing. */
function alphabet(from: number, to: number, script: RegExp): string[] {
  const signs = Array.from({ length: to - from + 1 }, (_, k) => String.fromCodePoint(from + k));
  return signs.filter(
    (sign) =>
      script.test(sign) &&
      /[\p{L}\p{M}\p{Nl}]/u.test(sign) &&
      !/[\u3099\u309A\p{Default_Ignorable_Code_Point}]/u.test(sign),
  );
}

const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  zh: alphabet(0x4e00, 0x9fff, /\p{Script=Han}/u),
  ja: [...alphabet(0x3041, 0x309f, /\p{Script=Hiragana}/u), ...alphabet(0x65b0, 0x6700, /\p{Script=Han}/u), '々', '〇'],
  th: alphabet(0x0e01, 0x0e5b, /\p{Script=Thai}/u),
  km: alphabet(0x1780, 0x17dd, /\p{Script=Khmer}/u),
  lo: alphabet(0x0e81, 0x0edf, /\p{Script=Lao}/u),
  my: alphabet(0x1000, 0x109f, /\p{Script=Myanmar}/u),
  rare: Array.from({ length: 60 }, (_, k) => String.fromCodePoint(0x20b80 + k)),
};

const AROUND = ['，', '。', ' ', '2024', 'NATO', 'ベラルーシ', '「', '」', '\u200b', '…', '\n'];

describe.each(Object.entries(SCRIPTS))('text without spaces: %s', (lang, signs) => {
  const run = (from: number, to: number): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...signs), { minLength: from, maxLength: to }).map((list) => list.join(''));
  const around = fc
    .array(fc.oneof({ weight: 4, arbitrary: run(1, 5) }, { weight: 1, arbitrary: fc.constantFrom(...AROUND) }), {
      maxLength: 4,
    })
    .map((list) => list.join(''));

  it.each(['plain', 'quoted', 'exact', 'as written'])('every substring is found where it stands (%s)', (how) => {
    fc.assert(
      fc.property(around, run(1, 6), around, (before, needle, after) => {
        const query = { plain: needle, quoted: `"${needle}"`, exact: `exact:${needle}`, 'as written': `="${needle}"` }[
          how
        ];
        const document = { title: '', body: before + needle + after, lang: lang === 'rare' ? 'zh' : lang };
        const index = new TopicIndex();
        index.set({ id: 'it', query: query as string });
        const spans = index.match(document)[0]?.spans ?? [];
        const at = before.length;
        const overlapping = spans.some(({ start, end }) => start < at + needle.length && end > at);
        const own = spans.some(({ start, end }) => start === at && end === at + needle.length);
        // Where the same needle overlaps itself, the hits are counted from the left.
        expect(own || (overlapping && document.body.indexOf(needle) < at)).toBe(true);
        const parsed = parseQuery(query as string);
        expect(parsed.ok && naiveMatch(parsed.ast, document).holds).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('what is not there is not found', () => {
    fc.assert(
      fc.property(run(0, 20), run(2, 4), (text, needle) => {
        const index = new TopicIndex();
        index.set({ id: 'it', query: `="${needle}"` });
        const found = index.match({ title: '', body: text, lang }).length > 0;
        expect(found).toBe(text.normalize('NFC').includes(needle.normalize('NFC')));
      }),
      { numRuns: 150 },
    );
  });
});
