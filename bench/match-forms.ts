/**
 * Recall and false merges of the word forms by language, on the paradigm lists of the tests, as lines of JSON:
 * `tsx bench/match-forms.ts`. Exits 1 where a language is below 97 % or above 1 %.
 */
import { PARADIGMS } from '../test/topic/paradigms.ts';
import { figuresOf } from '../test/support/forms-figures.ts';

const percent = (part: number, of: number): number => Math.round((10_000 * part) / of) / 100;

for (const lang of Object.keys(PARADIGMS)) {
  const { lemmas, pairs, missed, strangers, merged, traps, deceived } = figuresOf(lang);
  const recall = percent(pairs - missed.length, pairs);
  const merges = percent(merged.length, strangers);
  if (recall < 97 || merges > 1 || deceived.length > 0) process.exitCode = 1;
  console.log(
    JSON.stringify({
      lang,
      lemmas,
      pairs,
      recall,
      strangers,
      merges,
      traps,
      deceived: deceived.length,
      missed: missed.slice(0, 10),
    }),
  );
}
