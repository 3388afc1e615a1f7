/** Header names in lower case; values as they came, one byte a character (RFC 9110 §5.5), repeated ones joined. */
export type Headers = Readonly<Record<string, string>>;

/** What a host answered. Any status is an answer; only what is no answer at all is an error. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body with its content coding taken off; empty where none was sent or wanted. */
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  /** The address that was asked, without credentials and fragment. */
  readonly url: string;
  /** The body is only the beginning: it was longer than the limit, or its compressed stream ended too early. */
  readonly truncated: boolean;
  /** Milliseconds from the request to the end of the answer. */
  readonly ms: number;
}

export interface Redirect {
  /** The absolute address to ask next, without a fragment. */
  readonly url: string;
  /** 301 and 308: the old address may be forgotten. */
  readonly permanent: boolean;
}

/**
 * What an answer's status means for the one who asked: `ok` has a body to read (226 included), `unchanged` is 304,
 * `busy` 429 and 503 (wait, for the whole host), `gone` 410, `missing` 404, `denied` a login, a wall or a law,
 * `wrong` any other fault of the request, `broken` any other fault of the server.
 */
export type StatusKind = 'ok' | 'unchanged' | 'redirect' | 'gone' | 'missing' | 'denied' | 'busy' | 'wrong' | 'broken';

const KINDS: Readonly<Record<number, StatusKind>> = {
  301: 'redirect',
  302: 'redirect',
  303: 'redirect',
  304: 'unchanged',
  307: 'redirect',
  308: 'redirect',
  401: 'denied',
  402: 'denied',
  403: 'denied',
  404: 'missing',
  407: 'denied',
  410: 'gone',
  429: 'busy',
  451: 'denied',
  503: 'busy',
};

export function kindOf(status: number): StatusKind {
  if (status >= 200 && status < 300) return 'ok';
  return KINDS[status] ?? (status < 500 ? 'wrong' : 'broken');
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** A date of HTTP (RFC 9110 §5.6.7, all three forms; always UTC) in epoch milliseconds, or null. */
export function httpDate(text: string): number | null {
  if (text.length > 40 || !/^[A-Za-z]{3,9},? ?[ \d]\d|^[A-Za-z]{3} [A-Za-z]{3} /.test(text)) return null;
  const ms = Date.parse(/(?:GMT|UTC|[+-]\d{4})$/i.test(text.trim()) ? text : `${text} GMT`);
  return Number.isNaN(ms) ? null : ms;
}

/**
 * Milliseconds that `Retry-After` asks to wait, given as seconds or as a date; 0 for an instant that has passed, a day
 * at most; null where it is missing or garbage. A date is measured against the host's own `Date`, where it sent one.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | null {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return null;
  if (/^\d{1,12}(?:\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), DAY_MS);
  const until = httpDate(value);
  if (until === null) return null;
  return Math.min(Math.max(until - serverNow(headers, nowMs), 0), DAY_MS);
}

function serverNow(headers: Headers, nowMs: number): number {
  return httpDate(headers['date'] ?? '') ?? nowMs;
}

/**
 * Milliseconds for which the answer stays fresh: `Cache-Control: max-age` less `Age`, else `Expires` less `Date`
 * (RFC 9111 §4.2); 0 for `no-cache`, `no-store` and a past or unreadable `Expires`; a year at most; null where
 * nothing is said. `s-maxage` is for shared caches and not looked at.
 */
export function maxAgeMs(headers: Headers, nowMs: number): number | null {
  const control = headers['cache-control']?.toLowerCase() ?? '';
  if (/(?:^|[\s,])no-(?:cache|store)(?=$|[\s,])/.test(control)) return 0;
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,15})/.exec(control)?.[1];
  if (maxAge !== undefined) {
    const age = /^\s*(\d{1,12})/.exec(headers['age'] ?? '')?.[1] ?? '0';
    return Math.min(Math.max((Number(maxAge) - Number(age)) * 1000, 0), YEAR_MS);
  }
  const expires = headers['expires'];
  if (expires === undefined) return null;
  const until = httpDate(expires.trim());
  return until === null ? 0 : Math.min(Math.max(until - serverNow(headers, nowMs), 0), YEAR_MS);
}

/** `Location` is often sent as raw UTF-8, against RFC 9110; browsers read it so, and so do we where it is valid. */
function utf8(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  const bytes = Uint8Array.from(value, (char) => char.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return value;
  }
}

/** Where a redirect leads: its `Location` against the address that was asked; null for no redirect or no usable target. */
export function redirectTarget(answer: Pick<HttpAnswer, 'status' | 'headers' | 'url'>): Redirect | null {
  const location = answer.headers['location'];
  if (kindOf(answer.status) !== 'redirect' || location === undefined) return null;
  const text = utf8(location).trim();
  if (text === '' || !URL.canParse(text, answer.url)) return null;
  const url = new URL(text, answer.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  url.hash = '';
  url.username = '';
  url.password = '';
  return { url: url.href, permanent: answer.status === 301 || answer.status === 308 };
}

/** Types whose bodies hold no text for us: not worth their download. Undeclared and unknown types are read. */
export function isReadableType(contentType: string | null): boolean {
  return !/^\s*(?:audio|video|font|model|image\/(?!svg)|application\/(?:pdf|zip|x-tar|x-7z|x-rar|java-archive|msword|epub|vnd\.(?:ms-|openxml|oasis|android)|x-apple-diskimage|wasm))/i.test(
    contentType ?? '',
  );
}
