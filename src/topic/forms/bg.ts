import { irregular, stemming } from './form.ts';

const IRREGULAR = irregular(
  `човек човека човекът хора хората; дете детето деца децата; ден денят деня дни дните; път пътят пътя пътища пътищата;
  брат брата братът братя братята; господин господинът господа господата; град градът града градове градовете;
  година годината години годините; име името имена имената; време времето времена времената`,
  'това тази този който което която които като след преди през нато сащ евро',
);

/** The article, then number and gender: страната, страните, страни; европейският, европейската. */
function stem(word: string): string {
  const lemma = IRREGULAR.get(word);
  if (lemma !== undefined) return lemma;
  const bare = strip(word, /(?:ият|ия|ът|ят|та|то|те)$/, 3);
  const single = strip(bare, /(?:овци|евци|овце|ове|еве|ища)$/, 3);
  const open = strip(single, /и?[аяоеиуъ]$/, 3);
  return /(?:ец|ц)$/.test(open) ? open.replace(/ец$/, 'ц') : open.replace(/([^аеиоуъюя])[ъе]([рлнкмв])$/, '$1$2');
}

function strip(word: string, ending: RegExp, least: number): string {
  const bare = word.replace(ending, '');
  return bare.length >= least ? bare : word;
}

export const BULGARIAN = stemming('bg', stem);
