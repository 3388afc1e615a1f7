import { monthOf, weekdayOf } from '../text/months.ts';
import { isRole } from './byline.ts';
import { cleanLine, titleKey } from './clean.ts';
import { isDateOnly } from './lines.ts';
import { unescapeTwice } from './title.ts';

const MAX_AUTHORS = 20;

/** Words before a name in a byline that no name begins with. */
const BY =
  /^(?:(?:written|story|text|words|reported|analysis|opinion|review|report|posted|published|interview|foto|photos?)\s+(?:and\s+\p{L}+\s+)?by|by|vom|yazan|tekst|text|texte|texto|autor(?:in|en|es|a)?(?:\/(?:autor)?(?:in)?)?|auteur|author|автор|текст|автори|kirjoittaja|skriven av|skrevet av|opracowanie|oprac\.?|piše|napsal|szerző|από|του|בידי|מאת|كتب|بقلم|نویسنده|撰文|文|記者|记者|作者|기자명)(?:\s*[:：]\s*|\s+)/iu;
/** The same where they are also the beginning of a name (Par Sjöberg, Di Canio): in a byline, with a first and a last name behind. */
const BY_TITLE_CASE = /^(?:Von|Par|Por|Door|Af|Av|Di|Da)\s+(?=\p{Lu}[\p{L}.'’-]*\s+\p{L})/u;
/** Those that are given names or begin surnames too (Per Olov, Van Thi, De Vries): in lower case, or with a mark behind. */
const BY_LOWER_CASE =
  /^(?:(?:von|par|por|per|door|af|av|di|da|de|van)\s+(?=\p{Lu})|(?:von|par|por|per|door|af|av|di|da|de|van)\s*[:：,]\s*)/u;
const BY_MARKED = /^(?:von|par|por|per|door|af|av|di|da|de|van)\s*[:：]\s*/iu;
const PARTS = /\s*(?:[,;|/\n·•、]|\s(?:and|und|et|y|e|&|en|och|og|i|ja|és|şi|și|ve|и|та|і|a)\s)\s*/iu;
/** What follows a name: a job, a place, an address. */
const BEHIND =
  /\s*(?:\((?!.*\d{4}).{0,60}\)|[-–—|/]\s.*|,\s+(?:redakteur(?:in)?|reporter(?:in)?|journalist(?:in)?|korrespondent(?:in)?|correspondent|editor|staff writer|freelance\b.*)|,?\s+(?:기자|특파원|記者|for (?:cnn|mailonline|dailymail\.com)))\s*$/iu;

/** Where it was written: `NAME in London`. */
const PLACE =
  /(?<=\p{Lu}[\p{L}.'’-]+\s\p{Lu}[\p{L}.'’-]+)\s+(?:in|à|en|em|from|aus|din|iz|из|з|у|в)\s+\p{Lu}[\p{L}'’-]+(?:[ -]\p{Lu}[\p{L}'’-]+){0,2}$/u;

/**
 * The names in a byline: the words before, the job behind, addresses, handles and dates dropped. From a field that holds a
 * `name` no word is dropped that a name may begin with.
 */
export function splitNames(byline: string, from: 'byline' | 'name' = 'byline'): string[] {
  const text = cleanLine(unescapeTwice(byline))
    .replace(/(?<=\s)\S*@\S+$/, '')
    .replace(/^[\s:–—-]+|[\s:–—-]+$/g, '');
  if (text === '' || text.length > 300 || /^(?:https?:|www\.|\/)/i.test(text)) return [];
  const names: string[] = [];
  for (const part of text.split(PARTS)) {
    let name = part;
    for (let before = ''; before !== name;) {
      before = name;
      name = withoutBy(name, from).replace(BEHIND, '').trim();
      if (from === 'byline') name = name.replace(PLACE, '');
    }
    if (isName(name)) names.push(name);
  }
  return names;
}

/** A byline without the date in it and what follows: `By Anna Kolm` for `By Anna Kolm Thursday, 1 Dec 2022, 14:05 CET`. */
export function undated(line: string): string {
  const date = /(?<=\s)\d/.exec(line);
  if (date === null) return line;
  const words = line.slice(0, date.index).trimEnd().split(/\s+/);
  const follows = /^\S+\s+(?:de\s+)?(\p{L}+)/u.exec(line.slice(date.index))?.[1];
  // `By Theresa May 1 Dec 2022`: the month is behind the day, or it is before.
  const hasMonth = follows !== undefined && monthOf(follows.toLowerCase()) !== null;
  while (words.length > 1 && isDateWord(words.at(-1) ?? '', hasMonth)) words.pop();
  return words.join(' ').replace(/[\s,;:(/|•·–—-]+$/, '');
}

/** A line without the date that it begins with: `By Anna Kolm` for `1 Dec 2022 By Anna Kolm`. */
export function behindDate(line: string): string {
  const by = BEFORE_NAME.exec(line.slice(0, 160));
  return by !== null && isDateOnly(line.slice(0, by.index).trim()) ? line.slice(by.index + 1) : line;
}

const BEFORE_NAME = /[\s|·•](?:(?:written|posted) by|by|von|par|por|door|av|af|di|автор):?\s+(?=\p{Lu}\p{Ll})/iu;

function isDateWord(word: string, hasMonth: boolean): boolean {
  const name = word.toLowerCase().replace(/[.,:]+$/, '');
  return (
    weekdayOf(name) !== null ||
    (!hasMonth && monthOf(name) !== null) ||
    /^(?:published|posted|updated|last|on|am|vom|le|el|publié|publicado|em|il|den|op)$/u.test(name)
  );
}

/** A byline without the words before its names; the same text where there are none. */
export function withoutBy(name: string, from: 'byline' | 'name'): string {
  const bare = name.replace(BY, '');
  return from === 'name' ? bare : bare.replace(BY_LOWER_CASE, '').replace(BY_MARKED, '').replace(BY_TITLE_CASE, '');
}

function isName(name: string): boolean {
  if (name.length < 2 || name.length > 60) return false;
  if (/@|https?:|www\.|[<>{}=©]|\.(?:com|jpg|png)\b/i.test(name) && !/^[\p{L}-]+\.[a-z]{2,6}$/iu.test(name))
    return false;
  if (/[()]/.test(name)) return false;
  if (/^\(?(?:image|photo|foto|bild|picture|getty|updated|published)\b/i.test(name)) return false;
  if (
    /^(?:(?:staff|senior|chief|political|foreign|our|special|freelance)\s+)*(?:writer|reporter|editor|correspondent|journalist|redakteur(?:in)?|reporter(?:in)?|author|staff)s?$/iu.test(
      name,
    )
  )
    return false;
  // A date, a number; letters before the digits are a station's name.
  if (/(?<![\p{L}\d])\d{2}|\d{4}/u.test(name) || !/\p{L}/u.test(name)) return false;
  return name.split(/\s+/).length <= 6;
}

/** Each once, in order, whatever its case and marks. */
export function unique(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = titleKey(name);
    if (key !== '' && !seen.has(key)) seen.set(key, name);
  }
  return [...seen.values()].slice(0, MAX_AUTHORS);
}

/** Reads like the name of a person: two to four words in capitals, or as many syllables as Korean names have; no task of the press. */
export function looksPersonal(name: string): boolean {
  const words = name.split(/\s+/);
  if (isRole(name)) return false;
  return (
    (words.length >= 2 &&
      words.length <= 4 &&
      words.every((word) => /^[\p{Lu}\p{Lo}]|^(?:de|da|von|van|der|la|le|di|del|al|el|bin|dos)$/u.test(word))) ||
    /^\p{Script=Hangul}{3,4}$/u.test(name)
  );
}
