import { readFile } from 'node:fs/promises';
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
