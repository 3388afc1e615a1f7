import { buildConnector } from 'undici';
import { WireError } from '../core/errors.ts';
import { type HttpAnswer, kindOf, redirectTarget } from './answer.ts';
import { ACCEPT_ENCODING } from './coding.ts';
import { type AnswerHead, Exchange, type Limits, type Timeouts } from './exchange.ts';
import { failureOf } from './failure.ts';
import type { Guard } from './guard.ts';
import { type Connections, createPools, createProxied } from './pools.ts';
import { Watch } from './watch.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface RequestOptions {
  /** By lower-case name; put over the defaults (`user-agent`, `accept`, `accept-encoding`). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly body?: string | Uint8Array;
  /** Ends the request with CANCELLED. */
  readonly signal?: AbortSignal;
  /** A lower limit than the client's for this body. */
  readonly maxBytes?: number | undefined;
  /** HTTP Basic. Those in the address are used where none are given, and never sent on or shown. */
  readonly credentials?: Credentials;
  /** Asked at the headers of a 2xx: whether its body should not be downloaded. The answer is then empty, `truncated`. */
  readonly skipBody?: (head: AnswerHead) => boolean;
}

/** One redirect that was followed. */
export interface Hop {
  readonly status: number;
  readonly from: string;
  readonly to: string;
  readonly permanent: boolean;
}

export interface FollowOptions extends Omit<RequestOptions, 'method' | 'body'> {
  readonly method?: 'GET' | 'HEAD';
  /** 5 by default. */
  readonly maxRedirects?: number;
  /** Called before the next address is asked; what it throws ends the chain. */
  readonly onHop?: (hop: Hop) => void | Promise<void>;
}

export interface FollowedAnswer extends HttpAnswer {
  readonly hops: readonly Hop[];
}

export interface Http {
  /**
   * The answer to one request; a redirect is an answer like any other.
   * @throws ADDRESS_REFUSED, BODY_BOMB, BODY_TOO_SLOW, BODY_UNREADABLE, CANCELLED, CONNECT_FAILED, CONNECTION_LOST,
   * DNS_NOT_FOUND, DNS_TEMPORARY, HTTP_MALFORMED, PROXY_FAILED, REQUEST_TIMEOUT, TLS_FAILED, URL_INVALID
   */
  request(url: string, options?: RequestOptions): Promise<HttpAnswer>;
  /**
   * The answer at the end of the redirects, each hop checked and timed as a request of its own. Credentials and
   * headers that are the caller's secrets go no further than the first origin.
   * @throws as `request`, and REDIRECT_INVALID, REDIRECT_LIMIT
   */
  follow(url: string, options?: FollowOptions): Promise<FollowedAnswer>;
  /** Lets what is in flight end, takes nothing more, then closes every connection. */
  close(): Promise<void>;
}

export interface HttpOptions {
  readonly userAgent: string;
  readonly guard: Guard;
  readonly timeouts: Timeouts;
  readonly limits: Limits;
  /** Address of an HTTP proxy for everything. Names are then resolved by it, out of the guard's sight. */
  readonly proxy?: string;
  /** Connections to one origin at once; 8 by default. */
  readonly connections?: number;
  /** Milliseconds for which an unused connection is kept; 5000 by default. */
  readonly idleMs?: number;
  /** Certificates to trust in place of the system's, as PEM. */
  readonly ca?: string;
}

const IDLE_MS = 5000;
/**
 * Addresses are tried one after the other (RFC 8305). Node would give each but the last 250 ms: a distant host's IPv4 is
 * then given up for an IPv6 that this machine may not even have.
 */
const HAPPY_EYEBALLS = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 2000 };
const MAX_REDIRECTS = 5;
/** Headers that tell nothing of the caller but what it can read; all others stay with the first origin. */
const OPEN_HEADERS = new Set(['accept', 'accept-language', 'a-im', 'if-none-match', 'if-modified-since', 'user-agent']);

function connectionsOf(options: HttpOptions): Connections {
  const { timeouts, proxy, ca, guard, connections = 8, idleMs = IDLE_MS } = options;
  const { connectMs } = timeouts;
  if (proxy !== undefined) return createProxied({ uri: proxy, connections, idleMs, connectMs, ca });
  const connect = guardedConnector(guard, { timeout: connectMs, ...(ca !== undefined && { ca }) });
  return createPools({ connections, connect, idleMs });
}

