import { symmetric, unique, type Forms } from './form.ts';

/** Number and gender of a Romance language, by classes: caso and casa share no key, europeo and europea do. */
export interface Inflection {
  readonly lang: string;
  readonly irregular: ReadonlyMap<string, string>;
  /** The singulars that a plural may have; the word itself where it is none. */
  readonly singulars: (word: string) => readonly string[];
  /** The stem that both genders of an adjective share, null for a word that is none. */
  readonly adjective: (singular: string) => string | null;
}

export function inflection({ lang, irregular, singulars, adjective }: Inflection): Forms {
  const keys = (word: string): readonly string[] => {
    const lemma = irregular.get(word);
    if (lemma !== undefined) return [lemma];
    const out: string[] = [];
    for (const singular of singulars(word)) {
      const stem = adjective(singular);
      out.push(singular, ...(stem === null ? [] : [`${stem}+`]));
    }
    return unique(out);
  };
  return symmetric(lang, keys);
}
