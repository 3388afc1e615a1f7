import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { WireError } from '../core/errors.ts';
import type { UserRole } from '../core/user-role.ts';

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
  /** Without one, and without users, the server is open to this machine and must listen on loopback (R29). */
  readonly adminToken: string | undefined;
}

/** How many can log in with a password. */
export interface UserCounts {
  readonly users: number;
  readonly admins: number;
}

/** Who was let in. */
export interface Visitor {
  readonly name: string;
  readonly role: UserRole;
  /** `machine`: nobody has to log in, and the request came from this machine. */
  readonly by: 'bearer' | 'basic' | 'session' | 'machine';
}

/** What a request shows to be let in. */
export type Shown =
  | { readonly by: 'bearer'; readonly token: string }
  | { readonly by: 'basic'; readonly name: string; readonly password: string }
  | { readonly by: 'session'; readonly session: string };

/** Why a visit is turned away; null where it is let in. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly detail: string;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** By either name, see {@link sessionCookie}. */
const SESSION_COOKIE = /(?:^|;\s*)(?:__Host-)?wirewatch=([\w-]{1,100})(?:;|$)/;
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a host to listen on (`127.0.0.1`, `::1`, `localhost`) is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** @throws WEB_OPEN where the server would be open to others than this machine */
export function checkClosed({ host, adminToken }: Pick<AccessRules, 'host' | 'adminToken'>, users = 0): void {
  if (adminToken !== undefined || users > 0 || isLoopback(host)) return;
  throw new WireError('WEB_OPEN', `the web page is not opened to the network on ${host} without a token or a user`);
}

/** What a request shows to be let in; a header counts before a cookie. Null for nothing, undefined for what can't be read. */
export function shownBy({ headers }: Visit): Shown | null | undefined {
  const authorization = one(headers['authorization']);
  if (authorization === undefined) {
    const session = SESSION_COOKIE.exec(one(headers['cookie']) ?? '')?.[1];
    return session === undefined ? null : { by: 'session', session };
  }
  const [, scheme = '', value = ''] = /^(Bearer|Basic) +(\S{1,4096})$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { by: 'bearer', token: value };
  const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return name === undefined || password === undefined ? undefined : { by: 'basic', name, password };
}

/** Who may come in (RULES R29): the rules of one server, applied to each request. */
export class Access {
  readonly #rules: AccessRules;
  readonly #base: URL | undefined;
  readonly #token: Buffer | undefined;
  #counts: UserCounts;

  /** @throws WEB_OPEN */
  constructor(rules: AccessRules, counts: UserCounts = { users: 0, admins: 0 }) {
    checkClosed(rules, counts.users);
    this.#rules = rules;
    this.#base = rules.baseUrl === undefined ? undefined : new URL(rules.baseUrl);
    this.#token = rules.adminToken === undefined ? undefined : digest(rules.adminToken);
    this.#counts = counts;
  }

  /** Takes effect with the next request. A server beyond loopback that loses its last user stays closed. */
  set counts(counts: UserCounts) {
    this.#counts = counts;
  }

  /** Whether there is somebody who can log in on the page. */
  get hasUsers(): boolean {
    return this.#counts.users > 0;
  }

  /** Whether a session's cookie is kept for https alone. */
  isSecure(visit: Visit): boolean {
    return this.#base?.protocol === 'https:' && hostOf(one(visit.headers['host']))?.hostname === this.#base.hostname;
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

  /** By the admin token, which is the password of `admin` too until a user is an admin. */
  byAdminToken(visit: Visit): Visitor | null {
    const shown = shownBy(visit);
    if (this.#token === undefined || !shown || shown.by === 'session') return null;
    const isRight = timingSafeEqual(digest(shown.by === 'bearer' ? shown.token : shown.password), this.#token);
    if (!isRight || (shown.by === 'basic' && (shown.name !== 'admin' || this.#counts.admins > 0))) return null;
    return { name: 'admin', role: 'admin', by: shown.by };
  }

  /** By nothing but coming from this machine, where nobody has to log in. */
  byMachine(visit: Visit): Visitor | null {
    const isOpen = this.#token === undefined && this.#counts.users === 0 && isLoopback(this.#rules.host);
    return isOpen && !isForSomebodyElse(visit) ? { name: 'this machine', role: 'admin', by: 'machine' } : null;
  }

  /**
   * Why a visit is turned away, whoever it is by; null where it may go on. `isReading` is whether it changes nothing
   * that is kept, which a method does not always say.
   */
  refuse(
    visit: Visit,
    visitor: Visitor | null = this.byAdminToken(visit) ?? this.byMachine(visit),
    isReading: boolean = SAFE.has(visit.method),
  ): Refusal | null {
    if (visitor === null) return { status: 401, detail: this.#howToLogIn() };
    if (visitor.role === 'reader' && !isReading)
      return { status: 403, detail: `${visitor.name} may read, and this would change something.` };
    // A browser never adds a bearer token by itself, so a page of somebody else's can't make it.
    return visitor.by === 'bearer' ? null : this.refuseOrigin(visit, visitor.by === 'basic');
  }

  #howToLogIn(): string {
    if (this.hasUsers) return 'This needs a login: a user with the password, or Authorization: Bearer with a token.';
    if (this.#token !== undefined)
      return 'This needs the admin token: Authorization: Bearer …, or the user admin with it as the password.';
    return isLoopback(this.#rules.host)
      ? 'Without WIREWATCH_ADMIN_TOKEN or a user this is open to its own machine only, and this request came from another.'
      : 'Nobody can log in here: there is neither a user nor WIREWATCH_ADMIN_TOKEN.';
  }

  /** What a page of another site may not do with a visitor's browser. */
  refuseOrigin(visit: Visit, mayComeWithout: boolean): Refusal | null {
    return SAFE.has(visit.method) ? this.#refuseRead(visit) : this.#refuseChange(visit, mayComeWithout);
  }

  /** Another site's page may lead here, and may not load anything from here. */
  #refuseRead({ headers }: Visit): Refusal | null {
    const site = one(headers['sec-fetch-site']);
    if (site !== 'cross-site' && site !== 'same-site') return null;
    const leads = one(headers['sec-fetch-mode']) === 'navigate' && one(headers['sec-fetch-dest']) === 'document';
    return leads ? null : { status: 403, detail: 'A page of another site asked for this.' };
  }

  #refuseChange({ headers }: Visit, mayComeWithout: boolean): Refusal | null {
    const origin = one(headers['origin']);
    const site = one(headers['sec-fetch-site']);
    const refusal: Refusal = {
      status: 403,
      detail: 'A request that changes something needs an Origin of this server, or a token.',
    };
    if (origin !== undefined) return this.#isOwn(origin, one(headers['host'])) ? null : refusal;
    if (site !== undefined) return site === 'same-origin' || site === 'none' ? null : refusal;
    return mayComeWithout ? null : refusal;
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

/**
 * `Set-Cookie` of a session (RFC 6265bis): out of reach of scripts, not sent along by other sites' pages; over https under a
 * name that no other host can set. An empty session ends it.
 */
export function sessionCookie(session: string, { isSecure, seconds }: { isSecure: boolean; seconds: number }): string {
  const name = isSecure ? '__Host-wirewatch' : 'wirewatch';
  return `${name}=${session}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
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
