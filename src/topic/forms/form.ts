/**
 * The inflection of one language, as keys: a word of a query and a word of a text are forms of each other when they
 * share a key. Inflection only (number, case, gender, definiteness), no derivation. Words come folded.
 */
export interface Forms {
  /** ISO 639-1. */
  readonly lang: string;
  /** The keys of a word in a text. */
  readonly ofText: (word: string) => readonly string[];
  /** The keys of a word in a query. */
  readonly ofQuery: (word: string) => readonly string[];
}

/** Forms whose query and text side are the same. */
export function symmetric(lang: string, keys: (word: string) => readonly string[]): Forms {
  return { lang, ofText: keys, ofQuery: keys };
}

/** Forms by one stem a word. */
export function stemming(lang: string, stem: (word: string) => string): Forms {
  return symmetric(lang, (word) => [stem(word)]);
}

/**
 * A table of irregular words: `lemma form form; lemma form …`, each form leads to its lemma; and of words that are their
 * own stem. A form of two lemmas keeps the first.
 */
export function irregular(paradigms: string, unchanged = ''): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  const groups = [...paradigms.split(';'), ...unchanged.split(/\s+/)];
  for (const group of groups) {
    const forms = group.trim().split(/\s+/);
    for (const form of forms) if (form !== '' && !table.has(form)) table.set(form, forms[0] as string);
  }
  return table;
}

/** What is left of a word without each ending of the list that it has (`0` is the empty one). Stems shorter than `least` are none. */
export function stemsOf(word: string, endings: readonly string[], least: number): string[] {
  const out: string[] = [];
  for (const ending of endings) {
    const length = word.length - ending.length;
    if (length >= least && word.endsWith(ending)) out.push(word.slice(0, length));
  }
  return out;
}

/** The endings of a space-separated list, `0` for none. */
export function endings(list: string): readonly string[] {
  return list
    .trim()
    .split(/\s+/)
    .map((ending) => (ending === '0' ? '' : ending));
}

export function unique(keys: readonly string[]): readonly string[] {
  return keys.length < 2 ? keys : [...new Set(keys)];
}
