import { irregular } from './form.ts';
import { inflection } from './romance.ts';

const IRREGULAR = irregular(
  `uomo uomini; dio dei; uovo uova; braccio braccia; dito dita; paio paia; bue buoi; mano mani; ala ali; arma armi;
  tempio templi; amico amici; nemico nemici; greco greci; medico medici; politico politici; belga belgi belgio;
  problema problemi; sistema sistemi; programma programmi; tema temi; clima climi; presidente presidenti`,
  'crisi analisi tesi elezioni-anticipate ieri oggi poi noi voi lei lui mai quasi molti pochi altri parigi napoli rimini assisi ' +
    'brindisi foggia sia cosa citta virtu universita sicurezza-sociale europa italia roma milano unione usa nato',
);

/** Singulars in -o, -a, -e; -h- comes and goes before the ending. */
function singulars(word: string): readonly string[] {
  if (word.length < 4) return [word];
  const stem = word.slice(0, -1);
  const hard = stem.replace(/([cg])h$/, '$1');
  if (word.endsWith('i')) return [`${hard}o`, `${stem}e`, `${hard}a`, `${stem}io`];
  if (!word.endsWith('e')) return [word];
  const soft = /[cg]$/.test(stem) ? [`${stem}ia`] : [];
  return [word, `${hard}a`, ...soft];
}

const GENDERED =
  /(?:[io]c|iv|os|es|ian|ean|an|en|in|at|it|ut|ari|ori|er|e|ist|uss|ov|uov|prim|ultim|mass|tedesc|grand|alt|bass)[oa]$/;

function adjective(singular: string): string | null {
  return singular.length > 4 &&
    GENDERED.test(singular) &&
    !/^(?:cas|bancarott|vit|port|past|pest|banc|cap|car|cors|cost|fin)[oa]$/.test(singular)
    ? singular.slice(0, -1)
    : null;
}

export const ITALIAN = inflection({ lang: 'it', irregular: IRREGULAR, singulars, adjective });
