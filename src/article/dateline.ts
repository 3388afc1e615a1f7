import { monthOf } from '../text/months.ts';
import { isSolarHijriYear, solarHijriDay, solarHijriMonth } from '../text/solar-hijri.ts';
import { type ClockTime, clockTimeIn, zoneBehind } from './clock-time.ts';

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
const ISO = /(?<!\d)(\d{4})(?:[-/]|\.\s?)(\d{1,2})(?:[-/]|\.\s?)(\d{1,2})(?!\d)/;
const NUMERIC = /(?<![\d.,/-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d%])/;
/** `2022. gada 1. decembris`. */
const YEAR_DAY_MONTH = new RegExp(`(?<!\\d)(\\d{4})\\.?\\s+gada\\s+(\\d{1,2})\\.?\\s+(${WORD})`, 'u');
/** `1 tháng 12 năm 2022`. */
const VIETNAMESE = /(?<!\d)(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})(?!\d)/iu;

function dayIn(text: string, monthFirst: boolean): { ms: number; at: number; end: number } | null {
  const found: { ms: number | null; at: number; end: number }[] = [];
  const take = (match: RegExpExecArray | null, ms: (m: RegExpExecArray) => number | null): void => {
    if (match !== null) found.push({ ms: ms(match), at: match.index, end: match.index + match[0].length });
  };
  const named = monthNumber;
  take(CJK.exec(text), (m) => day(m[1] === undefined ? 2018 + Number(m[2]) : Number(m[1]), Number(m[3]), Number(m[4])));
  take(DAY_MONTH_YEAR.exec(text), (m) => {
    const solar = isSolarHijriYear(Number(m[3])) ? solarHijriMonth(m[2] ?? '') : null;
    return solar === null
      ? day(commonYear(Number(m[3])), named(m[2]), Number(m[1]))
      : solarHijriDay(Number(m[3]), solar, Number(m[1]));
  });
  take(MONTH_DAY_YEAR.exec(text), (m) => day(Number(m[3]), named(m[1]), Number(m[2])));
  take(YEAR_MONTH_DAY.exec(text), (m) => day(Number(m[1]), named(m[2]), Number(m[3])));
  take(YEAR_DAY_MONTH.exec(text), (m) => day(Number(m[1]), named(m[3]), Number(m[2])));
  take(VIETNAMESE.exec(text), (m) => day(Number(m[3]), Number(m[2]), Number(m[1])));
  take(ISO.exec(text), (m) => {
    const toDay = isSolarHijriYear(Number(m[1])) ? solarHijriDay : day;
    return toDay(Number(m[1]), Number(m[2]), Number(m[3]));
  });
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
 * The day, with its time where one stands beside it, that a short text names: `Thursday, 1 December 2022 14:05`,
 * `2:05 PM EST, Thu December 1, 2022`, `1.12.2022`, `2022年12月1日`, `١ ديسمبر ٢٠٢٢`, `۱۰ آذر ۱۴۰۱`. A time is of the zone behind
 * it, without one of UTC. Numbers alone are day first unless `monthFirst`.
 */
export function dateIn(text: string, options: { monthFirst?: boolean } = {}): NamedDate | null {
  const plain = westernDigits(text.slice(0, 300));
  if (!/\d/.test(plain)) return null;
  const found = dayIn(plain, options.monthFirst ?? false);
  if (found === null) return null;
  const before = plain.slice(Math.max(0, found.at - 60), found.at);
  const behind = plain.slice(found.end, found.end + 60);
  const early = timeRightBefore(before);
  if (early !== null) return timed(found.ms, early, before);
  const time = clockTimeIn(behind.slice(0, 40));
  return time === null ? { ms: found.ms, hasTime: false } : timed(found.ms, time, behind);
}

/** A time with nothing but its zone, a weekday or a small word between it and the day behind it. */
function timeRightBefore(text: string): ClockTime | null {
  const time = clockTimeIn(text);
  if (time === null) return null;
  const between = text.slice(time.end).replace(/\(\d{2}:?\d{2} [A-Z]{2,5}\)/, '');
  return /^(?:[^\d!?]|(?<=GMT ?[+-])\d{1,2}){0,32}$/u.test(between) ? time : null;
}

function timed(dayMs: number, time: ClockTime, text: string): NamedDate {
  const ms = dayMs + time.ms;
  const offset = zoneBehind(text.slice(time.end), ms, time.isMachine);
  return offset === null ? { ms, hasTime: true } : { ms: ms - offset * 60_000, hasTime: true, hasZone: true };
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
