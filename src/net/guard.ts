import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { WireError } from '../core/errors.ts';
import { isPublic, isWithin, parseAddress, parseRanges } from './addresses.ts';
import { BAD_PORTS } from './bad-ports.ts';
import { createResolve, type Resolve } from './resolve.ts';

export interface GuardOptions {
  /** Ranges (CIDRs) that may be reached although they are not public; none by default. */
  readonly allow: readonly string[];
  /** How names become addresses; by default as `createResolve` says. */
  readonly resolve?: Resolve;
}

/** Decides which addresses may be connected to. */
export interface Guard {
  /**
   * Passes an address of the web, refuses what no request may be made for: another scheme than http and https, an IP
   * literal in whatever spelling that is not public, a name of this machine, a port that browsers block.
   * @throws ADDRESS_REFUSED, URL_INVALID
   */
  checkUrl(url: string | URL): void;
  /** A `net.LookupFunction` that gives only addresses that may be connected to, so that nothing else can be. */
  readonly lookup: LookupFunction;
  /** Whether a connection to this IP address is permitted. */
  isAllowed(address: string): boolean;
}

/** `localhost` and all names below it mean this machine and are never asked of a name server (RFC 6761 §6.3). */
function isLocalName(hostname: string): boolean {
  return /(?:^|\.)localhost\.?$/i.test(hostname);
}

/** Host of a URL without the brackets of an IPv6 literal. */
function bare(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

function familyOf(wanted: LookupOptions['family']): 0 | 4 | 6 {
  if (wanted === 4 || wanted === 'IPv4') return 4;
  return wanted === 6 || wanted === 'IPv6' ? 6 : 0;
}

function parsed(url: string | URL): URL {
  if (url instanceof URL) return url;
  if (!URL.canParse(url)) throw new WireError('URL_INVALID', 'not an absolute web address');
  return new URL(url);
}

const refused = (what: string, detail: Readonly<Record<string, unknown>>): WireError =>
  new WireError('ADDRESS_REFUSED', what, { detail });

/**
 * The guard against requests to networks that are not public. The URL parser turns decimal, octal, hexadecimal and
 * full-width spellings into one literal, which `checkUrl` judges; what a name resolves to is judged in `lookup`, on
 * the very addresses that the socket then connects to, so a second answer of the name server (DNS rebinding) gains
 * nothing. Each hop of a redirect is a request of its own and passes here again.
 * @throws CONFIG_INVALID for a range that is none
 */
export function createGuard(options: GuardOptions): Guard {
  const allow = parseRanges(options.allow);
  const resolve = options.resolve ?? createResolve();

  const isAllowed = (address: string): boolean => {
    const it = parseAddress(address);
    return it !== null && (isPublic(it) || isWithin(it, allow));
  };
  const loopback = ['127.0.0.1', '::1'].filter(isAllowed);

  const checkUrl = (given: string | URL): void => {
    const url = parsed(given);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw refused(`only http and https are spoken, not ${url.protocol}`, { scheme: url.protocol });
    }
    const host = bare(url.hostname);
    if (BAD_PORTS.has(url.port))
      throw refused(`port ${url.port} belongs to another protocol, and no page is asked for there`, {
        host,
        port: url.port,
      });
    if (isIP(host) === 0) {
      if (!isLocalName(host) || loopback.length > 0) return;
    } else if (isAllowed(host)) return;
    throw refused(`${host} is not a public address`, { host });
  };

  const addressesOf = async (hostname: string): Promise<readonly string[]> => {
    const host = bare(hostname);
    const found = isIP(host) > 0 ? [host] : isLocalName(host) ? loopback : await resolve(host);
    const permitted = found.filter(isAllowed);
    if (permitted.length === 0) throw refused(`${host} has no public address`, { host, addresses: found.slice(0, 8) });
    return permitted;
  };

  const entriesOf = async (hostname: string, family: number): Promise<[LookupAddress, ...LookupAddress[]]> => {
    const addresses = await addressesOf(hostname);
    const [first, ...others] = addresses
      .map((address) => ({ address, family: isIP(address) }))
      .filter((entry) => family === 0 || entry.family === family);
    if (first === undefined) throw refused(`${hostname} has no address of IPv${family}`, { host: hostname });
    return [first, ...others];
  };

  const look = async (...[hostname, wanted, callback]: Parameters<LookupFunction>): Promise<void> => {
    let entries: [LookupAddress, ...LookupAddress[]];
    try {
      entries = await entriesOf(hostname, familyOf(wanted.family));
    } catch (error) {
      callback(error as Error, '', 0);
      return;
    }
    if (wanted.all === true) callback(null, entries);
    else callback(null, entries[0].address, entries[0].family);
  };

  const lookup: LookupFunction = (...args) => void look(...args);
  return { checkUrl, lookup, isAllowed };
}
