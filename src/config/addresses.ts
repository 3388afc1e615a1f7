import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { Secret } from '../core/secret.ts';
import { SIGNING_SECRET_FORM, signingKey } from '../core/signing-secret.ts';
import { listOf, texts, value } from './values.ts';

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
    'is not allowed, expected header names with their values, of Latin letters; Host and what describes the connection can’t be set',
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

/** The secret that signs a webhook's messages. */
export function signingSecret() {
  return value(
    'text',
    `is not a signing secret, expected ${SIGNING_SECRET_FORM}`,
    texts((raw) => (signingKey(raw) === null ? undefined : new Secret(raw))),
  );
}
