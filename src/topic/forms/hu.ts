import { endings, irregular, stemsOf, symmetric, unique } from './form.ts';

const IRREGULAR = irregular(
  `ember emberek embert emberek embereket embernek; haz hazak hazat hazban; nap napok napot napon; ev evek evet evben evi`,
  'hogy nem egy meg csak mint mar van volt ezt azt usa nato magyar-e',
);

const CASES = endings(
  `0 t at et ot ban ben ba be bol rol tol nal nel ra re hoz hez val vel ert nak nek kent ig on en n ul va ve kor`,
);
/** Plural and possessor. */
const INNER = endings(`0 k ak ek ok i ja je a e uk juk unk aik eik jai jei ai ei`);

/** Case endings, then plural or possessor; a final vowel that was long only before an ending is short when folded. */
function keys(word: string): readonly string[] {
  const lemma = IRREGULAR.get(word);
  if (lemma !== undefined) return [lemma];
  if (word.length < 5) return [word];
  const outer = stemsOf(word, CASES, 4).flatMap((stem) => [stem, ...assimilated(stem, word)]);
  return unique([word, ...outer, ...outer.flatMap((stem) => stemsOf(stem, INNER, 4))]);
}

/** -val, -vel takes the last consonant: biztonsággal. */
function assimilated(stem: string, word: string): string[] {
  const match = /^(.*([^aeiou]))\2[ae]l$/.exec(word);
  return match !== null && stem === word ? [match[1] as string] : [];
}

export const HUNGARIAN = symmetric('hu', keys);
