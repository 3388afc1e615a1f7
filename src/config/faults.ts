import type { z } from 'zod';
import { nearest } from '../core/nearest.ts';
import { isSecretName, maskSecrets, REDACTED, Secret } from '../core/secret.ts';

/** Where a value was written. */
export type Place =
  | { readonly kind: 'file'; readonly file: string; readonly line: number }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'option'; readonly name: string };

export type Path = readonly (string | number)[];

/** One thing that is wrong in the configuration. */
export interface Fault {
  readonly place: Place | undefined;
  readonly path: Path;
  /** What is wrong and what was expected: `is not a duration, expected …`. */
  readonly message: string;
  /** What was found, fit to be shown; undefined where that says nothing. */
  readonly got?: string;
}

export function showPlace(place: Place): string {
  if (place.kind === 'file') return `${place.file}:${place.line}`;
  return place.kind === 'environment' ? `environment: ${place.name}` : `option: ${place.name}`;
}

function showPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = /^[\w-]+$/.test(part) ? part : JSON.stringify(part.slice(0, 100));
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** One line: `file:line: path: what is wrong, what was expected (got …)`. */
export function showFault(fault: Fault): string {
  const parts = [fault.place === undefined ? '' : showPlace(fault.place), showPath(fault.path)];
  const got = fault.got === undefined ? '' : ` (got ${fault.got})`;
  const head = parts.filter((part) => part !== '').join(': ');
  return `${head}${head === '' ? '' : ': '}${fault.message}${got}`;
}

/** By file in the order of their reading, then line; then what came from elsewhere. */
export function sortFaults(faults: readonly Fault[], files: readonly string[]): Fault[] {
  const rank = ({ place }: Fault): number =>
    place?.kind === 'file' ? files.indexOf(place.file) * 1e7 + place.line : Number.MAX_SAFE_INTEGER;
  return faults
    .map((fault, at) => ({ fault, at }))
    .sort((a, b) => rank(a.fault) - rank(b.fault) || a.at - b.at)
    .map(({ fault }) => fault);
}

/** A value as a fault shows it: short, on one line, never a secret. */
function showValue(raw: unknown, path: Path): string | undefined {
  if (raw === undefined) return undefined;
  if (raw instanceof Secret || path.some((part) => typeof part === 'string' && isSecretName(part))) return REDACTED;
  if (path.includes('headers')) return undefined;
  const text =
    typeof raw === 'string' ? JSON.stringify(maskSecrets(raw)) : maskSecrets(JSON.stringify(raw, maskFields));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function maskFields(name: string, field: unknown): unknown {
  return isSecretName(name) || name === 'headers' ? REDACTED : field;
}

type Issue = z.core.$ZodIssue;

/** The faults of one issue of zod: an unknown key is a fault of its own each. */
export function faultsOf(issue: Issue, root: unknown, placeOf: (path: Path) => Place | undefined): Fault[] {
  const written = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const keyPath = [...written, key];
      return { place: placeOf(keyPath), path: keyPath, message: unknownKey(key, knownKeys(issue)) };
    });
  }
  // A feed may be its address alone: what is wrong with the address is wrong with the item then.
  const isPlain = typeof valueAt(root, written.slice(0, -1)) === 'string';
  const path = isPlain ? written.slice(0, -1) : written;
  const raw = valueAt(root, path);
  const isMissing = raw === undefined && !isOwn(issue);
  const message = isMissing ? `is missing${expectation(wording(issue))}` : wording(issue);
  const got = isOwn(issue) || issue.code === 'invalid_key' ? undefined : showValue(raw, path);
  return [{ place: placeOf(path), path, message, ...(got === undefined ? {} : { got }) }];
}

/** A fault of how values go together; what stands there is right by itself. */
const isOwn = (issue: Issue): boolean => issue.code === 'custom' && issue.params?.['own'] === true;

const expectation = (message: string): string => /, expected .*$/s.exec(message)?.[0] ?? '';

function wording(issue: Issue): string {
  if (issue.code === 'invalid_type') return `is not allowed, expected ${NAMES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  if (issue.code === 'too_big') return `is too long, expected at most ${issue.maximum}`;
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    return `is not known, expected ${((issue as { options?: readonly unknown[] }).options ?? []).join(', ')}`;
  }
  return issue.message;
}

const NAMES: Readonly<Record<string, string>> = {
  object: 'a mapping of names to values',
  array: 'a list',
  record: 'a mapping',
};

function knownKeys(issue: Issue): readonly string[] {
  // The error map of the loader puts the keys that the object has here.
  const known: unknown = JSON.parse(issue.message);
  return Array.isArray(known) ? known.map(String) : [];
}

/** The message of an unknown key; the nearest known one is offered. `prefix` is what every name begins with. */
export function unknownKey(key: string, known: readonly string[], prefix = ''): string {
  const own = (name: string): string => name.slice(prefix.length);
  const meant = nearest(own(key), known.map(own));
  if (meant !== undefined) return `is not known, did you mean ${prefix}${meant}?`;
  return `is not known, expected ${known.length > 12 ? 'one of the documented names' : known.join(', ')}`;
}

/** The error map for a parse: an unknown key's issue carries the known ones. */
export function errorMap(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined;
  const definition = (issue.inst as { def?: { shape?: object } } | undefined)?.def;
  return JSON.stringify(Object.keys(definition?.shape ?? {}));
}

function valueAt(root: unknown, path: Path): unknown {
  let at = root;
  for (const part of path)
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[part] : undefined;
  return at;
}
