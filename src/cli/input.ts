import { readFile } from 'node:fs/promises';
import { isWireError, messageOf, WireError } from '../core/errors.ts';
import { maskSecrets } from '../core/secret.ts';
import { binaryKind } from '../text/binary.ts';
import { isNoise } from '../text/noise.ts';
import { withoutCredentials } from '../text/url.ts';
import { outputClosed, sayError } from './terminal.ts';

/** What a command was given to read: a file, an address, or standard input. */
export interface Input {
  /** As the user wrote it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The `Content-Type` that came with an address. */
  readonly contentType?: string;
  /** The address that the bytes came from in the end, after redirects. */
  readonly url?: string;
}

function isAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

/** A bound for input that never ends. */
const MAX_BYTES = 1 << 28;

/**
 * The bytes of a stream.
 * @throws INPUT_UNREADABLE where there are more than `most`
 */
export async function bytesOf(chunks: AsyncIterable<unknown>, most = MAX_BYTES): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    size += bytes.length;
    if (size > most) throw new WireError('INPUT_UNREADABLE', `the input does not end in ${most} bytes`);
    parts.push(bytes);
  }
  return Buffer.concat(parts, size);
}

/**
 * The bytes behind a file name, an http(s) address or `-` (standard input).
 * @throws INPUT_UNREADABLE
 */
export async function readInput(name: string, readUrl: (url: string) => Promise<Input>): Promise<Input> {
  if (name === '-') return { name, bytes: await bytesOf(process.stdin) };
  if (isAddress(name)) return readUrl(name);
  try {
    return { name, bytes: await readFile(name) };
  } catch (cause) {
    throw new WireError('INPUT_UNREADABLE', `cannot read ${name}`, { cause });
  }
}

/** @throws INPUT_UNREADABLE for what is no page: a PDF, a picture, an archive, noise */
export function mustBeText(name: string, bytes: Uint8Array): void {
  const shown = name === '-' ? 'standard input' : withoutCredentials(name);
  const kind = binaryKind(bytes);
  if (kind !== null) throw new WireError('INPUT_UNREADABLE', `${shown} is ${kind}, not HTML or text`);
  if (isNoise(bytes)) throw new WireError('INPUT_UNREADABLE', `${shown} is no text`);
}

/** What became of one input. */
export type Outcome<T> =
  | { readonly input: string; readonly value: T }
  /** As an answer says it: a code, and for an expected failure why. */
  | { readonly input: string; readonly error: string };

/**
 * Works on pages one after the other, until nobody reads the results any more. One that fails keeps its place, is told on stderr,
 * and makes the exit code 1; the others are worked on all the same.
 */
export async function* eachPage<T>(
  names: readonly string[],
  readUrl: (url: string) => Promise<Input>,
  work: (page: Input) => Promise<T>,
): AsyncGenerator<Outcome<T>> {
  for (const input of names) {
    if (outputClosed.aborted) return;
    yield await outcomeOf(input, async () => {
      const page = await readInput(input, readUrl);
      mustBeText(input, page.bytes);
      return work(page);
    });
  }
}

async function outcomeOf<T>(input: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { input, value: await work() };
  } catch (error) {
    sayError(error);
    process.exitCode = 1;
    return { input, error: errorText(error) };
  }
}

/** An error as an answer of JSON gives it. */
export function errorText(error: unknown): string {
  return isWireError(error) ? `${error.code}: ${maskSecrets(messageOf(error))}` : 'FAILED';
}
