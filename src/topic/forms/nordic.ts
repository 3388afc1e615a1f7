import { endings, stemsOf, symmetric, unique, type Forms } from './form.ts';

/** Forms of a Scandinavian language: the word, less each ending of number, definiteness and case. */
export function nordic(lang: string, list: string, irregular: ReadonlyMap<string, string>): Forms {
  const own = endings(list);
  const keys = (word: string): readonly string[] => {
    const lemma = irregular.get(word);
    if (lemma !== undefined) return [lemma];
    if (word.length < 4) return [word];
    return unique([word, ...stemsOf(word, own, 3).flatMap((stem) => [stem, ...contracted(stem)])]);
  };
  return symmetric(lang, keys);
}

/** vapen vapnet, minister ministern ministrar; and doubled m, n before an ending: program programmet */
function contracted(stem: string): string[] {
  const vowelLess = /^(.+[^aeiouy])([lnr])$/.exec(stem);
  const out = vowelLess === null || stem.at(-2) === stem.at(-1) ? [] : [`${vowelLess[1]}e${vowelLess[2]}`];
  if (/(mm|nn)$/.test(stem)) out.push(stem.slice(0, -1));
  return out;
}
