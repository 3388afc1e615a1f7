import { CODES, type ErrorCode, type Fate } from './codes.ts';
import { maskSecrets } from './secret.ts';

export interface WireErrorOptions {
  /** Milliseconds until the thing may be tried again, where the other side said so. */
  readonly retryAfterMs?: number;
  /** Facts for the log and the life line. Never a secret, never a body. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
  /** Overrides the code's usual fate. */
  readonly fate?: Fate;
}

/**
 * The one error class. `code` says what happened, `fate` what to do next (both from the table in `codes.ts`).
 * Anything else that is thrown is a bug: a few retries, then quarantine with its stack.
 */
export class WireError extends Error {
  readonly code: ErrorCode;
  readonly fate: Fate;
  readonly retryAfterMs: number | undefined;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: WireErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WireError';
    this.code = code;
    this.fate = options.fate ?? CODES[code].fate;
    this.retryAfterMs = options.retryAfterMs;
    this.detail = options.detail ?? {};
  }
}

/** The message of anything thrown, with the messages of its causes. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message === '' ? error.name : error.message;
  return error.cause === undefined ? own : `${own}: ${messageOf(error.cause)}`;
}

/** Where anything thrown came from, for a person who reports a bug: without secrets. */
export function stackOf(error: unknown): string {
  return maskSecrets(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Anything thrown for a person, without secrets: the message with its code; of what nobody expected, where it came from. */
export function faultText(error: unknown): string {
  return isWireError(error) ? `${maskSecrets(messageOf(error))} [${error.code}]` : stackOf(error);
}

export function isWireError(error: unknown): error is WireError {
  return error instanceof WireError;
}
