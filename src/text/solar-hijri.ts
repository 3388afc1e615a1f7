/** The calendar of Iran and Afghanistan: it begins with the spring equinox, its first six months have 31 days, the next five 30. */

/** Names in Iran, then in Afghanistan (Dari, Pashto). */
const MONTHS: readonly string[] = [
  'فروردین حمل وری',
  'اردیبهشت ثور غویی',
  'خرداد جوزا غبرګولی',
  'تیر سرطان چنګاښ',
  'مرداد اسد زمری',
  'شهریور سنبله وږی',
  'مهر میزان تله',
  'آبان عقرب لړم',
  'آذر قوس لیندۍ',
  'دی جدی مرغومی',
  'بهمن دلو سلواغه',
  'اسفند حوت کب',
];
const NUMBERS: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, at) => names.split(' ').map((name) => [name, at + 1] as const)),
);

const DAY_MS = 86_400_000;
/** 1 Farvardin 1400. */
const ANCHOR = Date.UTC(2021, 2, 21);
const ANCHOR_YEAR = 1400;
/** 1991 to 2071. */
const FIRST = 1370;
const LAST = 1450;

/** 1 to 12 for the name of a month of this calendar; null for any other word. */
export function solarHijriMonth(name: string): number | null {
  return NUMBERS.get(name) ?? null;
}

/** True for a number that is a year of this calendar in the time of the web. */
export function isSolarHijriYear(year: number): boolean {
  return year >= FIRST && year <= LAST;
}

/** The arithmetic rule of 33 years, which agrees with the equinox from 1178 to 1633. */
function isLeap(year: number): boolean {
  return (25 * year + 11) % 33 < 8;
}

/** A day of this calendar as ms since the epoch at 00:00 UTC; null for one that it has not, or a year outside 1370 to 1450. */
export function solarHijriDay(year: number, month: number, day: number): number | null {
  if (!isSolarHijriYear(year) || month < 1 || month > 12 || day < 1) return null;
  const length = month <= 6 ? 31 : month <= 11 || isLeap(year) ? 30 : 29;
  if (day > length) return null;
  let days = (month - 1) * 30 + Math.min(month - 1, 6) + day - 1;
  for (let at = Math.min(year, ANCHOR_YEAR); at < Math.max(year, ANCHOR_YEAR); at += 1)
    days += (isLeap(at) ? 366 : 365) * (year < ANCHOR_YEAR ? -1 : 1);
  return ANCHOR + days * DAY_MS;
}
