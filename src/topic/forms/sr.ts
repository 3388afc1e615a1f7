import type { Forms } from './form.ts';
import { CROATIAN } from './hr.ts';

const LATIN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', ђ: 'd', е: 'e', ж: 'z', з: 'z', и: 'i', ј: 'j', к: 'k', л: 'l', љ: 'lj',
  м: 'm', н: 'n', њ: 'nj', о: 'o', п: 'p', р: 'r', с: 's', т: 't', ћ: 'c', у: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'c', џ: 'dz', ш: 's',
}; // prettier-ignore

/** Serbian in either script, with Croatian's endings. */
export const SERBIAN: Forms = {
  lang: 'sr',
  ofText: (word) => CROATIAN.ofText(latin(word)),
  ofQuery: (word) => CROATIAN.ofQuery(latin(word)),
};

function latin(word: string): string {
  return Array.from(word, (letter) => LATIN[letter] ?? letter).join('');
}
