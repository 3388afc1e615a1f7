import { foldText } from '../../src/topic/fold.ts';
import { formsFor } from '../../src/topic/forms/registry.ts';
import { PARADIGMS, TRAPS } from '../topic/paradigms.ts';

/** Words of a group, groups apart by semicolons. */
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

export interface FormsFigures {
  readonly lemmas: number;
  /** Pairs of different forms of a lemma, and those that do not find each other. */
  readonly pairs: number;
  readonly missed: readonly string[];
  /** Pairs of a lemma and a form of another one, and those that do. */
  readonly strangers: number;
  readonly merged: readonly string[];
  /** Pairs chosen to deceive, and those that did. */
  readonly traps: number;
  readonly deceived: readonly string[];
}

/** How well the forms of a language find and tell apart the words of the paradigm lists. */
export function figuresOf(lang: string): FormsFigures {
  const lemmas = groups(PARADIGMS[lang] ?? '');
  const pairs = lemmas.flatMap((forms) =>
    forms.flatMap((from) => forms.filter((to) => foldText(to) !== foldText(from)).map((to) => [from, to] as const)),
  );
  const strangers = lemmas.flatMap((a) =>
    lemmas.filter((b) => b !== a).flatMap((b) => b.map((form) => [a[0] as string, form] as const)),
  );
  const traps = groups(TRAPS[lang] ?? '') as [string, string][];
  const shown = ([a, b]: readonly [string, string]): string => `${a} → ${b}`;
  return {
    lemmas: lemmas.length,
    pairs: pairs.length,
    missed: pairs.filter(([a, b]) => !finds(lang, a, b)).map(shown),
    strangers: strangers.length,
    merged: strangers.filter(([a, b]) => finds(lang, a, b)).map(shown),
    traps: traps.length,
    deceived: traps.filter(([a, b]) => finds(lang, a, b) || finds(lang, b, a)).map(shown),
  };
}
