import { endings, irregular, stemsOf, symmetric, unique } from './form.ts';

/** Folded: ä and ö stand without their dots. */
const IRREGULAR = irregular(
  `mies miehen miesta miehet miesten miehia miehelle; lapsi lapsen lasta lapset lasten lapsia lapsille;
  vuosi vuoden vuotta vuodet vuosien vuosia vuonna vuodesta vuoteen; kasi kaden katta kadet kasien kasia;
  uusi uuden uutta uudet uusien uusia uudessa uuteen; meri meren merta meret; vesi veden vetta vedet vesien`,
  'mutta etta joka kuin kun niin myos ovat sen sita tama taman usa nato eu',
);

const CASES = endings(
  `0 n a ta tta ssa sta lla lta lle na ksi seen siin hin han hen hon hun an en in on un t ien ten den tten jen ia ja ita ida iden itten
  issa ista illa ilta ille ina iksi ihin iin ine sia`,
);
const GRADES: readonly (readonly [RegExp, string])[] = [
  [/kk$/, 'k'],
  [/pp$/, 'p'],
  [/tt$/, 't'],
  [/nk$/, 'ng'],
  [/nt$/, 'nn'],
  [/rt$/, 'rr'],
  [/lt$/, 'll'],
  [/mp$/, 'mm'],
];

/** One spelling of a stem: final vowels off, strong grade to weak, -uus -uude- to -uu, -nen -se- to s. */
function normal(stem: string): string {
  const base = stem
    .replace(/(?:uu|yy)(?:s|de|te|t|ks|ksi)$/, 'uu§')
    .replace(/(?<=.{2}[aeiouy])(?:ks|s)[ei]?$/, 's')
    .replace(/(?<=.{2})nen$/, 's');
  if (base.endsWith('§')) return base.slice(0, -1);
  const bare = base.replace(/(?<=.{3})[aeiouy]+$/, '');
  for (const [strong, weak] of GRADES) if (strong.test(bare)) return bare.replace(strong, weak);
  return bare;
}

function keys(word: string): readonly string[] {
  const lemma = IRREGULAR.get(word);
  if (lemma !== undefined) return [`=${lemma}`];
  if (word.length < 5) return [word];
  const bare = word.replace(/(?:kin|kaan|nsa|mme|nne)$/, '');
  const from = bare.length >= 5 ? bare : word;
  return unique([word, ...stemsOf(from, CASES, 4).map((stem) => normal(stem))]);
}

export const FINNISH = symmetric('fi', keys);
