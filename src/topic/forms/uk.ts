import { declension } from './declension.ts';
import { endings, irregular } from './form.ts';

const IRREGULAR = irregular(
  `людина людини людині людину людиною люди людей людям людьми людях;
  дитина дитини дитині дитину дитиною діти дітей дітям дітьми дітях;
  рік року роком році роки років рокам роками роках;
  день дня дню днем дні днів дням днями днях;
  час часу часом часі часи часів часам часами часах;
  друг друга другу другом друзі друзів друзям друзями друзях;
  мати матері матірю матірʼю матерів матерям матерями матерях;
  імя імені іменем імена імен іменам іменами іменах;
  тиждень тижня тижню тижнем тижні тижнів тижням тижнями тижнях;
  око ока оку оком очі очей очам очима очах;
  гроші грошей грошам грошима грошах`,
  'сша срср або під над при для про нато євро кіно метро радіо відео інтервʼю там так як де їх він вона вони',
);

/** The vowel of a closed syllable: Київ Києва, Львів Львова, незалежність незалежності. */
function opened(stem: string): string[] {
  const closed = /^(.*)([ії])([^аеєиіїоуюя]+)$/.exec(stem);
  if (closed === null) return [];
  const [, before, vowel, after] = closed;
  return vowel === 'ї' ? [`${before}є${after}`] : [`${before}о${after}`, `${before}е${after}`];
}

/** українець українця, європеєць європейця, сестер сестра, вікон вікно */
function fleeting(stem: string): string[] {
  const afterVowel = /^(.*[аеєиіїоуюя])[єйо]([^аеєиіїоуюя]ь?)$/.exec(stem);
  if (afterVowel !== null) return [`${afterVowel[1]}й${afterVowel[2]}`];
  const closed = /^(.*[^аеєиіїоуюя])[ео]([^аеєиіїоуюяй]ь?)$/.exec(stem);
  return closed === null ? [] : [`${closed[1]}${closed[2]}`];
}

/** Америка Америці, допомога допомозі, муха мусі */
function hardened(stem: string): string[] {
  const hard: Readonly<Record<string, string>> = { ц: 'к', з: 'г', с: 'х' };
  const last = hard[stem.at(-1) as string];
  return last === undefined ? [] : [stem.slice(0, -1) + last];
}

function variants(stem: string, ending: string): string[] {
  const out = ending === '' || ending === 'ь' ? [...opened(stem), ...fleeting(stem)] : [];
  if (ending === 'і') out.push(...hardened(stem));
  if (/^[юя]/.test(ending)) out.push(stem.replace(/([^аеєиіїоуюя])\1$/, '$1')); // Білоруссю, знання
  if (/[ая]нин$/.test(stem)) out.push(stem.slice(0, -2));
  return out;
}

/** Surnames decline in part like adjectives: Путіним, Шевченків. */
function surname(word: string): string[] {
  const stem = /^(.+(?:ов|ев|єв|ін|їн|ин))(?:им|их|ими|ій|ої|ою)$/.exec(word)?.[1];
  return stem === undefined ? [] : [stem];
}

export const UKRAINIAN = declension({
  lang: 'uk',
  nouns: endings(`0 а я о е є и і ї у ю ь й ою ею єю ом ем єм ям ам ами ями ах ях ові еві єві ів їв ей`),
  adjectives: endings(`ий ій а я е є і ї ого його ому йому им їм ім ої ьої єї ою ею ьою єю у ю их їх іх ими їми іми`),
  irregular: IRREGULAR,
  variants,
  extra: surname,
  normal: (stem) => stem.replaceAll('ь', ''),
});
