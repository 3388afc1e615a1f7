import { describe, expect, it } from 'vitest';
import { Instant, instantOf } from '../../src/web/inputs.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

describe('an instant', () => {
  it.each([
    ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['1h', '2026-01-31T11:00:00.000Z'],
    ['7d', '2026-01-24T12:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(instantOf(Instant.parse(text), NOW)?.toISOString()).toBe(instant);
  });

  it.each(['', 'h', '1w', '-1d', '1.5h', '123456d', '2026-13-01', 'yesterday'])('refuses "%s"', (text) => {
    expect(Instant.safeParse(text).success).toBe(false);
  });
});
