import { declension } from './declension.ts';
import { endings, irregular } from './form.ts';

const NOUNS = endings('0 a e i o u om em ama ima ovi evi ova eva ove eve ovima evima');
const ADJECTIVES = endings('i a o e og oga eg ega om ome em emu im ih ima oj u');
const IRREGULAR = irregular(
  `covjek covjeka covjeku covjekom ljudi ljude ljudima; dijete djeteta djetetu djeca djece djeci;
  dan dana danu danom dani danima; godina godine godini godinu godinom godinama`,
  'nato eu sad euro kao pod nad pri pre ali koji koja',
);

/** vanjska vanjskoj; drzavi; Amerika Americi; zarez -ac: europljanac europljanca; misao. */
function variants(stem: string, ending: string): string[] {
  const out: string[] = [];
  const closed = ending === '' ? /^(.*[^aeiou])a([^aeiou])$/.exec(stem) : null;
  if (closed !== null) out.push(`${closed[1]}${closed[2]}`);
  if (ending === 'i' || ending === 'ima') {
    const hard: Readonly<Record<string, string>> = { c: 'k', z: 'g', s: 'h' };
    const last = hard[stem.at(-1) as string];
    if (last !== undefined) out.push(stem.slice(0, -1) + last);
  }
  return out;
}

/** Folded: č ć š ž đ stand without their marks. */
export const CROATIAN = declension({
  lang: 'hr',
  nouns: NOUNS,
  adjectives: ADJECTIVES,
  irregular: IRREGULAR,
  variants,
});
