import { CronExpressionParser } from 'cron-parser';
import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { DURATION_FORM, formatDuration, parseDuration } from '../core/duration.ts';
import { Secret } from '../core/secret.ts';

/** How a setting is written in an environment variable, and its name in the reference page. */
export type Kind =
  'duration' | 'size' | 'integer' | 'text' | 'choice' | 'boolean' | 'list' | 'map' | 'address' | 'path' | 'declared';

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

const texts = <T>(read: (raw: string) => T | undefined) => {
  return (raw: unknown): T | undefined => (typeof raw === 'string' && raw.length <= MAX_TEXT ? read(raw) : undefined);
};

function durationOf(raw: unknown): number | undefined {
  return parseDuration(raw === 0 ? '0' : typeof raw === 'string' ? raw : '');
}

/** Milliseconds, from `from` to `to`. */
export function duration(from = 0, to = Number.MAX_SAFE_INTEGER) {
  const least = from > 0 ? `, at least ${formatDuration(from)}` : '';
  const most = to < Number.MAX_SAFE_INTEGER ? `, at most ${formatDuration(to)}` : '';
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
  listOf('a language such as en or pt-BR', (raw) =>
    /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(raw) ? raw : undefined,
  );

export const domains = () => listOf('a domain such as example.org', (raw) => hostName(raw));

export const networks = () => listOf('a network such as 10.0.0.0/8', networkOf);

/** A CIDR in its canonical form; a single address becomes a network of one. */
function networkOf(raw: string): string | undefined {
  const [address, bits] = raw.split('/', 2);
  if (address === undefined || isIP(address) === 0) return undefined;
  const cidr = bits === undefined ? `${address}/${isIP(address) === 4 ? 32 : 128}` : raw;
  if (!ipaddr.isValidCIDR(cidr)) return undefined;
  const [base, prefix] = ipaddr.parseCIDR(cidr);
  return `${base.toString()}/${prefix}`;
}

/** Lower case, in ASCII (IDNA). */
function hostName(raw: string): string | undefined {
  const ascii = domainToASCII(raw).replace(/\.$/, '');
  return ascii.length <= 253 && /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(ascii)
    ? ascii
    : undefined;
}

/** The form of a politeness key (R8): `host`, `host:port` or `*.host`; undefined for anything else. */
export function hostPattern(raw: string): string | undefined {
  const match = /^(\*\.)?([^:/@\s]{1,253})(:\d{1,5})?$/.exec(raw.trim());
  const host = match?.[2] === undefined ? undefined : hostName(match[2]);
  return host === undefined ? undefined : `${match?.[1] ?? ''}${host}${match?.[3] ?? ''}`;
}

/** What a server may listen on: a name, or an address with or without brackets. */
export function bindAddress() {
  return value(
    'address',
    'is not a host, expected a name or an IP address such as 127.0.0.1',
    texts((raw) => {
      const bare = raw.replace(/^\[(.*)\]$/, '$1');
      return isIP(bare) > 0 ? bare : hostName(raw);
    }),
  );
}

function webUrl(raw: string): URL | undefined {
  const url = /^https?:\/\//i.test(raw.trim()) && URL.canParse(raw.trim()) ? new URL(raw.trim()) : undefined;
  return url !== undefined && url.hostname !== '' ? url : undefined;
}

/** An http(s) address. Credentials in it are refused: they would be shown wherever it is. */
export function httpAddress() {
  return value(
    'address',
    'is not an address, expected http://… or https://… without a user and password',
    texts((raw) => {
      const url = webUrl(raw);
      return url !== undefined && url.username === '' && url.password === '' ? url.href : undefined;
    }),
  );
}

/** An http(s) address whose user and password are taken out of it, as the value of an `Authorization` header. */
export function feedAddress() {
  return value(
    'address',
    'is not an address, expected http://… or https://…',
    texts((raw) => {
      const url = webUrl(raw);
      if (url === undefined) return undefined;
      const user = `${unescaped(url.username)}:${unescaped(url.password)}`;
      url.username = '';
      url.password = '';
      return { url: url.href, authorization: user === ':' ? undefined : new Secret(basicAuthorization(user)) };
    }),
  );
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const basicAuthorization = (user: string): string => `Basic ${Buffer.from(user, 'utf8').toString('base64')}`;

/** An outgoing proxy: `env` (the environment's HTTPS_PROXY) or an address, kept secret for its password. */
export function proxy() {
  return value(
    'address',
    'is not a proxy, expected http://…, https://…, or env for what HTTPS_PROXY says',
    texts((raw) => (raw === 'env' ? raw : webUrl(raw) === undefined ? undefined : new Secret(raw.trim()))),
  );
}

/** These describe the connection and are ours to set. */
const OUR_HEADERS =
  /^(host|connection|content-length|transfer-encoding|te|trailer|upgrade|proxy-.*|keep-alive|expect)$/;

/** Request headers, their values secret. Names by RFC 9110, section 5.1. */
export function headers() {
  return value(
    'map',
    'is not allowed, expected header names with their values; Host and what describes the connection can’t be set',
    (raw) => {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
      const entries = Object.entries(raw);
      const isAllowed = entries.every(
        ([name, text]) =>
          /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name) &&
          !OUR_HEADERS.test(name.toLowerCase()) &&
          (typeof text === 'string' || typeof text === 'number') &&
          /^[\t\u0020-\u007e\u0080-\u00ff]{0,4000}$/.test(String(text)),
      );
      if (!isAllowed || entries.length > 50) return undefined;
      return Object.fromEntries(entries.map(([name, text]) => [name, new Secret(String(text))]));
    },
  );
}

/** A secret text, as it is. */
export function secret(what: string) {
  return value(
    'text',
    `is not allowed, expected ${what}`,
    texts((raw) => (raw.trim() === '' ? undefined : new Secret(raw))),
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
    texts((raw) => {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: raw }).resolvedOptions().timeZone;
      } catch {
        return undefined;
      }
    }),
  );
}
