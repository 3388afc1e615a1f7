import { unique, type Forms } from './form.ts';

/** Conjunctions, prepositions and the article, as they run together with a word. */
const PREFIX = /^(?:[وف]?(?:[بك]?ال|لل)|[وف])/;
const SUFFIX = /(?:ات|ون|ين|ان|ية|ه|ها|هم|ة)$/;
const LEAST = 3;

/** The word, without its article, and its sound plural or feminine. Broken plurals are words of their own. */
function keys(word: string): readonly string[] {
  const bare = word.replace(PREFIX, '');
  const stems = bare.length >= LEAST && bare !== word ? [word, bare] : [word];
  const short = stems.map((stem) => stem.replace(SUFFIX, '')).filter((stem) => stem.length >= LEAST);
  return unique([...stems, ...short]);
}

/** In, as, to, which run together with a word without article: only before four letters or more, since many words begin so. */
const PREPOSITION = /^[وف]?[بكل](?=.{4})/;

/** A word of a text may begin with a preposition; a word of a query is taken as it is. */
export const ARABIC: Forms = {
  lang: 'ar',
  ofQuery: keys,
  ofText: (word) => {
    const bare = word.replace(PREPOSITION, '');
    return bare === word ? keys(word) : unique([...keys(word), bare]);
  },
};
