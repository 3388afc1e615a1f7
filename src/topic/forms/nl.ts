import { irregular, symmetric, unique } from './form.ts';

const IRREGULAR = irregular(
  `stad steden; schip schepen; lid leden; kind kinderen; ei eieren; lied liederen; volk volken volkeren; museum musea museums;
  politicus politici; criticus critici; medicus medici; centrum centra centrums; ministerie ministeries; dag dagen; weg wegen;
  oorlog oorlogen; oog ogen; god goden; hof hoven; slag slagen; bad baden; gat gaten; glas glazen; gebrek gebreken`,
  'is was dit des ons als dus eens steeds reeds altijd ergens niets iets alles anders en een geen hen den ten van aan bij ' +
    'binnen buiten boven tegen tussen sinds volgens hebben worden zijn waren kunnen moeten zullen',
);
const LONG = 'aeou';

/** Plural in -en, -s, -'s; adjectives in -e. The spelling of the stem follows its vowel: staat staten, bom bommen, huis huizen. */
function keys(word: string): readonly string[] {
  const lemma = IRREGULAR.get(word);
  if (lemma !== undefined) return [lemma];
  if (word.length < 4) return [word];
  const out = [word];
  if (/(?:[aeiou]|e[lmnr]|[^aeious])s$/.test(word)) out.push(word.slice(0, -1));
  for (const ending of ['en', 'e']) if (word.endsWith(ending)) out.push(...stems(word.slice(0, -ending.length)));
  return unique(out);
}

function stems(stem: string): string[] {
  if (stem.length < 3) return [];
  const last = stem.at(-1) as string;
  const hard = last === 'z' ? 's' : last === 'v' ? 'f' : last;
  const bare = stem.slice(0, -1);
  if (stem.at(-2) === last) return [bare];
  const vowel = stem.at(-2) as string;
  const open = LONG.includes(vowel) && !'aeiou'.includes(stem.at(-3) as string) && !'aeiouy'.includes(last);
  const out = [bare + hard];
  if (open) out.push(bare + vowel + hard);
  if (last === 'i') out.push(`${stem}e`);
  return out;
}

export const DUTCH = symmetric('nl', keys);
