import { endings, irregular, stemsOf, symmetric, unique } from './form.ts';

/** Folded: ă â î ș ț stand without their marks. */
const IRREGULAR = irregular(
  `om omul oameni oamenii omului oamenilor; copil copilul copii copiii copiilor; an anul ani anii anului anilor;
  zi ziua zile zilele zilei zilelor; tara tari tarii tarile tarilor; sora surori; noapte nopti`,
  'este sunt care pentru din prin catre dupa inainte acum aici usa nato',
);

/** Number, article and case in one. */
const ENDINGS = endings(
  `0 ul ului lui l le a ua ei ii i e uri urile urilor ilor elor lor ele iei ia ie iile iilor ea ele`,
);

function keys(word: string): readonly string[] {
  const lemma = IRREGULAR.get(word);
  if (lemma !== undefined) return [lemma];
  if (word.length < 5) return [word];
  return unique([word, ...stemsOf(word, ENDINGS, 4)]);
}

export const ROMANIAN = symmetric('ro', keys);
