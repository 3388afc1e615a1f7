import { parseIsoDate } from './date-iso.ts';
import { instantOf, type LocalDate } from './date-local.ts';
import { isZoneName, zoneOffset } from './date-zone.ts';
import { monthOf, weekdayOf } from './months.ts';

/** Longest text that can be a date, in UTF-16 code units. */
const MAX_LENGTH = 160;
const ENGLISH = 'janfebmaraprmayjunjulaugsepoctnovdec';
/** RFC 822 as nearly all feeds write it. */
const USUAL =
  /^(?:[A-Za-z]{3},? )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (?:([A-Z]{1,4})|([+-])(\d{2}):?(\d{2}))$/;

/**
 * The instant that a date of a feed or page means, in milliseconds since the epoch; null for what is no date.
 * Reads RFC 822 and 2822 with what is made of them, ISO 8601 in its short, week and ordinal forms, asctime, epoch
 * seconds, and dates in words of some sixty languages. Without zone: UTC; without time: midnight; without day: the
 * first. Fractions of a second are dropped. What would need today's date to be understood (no year, "two hours ago") is none.
 */
export function parseDate(text: string): number | null {
  const usual = USUAL.exec(text);
  if (usual !== null && (usual[7] === undefined || isZoneName(usual[7].toLowerCase()))) {
    const month = ENGLISH.indexOf((usual[2] as string).toLowerCase());
    if (month >= 0 && month % 3 === 0) return usualInstant(usual, month / 3);
  }
  const trimmed = text.trim();
  if (trimmed.length < 2 || trimmed.length > MAX_LENGTH) return null;
  return parseIsoDate(trimmed) ?? parseEpoch(trimmed) ?? parseWords(trimmed);
}

function usualInstant(match: RegExpExecArray, month: number): number | null {
  const [, day, , year, hour, minute, second = '0', zone, sign, zoneHours = '0', zoneMinutes = '0'] = match;
  const offset =
    zone === undefined ? (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1) : zoneOffset(zone, 0);
  const local = {
    year: Number(year),
    month,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  return offset === null || Math.abs(offset) > 15 * 60 ? null : instantOf(local, offset);
}

/** Seconds or milliseconds since the epoch. */
function parseEpoch(text: string): number | null {
  const match = /^(\d{9,10}|\d{13})(?:\.\d+)?$/.exec(text)?.[1];
  if (match === undefined) return null;
  return match.length === 13 ? Number(match) : Number(match) * 1000;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly zone: string | null;
  /** The day has halves: an American date, where numbers leave a choice. */
  readonly halves: boolean;
  /** The text without the time. */
  readonly rest: string;
}

/** Words that stand in dates and mean nothing: "on", "at", "of" and the like. */
const NOISE = new Set(
  'a à at on of the and um am le la les el il de del di da den der die das do du em en o os kl klo uhr h hs hrs o’clock klockan às as alle ore ora den- godz godzina ob u v v. dne dated date posted published updated le- год года г р року i-n år год. հ'.split(
    ' ',
  ),
);

function parseWords(text: string): number | null {
  const plain = withoutComments(text.normalize('NFKC').toLowerCase()).replace(/\s+/g, ' ').trim();
  const clock = clockOf(plain);
  if (clock === null) return null;
  const korean = /오전|오후|[년월일]/.test(plain);
  const date = numericDate(clock) ?? wordDate(clock.rest);
  if (date === null) return null;
  const local = { ...date, hour: clock.hour, minute: clock.minute, second: clock.second };
  const asUtc = instantOf(local, 0);
  if (asUtc === null) return null;
  const offset = clock.zone === null ? (korean ? 9 * 60 : 0) : zoneOffset(clock.zone, asUtc);
  return offset === null ? null : asUtc - offset * 60_000;
}

/** RFC 2822 comments: in parentheses, nested, with escapes. */
function withoutComments(text: string): string {
  if (!text.includes('(')) return text;
  let out = '';
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (depth > 0 && char === '\\') at += 1;
    else if (char === '(') {
      depth += 1;
      out += ' ';
    } else if (char === ')' && depth > 0) depth -= 1;
    else if (depth === 0) out += char;
  }
  return out;
}

