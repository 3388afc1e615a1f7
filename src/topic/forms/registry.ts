import { languageOf } from '../languages.ts';
import type { Forms } from './form.ts';
import { ARABIC } from './ar.ts';
import { BELARUSIAN } from './be.ts';
import { BULGARIAN } from './bg.ts';
import { CZECH } from './cs.ts';
import { SLOVAK } from './sk.ts';
import { DANISH } from './da.ts';
import { GERMAN } from './de.ts';
import { GREEK } from './el.ts';
import { ENGLISH } from './en.ts';
import { SPANISH } from './es.ts';
import { FINNISH } from './fi.ts';
import { FRENCH } from './fr.ts';
import { HEBREW } from './he.ts';
import { CROATIAN } from './hr.ts';
import { SERBIAN } from './sr.ts';
import { HUNGARIAN } from './hu.ts';
import { ITALIAN } from './it.ts';
import { KOREAN } from './ko.ts';
import { DUTCH } from './nl.ts';
import { NORWEGIAN } from './no.ts';
import { POLISH } from './pl.ts';
import { PORTUGUESE } from './pt.ts';
import { ROMANIAN } from './ro.ts';
import { RUSSIAN } from './ru.ts';
import { SWEDISH } from './sv.ts';
import { TURKISH } from './tr.ts';
import { UKRAINIAN } from './uk.ts';

const ALL: readonly Forms[] = [
  ARABIC,
  BELARUSIAN,
  BULGARIAN,
  CZECH,
  SLOVAK,
  DANISH,
  GERMAN,
  GREEK,
  ENGLISH,
  SPANISH,
  FINNISH,
  FRENCH,
  HEBREW,
  CROATIAN,
  SERBIAN,
  HUNGARIAN,
  ITALIAN,
  KOREAN,
  DUTCH,
  NORWEGIAN,
  POLISH,
  PORTUGUESE,
  ROMANIAN,
  RUSSIAN,
  SWEDISH,
  TURKISH,
  UKRAINIAN,
];
const BY_LANGUAGE = new Map(ALL.map((forms) => [forms.lang, forms]));

const SCRIPTS: Readonly<Record<string, string>> = {
  ...named('Cyrl', 'ru uk be bg sr mk kk ky mn tg tt ba cv os rue'),
  ...named('Arab', 'ar fa ur ps ckb ug sd'),
  ...named('Hebr', 'he yi'),
  ...named('Hang', 'ko'),
  ...named('Grek', 'el'),
  ...named('none', 'zh ja th lo km my hi bn ta te ml kn gu mr ne si pa ka hy am'),
};
/** Of words in another script than the text's own. */
const DEFAULTS: Readonly<Record<string, string>> = {
  Latn: 'en',
  Cyrl: 'ru',
  Arab: 'ar',
  Hebr: 'he',
  Hang: 'ko',
  Grek: 'el',
};

function named(script: string, languages: string): Record<string, string> {
  return Object.fromEntries(languages.split(' ').map((lang) => [lang, script]));
}

/** ISO 15924, as far as forms need it. */
export function scriptOf(unit: number): string {
  if (unit < 0x0250 || (unit >= 0x1e00 && unit < 0x1f00)) return 'Latn';
  if (unit >= 0x0370 && unit < 0x0400) return 'Grek';
  if (unit >= 0x0400 && unit < 0x0530) return 'Cyrl';
  if (unit >= 0x0590 && unit < 0x0600) return 'Hebr';
  if (unit >= 0x0600 && unit < 0x0780) return 'Arab';
  if (unit >= 0xac00 && unit < 0xd7b0) return 'Hang';
  return 'none';
}

/**
 * The forms for a word (by its first unit) in a text of a language: the language's own, or those usual for the script
 * where the word is in another script than the text; null where there are none.
 */
export function formsFor(lang: string, unit: number): Forms | null {
  const script = scriptOf(unit);
  const forms = lang !== '' && scriptsOf(lang).includes(script) ? lang : DEFAULTS[script];
  return forms === undefined ? null : (BY_LANGUAGE.get(forms) ?? null);
}

/** The scripts in which a language's forms are written. */
export function scriptsOf(lang: string): readonly string[] {
  return lang === 'sr' ? ['Cyrl', 'Latn'] : [SCRIPTS[lang] ?? 'Latn'];
}

export function hasForms(tag: string): boolean {
  return BY_LANGUAGE.has(languageOf(tag)) || SCRIPTS[languageOf(tag)] === 'none';
}

export function allForms(): readonly Forms[] {
  return ALL;
}
