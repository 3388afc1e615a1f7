import { isWireError } from '../core/errors.ts';
import { isSecretName, maskSecrets, REDACTED } from '../core/secret.ts';

const MAX_DEPTH = 6;
const MAX_ITEMS = 100;
const MAX_TEXT = 4000;

/** The fields of a log line as they may be written: without secrets, and bounded. */
export function maskedFields(fields: Record<string, unknown>): Record<string, unknown> {
  return maskedObject(fields, 0);
}

function masked(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskedText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return maskedError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => masked(item, depth + 1));
  if (value instanceof Map || value instanceof Set) return masked([...value].slice(0, MAX_ITEMS), depth);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return masked(toJSON.call(value), depth + 1);
  return maskedObject(value, depth);
}

function maskedObject(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(
    entries.map(([name, field]) => [name, field != null && isSecretName(name) ? REDACTED : masked(field, depth + 1)]),
  );
}

/** Control characters beyond ASCII and marks that turn the direction of text; JSON leaves them, a terminal obeys them. */
const UNSAFE = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function maskedText(text: string): string {
  const cut = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return maskSecrets(cut).replace(UNSAFE, '\ufffd');
}

/** Code and fate where it has them; the stack of what nobody expected only. */
function maskedError(error: Error, depth: number): Record<string, unknown> {
  const { cause } = error;
  const known = isWireError(error)
    ? { code: error.code, fate: error.fate, detail: masked(error.detail, depth + 1) }
    : { code: masked((error as { code?: unknown }).code, depth + 1), stack: maskedText(error.stack ?? '') };
  return {
    type: error.name,
    message: maskedText(error.message),
    ...known,
    ...(cause === undefined ? {} : { cause: masked(cause, depth + 1) }),
  };
}
