import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shinglesOf, wordsOf } from '../../src/story/shingles.ts';

const shingles = (text: string): Set<number> => new Set(shinglesOf(wordsOf(text, 20_000)));

describe('words', () => {
  it.each([
    ['“European security”, he said —\r\n  loudly.', 'european security he said loudly'],
    ['EUROPEAN SECURITY\u00AD, ｈｅ said', 'european security he said'],
    ['欧洲security安全。', '欧 洲 security 安 全'],
    ['', ''],
    ['… — !', ''],
  ])('%j are %j', (text, words) => {
    expect(wordsOf(text, 1000).text).toBe(words);
  });

  it('count two characters of a script without spaces as one', () => {
    expect(wordsOf('欧洲安全和 two words', 1000).count).toBe(3 + 2);
    expect(wordsOf('ความมั่นคงของยุโรป', 1000).count).toBeGreaterThan(5);
  });

  it('are bounded', () => {
    expect(wordsOf('word '.repeat(5000), 100).hashes).toHaveLength(100);
    expect(wordsOf('x'.repeat(5_000_000), 100).text.length).toBeLessThan(10_000);
  });
});

describe('shingles', () => {
  const text = fc.array(fc.stringMatching(/^[a-zа-я]{1,8}$/), { minLength: 8, maxLength: 60 });

  it('of a beginning are shingles of the whole', () => {
    fc.assert(
      fc.property(text, fc.nat({ max: 60 }), (words, at) => {
        const whole = shingles(words.join(' '));
        for (const shingle of shingles(words.slice(0, at).join(' '))) expect(whole).toContain(shingle);
      }),
    );
  });

  it('do not depend on layout, case and punctuation', () => {
    const gap = fc.constantFrom(' ', '  ', '\n\n', ', ', ' — ', '.\r\n', '” “');
    fc.assert(
      fc.property(text, fc.array(gap, { minLength: 1, maxLength: 10 }), (words, gaps) => {
        const other = words.map((word, at) => word.toUpperCase() + (gaps[at % gaps.length] ?? ' ')).join('');
        expect(shingles(other)).toEqual(shingles(words.join(' ')));
      }),
    );
  });

  it('one exchanged word touches four at most', () => {
    fc.assert(
      fc.property(text, fc.nat(), (words, at) => {
        const other = words.with(at % words.length, 'zzzzzzzzz');
        const kept = shingles(words.join(' '));
        const fresh = [...shingles(other.join(' '))].filter((shingle) => !kept.has(shingle));
        expect(fresh.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('are made of characters where there are no spaces', () => {
    const text = '欧洲安全合作组织在明斯克举行会议讨论地区局势';
    expect(shingles(text).size).toBe(text.length - 6);
  });
});
