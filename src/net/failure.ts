import type { ErrorCode } from '../core/codes.ts';
import { isWireError, WireError } from '../core/errors.ts';

/** How far a request had come. */
export type Phase = 'connect' | 'headers' | 'body';

const BY_CODE: Readonly<Record<string, ErrorCode>> = {
  EAI_AGAIN: 'DNS_TEMPORARY',
  EAI_FAIL: 'DNS_TEMPORARY',
  EAI_MEMORY: 'DNS_TEMPORARY',
  EAI_NONAME: 'DNS_NOT_FOUND',
  EAI_NODATA: 'DNS_NOT_FOUND',
  ENODATA: 'DNS_NOT_FOUND',
  ENOTFOUND: 'DNS_NOT_FOUND',
  EBADNAME: 'DNS_NOT_FOUND',
  UND_ERR_CONNECT_TIMEOUT: 'REQUEST_TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'REQUEST_TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'REQUEST_TIMEOUT',
  ETIMEDOUT: 'REQUEST_TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'HTTP_MALFORMED',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'CONNECTION_LOST',
  UND_ERR_INVALID_ARG: 'URL_INVALID',
  UND_ERR_PRX_TLS: 'PROXY_FAILED',
};

/** undici's parser gives its errors no code, and hangs the bytes that it choked on to them, which no log may show. */
function isParserError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'HTTPParserError';
}

/** Node names an error by `code`; one of several attempts (Happy Eyeballs) is an AggregateError. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const own = (error as NodeJS.ErrnoException).code;
  if (typeof own === 'string') return own;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error.cause === undefined ? '' : codeOf(error.cause);
}

/** c-ares names its errors like those of sockets; only the system call tells them apart. */
function isNameQuery(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall?.startsWith('query') === true;
}

function kindOfFailure(code: string, phase: Phase, isName: boolean): ErrorCode {
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (isName) return 'DNS_TEMPORARY';
  if (/CERT|TLS|SSL|^(?:UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|CRL_|EPROTO)/.test(code))
    return 'TLS_FAILED';
  return phase === 'connect' ? 'CONNECT_FAILED' : 'CONNECTION_LOST';
}

const WORDS: Partial<Record<ErrorCode, string>> = {
  DNS_TEMPORARY: 'no answer from the name server for',
  DNS_NOT_FOUND: 'no such host:',
  REQUEST_TIMEOUT: 'timed out:',
  HTTP_MALFORMED: 'not valid HTTP from',
  TLS_FAILED: 'no secure connection to',
  CONNECT_FAILED: 'no connection to',
  CONNECTION_LOST: 'the connection was lost by',
  URL_INVALID: 'cannot ask',
  PROXY_FAILED: 'the proxy failed for',
};

export interface Attempt {
  readonly host: string;
  readonly phase: Phase;
  /** The request went by a proxy, whose failures are not the host's. */
  readonly proxied: boolean;
}

function isProxys(code: ErrorCode, error: unknown, phase: Phase): boolean {
  if (error instanceof Error && /\bproxy\b/i.test(error.message)) return true;
  return phase === 'connect' && (code === 'CONNECT_FAILED' || code === 'DNS_NOT_FOUND' || code === 'DNS_TEMPORARY');
}

/** The coded error for whatever broke a request. Never holds the path, a query, or a header. */
export function failureOf(error: unknown, { host, phase, proxied }: Attempt): WireError {
  if (isWireError(error)) return error;
  if (error instanceof Error && isWireError(error.cause)) return error.cause;
  const malformed = isParserError(error);
  const reason = codeOf(error);
  const own = malformed ? 'HTTP_MALFORMED' : kindOfFailure(reason, phase, isNameQuery(error));
  const code = proxied && isProxys(own, error, phase) ? 'PROXY_FAILED' : own;
  return new WireError(code, `${WORDS[code] ?? 'failed:'} ${host}`, {
    cause: malformed ? new Error(error.message) : error,
    detail: { host, phase, ...(reason === '' ? {} : { reason }) },
  });
}
