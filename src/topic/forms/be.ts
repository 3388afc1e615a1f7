import { declension } from './declension.ts';
import { endings, irregular } from './form.ts';

const IRREGULAR = irregular(
  `чалавек чалавека чалавеку чалавекам чалавеку людзі людзей людзям людзьмі людзях;
  дзіця дзіцяці дзіцем дзеці дзяцей дзецям дзецьмі дзецях;
  год года году годам годзе гады гадоў гадам гадамі гадах;
  дзень дня дню днём днем дні дзён дзен дням днямі днях;
  імя імені імем імёны імен імёнаў іменаў імёнам;
  маці маці матак маткам;
  сябар сябра сябру сябрам сябры сяброў сябрамі сябрах;
  месяц месяца месяцу месяцам месяцы месяцаў месяцамі месяцах;
  грошы грошай грошам грашыма грашах`,
  'зша ссср або пад над пры для пра ната еўра кіно метро радыё відэа там так як дзе іх ён яна яны',
);

/** украінец украінца, вёсак вёска, еўрапеец еўрапейца */
function fleeting(stem: string): string[] {
  const afterVowel = /^(.*[аеіоуыэюя])[ео]([^аеіоуыэюя]ь?)$/.exec(stem);
  if (afterVowel !== null) return [`${afterVowel[1]}й${afterVowel[2]}`];
  const closed = /^(.*[^аеіоуыэюя])[еоа]([^аеіоуыэюяй]ь?)$/.exec(stem);
  return closed === null ? [] : [`${closed[1]}${closed[2]}`];
}

/** бяспека бяспецы, дарога дарозе, улада уладзе, прэзідэнт прэзідэнце */
function hardened(stem: string): string[] {
  if (stem.endsWith('дз')) return [stem.slice(0, -1)];
  const hard: Readonly<Record<string, readonly string[]>> = { ц: ['к', 'т'], з: ['г'], с: ['х'] };
  return (hard[stem.at(-1) as string] ?? []).map((last) => stem.slice(0, -1) + last);
}

function variants(stem: string, ending: string): string[] {
  const out = ending === '' || ending === 'ь' ? fleeting(stem) : [];
  if (/^[еэыі]$/.test(ending)) out.push(...hardened(stem));
  if (/^[юя]/.test(ending)) out.push(stem.replace(/([^аеіоуыэюя])\1$/, '$1')); // Беларуссю
  if (/[ая]нін$/.test(stem)) out.push(stem.slice(0, -2));
  return out;
}

function surname(word: string): string[] {
  const stem = /^(.+(?:ов|оў|ев|еў|ін|ын))(?:ым|ых|ымі|ай)$/.exec(word)?.[1];
  return stem === undefined ? [] : [stem];
}

/** Unstressed о and е are written а and я, у after a vowel ў: one spelling for all. */
function normal(stem: string): string {
  return stem.replaceAll('ь', '').replaceAll('о', 'а').replaceAll('е', 'я').replaceAll('ў', 'в');
}

export const BELARUSIAN = declension({
  lang: 'be',
  nouns: endings(`0 а я о е э ы і у ю ь й ай яй ой ей аю яю ою ею ом ем ам ям амі ямі ах ях аў яў оў еў`),
  adjectives: endings(`ы і ая яя ае яе ыя ія ага яга ога аму яму ому ым ім ой ай яй ую юю ою аю яю ых іх ымі імі`),
  irregular: IRREGULAR,
  variants,
  extra: surname,
  normal,
});
