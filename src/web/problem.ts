import type { z } from 'zod';
import { isWireError, WireError } from '../core/errors.ts';
import type { ErrorCode } from '../core/codes.ts';

/** An error as it is answered (RFC 9457). */
export interface Problem {
  /** A URI of ours that names the code; it is a name, not an address. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  /** For `QUERY_INVALID`: where in the query (UTF-16 offsets), why, and how to mend it. */
  readonly fault?: {
    readonly code: string;
    readonly start: number;
    readonly end: number;
    readonly message: string;
    readonly hint: string;
  };
  /** For `REQUEST_INVALID`: each fault with the place of it, such as `body.name`. */
  readonly errors?: readonly { readonly at: string; readonly message: string }[];
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const STATUS: Partial<Record<ErrorCode, number>> = {
  REQUEST_INVALID: 400,
  LOGIN_NEEDED: 401,
  REQUEST_REFUSED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  DECLARED: 409,
  IN_USE: 409,
  CHANNEL_OFF: 409,
  SECRET_MISSING: 409,
  SECRET_WRONG: 409,
  QUERY_INVALID: 422,
  URL_INVALID: 422,
  ADDRESS_REFUSED: 422,
  CHANNEL_INVALID: 422,
  TOO_MANY_REQUESTS: 429,
  STORE_AWAY: 503,
  QUEUE_AWAY: 503,
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Login needed',
  403: 'Refused',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be processed',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not available',
};

export function problem(
  status: number,
  code: ErrorCode,
  detail: string,
  more: Pick<Problem, 'fault' | 'errors'> = {},
): Problem {
  const title = TITLES[status] ?? 'Error';
  return {
    type: `urn:wirewatch:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    detail,
    ...more,
  };
}

/** What is told of an error that was thrown: its own words for ours, nothing of the inside for any other. */
export function problemOf(error: unknown, isAway: (error: unknown) => boolean): Problem {
  if (isWireError(error) && STATUS[error.code] !== undefined) return ofWireError(error, STATUS[error.code] as number);
  if (isAway(error)) return problem(503, 'STORE_AWAY', 'The database does not answer; try again in a moment.');
  const { statusCode, message } = (error ?? {}) as { statusCode?: unknown; message?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return problem(statusCode, statusCode === 404 ? 'NOT_FOUND' : 'REQUEST_INVALID', String(message));
  }
  return problem(500, 'BUG', 'Something failed that should not have; the log has it.');
}

function ofWireError(error: WireError, status: number): Problem {
  const { detail } = error;
  if (error.code === 'QUERY_INVALID' && typeof detail['start'] === 'number') {
    const { code, start, end, message, hint } = detail as unknown as NonNullable<Problem['fault']>;
    return problem(status, error.code, `${message} ${hint}`, { fault: { code, start, end, message, hint } });
  }
  const errors = detail['errors'] as Problem['errors'];
  return problem(status, error.code, error.message, errors === undefined ? {} : { errors });
}

const MAX_ERRORS = 50;

/** REQUEST_INVALID with each fault of a part (`body`, `query`, `params`) of a request. */
export function invalidRequest(part: string, { issues }: z.ZodError): WireError {
  const errors = issues
    .slice(0, MAX_ERRORS)
    .map(({ path, message }) => ({ at: [part, ...path.map(String)].join('.'), message }));
  const first = errors[0];
  return new WireError(
    'REQUEST_INVALID',
    first === undefined ? `the ${part} is not valid` : `${first.at}: ${first.message}`,
    { detail: { errors } },
  );
}
