import { describe, expect, it } from 'vitest';
import { foldText } from '../../src/topic/fold.ts';
import { allForms, formsFor } from '../../src/topic/forms/registry.ts';
import { PARADIGMS, TRAPS } from './paradigms.ts';

function groups(text: string): string[][] {
  return text
    .split(';')
    .map((group) => group.trim().split(/\s+/))
    .filter((group) => group[0] !== '');
}

/** Whether a query word finds a text word. */
function finds(lang: string, query: string, text: string): boolean {
  const [a, b] = [foldText(query), foldText(text)];
  if (a === b) return true;
  const forms = formsFor(lang, b.charCodeAt(0));
  const keys = forms?.ofText(b) ?? [];
  return forms?.ofQuery(a).some((key) => keys.includes(key)) ?? false;
}

describe('word forms', () => {
  it.each(Object.keys(PARADIGMS))('%s: finds the forms of a lemma, from any of them', (lang) => {
    const missed: string[] = [];
    let asked = 0;
    const lemmas = groups(PARADIGMS[lang]!);
    for (const forms of lemmas)
      for (const from of forms)
        for (const to of forms) {
          asked += 1;
          if (!finds(lang, from, to)) missed.push(`${from} → ${to}`);
        }
    expect(lemmas.length).toBeGreaterThanOrEqual(30);
    expect(missed.length / asked, missed.slice(0, 40).join(', ')).toBeLessThanOrEqual(0.03);
  });

  it.each(Object.keys(PARADIGMS))('%s: keeps different lemmas apart', (lang) => {
    const merged: string[] = [];
    let asked = 0;
    const lemmas = groups(PARADIGMS[lang]!);
    for (const [i, a] of lemmas.entries())
      for (const [j, b] of lemmas.entries()) {
        if (i === j) continue;
        for (const form of b) {
          asked += 1;
          if (finds(lang, a[0]!, form)) merged.push(`${a[0]} = ${form}`);
        }
      }
    expect(merged.length / asked, merged.join(', ')).toBeLessThanOrEqual(0.01);
  });

  it.each(Object.keys(TRAPS))('%s: is not deceived by words that look alike', (lang) => {
    const merged = groups(TRAPS[lang]!).filter(([a, b]) => finds(lang, a!, b!) || finds(lang, b!, a!));
    expect(merged).toEqual([]);
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
