import { fieldMeant, insteadOf, WRITTEN } from './fields.ts';

/** What a sign of another product means there, and how it is said here. Offsets are those of the word. */
export interface Foreign {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

const COMPARISON = /^([a-z_]+)([<>]=?|!?=)(?=[\p{L}\p{N}-]|$)/iu;
const FIELD = /^([a-z][a-z_]{1,11})(?:$|=)/i;
const CASE = /^(?:(?:all|no)?caps|cs|case)$/i;
/** Operators of others between two words, in capitals as there: in small letters they are words. */
const BETWEEN: ReadonlyMap<string, string> = new Map([
  ['SENTENCE', 'One sentence is about NEAR/15.'],
  ['PARAGRAPH', 'One paragraph is about NEAR/50.'],
  ['SAME', 'One paragraph is about NEAR/50.'],
  ['BEFORE', 'For an order of words write ONEAR/n.'],
  ['XOR', 'Write (a OR b) NOT (a AND b).'],
]);

/**
 * What another product would read in a word that is searched as a word here: a comparison, a field, a cut, the case.
 * @param next the character behind it, '' at the end
 */
export function foreignIn(word: string, next: string): Foreign | null {
  return comparison(word) ?? field(word, next) ?? between(word) ?? sign(word);
}

function comparison(word: string): Foreign | null {
  const [, name, sign] = COMPARISON.exec(word) ?? [];
  if (name === undefined || (sign === '=' && insteadOf(name) === undefined)) return null;
  const message = `Nothing is compared here: ${word} is searched as words.`;
  return { start: 0, end: word.length, message, hint: insteadOf(name) ?? 'Remove it.' };
}

/** `hd=oil`, `HEADLINE(oil)`, `ALLCAPS(us)`. */
function field(word: string, next: string): Foreign | null {
  const name = FIELD.exec(word)?.[1];
  if (name === undefined || (name === word && next !== '(')) return null;
  const meant = CASE.test(name) ? WRITTEN : fieldMeant(name);
  if (meant === undefined) return null;
  const message = `${name} is searched as a word of the text here.`;
  const hint = meant === WRITTEN ? 'As written, case and accents too: ="…".' : `Fields have a colon: ${meant}:…`;
  return { start: 0, end: name.length + 1, message, hint };
}

function between(word: string): Foreign | null {
  const hint = BETWEEN.get(word);
  return hint === undefined
    ? null
    : { start: 0, end: word.length, message: `${word} is searched as a word of the text here.`, hint };
}

function sign(word: string): Foreign | null {
  const { length } = word;
  if (/^[+!]\p{L}/u.test(word))
    return { start: 0, end: 1, message: `${word[0]} has no meaning here.`, hint: 'Use NOT, exact: or =.' };
  if (/\p{L}!$/u.test(word)) {
    const hint = `For any ending write ${word.slice(0, -1)}*.`;
    return { start: length - 1, end: length, message: '! cuts no words here.', hint };
  }
  const cut = /\p{Ll}{3}(\$\d?)$/u.exec(word)?.[1];
  if (cut !== undefined) {
    const hint = 'For any ending write *, for one letter ?.';
    return { start: length - cut.length, end: length, message: '$ stands for no letters here.', hint };
  }
  if (/^\/f\d+\/$/i.test(word))
    return { start: 0, end: length, message: `${word} is searched as a word.`, hint: 'Beginnings: title:, lead:.' };
  if (/^\/.+\/[a-z]?$/.test(word))
    return { start: 0, end: length, message: 'There are no regular expressions.', hint: 'Wildcards: sanction*.' };
  return null;
}
