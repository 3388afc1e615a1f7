import { symmetric, unique } from './form.ts';

/** Folded: ı is i, ş s, ç c, ğ g, ü u, ö o. Names take their endings behind an apostrophe, which ends the word anyway. */
const PLURAL = /(?:lar|ler)$/;
const POSSESSIVE = /(?:(?<=[aeiou])(?:si|su)|[iu]|(?:lari|leri)|imiz|umuz|in|un)$/;
const CASE =
  /(?:nin|nun|in|un|yi|yu|ni|nu|i|u|ya|ye|na|ne|a|e|nda|nde|da|de|ta|te|ndan|nden|dan|den|tan|ten|yla|yle|la|le|ca|ce|ki)$/;
const LEAST = 4;
const UNCHANGED = new Set('icin olarak daha kadar gibi sonra once ancak cunku turkiye ankara'.split(' '));

/** The word less case, possessor and plural, one after the other, each where it may be. */
function keys(word: string): readonly string[] {
  if (word.length < 5 || UNCHANGED.has(word)) return [word];
  let edge = [word];
  const out = [word];
  for (const ending of [CASE, POSSESSIVE, PLURAL]) {
    const next = edge.map((stem) => stem.replace(ending, '')).filter((stem) => stem.length >= LEAST);
    edge = [...new Set([...edge, ...next])];
  }
  out.push(...edge);
  return unique(out.flatMap((stem) => [stem, ...hardened(stem)]));
}

/** bakanlık bakanlığı: k before a vowel is ğ, folded g; kitap kitabı. */
function hardened(stem: string): string[] {
  const hard: Readonly<Record<string, string>> = { g: 'k', b: 'p', d: 't' };
  const last = hard[stem.at(-1) as string];
  return last === undefined ? [] : [stem.slice(0, -1) + last];
}

export const TURKISH = symmetric('tr', keys);
