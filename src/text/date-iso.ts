import { instantOf } from './date-local.ts';
import { zoneOffset } from './date-zone.ts';

/** W3C-DTF as nearly all feeds write it. */
const USUAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):?(\d\d))?$/;

/** Date forms of ISO 8601 and those that are taken for it, longest first; `0mm` is a month with a zero too many. */
const DATES: readonly RegExp[] = [
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})/,
  /^(?<year>\d{4})-0(?<month>\d{2})-(?<day>\d{2})/,
  /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})/,
  /^(?<year>\d{4})-?w(?<week>\d{2})(?:-?(?<weekday>[1-7]))?/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?=\D|$|\d{4}(?:\d{2})?$)/,
  /^(?<year>\d{4})-?(?<ordinal>\d{3})(?=\D|$)/,
  /^(?<year>\d{4})-(?<month>\d{2})(?=[^\d-]|$)/,
  /^(?<short>\d{2})-(?<month>\d{2})-(?<day>\d{2})(?=\D|$)/,
  /^(?<short>\d{2})(?<month>\d{2})(?<day>\d{2})(?=\D|$)/,
  /^(?<short>\d{2})-?(?<ordinal>\d{3})(?=\D|$)/,
  /^-(?<short>\d{2})-?(?<month>\d{2})(?=\D|$)/,
  /^-(?<short>\d{2})$/,
  /^(?<year>\d{4})$/,
];

const TIME =
  /^(?:[\st_]|\s?[,-]\s)*\s*(?<hour>\d{1,2})(?::?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,]\d*)?)?)?\s*(?<zone>\S.*)?$/;

/**
 * The instant of an ISO 8601 date or of one of the forms close to it, in milliseconds since the epoch; null for any
 * other text. https://www.w3.org/TR/NOTE-datetime
 */
export function parseIsoDate(text: string): number | null {
  const usual = USUAL.exec(text);
  if (usual !== null) return usualInstant(usual);
  if (!/^-?\d{2}/.test(text)) return null;
  const lower = text.toLowerCase();
  for (const pattern of DATES) {
    const match = pattern.exec(lower);
    if (match?.groups === undefined) continue;
    const day = dayOf(match.groups);
    return day === null ? null : withTime(day, lower.slice(match[0].length));
  }
  return null;
}

function usualInstant(match: RegExpExecArray): number | null {
  const [, year, month, day, hour, minute, second, sign, zoneHours = '0', zoneMinutes = '0'] = match.map(String);
  const offset = sign === 'undefined' ? 0 : (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  if (Math.abs(offset) > 15 * 60) return null;
  return instantOf(
    {
      year: Number(year),
      month: Number(month) - 1,
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    },
    offset,
  );
}

type Parts = Readonly<Record<string, string | undefined>>;

/** Midnight UTC of the day that a date form names. */
function dayOf({ year, short, month, day, ordinal, week, weekday }: Parts): number | null {
  const full = year === undefined ? shortYear(Number(short)) : Number(year);
  if (week !== undefined) return weekDay(full, Number(week), Number(weekday ?? 1));
  if (ordinal !== undefined) {
    const number = Number(ordinal);
    return number < 1 || number > 366 ? null : midnight(full, 0, 1, number - 1);
  }
  return midnight(full, Number(month ?? 1) - 1, Number(day ?? 1), 0);
}

function midnight(year: number, month: number, day: number, plusDays: number): number | null {
  const ms = instantOf({ year, month, day, hour: 0, minute: 0, second: 0 }, 0);
  return ms === null ? null : ms + plusDays * 86_400_000;
}

function shortYear(year: number): number {
  return year < 70 ? 2000 + year : 1900 + year;
}

/** Week 1 is the one with the fourth of January. */
function weekDay(year: number, week: number, weekday: number): number | null {
  if (week < 1 || week > 53) return null;
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * 86_400_000;
  return monday + ((week - 1) * 7 + weekday - 1) * 86_400_000;
}

function withTime(day: number, rest: string): number | null {
  if (rest.trim() === '' || rest.trim() === 'z') return day;
  const match = TIME.exec(rest)?.groups;
  if (match === undefined) return null;
  const date = new Date(day);
  const local = instantOf(
    {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth(),
      day: date.getUTCDate(),
      hour: Number(match['hour']),
      minute: Number(match['minute'] ?? 0),
      second: Number(match['second'] ?? 0),
    },
    0,
  );
  if (local === null) return null;
  // `-05:00Z`: two zones, the first is meant. `+0000 UTC`: Go's way to print a time.
  const zone = (match['zone'] ?? '')
    .trim()
    .replace(/(?<=\d)\s*(z|utc)$/, '')
    .replace(/\s*\(.*\)$/, '');
  const offset = zone === '' ? 0 : zoneOffset(zone, local);
  return offset === null ? null : local - offset * 60_000;
}
