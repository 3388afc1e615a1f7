import { isZoneName, zoneOffset } from '../text/date-zone.ts';
import { monthOf } from '../text/months.ts';

/** A day, or an instant, that a text names. */
export interface NamedDate {
  readonly ms: number;
  /** False for a day alone; it then is 00:00 UTC of that day. */
  readonly hasTime: boolean;
  /** True where the text names the zone of the time; without one the time was taken as UTC. */
  readonly hasZone?: boolean;
}

/** Digits of other scripts as 0 to 9; full-width ones too. */
export function westernDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** Decimal digits stand in runs of ten from zero (Unicode, chapter 4.6), so a digit's value is its distance from its run's start. */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (point - zero) % 10;
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:s|sec|secs|seconds?|sekunden?|segundos?|secondes?|secondi|секунд\p{L}*|秒)$/iu, 1000],
  [
    /^(?:m|mins?|minutes?|minuten?|minutos?|minuti|minutt?er?|minuter|dakika|минут\p{L}*|хвилин\p{L}*|мин|хв|minut\p{L}*|perc|分|분|دقيقة|دقائق|phút|menit|λεπτά)$/iu,
    60_000,
  ],
  [
    /^(?:h|hrs?|hours?|std|stunden?|horas?|heures?|ore|ora|uur|timer?|timmar|timme|saat|час\p{L}*|годин\p{L}*|godzin\p{L}*|hodin\p{L}*|óra|órája|tuntia|小时|小時|時間|시간|ساعة|ساعات|giờ|jam|ώρες)$/iu,
    3_600_000,
  ],
  [
    /^(?:d|days?|tag(?:e|en)?|d[ií]as?|jours?|giorn[oi]|dag(?:e|en|ar)?|gün|дн\p{L}*|день|dni|dzień|dny|nap|napja|päivää|天|日|일|يوم|أيام|ngày|hari|ημέρες)$/iu,
    86_400_000,
  ],
  [
    /^(?:weeks?|wochen?|semanas?|semaines?|settiman\p{L}*|weken|uker|veckor|hafta|недел\p{L}*|тиж\p{L}*|tygod\p{L}*)$/iu,
    604_800_000,
  ],
];

const AGO =
  /(?:\bago\b|^\s*(?:vor|hace|há|il y a|før|för)\s|\bfa\b|\bgeleden\b|\bsiden\b|\bsedan\b|(?<!\p{L})önce(?!\p{L})|назад|тому|\btemu\b|^\s*před\s|\bsitten\b|前|전|^\s*قبل|^\s*منذ|trước|\byang lalu\b|atrás|πριν)/iu;

/** `3 hours ago` in some twenty languages, counted back from `now`; null for anything else. */
export function relativeDate(text: string, now: number): NamedDate | null {
  if (text.length > 60 || !AGO.test(text)) return null;
  const match = /(\d{1,3}|\b(?:an?|one|einer?|einem|un[ae]?|uma?)\b)\s*(\p{L}+)/iu.exec(
    westernDigits(text).replace(AGO, (word) => (/^\s*\p{L}+\s$/u.test(word) ? ' ' : word)),
  );
  if (match === null) return null;
  const amount = /^\d/.test(match[1] ?? '') ? Number(match[1]) : 1;
  const word = (match[2] ?? '').replace(/(?:前|전|에)+$/u, '');
  const unit = UNITS.find(([pattern]) => pattern.test(word));
  return unit === undefined ? null : { ms: now - amount * unit[1], hasTime: unit[1] < 86_400_000 };
}

/** 1 to 12; 0 for a word that names no month. */
function monthNumber(word: string | undefined): number {
  const name = (word ?? '').toLowerCase().normalize('NFC');
  // Hebrew writes `in December` as one word.
  return (monthOf(name) ?? monthOf(name.replace(/^ב/u, '')) ?? -1) + 1;
}

