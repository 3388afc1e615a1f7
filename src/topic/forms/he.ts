import { unique, type Forms } from './form.ts';

const PREFIX = /^(?:ו?(?:מה|שה|כש|[הבכלמש])|ו)/;
const PLURAL = /(?:ים|ות)$/;
const LEAST = 3;

function plain(word: string): readonly string[] {
  const short = word.replace(PLURAL, '');
  return short.length >= LEAST && short !== word ? [word, short] : [word];
}

/** A word of a text may begin with and, the, in, as, to, from, that; a word of a query is taken as it is. */
export const HEBREW: Forms = {
  lang: 'he',
  ofQuery: plain,
  ofText: (word) => {
    const bare = word.replace(PREFIX, '');
    return bare.length >= LEAST && bare !== word ? unique([...plain(word), ...plain(bare)]) : plain(word);
  },
};
