import { getDomain } from 'tldts';
import {
  AMP_PARAMETERS,
  DOUBTFUL,
  SESSION_NAMES,
  SESSION_VALUE,
  TRACKING_NAMES,
  TRACKING_PREFIXES,
} from './url-tracking.ts';

/** Longest address that is taken for one. */
const MAX_URL_LENGTH = 4096;

/**
 * The natural key of a feed's address: http(s) only, host lower-case and in ASCII, no default port, credentials,
 * fragment or needless escapes; everything else as given. `feed:` addresses are read as the http ones that they mean.
 * Null for what is no address. Idempotent.
 */
export function normaliseUrl(url: string, base?: string | null): string | null {
  const parsed = parseHttp(url, base);
  if (parsed === null) return null;
  parsed.hash = '';
  return tidy(parsed);
}

/**
 * The canonical address of a page: as `normaliseUrl`, and without tracking parameters, session ids and the marks of an
 * AMP rendering; an AMP cache's address becomes the publisher's. A `#!` fragment is kept, for it names the page.
 * Null for what is no http(s) address. Idempotent.
 */
export function canonicalUrl(url: string, base?: string | null): string | null {
  const given = parseHttp(url, base);
  if (given === null) return null;
  // Without needless escapes first: they hide names.
  const parsed = new URL(tidy(fromAmpCache(given)));
  if (!parsed.hash.startsWith('#!')) parsed.hash = '';
  parsed.pathname = withoutAmpPath(parsed.pathname.replace(/;(jsessionid|phpsessid|sid)=[^/;]*/gi, ''));
  dropParameters(parsed);
  return tidy(parsed);
}

/** The politeness key of an address: host in lower case, with the port unless it is 80 or 443 (RULES R8). */
export function hostKey(url: string): string {
  const parsed = parseHttp(url);
  if (parsed === null) return '';
  return parsed.port === '' || parsed.port === '80' || parsed.port === '443' ? parsed.hostname : parsed.host;
}

/**
 * The registrable domain of a host (`news.bbc.co.uk` gives `bbc.co.uk`, `some.blogspot.com` itself); where there is
 * none (an IP address, `localhost`, `paper.localhost`, an intranet name) the host, with its port unless 80 or 443.
 */
export function registrableDomain(host: string): string {
  const lower = host
    .trim()
    .toLowerCase()
    .replace(/\.(?=:|$)/, '');
  const hasPort = /^(\[[^\]]*\]|[^:]*):\d+$/.test(lower);
  const cut = hasPort ? lower.lastIndexOf(':') : lower.length;
  const bare = lower.slice(0, cut);
  const port = lower.slice(cut + 1);
  const local = /^(localhost|.*\.localhost|.*\.(test|local|internal|lan))$/.test(bare);
  const domain = local ? null : getDomain(bare, { allowPrivateDomains: true });
  if (domain !== null) return domain;
  return port === '' || port === '80' || port === '443' ? bare : `${bare}:${port}`;
}

/** The address without user name and password, for logs and for keys; anything unreadable as it is. */
export function withoutCredentials(url: string): string {
  if (!url.includes('@')) return url;
  try {
    const parsed = new URL(url);
    if (parsed.username === '' && parsed.password === '') return url;
    parsed.username = '';
    parsed.password = '';
    return parsed.href;
  } catch {
    return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
  }
}

function parseHttp(url: string, base?: string | null): URL | null {
  if (url.length > MAX_URL_LENGTH) return null;
  const meant = url
    .trim()
    .replace(/^feed:(\/\/(?!https?:)|\/\/|)/i, (_all, slashes: string) => (slashes === '' ? '' : 'http://'))
    .replace(/^http:\/\/(https?:\/\/)/i, '$1');
  try {
    const parsed = base === undefined || base === null || base === '' ? new URL(meant) : new URL(meant, base);
    if ((parsed.protocol !== 'http:' && parsed.protocol !== 'https:') || parsed.hostname === '') return null;
    parsed.username = '';
    parsed.password = '';
    if (parsed.hostname.endsWith('.') && parsed.hostname.length > 1) parsed.hostname = parsed.hostname.slice(0, -1);
    return parsed;
  } catch {
    return null;
  }
}

/** Escapes in upper case, unreserved characters unescaped, no empty query (RFC 3986, section 6.2.2). */
function tidy(url: URL): string {
  if (url.search === '') url.search = '';
  return url.href.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const char = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9_~-]/.test(char) ? char : escape.toUpperCase();
  });
}

/** Google's AMP viewer and the AMP caches carry the publisher's address in their path. */
function fromAmpCache(url: URL): URL {
  const viewer = /^(www\.)?google\.[a-z.]{2,6}$/.test(url.hostname) && url.pathname.startsWith('/amp/');
  const cache = url.hostname.endsWith('.cdn.ampproject.org') || url.hostname.endsWith('.ampproject.net');
  if (!viewer && !cache) return url;
  const inner = /^\/(?:amp|[cvwia](?:\/[cvwia])?)\/(s\/)?([a-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:\/.*)?)$/i.exec(
    url.pathname,
  );
  if (inner === null) return url;
  return parseHttp(`${inner[1] === undefined ? 'http' : 'https'}://${inner[2] ?? ''}${url.search}`) ?? url;
}

/** `/story/amp/`, `/story/amp`, `/story.amp` and `/story.amp.html` are renderings of `/story/`, `/story` and `/story.html`. */
function withoutAmpPath(path: string): string {
  const bare = path
    .replace(/(?<=\/[^/]+\/)amp\/$/i, '')
    .replace(/(?<=\/[^/]+)\/amp$/i, '')
    .replace(/(?<=[^/])\.amp(?=(\.html?)?$)/i, '');
  return bare === path ? path : withoutAmpPath(bare);
}

function dropParameters(url: URL): void {
  if (url.search === '') return;
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isNoise(pair));
  url.search = kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function isNoise(pair: string): boolean {
  const cut = pair.indexOf('=');
  const name = (cut < 0 ? pair : pair.slice(0, cut)).toLowerCase();
  const value = cut < 0 ? '' : pair.slice(cut + 1);
  if (TRACKING_NAMES.has(name) || TRACKING_PREFIXES.some((prefix) => name.startsWith(prefix))) return true;
  if (SESSION_NAMES.has(name) && SESSION_VALUE.test(value)) return true;
  return DOUBTFUL.get(name)?.test(value) === true || AMP_PARAMETERS.get(name)?.test(value) === true;
}