function day(year: number, month: number, date: number): number | null {
  if (year < 1990 || year > 2200 || month < 1 || month > 12 || date < 1 || date > 31) return null;
  const ms = Date.UTC(year, month - 1, date);
  return new Date(ms).getUTCDate() === date ? ms : null;
}

/** Buddhist years (Thailand) and the Japanese Reiwa era as years of the common era. */
function commonYear(year: number): number {
  return year >= 2533 && year <= 2700 ? year - 543 : year;
}

const WORD = '[\\p{L}\\p{M}]{2,20}';
const DAY_MONTH_YEAR = new RegExp(
  `(?<![\\d.])(\\d{1,2})(?:st|nd|rd|th|º|er|ª|-an|-го)?\\.?,?\\s*(?:de\\s+|d['’]\\s*|of\\s+|ta['’]\\s*)?(${WORD}(?: الأول| الثاني)?)\\.?,?\\s*(?:de\\s+|del\\s+)?(\\d{4})(?!\\d)`,
  'u',
);
const MONTH_DAY_YEAR = new RegExp(`(${WORD})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?\\.?,?\\s+(\\d{4})(?!\\d)`, 'u');
const YEAR_MONTH_DAY = new RegExp(
  `(?<!\\d)(\\d{4})\\.?\\s*(?:m\\.|gada|e?ko|\\()?\\s*(${WORD})\\.?\\s*(?:mēn\\.\\s*)?(\\d{1,2})(?!\\d)`,
  'u',
);
const CJK = /(?:(\d{4})|令和(\d{1,2}))\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]/u;
const ISO = /(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)/;
const NUMERIC = /(?<![\d.,/-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d%])/;
const TIME =
  /(?<![\d.])([01]?\d|2[0-3])\s*(?:[:.h](?:\s?)|時|시\s?|点)([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,9})?)?(?:\s*([ap])\.?m\.?)?(?!\d|\.\d)/i;
