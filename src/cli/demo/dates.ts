/** An instant in ISO 8601 at an offset: `2026-01-31T09:05:00+02:00`. */
export function isoAt(ms: number, zone: number): string {
  const local = new Date(ms + zone * 60_000).toISOString().slice(0, 19);
  return zone === 0 ? `${local}Z` : `${local}${offset(zone, ':')}`;
}

/** The day of an instant at an offset: `2026-01-31`. */
export function dayAt(ms: number, zone: number): string {
  return isoAt(ms, zone).slice(0, 10);
}

/** The date form of RSS 2.0 (RFC 822 with four digits for the year): `Sat, 31 Jan 2026 09:05:00 +0200`. */
export function rfc822At(ms: number, zone: number): string {
  return new Date(ms + zone * 60_000).toUTCString().replace(/GMT$/, zone === 0 ? 'GMT' : offset(zone, ''));
}

/** As people of that language write it, without or with the time of day. */
export function writtenAt(ms: number, zone: number, lang: string, time: 'day' | 'minute'): string {
  return new Intl.DateTimeFormat(lang, {
    timeZone: 'UTC',
    dateStyle: 'long',
    ...(time === 'minute' ? { timeStyle: 'short' } : {}),
  }).format(ms + zone * 60_000);
}

function offset(zone: number, between: string): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(zone);
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${between}${two(size % 60)}`;
}
