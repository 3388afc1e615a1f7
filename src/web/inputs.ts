import { z } from 'zod';
import { WireError } from '../core/errors.ts';
import { LANGUAGE_TAG } from '../text/language-tag.ts';

/** Parts of requests that several routes take. */

export const IdParams = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,15}$/, 'is not an id')
    .transform(Number),
});

export const TopicId = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'is not an id: letters, digits, "-", "_" or ".", beginning with a letter or digit, at most 100',
  );
export const TopicParams = z.strictObject({ id: z.string().min(1).max(100) });

/** One line of text without control signs. */
export function line(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !/[\u0000-\u001f\u007f]/.test(text), 'is more than one line');
}

/** A list of short texts, without repetitions. */
export function listOf(item: z.ZodType<string>, most: number) {
  return z
    .array(item)
    .max(most)
    .transform((items) => [...new Set(items)]);
}

export const Language = z.string().regex(LANGUAGE_TAG, 'is not a language such as en or pt-BR');
export const Domain = z.string().trim().toLowerCase().min(1).max(253);

const BACK = /^(\d{1,5})([hd])$/;

/** An instant, or so long ago: `2026-01-31T00:00:00Z`, `2026-01-31`, `12h`, `7d`. */
export const Instant = z
  .string()
  .max(40)
  .refine(
    (text) =>
      BACK.test(text) ||
      (/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) && !Number.isNaN(Date.parse(text))),
    'is no instant such as 2026-01-31T00:00:00Z, 2026-01-31, 12h or 7d',
  );

/** The instant that an {@link Instant} means at `now`. */
export function instantOf(text: string | undefined, now: number): Date | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = BACK.exec(text) ?? [];
  return count === undefined ? new Date(text) : new Date(now - Number(count) * (unit === 'h' ? 3_600_000 : 86_400_000));
}

/** @throws NOT_FOUND where it is null or false */
export function found<T>(value: T | null | false, what: string): T {
  if (value === null || value === false) throw new WireError('NOT_FOUND', `there is no ${what}`);
  return value;
}