/** Behind a time: `CET`, `(GMT+3)`, `Europe/Minsk`. In capitals: `est`, `met`, `art` are words of many languages. */
const NAMED_ZONE =
  /^\s*(?:[Uu]hr|hrs?\.?|[Hh])?\s*[([]?\s*((?:GMT|UTC|UT)\s?[+\u2212-]\s?\d{1,2}(?::?\d{2})?(?!\d)|Z|[A-Z]{2,5}|[A-Z][a-z]+\/[A-Z][A-Za-z_]{1,30})(?![\p{L}\d_])/u;
/** `+03:00`, `-0500`. */
const OFFSET = /^\s?([+\u2212-]\d{2}:?\d{2})(?![\d:])/;
/** Zones whose names, in capitals, are words of a line in capitals too: nothing but a mark may follow. */
const WORDS = new Set('at art cat eat pet bot met wit cot west mt'.split(' '));

function dayIn(text: string, monthFirst: boolean): { ms: number; end: number } | null {
  const found: { ms: number | null; at: number; end: number }[] = [];
  const take = (match: RegExpExecArray | null, ms: (m: RegExpExecArray) => number | null): void => {
    if (match !== null) found.push({ ms: ms(match), at: match.index, end: match.index + match[0].length });
  };
  const named = monthNumber;
  take(CJK.exec(text), (m) => day(m[1] === undefined ? 2018 + Number(m[2]) : Number(m[1]), Number(m[3]), Number(m[4])));
  take(DAY_MONTH_YEAR.exec(text), (m) => day(commonYear(Number(m[3])), named(m[2]), Number(m[1])));
  take(MONTH_DAY_YEAR.exec(text), (m) => day(Number(m[3]), named(m[1]), Number(m[2])));
  take(YEAR_MONTH_DAY.exec(text), (m) => day(Number(m[1]), named(m[2]), Number(m[3])));
  take(ISO.exec(text), (m) => day(Number(m[1]), Number(m[2]), Number(m[3])));
  take(NUMERIC.exec(text), (m) => {
    const year = Number(m[4]) < 100 ? 2000 + Number(m[4]) : Number(m[4]);
    const [first, second] = [Number(m[1]), Number(m[3])];
    const swap = second > 12 || (monthFirst && first <= 12 && m[2] === '/');
    return swap ? day(year, first, second) : day(year, second, first);
  });
  const real = found
    .filter((f): f is { ms: number; at: number; end: number } => f.ms !== null)
    .sort((a, b) => a.at - b.at);
  return real[0] ?? null;
}

/**
 * The day, with its time where one follows, that a short text names: `Thursday, 1 December 2022 14:05`, `1.12.2022`,
 * `2022年12月1日`, `١ ديسمبر ٢٠٢٢`. A time is of the zone behind
 * it, without one of UTC. Numbers alone are day first unless `monthFirst`.
 */
export function dateIn(text: string, options: { monthFirst?: boolean } = {}): NamedDate | null {
  const plain = westernDigits(text.slice(0, 300));
  if (!/\d/.test(plain)) return null;
  const found = dayIn(plain, options.monthFirst ?? false);
  if (found === null) return null;
  const behind = plain.slice(found.end, found.end + 60);
  const time = TIME.exec(behind.slice(0, 40));
  if (time === null) return { ms: found.ms, hasTime: false };
  const ms = found.ms + timeOfDay(time);
  const offset = zoneBehind(
    behind.slice(time.index + time[0].length),
    ms,
    time[3] !== undefined || behind[time.index - 1] === 'T',
  );
  return offset === null ? { ms, hasTime: true } : { ms: ms - offset * 60_000, hasTime: true, hasZone: true };
}

/** Milliseconds since midnight. */
function timeOfDay([, hour, minute, second = '0', half]: RegExpExecArray): number {
  let hours = Number(hour);
  if (half?.toLowerCase() === 'p' && hours < 12) hours += 12;
  if (half?.toLowerCase() === 'a' && hours === 12) hours = 0;
  return hours * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000;
}

/** Minutes east of UTC of the zone that the text begins with; null for none. `14:05-15:30` is a span of time, unless a machine wrote it (`T14:05-03:30`, with seconds). */
function zoneBehind(text: string, localMs: number, isMachine: boolean): number | null {
  const offset = OFFSET.exec(text)?.[1];
  if (offset !== undefined)
    return offset.startsWith('+') || isMachine || !offset.includes(':') ? zoneOffset(offset, localMs) : null;
  const named = NAMED_ZONE.exec(text);
  if (named === null) return null;
  const name = (named[1] as string).toLowerCase();
  if (WORDS.has(name) && /^\s*[\p{L}\d]/u.test(text.slice(named[0].length))) return null;
  return zoneOffset(named[1] as string, localMs);
}

/** True where a text begins with the name of a zone in capitals. */
export function beginsWithZone(text: string): boolean {
  const word = /^\(?([A-Z]{1,5})(?![\p{L}])/u.exec(text)?.[1];
  return word !== undefined && isZoneName(word.toLowerCase());
}

/** The day in a page's address: `/2022/12/01/`, `/2022-12-01-`, `/20221201/`. */
export function dateInUrl(url: string): number | null {
  const path = url
    .replace(/^https?:\/\/[^/]*/i, '')
    .replace(/[?#].*$/s, '')
    .slice(0, 500);
  const match =
    /(?:^|[/_-])((?:19|20)\d{2})[/_.-](0?[1-9]|1[0-2])[/_.-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)/.exec(path) ??
    /(?:^|[/_-])((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/.exec(path);
  if (match !== null) return day(Number(match[1]), Number(match[2]), Number(match[3]));
  const named = /\/((?:19|20)\d{2})\/([a-z]{3,9})\/(\d{1,2})(?=\/|$)/i.exec(path);
  return named === null ? null : day(Number(named[1]), monthNumber(named[2]), Number(named[3]));
}
