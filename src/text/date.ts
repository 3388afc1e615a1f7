/** The instant that a date of a feed or page means, in milliseconds since the epoch; null for what is no date. */
export function parseDate(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
