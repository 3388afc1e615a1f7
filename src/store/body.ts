import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw } from 'node:zlib';

const deflateAsync = promisify(deflateRaw);
const inflateAsync = promisify(inflateRaw);

/** Below this the way to another thread and back costs more than the work, which is under a millisecond. */
const SMALL_BYTES = 64 * 1024;

/** A body as it stands in the store: raw deflate (RFC 1951) at the fastest level, which is most of the gain. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  return bytes.length <= SMALL_BYTES ? deflateRawSync(bytes, { level: 1 }) : deflateAsync(bytes, { level: 1 });
}

/** The body again; `size` is what it had and bounds what it may become. */
export async function inflate(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  return inflateAsync(bytes, { maxOutputLength: Math.max(size, 1) });
}
