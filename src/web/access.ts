import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { WireError } from '../core/errors.ts';

/** What of a request decides whether it is let in. Header names are lower case. */
export interface Visit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Of the connection's other end. */
  readonly remoteAddress: string | undefined;
}

export interface AccessRules {
  /** What the server listens on. */
  readonly host: string;
  /** Under which readers reach it, where that is not loopback. */
  readonly baseUrl: string | undefined;
  /** Without one the server is open to this machine and must listen on loopback (R29). */
  readonly adminToken: string | undefined;
}

/** Why a visit is turned away; null where it is let in. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly detail: string;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a host to listen on (`127.0.0.1`, `::1`, `localhost`) is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** @throws WEB_OPEN where the server would be open to others than this machine */
export function checkClosed({ host, adminToken }: Pick<AccessRules, 'host' | 'adminToken'>): void {
  if (adminToken !== undefined || isLoopback(host)) return;
  throw new WireError('WEB_OPEN', `the web page is not opened to the network on ${host} without a token`);
}

/** Who may come in (RULES R29): the rules of one server, applied to each request. */
export class Access {
  readonly #rules: AccessRules;
  readonly #base: URL | undefined;
  readonly #token: Buffer | undefined;

  /** @throws WEB_OPEN */
  constructor(rules: AccessRules) {
    checkClosed(rules);
    this.#rules = rules;
    this.#base = rules.baseUrl === undefined ? undefined : new URL(rules.baseUrl);
    this.#token = rules.adminToken === undefined ? undefined : digest(rules.adminToken);
  }

  /** For every request but `/healthz`: a name that DNS was rebound to is turned away before anything else. */
  refuseHost(visit: Visit): Refusal | null {
    const host = hostOf(one(visit.headers['host']));
    if (host !== undefined && (LOOPBACK_NAMES.has(host.hostname) || host.hostname === this.#base?.hostname))
      return null;
    if (host !== undefined && isLoopback(this.#rules.host) && host.hostname === this.#rules.host) return null;
    return {
      status: 403,
      detail: 'The Host of this request is not this server; set WIREWATCH_BASE_URL to the address that readers use.',
    };
  }

  /** Whether the visitor may read and, for other methods than GET, whether this may change something. */
  refuse(visit: Visit): Refusal | null {
    const credentials = this.#credentials(visit);
    if (this.#token !== undefined && credentials === null) {
      return {
        status: 401,
        detail: 'This needs the admin token: Authorization: Bearer …, or the user admin with it as the password.',
      };
    }
    if (this.#token === undefined && isForSomebodyElse(visit)) {
      return {
        status: 401,
        detail:
          'Without WIREWATCH_ADMIN_TOKEN this is open to its own machine only, and this request came from another.',
      };
    }
    // A browser never adds a bearer token by itself, so a page of somebody else's can't make it.
    if (credentials === 'bearer') return null;
    return SAFE.has(visit.method) ? this.#refuseRead(visit) : this.#refuseChange(visit, credentials);
  }

  #credentials({ headers }: Visit): 'bearer' | 'basic' | null {
    const [, scheme = '', value = ''] =
      /^(Bearer|Basic) +(\S{1,4096})$/i.exec(one(headers['authorization']) ?? '') ?? [];
    if (this.#token === undefined || scheme === '') return null;
    if (scheme.toLowerCase() === 'bearer') return timingSafeEqual(digest(value), this.#token) ? 'bearer' : null;
    const [, user, password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
    return timingSafeEqual(digest(password), this.#token) && user === 'admin' ? 'basic' : null;
  }

  /** Another site's page may lead here, and may not load anything from here. */
  #refuseRead({ headers }: Visit): Refusal | null {
    const site = one(headers['sec-fetch-site']);
    if (site !== 'cross-site' && site !== 'same-site') return null;
    const leads = one(headers['sec-fetch-mode']) === 'navigate' && one(headers['sec-fetch-dest']) === 'document';
    return leads ? null : { status: 403, detail: 'A page of another site asked for this.' };
  }

  #refuseChange({ headers }: Visit, credentials: 'basic' | null): Refusal | null {
    const origin = one(headers['origin']);
    const site = one(headers['sec-fetch-site']);
    const refusal: Refusal = {
      status: 403,
      detail: 'A request that changes something needs an Origin of this server, or the admin token.',
    };
    if (origin !== undefined) return this.#isOwn(origin, one(headers['host'])) ? null : refusal;
    if (site !== undefined) return site === 'same-origin' || site === 'none' ? null : refusal;
    return credentials === 'basic' ? null : refusal;
  }

  /** The same host and port as asked for, whatever the scheme (a proxy may add TLS), or the base URL's own. */
  #isOwn(origin: string, host: string | undefined): boolean {
    if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false;
    const from = new URL(origin);
    if (from.origin === this.#base?.origin) return true;
    const asked = hostOf(host);
    const port = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');
    return asked !== undefined && asked.hostname === from.hostname && (asked.port || port(from)) === port(from);
  }
}

/** Without a token only this machine may come in: not by another address, and not through a proxy for somebody else. */
function isForSomebodyElse({ headers, remoteAddress = '' }: Visit): boolean {
  if (headers['forwarded'] !== undefined || headers['x-forwarded-for'] !== undefined) return true;
  return !isLoopback(remoteAddress.replace(/^::ffff:/i, ''));
}

const FEED_KEY_LENGTH = 32;

/** The read-only key of a topic's feeds, which a feed reader can keep in its address. `secret` is the installation's. */
export function feedKey(secret: string, topicId: string): string {
  const mac = createHmac('sha256', secret).update(`wirewatch topic feed\n${topicId}`).digest('base64url');
  return mac.slice(0, FEED_KEY_LENGTH);
}

/** In constant time. */
export function isFeedKey(secret: string | undefined, topicId: string, key: string): boolean {
  return secret !== undefined && timingSafeEqual(digest(feedKey(secret, topicId)), digest(key));
}

/** Of one length, so that comparing tells nothing of the text's. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

function hostOf(header: string | undefined): URL | undefined {
  if (header === undefined || !/^[A-Za-z0-9._-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/.test(header))
    return undefined;
  return URL.canParse(`http://${header}`) ? new URL(`http://${header}`) : undefined;
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value.join(',');
}
