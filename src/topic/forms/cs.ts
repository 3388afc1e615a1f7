import { declension } from './declension.ts';
import { endings, irregular } from './form.ts';

/** Folded: č ř š ž ě ů stand without their marks. */
const IRREGULAR = irregular(
  `clovek cloveka cloveku clovekem clovece lide lidi lidem lidmi lidech; rok roku rokem roce roky let letech lety;
  dite ditete diteti ditetem deti detem detmi detech; den dne dni dnem dny dnu dnech; pritel pritele priteli pratele pratel;
  tyden tydne tydnu tydnem tydny; oko oka oku okem oci; ruka ruky ruce ruku rukou rukam`,
  'usa nato eu euro jako pod nad pri pro ale jeho jsou byl bylo',
);

function variants(stem: string, ending: string): string[] {
  const closed = ending === '' ? /^(.*[^aeiouy])e([^aeiouy])$/.exec(stem) : null;
  if (closed !== null) return [`${closed[1]}${closed[2]}`];
  if (!/^[ei]$|^ich$|^ech$/.test(ending)) return [];
  const hard: Readonly<Record<string, string>> = { c: 'k', z: 'h' };
  if (stem.endsWith('st')) return [`${stem.slice(0, -2)}sk`];
  if (stem.endsWith('ct')) return [`${stem.slice(0, -2)}ck`];
  const last = hard[stem.at(-1) as string];
  return last === undefined ? [] : [stem.slice(0, -1) + last];
}

export const CZECH = declension({
  lang: 'cs',
  nouns: endings('0 a e i o u y ou em am um im ami emi ech ich ach ovi ove u im ete'),
  adjectives: endings('y a e i eho iho emu imu em im ym ych ich ymi imi ou'),
  irregular: IRREGULAR,
  variants,
});
