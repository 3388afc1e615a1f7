import { declension } from './declension.ts';
import { endings, irregular } from './form.ts';

/** Folded: č š ž ľ ť ď ň stand without their marks. */
export const SLOVAK = declension({
  lang: 'sk',
  nouns: endings('0 a e i o u y ou om am em im ami iami mi och ach iach ich ovi ovia ov ej iu ia ie'),
  adjectives: endings('y a e i eho ieho emu iemu om ym im ych ich ymi imi u ou ej'),
  irregular: irregular(
    `clovek cloveka cloveku clovekom ludia ludi ludom ludmi ludoch; rok roka roku rokom rokov rokoch roky;
    dieta dietata deti detom detmi detoch; den dna dnu dnom dni dnoch`,
    'usa nato eu euro ako pod nad pri pre ale jeho boli bol bolo',
  ),
  variants: (stem, ending) => {
    const closed = ending === '' ? /^(.*[^aeiouy])(?:ie|[eo])([^aeiouy])$/.exec(stem) : null;
    return closed === null ? [] : [`${closed[1]}${closed[2]}`];
  },
});
