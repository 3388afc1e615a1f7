/** The text without what no database takes: NUL is left out, half of a surrogate pair becomes U+FFFD. */
export function wellFormed(text: string): string {
  const whole = text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '') : whole;
}

/** A copy of plain data (texts, numbers, lists, objects) of which every text is well formed. */
export function wellFormedData<T>(data: T): T {
  if (typeof data === 'string') return wellFormed(data) as T;
  if (Array.isArray(data)) return data.map(wellFormedData) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, wellFormedData(value)])) as T;
}
