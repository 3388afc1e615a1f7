import { symmetric, stemsOf, unique, type Forms } from './form.ts';

export interface Declension {
  readonly lang: string;
  readonly nouns: readonly string[];
  readonly adjectives: readonly string[];
  /** Letters that a stem keeps at least. */
  readonly least?: number;
  /** Form → lemma of words that follow no rule. */
  readonly irregular: ReadonlyMap<string, string>;
  /** Further spellings of a stem: fleeting vowels, softened consonants. `ending` is what was taken off. */
  readonly variants?: (stem: string, ending: string) => readonly string[];
  /** Further stems of a word. */
  readonly extra?: (word: string) => readonly string[];
  /** One spelling for what changes inside a paradigm. */
  readonly normal?: (stem: string) => string;
}

/** Marks the stems of adjectives: право and правый share no key, though their stems are the same. */
const ADJECTIVE = '+';

/**
 * Forms of a language with rich endings: a word gets the stem of every ending that it may have, as a noun and, apart, as
 * an adjective. Words are forms of each other when one reading of each agrees.
 */
export function declension(spec: Declension): Forms {
  const { lang, nouns, adjectives, least = 3, irregular, variants, extra, normal = (stem) => stem } = spec;
  const keys = (word: string): readonly string[] => {
    const lemma = irregular.get(word);
    if (lemma !== undefined) return [`=${lemma}`];
    if (word.length <= least) return [normal(word)];
    const stems = stemsOf(word, nouns, least).flatMap((stem) => [
      stem,
      ...(variants?.(stem, word.slice(stem.length)) ?? []),
    ]);
    const described = stemsOf(word, adjectives, least).flatMap((stem) => [
      stem,
      ...(variants?.(stem, word.slice(stem.length)) ?? []),
    ]);
    const found = [
      ...(extra?.(word) ?? []).map(normal),
      ...stems.map(normal),
      ...described.map((stem) => normal(stem) + ADJECTIVE),
    ];
    return found.length === 0 ? [normal(word)] : unique(found);
  };
  return symmetric(lang, keys);
}
