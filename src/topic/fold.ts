/**
 * What each UTF-16 unit is and what it folds to: NFKC, full case folding, marks off for Latin, Greek, Arabic and Hebrew;
 * Cyrillic keeps й ї ў and drops stress only; letters without a decomposition (ł ø đ æ) by table. (Unicode UAX #15, #44.)
 * Both tables fill themselves on first use of a unit.
 */
const UNKNOWN = 0;
export const SEPARATOR = 1;
export const LETTER = 2;
export const DIGIT = 3;
/** Combining, dropped (or composed, after Cyrillic). */
export const MARK = 4;
/** Invisible inside words: soft hyphen, joiners, bidi controls, tatweel. */
export const IGNORED = 5;
/** A token by itself: Han, Hiragana, Thai and other scripts written without spaces. */
export const SINGLE = 6;
export const KATAKANA = 7;
export const HANGUL = 8;
/** Needs more than one unit to be judged: surrogates, conjoining jamo, kana voice marks. */
export const RARE = 9;
export const APOSTROPHE = 10;
export const LINE = 11;
/** `.` and `,`: inside a number, or an acronym. */
export const POINT = 12;

/** Stand for `*` and `?` while a query is tokenised: noncharacters, which no text holds. */
export const ANY_RUN = '\uFDD0';
export const ANY_ONE = '\uFDD1';

/** In `foldOf`: look into `expansionOf` (several units, or none). */
export const EXPANDS = 0xffff;

export const classes = new Uint8Array(0x10000);
export const folds = new Uint16Array(0x10000);
const expansions = new Map<number, string>();

const APOSTROPHES = new Set(Array.from(`'\`´ʹʻʼʽˈ՚‘’‛′‵ꞌ＇`, (c) => c.charCodeAt(0)));
const LINES = new Set([0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029]);
const POINTS = new Map([
  [0x2e, '.'],
  [0x2c, ','],
  [0x066b, '.'],
  [0x066c, ','],
  [0xff0e, '.'],
  [0xff0c, ','],
]);
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const DROPPED_MARK = /^[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Cyrillic}]/u;
const STRIPPED = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}]/u;
const BY_TABLE: Readonly<Record<string, string>> = {
  ß: 'ss',
  ς: 'σ',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ı: 'i',
  ȷ: 'j',
  ĸ: 'k',
  ſ: 's',
  ё: 'е',
  ѐ: 'е',
  ѝ: 'и',
  ی: 'ي',
  ى: 'ي',
  ې: 'ي',
  ک: 'ك',
  ڪ: 'ك',
  ٱ: 'ا',
  ہ: 'ه',
  ھ: 'ه',
  և: 'եւ',
};

/** The folded form of any piece of text, sign by sign. */
export function foldText(text: string): string {
  let out = '';
  for (const sign of text.normalize('NFKC').toLowerCase()) out += BY_TABLE[sign] ?? stripped(sign);
  return out;
}

function stripped(sign: string): string {
  if (!STRIPPED.test(sign)) return /^[\p{Script=Inherited}]/u.test(sign) ? '' : sign;
  const bare = sign.normalize('NFD').replace(/[\p{M}]/gu, '');
  return Array.from(bare, (c) => BY_TABLE[c] ?? c).join('');
}

/** The class of a unit (constants above). */
export function classify(unit: number): number {
  const known = classes[unit] as number;
  if (known !== UNKNOWN) return known;
  const kind = judge(unit, String.fromCharCode(unit));
  if (kind === LETTER || kind === DIGIT || kind >= SINGLE) setFold(unit, kind);
  classes[unit] = kind;
  return kind;
}

function judge(unit: number, sign: string): number {
  if (APOSTROPHES.has(unit)) return APOSTROPHE;
  if (LINES.has(unit)) return LINE;
  if (POINTS.has(unit)) return POINT;
  if (unit === 0xfdd0 || unit === 0xfdd1) return LETTER;
  if (unit === 0x0640 || (unit !== 0x200b && /\p{Default_Ignorable_Code_Point}/u.test(sign))) return IGNORED;
  if (isRare(unit)) return RARE;
  if (unit === 0x30fc || unit === 0xff70) return KATAKANA;
  if (/\p{Nd}/u.test(sign) || isSubscript(unit)) return DIGIT;
  if (!/[\p{L}\p{M}\p{Nl}]/u.test(sign)) return SEPARATOR;
  if (UNSPACED.test(sign)) return SINGLE;
  if (/\p{Script=Katakana}/u.test(sign)) return KATAKANA;
  if (/\p{Script=Hangul}/u.test(sign)) return HANGUL;
  if (/\p{M}/u.test(sign) && DROPPED_MARK.test(sign)) return MARK;
  return LETTER;
}

function isRare(unit: number): boolean {
  if (unit >= 0xd800 && unit <= 0xdfff) return true;
  return isJamo(unit) || isVoiceMark(unit);
}

export function isJamo(unit: number): boolean {
  return (unit >= 0x1100 && unit <= 0x11ff) || (unit >= 0xa960 && unit <= 0xa97f) || (unit >= 0xd7b0 && unit <= 0xd7ff);
}

export function isVoiceMark(unit: number): boolean {
  return unit === 0x3099 || unit === 0x309a || unit === 0xff9e || unit === 0xff9f;
}

function setFold(unit: number, kind: number): void {
  const folded = foldUnit(unit, kind);
  if (folded.length === 1) folds[unit] = folded.charCodeAt(0);
  else {
    folds[unit] = EXPANDS;
    expansions.set(unit, folded);
  }
}

function foldUnit(unit: number, kind: number): string {
  const sign = String.fromCharCode(unit);
  if (kind === DIGIT) return String(digitValue(unit));
  if (kind === POINT) return POINTS.get(unit) ?? sign;
  // Thai SARA AM and Hangul compatibility jamo would fall apart under NFKC.
  if (kind === HANGUL || (kind === SINGLE && !/\p{Script=Han}/u.test(sign))) return sign.normalize('NFC');
  return foldText(sign).replace(/[^\p{L}\p{M}\p{N}\uFDD0\uFDD1]/gu, '');
}

/** CO₂ is CO2; a raised digit is a footnote and no part of the word. */
function isSubscript(unit: number): boolean {
  return unit >= 0x2080 && unit <= 0x2089;
}

/** Decimal digits of every script come in runs of ten. */
function digitValue(unit: number): number {
  if (isSubscript(unit)) return unit - 0x2080;
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCharCode(unit - below - 1))) below += 1;
  return below % 10;
}

export function expansionOf(unit: number): string {
  return expansions.get(unit) ?? '';
}

export function isCyrillic(unit: number): boolean {
  return unit >= 0x0400 && unit <= 0x052f;
}

/** A Cyrillic base and a combining mark as one folded unit: и + breve = й, е + diaeresis = е; a stress falls away. */
export function composeCyrillic(base: number, mark: number): number {
  const composed = String.fromCharCode(base, mark).normalize('NFC');
  return composed.length === 1 ? foldText(composed).charCodeAt(0) : base;
}
