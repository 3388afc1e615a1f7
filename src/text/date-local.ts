/** A date and time of day in some zone. */
export interface LocalDate {
  readonly year: number;
  /** 0 to 11. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The instant of a local time, in milliseconds since the epoch; null where the calendar has no such time. */
export function instantOf({ year, month, day, hour, minute, second }: LocalDate, offsetMinutes: number): number | null {
  if (year < 1000 || year > 9999 || month < 0 || month > 11 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && (minute > 0 || second > 0))) return null;
  return Date.UTC(year, month, day, hour, minute, Math.min(59, second)) - offsetMinutes * 60_000;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}