/** A connector that connects to what the guard permits, and drops a socket that came out elsewhere all the same. */
function guardedConnector(guard: Guard, tls: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector({ ...tls, ...HAPPY_EYEBALLS, allowH2: true, lookup: guard.lookup });
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error !== null) callback(error, null);
      else if (guard.isAllowed(socket.remoteAddress ?? '')) callback(null, socket);
      else {
        socket.destroy();
        callback(new WireError('ADDRESS_REFUSED', `${target.hostname} is not a public address`), null);
      }
    });
  };
}

/** By hand: to spread one object over another costs more than all else that a request does before it is sent. */
function headersOf(
  userAgent: string,
  sent: Credentials | undefined,
  own: RequestOptions['headers'],
): Record<string, string> {
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: '*/*',
    'accept-encoding': ACCEPT_ENCODING,
  };
  if (sent !== undefined) headers['authorization'] = basic(sent);
  return own === undefined ? headers : Object.assign(headers, own);
}

function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function credentialsIn(url: URL): Credentials | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const found = { username: decode(url.username), password: decode(url.password) };
  url.username = '';
  url.password = '';
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(address: string): URL {
  try {
    return new URL(address);
  } catch {
    // Node's own error holds the whole text, with a password perhaps.
    throw new WireError('URL_INVALID', 'not an absolute web address');
  }
}

/** The HTTP client: one pool of connections for everything that a process asks the web. */
export function createHttp(options: HttpOptions): Http {
  const connections = connectionsOf(options);
  const { timeouts, limits, guard } = options;
  const shortestMs = Math.min(timeouts.connectMs, timeouts.headersMs, timeouts.totalMs);
  const watch = new Watch(Math.min(Math.max(shortestMs / 8, 10), 250));

  let closed = false;
  const request = async (address: string, asked: RequestOptions = {}): Promise<HttpAnswer> => {
    const url = parsed(address);
    guard.checkUrl(url);
    if (url.hash !== '') url.hash = '';
    const credentials = credentialsIn(url);
    const sent = asked.credentials ?? credentials;
    if (closed || asked.signal?.aborted === true) {
      throw new WireError('CANCELLED', `stopped: ${url.host}`, { cause: asked.signal?.reason });
    }
    const exchange = new Exchange({
      url: url.href,
      host: url.host,
      proxied: options.proxy !== undefined,
      timeouts,
      limits:
        asked.maxBytes === undefined ? limits : { ...limits, maxBytes: Math.min(asked.maxBytes, limits.maxBytes) },
      watch,
      signal: asked.signal,
      skipBody: asked.skipBody,
    });
    try {
      connections.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: asked.method ?? 'GET',
          headers: headersOf(options.userAgent, sent, asked.headers),
          body: asked.body ?? null,
        },
        exchange,
      );
    } catch (error) {
      exchange.fail(failureOf(error, { host: url.host, phase: 'connect', proxied: false }));
    }
    return exchange.answer;
  };

  const follow = async (address: string, asked: FollowOptions = {}): Promise<FollowedAnswer> => {
    const { maxRedirects = MAX_REDIRECTS, onHop, ...first } = asked;
    const hops: Hop[] = [];
    let answer = await request(address, first);
    let rest: RequestOptions = first;
    while (kindOf(answer.status) === 'redirect') {
      const hop = nextHop(answer, hops, maxRedirects);
      hops.push(hop);
      await onHop?.(hop);
      if (new URL(hop.to).origin !== new URL(hop.from).origin) rest = withoutSecrets(rest);
      answer = await request(hop.to, rest);
    }
    return { ...answer, hops };
  };

  const close = async (): Promise<void> => {
    closed = true;
    await connections.close();
  };
  return { request, follow, close };
}

function nextHop(answer: HttpAnswer, hops: readonly Hop[], maxRedirects: number): Hop {
  const host = new URL(answer.url).host;
  const target = redirectTarget(answer);
  if (target === null) {
    throw new WireError('REDIRECT_INVALID', `a redirect to nowhere from ${host}`, { detail: { host } });
  }
  const seen = answer.url === target.url || hops.some((hop) => hop.from === target.url);
  if (seen || hops.length >= maxRedirects) {
    const what = seen ? 'redirects in a circle' : 'too many redirects';
    throw new WireError('REDIRECT_LIMIT', `${what} at ${host}`, { detail: { host, hops: hops.length } });
  }
  return { status: answer.status, from: answer.url, to: target.url, permanent: target.permanent };
}

function withoutSecrets(asked: RequestOptions): RequestOptions {
  const { credentials, ...open } = asked;
  const headers = Object.entries(open.headers ?? {}).filter(([name]) => OPEN_HEADERS.has(name));
  return credentials === undefined && open.headers === undefined
    ? asked
    : { ...open, headers: Object.fromEntries(headers) };
}
