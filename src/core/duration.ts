const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNIT_MS;

const PATTERN = /^(\d{1,15})(ms|s|m|h|d)$/;

/** What a duration looks like, for messages. */
export const DURATION_FORM = 'an integer with ms, s, m, h or d, such as 30s or 5m';

/** Milliseconds of `30s`, `5m`, `0`; undefined where the text is no duration or the result is not a safe integer. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const ms = Number(match[1]) * UNIT_MS[match[2] as Unit];
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** The shortest text that {@link parseDuration} reads back as `ms` (a non-negative integer of milliseconds). */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0';
  const unit = (['d', 'h', 'm', 's'] as const).find((unit) => ms % UNIT_MS[unit] === 0) ?? 'ms';
  return `${ms / UNIT_MS[unit]}${unit}`;
}
