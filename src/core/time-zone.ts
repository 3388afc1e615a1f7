/** The usual spelling of a time zone's name in the IANA database, such as Europe/Minsk; null where it has none of that name. */
export function timeZoneOf(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** Whether this is the name of a time zone. */
export function isTimeZone(name: string): boolean {
  return timeZoneOf(name) !== null;
}
