import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { DURATION_FORM, formatDuration, parseDuration } from '../core/duration.ts';
import { timeZoneOf } from '../core/time-zone.ts';
import { isSelector } from '../feed/watched-page.ts';
import { LANGUAGE_TAG } from '../text/language-tag.ts';
import { parseQuery } from '../topic/query.ts';

/** How a setting is written in an environment variable, and its name in the reference page. */
export type Kind =
  | 'duration'
  | 'size'
  | 'integer'
  | 'number'
  | 'text'
  | 'choice'
  | 'boolean'
  | 'list'
  | 'map'
  | 'address'
  | 'path'
  | 'declared';

export interface Meta {
  readonly kind: Kind;
  readonly description?: string;
}

const MAX_TEXT = 10_000;

/** A schema for one value: `read` gives undefined for what it refuses, and the fault says `wrong`. */
export function value<T>(kind: Kind, wrong: string, read: (raw: unknown) => T | undefined) {
  return z
    .unknown()
    .transform((raw, context): T => {
      const result = read(raw);
      if (result !== undefined) return result;
      context.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    })
    .meta({ kind });
}

/** A reader of texts of a sane length. */
export const texts = <T>(read: (raw: string) => T | undefined) => {
  return (raw: unknown): T | undefined => (typeof raw === 'string' && raw.length <= MAX_TEXT ? read(raw) : undefined);
};

function durationOf(raw: unknown): number | undefined {
  const ms = parseDuration(raw === 0 ? '0' : typeof raw === 'string' ? raw : '');
  return ms !== undefined && ms <= LONGEST_MS ? ms : undefined;
}

/** A century: what is reckoned back from now stays within every calendar. */
const LONGEST_MS = 36_500 * 86_400_000;

/** Milliseconds, from `from` to `to`. */
export function duration(from = 0, to = LONGEST_MS) {
  const least = from > 0 ? `, at least ${formatDuration(from)}` : '';
  const most = to < LONGEST_MS ? `, at most ${formatDuration(to)}` : '';
  return value('duration', `is not a duration, expected ${DURATION_FORM}${least}${most}`, (raw) => {
    const ms = durationOf(raw);
    return ms !== undefined && ms >= from && ms <= to ? ms : undefined;
  });
}

/** Milliseconds, or null for `forever`. */
export function durationOrForever() {
  return value('duration', `is not a duration, expected ${DURATION_FORM}, or forever`, (raw) =>
    raw === 'forever' ? null : durationOf(raw),
  );
}

/** Bytes of `64mb`, `1gb`. */
export function size(fromMb: number) {
  return value(
    'size',
    `is not a size, expected an integer with mb or gb, at least ${fromMb}mb`,
    texts((raw) => {
      const match = /^(\d{1,6})(mb|gb)$/i.exec(raw);
      const mb = Number(match?.[1]) * (match?.[2]?.toLowerCase() === 'gb' ? 1024 : 1);
      return mb >= fromMb ? mb * 1024 * 1024 : undefined;
    }),
  );
}

const isInteger = (raw: unknown, from: number, to: number): raw is number =>
  Number.isInteger(raw) && (raw as number) >= from && (raw as number) <= to;

export function integer(from: number, to: number) {
  return value('integer', `is not allowed, expected an integer from ${from} to ${to}`, (raw) =>
    isInteger(raw, from, to) ? raw : undefined,
  );
}

/** A number of things at once, or null for `off`. */
export function limitOrOff(to: number) {
  return value('integer', `is not allowed, expected an integer from 1 to ${to}, or off`, (raw) =>
    raw === 'off' || raw === false ? null : isInteger(raw, 1, to) ? raw : undefined,
  );
}

export function choice<const C extends string>(choices: readonly C[]) {
  return value('choice', `is not known, expected ${choices.join(', ')}`, (raw) =>
    choices.find((choice) => choice === raw),
  );
}

export function flag() {
  return value('boolean', 'is not allowed, expected true or false', (raw) =>
    typeof raw === 'boolean' ? raw : undefined,
  );
}

/** A number from 0 to 1. */
export function share(what: string) {
  return value('number', `is not allowed, expected ${what} from 0 to 1`, (raw) =>
    typeof raw === 'number' && raw >= 0 && raw <= 1 ? raw : undefined,
  );
}

/** Text of one line that is not blank. */
export function line(what: string, maxLength = 200) {
  return value(
    'text',
    `is not allowed, expected ${what}, on one line, of at most ${maxLength} characters`,
    texts((raw) => {
      const text = raw.trim();
      return text !== '' && text.length <= maxLength && !/[\u0000-\u001f\u007f]/.test(text) ? text : undefined;
    }),
  );
}

export function path() {
  return value(
    'path',
    'is not a path',
    texts((raw) => (raw.trim() !== '' && !raw.includes('\0') ? raw.trim() : undefined)),
  );
}

/** What stands in addresses and in `@name`: it can't need quoting anywhere. */
export function identifier() {
  return value(
    'text',
    'is not an id, expected letters, digits, "-", "_" or ".", beginning with a letter or digit, at most 100',
    texts((raw) => (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(raw) ? raw : undefined)),
  );
}

/** One or a list of short texts, without repetitions. */
export function listOf(what: string, one: (raw: string) => string | undefined, most = 1000) {
  return value('list', `is not allowed, expected ${what}, or a list of such`, (raw) => {
    const items = Array.isArray(raw) ? (raw as unknown[]) : [raw];
    if (items.length > most) return undefined;
    const read = items.map((item) => (typeof item === 'string' ? one(item.trim()) : undefined));
    return read.every((item) => item !== undefined) ? [...new Set(read)] : undefined;
  });
}

export const tags = () =>
  listOf('a tag of at most 100 characters', (raw) => (raw !== '' && raw.length <= 100 ? raw : undefined), 100);

export const languages = () =>
  listOf('a language such as en or pt-BR', (raw) => (LANGUAGE_TAG.test(raw) ? raw : undefined));

/** The text of a topic's query; one that does not parse is refused with its place and a hint. */
export function query() {
  return z
    .unknown()
    .transform((raw, context): string => {
      const parsed = typeof raw === 'string' ? parseQuery(raw) : undefined;
      if (typeof raw === 'string' && parsed?.ok === true) return raw;
      const wrong =
        parsed?.ok === false
          ? `does not parse at character ${parsed.fault.start + 1}: ${parsed.fault.message} ${parsed.fault.hint}`
          : 'is not a query, expected text such as \'"European security" AND Belarus*\'';
      context.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    })
    .meta({ kind: 'text' });
}

/** Which links of a watched page are its articles. */
export function selector() {
  return value(
    'text',
    'is not a CSS selector, expected one such as "main h2 a"',
    texts((raw) => (isSelector(raw) ? raw.trim() : undefined)),
  );
}

/** Minute, hour, day of month, month, day of week. */
export function cron() {
  return value(
    'text',
    'is not a schedule, expected five fields of cron such as "0 7 * * 1-5"',
    texts((raw) => {
      if (raw.length > 200 || raw.trim().split(/\s+/).length !== 5) return undefined;
      try {
        CronExpressionParser.parse(raw);
        return raw.trim();
      } catch {
        return undefined;
      }
    }),
  );
}

export function timezone() {
  return value(
    'text',
    'is not a time zone, expected a name of the IANA list such as Europe/Minsk',
    texts((raw) => timeZoneOf(raw) ?? undefined),
  );
}
