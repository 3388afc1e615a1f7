import { irregular, symmetric } from './form.ts';

/** Number and possessive of nouns, as the large news databases do; verb forms are asked for by wildcards. */
const IRREGULAR = irregular(
  `
  child children; man men; woman women; person people persons; foot feet; tooth teeth; goose geese; mouse
  mice; ox oxen; wife wives; life lives; knife knives; half halves; self selves; wolf wolves;
  thief thieves; shelf shelves; loaf loaves; calf calves; crisis crises; analysis analyses; basis;
  thesis theses; hypothesis hypotheses; diagnosis diagnoses; oasis oases; axis; emphasis emphases;
  parenthesis parentheses; criterion criteria; phenomenon phenomena; medium media; datum data; bacterium
  bacteria; curriculum curricula; memorandum memoranda memorandums; referendum referenda referendums; stadium
  stadia stadiums; nucleus nuclei; fungus fungi; cactus cacti; stimulus stimuli; alumnus alumni; syllabus
  syllabi; index indices indexes; appendix appendices; matrix matrices; vertex vertices; quiz quizzes; gas
  gases gasses; bus buses busses; movie movies; cookie cookies; zombie zombies; prairie prairies; calorie
  calories; rookie rookies; tie ties; pie pies; lie lies; die dies dice; hero heroes; potato potatoes; tomato
  tomatoes; echo echoes; veto vetoes; embargo embargoes embargos; torpedo torpedoes; cargo cargoes cargos;
  shoe shoes; toe toes; canoe canoes; ache aches; headache headaches; cache caches; avalanche avalanches; cafe
  cafes; house houses; horse horses; course courses; case cases; release releases; disease diseases; purchase
  purchases; phrase phrases; increase increases; decrease
  decreases; lease leases; phase phases; database databases; nurse nurses; purse purses; license licenses;
  defense defenses; offense offenses; expense expenses; response responses; rose roses; nose noses; dose
  doses; purpose purposes; rise rises; crise crises; promise promises; premise premises; enterprise
  enterprises; exercise exercises; franchise franchises; surprise surprises; excuse excuses; use uses; abuse
  abuses; size sizes; prize prizes; seize seizes; breeze breezes
`,
  `
  adams alias always angeles arkansas arms as athens athletics atlas axe bahamas base bates belarus bias biles
  billiards brussels cannes canvas chaos charles chassis christmas comoros corps cosmos customs cyprus davis
  debris diabetes does economics edwards emirates ethics ethos evans gates gauze geneva goods hamas harris has
  headquarters herpes hers his honduras hughes is its james jones kansas kudos las lens logistics los lucas
  maldives mariadbs mars mathematics means measles mumps naples netherlands news nicholas orleans ours
  pancreas paris pathos perhaps philippines physics plus politics powers rabies rendezvous reuters rhinoceros
  roberts rogers sanders series seychelles species statistics tactics texans texas theirs this thomas thus us
  vegas wales was williams works yes yours
`,
);

/** Forms of two nouns. */
const SHARED: ReadonlyMap<string, readonly string[]> = new Map([
  ['bases', ['base', 'basis']],
  ['axes', ['axe', 'axis']],
  ['leaves', ['leaf', 'leave']],
]);

/** Latin nouns in -us with an English plural; other words in -uses end in -use. */
const US =
  /(?:stat|circ|vir|bon|camp|cens|sens|foc|corp|pl|spect|walr|geni|radi|chor|cauc|nex|cact|stim|syllab|nucle|fung|esoph|octop|platyp)uses$/;

function keys(word: string): readonly string[] {
  return SHARED.get(word) ?? [stem(word)];
}

function stem(word: string): string {
  const known = IRREGULAR.get(word);
  if (known !== undefined) return known;
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
  const hissing = /(?:ss|x|[^a]ch|sh|zz)es$/.test(word) || US.test(word);
  return word.slice(0, hissing ? -2 : -1);
}

export const ENGLISH = symmetric('en', keys);
