import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { WireError } from '../core/errors.ts';

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

/**
 * The bytes behind a file name, an http(s) address or `-` (standard input).
 * @throws INPUT_UNREADABLE
 */
export async function readInput(name: string, readUrl: (url: string) => Promise<Input>): Promise<Input> {
  if (name === '-') return { name, bytes: await buffer(process.stdin) };
  if (isAddress(name)) return readUrl(name);
  try {
    return { name, bytes: await readFile(name) };
  } catch (cause) {
    throw new WireError('INPUT_UNREADABLE', `cannot read ${name}`, { cause });
  }
}