const TIME =
  /(?:(오전|오후|上午|下午|am|pm|a\. ?m\.|p\. ?m\.)\s?)?(?<![\d:.])(\d{1,2})(?:\s?[:h]\s?(\d{1,2})(?:\s?:\s?(\d{1,2})(?:[.,]\d+)?)?|(?=\s?(?:am|pm|a\. ?m\.|p\. ?m\.)(?![a-z])))(?![\d:])(?:\s?(am|pm|a\. ?m\.?|p\. ?m\.?)(?![a-z]))?(?:\s?((?:gmt|utc|ut)?\s?[+\u2212-]\s?\d{1,2}(?::?\d{2})?(?!\d)|[a-z]+\/[a-z_]+(?:\/[a-z_]+)?|[a-z]{1,5}(?![a-z'.])))?/;

/** The time of day and its zone. Null when there is one that can't be. Midnight where there is none. */
function clockOf(text: string): Clock | null {
  const match = TIME.exec(text);
  if (match === null)
    return text.includes(':') ? null : { hour: 0, minute: 0, second: 0, zone: null, halves: false, rest: text };
  const [whole, before, hours, minutes = '0', seconds = '0', after, zone] = match;
  const half = before ?? after;
  const hour = half === undefined ? Number(hours) : hourOfHalf(Number(hours), half);
  const found = zone === undefined ? null : zoneOrNothing(zone, text.slice(match.index + whole.length));
  const rest = `${text.slice(0, match.index)} ${found === null && zone !== undefined ? zone : ''} ${text.slice(match.index + whole.length).replace(/^\s?z\b/, '')}`;
  if (hour === null || hour > 24 || Number(minutes) > 59 || Number(seconds) > 60 || rest.includes(':')) return null;
  return {
    hour,
    minute: Number(minutes),
    second: Math.min(59, Number(seconds)),
    zone: found,
    halves: half !== undefined,
    rest,
  };
}

function hourOfHalf(hour: number, half: string): number | null {
  if (hour > 12) return /^p|오후|下午/.test(half) && hour < 24 ? hour : null;
  return (hour % 12) + (/^p|오후|下午/.test(half) ? 12 : 0);
}

/** A word behind the time is a zone, unless it belongs to the date that follows. */
function zoneOrNothing(word: string, after: string): string | null {
  if (NOISE.has(word) && word !== 'at') return null;
  // `pt` and `cet` are weekdays too, in Polish and Latvian: behind a time they are zones.
  if ((monthOf(word) !== null || weekdayOf(word) !== null) && !isZoneName(word)) return null;
  return word === 'at' && /\S/.test(after) ? null : word;
}

type Day = Pick<LocalDate, 'year' | 'month' | 'day'>;

const NUMERIC =
  /(?<!\d)(\d{1,4})\s?[./\u5e74\ub144-]\s?(\d{1,2})\s?[./\u6708\uc6d4-]\s?(\d{1,4})(?:\s?[\u65e5\uc77c.])?(?!\d)/;

/** A date of three numbers; the rest may only be a weekday, which decides between day and month where both can be. */
function numericDate({ rest, halves }: Clock): Day | null {
  const match = NUMERIC.exec(rest);
  if (match === null) return null;
  const words = wordsOf(`${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`);
  if (!words.every(isFiller)) return null;
  const [a, b, c] = [match[1], match[2], match[3]] as [string, string, string];
  if (a.length >= 3) return a.length === 4 ? { year: Number(a), month: Number(b) - 1, day: Number(c) } : null;
  if (c.length === 1 || c.length === 3) return null;
  const weekday = words.map(weekdayOf).find((day) => day !== null) ?? null;
  return dayAndMonth(Number(a), Number(b), fullYear(c), weekday, match[0].includes('/') && halves);
}

/** Day and month in the order that is possible, that the weekday confirms, or that the writing suggests: day first. */
function dayAndMonth(
  first: number,
  second: number,
  year: number,
  weekday: number | null,
  american: boolean,
): Day | null {
  const dayFirst: Day = { year, month: second - 1, day: first };
  const monthFirst: Day = { year, month: first - 1, day: second };
  const possible = [dayFirst, monthFirst].filter(({ month }) => month >= 0 && month < 12);
  const confirmed = possible.filter(
    (date) => weekday === null || new Date(Date.UTC(year, date.month, date.day)).getUTCDay() === weekday,
  );
  const choice = confirmed.length > 0 ? confirmed : possible;
  return (american ? choice.at(-1) : choice[0]) ?? null;
}

/** A date with its month in words, or three numbers apart: in any order that leaves no doubt. */
function wordDate(rest: string): Day | null {
  const words = wordsOf(rest);
  const numbers: string[] = [];
  const named: number[] = [];
  for (const word of words) {
    const number = /^(\d{1,4})(?:st|nd|rd|th|er|re|e|ème|º|ª|°|o|de|t|-?го)?$/.exec(word)?.[1];
    if (number !== undefined) numbers.push(number);
    else if (monthOf(word) !== null && !(named.length === 0 && isWeekdayHere(word, words)))
      named.push(monthOf(word) as number);
    else if (!isFiller(word)) return null;
  }
  if (named.length === 0 && numbers.length === 3) {
    const [a, b, c] = numbers as [string, string, string];
    if (a.length === 4) return { year: Number(a), month: Number(b) - 1, day: Number(c) };
    const weekday = words.map(weekdayOf).find((day) => day !== null) ?? null;
    return c.length === 4 ? dayAndMonth(Number(a), Number(b), Number(c), weekday, false) : null;
  }
  return named.length === 1 ? withMonth(named[0] as number, numbers) : null;
}

/** `mar`, `sept`: a weekday in one language, a month in another; the weekday when a month follows. */
function isWeekdayHere(word: string, words: readonly string[]): boolean {
  if (weekdayOf(word) === null) return false;
  return words.filter((other) => monthOf(other) !== null).length > 1 && words[0] === word;
}

function withMonth(month: number, numbers: readonly string[]): Day | null {
  const [a, b] = numbers as [string, string | undefined];
  if (numbers.length === 1) return a.length === 4 ? { year: Number(a), month, day: 1 } : null;
  if (numbers.length !== 2 || b === undefined) return null;
  if (a.length >= 3 || Number(a) > 31) return b.length <= 2 ? { year: fullYear(a), month, day: Number(b) } : null;
  return b.length === 3 ? null : { year: fullYear(b), month, day: Number(a) };
}

/** RFC 2822, section 4.3: 00 to 49 are 20xx, 50 to 99 are 19xx, three digits count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return digits.length === 3 || year >= 50 ? 1900 + year : 2000 + year;
}

function wordsOf(text: string): string[] {
  return text
    .split(/[\s,;|\u2013\u2014/-]+|\.(?!\d)|(?<=\D)\.|(?<=\d{1,2})\.(?=\d{4})/)
    .map((word) => word.replace(/^[.'"’]+|[.'"’]+$/g, ''))
    .filter((word) => word !== '');
}

function isFiller(word: string): boolean {
  return NOISE.has(word) || weekdayOf(word) !== null;
}
