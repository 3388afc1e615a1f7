import { isZoneName, zoneOffset } from '../text/date-zone.ts';

/** A time of day as a dateline gives it. */
export interface ClockTime {
  /** Milliseconds since midnight. */
  readonly ms: number;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
  /** Seconds are given, or a `T` stands before it: a machine wrote it. */
  readonly isMachine: boolean;
}

const FORENOON = '午前|上午|早上|凌晨|오전';
const AFTERNOON = '午後|下午|晚上|오후';
const BEFORE = `(?:(${FORENOON}|${AFTERNOON})\\s*)?`;
/** `p.m.`, `p. m.`, Greek, Arabic. */
const HALF = '([ap]\\.?\\s?m\\.?|[πμ]\\.?\\s?μ\\.?|[صم])(?![\\p{L}\\d])';
const TIME = new RegExp(
  `(?<![\\d.])${BEFORE}([01]?\\d|2[0-3])\\s*(?:[:.h]\\s?|[時点點]\\s?|시\\s?)([0-5]\\d|\\d(?=\\s?[分분]))(?:\\s?[分분])?(?::([0-5]\\d)(?:[.,]\\d{1,9})?)?(?:\\s*${HALF})?(?!\\d|\\.\\d)`,
  'iu',
);
/** Hours alone: `2 p.m.`, `14 Uhr`, `午後2時`, `오후 2시`. */
const HOUR = new RegExp(
  `(?<![\\d.:])${BEFORE}([01]?\\d|2[0-3])(?:\\s?${HALF}|\\s?Uhr(?!\\p{L})|\\s?[時点點시](?!\\s?\\d))`,
  'iu',
);
/** `1405 GMT`. */
const FOUR_DIGITS = /(?<![\d.:])([01]\d|2[0-3])([0-5]\d)(?=\s(?:GMT|UTC)\b)/;

/** The first time of day in a short text; null for none. */
export function clockTimeIn(text: string): ClockTime | null {
  const full = TIME.exec(text);
  if (full !== null) {
    const [whole, early, hour, minute, second, late] = full;
    const ms = hourOf(hour, early ?? late) * 3_600_000 + Number(minute) * 60_000 + Number(second ?? 0) * 1000;
    const isMachine = second !== undefined || text[full.index - 1] === 'T';
    return { ms, start: full.index, end: full.index + whole.length, isMachine };
  }
  const short = FOUR_DIGITS.exec(text);
  if (short !== null) {
    const ms = Number(short[1]) * 3_600_000 + Number(short[2]) * 60_000;
    return { ms, start: short.index, end: short.index + short[0].length, isMachine: false };
  }
  const alone = HOUR.exec(text);
  if (alone === null) return null;
  const ms = hourOf(alone[2], alone[1] ?? alone[3]) * 3_600_000;
  return { ms, start: alone.index, end: alone.index + alone[0].length, isMachine: false };
}

function hourOf(hour: string | undefined, half: string | undefined): number {
  const hours = Number(hour);
  if (half === undefined) return hours;
  const isLate = /^(?:p|μ|م|午後|下午|晚上|오후)/iu.test(half);
  if (isLate) return hours < 12 ? hours + 12 : hours;
  return hours === 12 ? 0 : hours;
}

/** Behind a time: `CET`, `(GMT+3)`, `Europe/Minsk`. In capitals: `est`, `met`, `art` are words of many languages. */
const NAMED_ZONE =
  /^\s*(?:[Uu]hr|hrs?\.?|[Hh])?\s*[([]?\s*((?:GMT|UTC|UT)\s?[+\u2212-]\s?\d{1,2}(?::?\d{2})?(?!\d)|Z|[A-Z]{2,5}|[A-Z][a-z]+\/[A-Z][A-Za-z_]{1,30})(?![\p{L}\d_])/u;
const MOSCOW = /(?<=^[\s(]{0,3})(?:МСК|мск)(?!\p{L})/u;
/** `+03:00`, `-0500`. */
const OFFSET = /^\s?([+\u2212-]\d{2}:?\d{2})(?![\d:])/;
/** Zones whose names, in capitals, are words of a line in capitals too: nothing but a mark may follow. */
const WORDS = new Set('at art cat eat pet bot met wit cot west mt'.split(' '));

/** Minutes east of UTC of the zone that the text begins with; null for none. `14:05-15:30` is a span of time, unless a machine wrote it (`T14:05-03:30`, with seconds). */
export function zoneBehind(text: string, localMs: number, isMachine: boolean): number | null {
  const offset = OFFSET.exec(text)?.[1];
  if (offset !== undefined)
    return offset.startsWith('+') || isMachine || !offset.includes(':') ? zoneOffset(offset, localMs) : null;
  const named = NAMED_ZONE.exec(text.replace(MOSCOW, 'MSK'));
  if (named === null) return null;
  const name = (named[1] as string).toLowerCase();
  if (WORDS.has(name) && /^\s*[\p{L}\d]/u.test(text.slice(named[0].length))) return null;
  return zoneOffset(named[1] as string, localMs);
}

/** True where a text begins with the name of a zone in capitals. */
export function beginsWithZone(text: string): boolean {
  if (MOSCOW.test(text)) return true;
  const word = /^\(?([A-Z]{1,5})(?![\p{L}])/u.exec(text)?.[1];
  return word !== undefined && isZoneName(word.toLowerCase());
}

/** True for a time of day with its zone, and nothing else. */
export function isClockTime(text: string): boolean {
  const time = clockTimeIn(text);
  if (time === null || text.length > 40) return false;
  return (
    /^[^\p{L}\d]*(?:(?:at|um|à|kl|klo|ore|h)\.?\s*)?$/iu.test(text.slice(0, time.start)) &&
    /^\s*(?:uhr|hrs?|h|น)?\.?\s*\(?[A-Z]{0,5}(?:[+-]\d{1,2})?\)?\s*$/u.test(text.slice(time.end).replace(/^\s*Uhr/, ''))
  );
}
