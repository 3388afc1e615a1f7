import { describe, expect, it } from 'vitest';
import { allForms, formsFor } from '../../src/topic/forms/registry.ts';
import { figuresOf } from '../support/forms-figures.ts';
import { PARADIGMS, TRAPS } from './paradigms.ts';

describe('word forms', () => {
  it.each(Object.keys(PARADIGMS))('%s: finds the other forms of a lemma, from any of them', (lang) => {
    const { lemmas, pairs, missed } = figuresOf(lang);
    expect(lemmas).toBeGreaterThanOrEqual(30);
    expect(missed.length / pairs, missed.slice(0, 40).join(', ')).toBeLessThanOrEqual(0.03);
  });

  it.each(Object.keys(PARADIGMS))('%s: keeps different lemmas apart', (lang) => {
    const { strangers, merged } = figuresOf(lang);
    expect(merged.length / strangers, merged.join(', ')).toBeLessThanOrEqual(0.01);
  });

  it.each(Object.keys(TRAPS))('%s: is not deceived by words that look alike', (lang) => {
    expect(figuresOf(lang).deceived).toEqual([]);
  });

  it('every language answers any word', () => {
    for (const { lang } of allForms())
      for (const word of ['a', 'ab', 'санкции', 'sanktionen', '안보를', 'الامن', 'x'.repeat(200), 'ышыш'])
        for (const keys of [
          formsFor(lang, word.charCodeAt(0))?.ofText(word),
          formsFor(lang, word.charCodeAt(0))?.ofQuery(word),
        ])
          expect(keys === undefined || keys.length > 0).toBe(true);
  });
});
