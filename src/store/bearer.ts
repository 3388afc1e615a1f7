import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;
const PREFIX = 'ww_';

/** What a program or a browser shows to come in: 256 random bits, so that a plain hash of it tells nothing. */
export function newBearer(): string {
  return PREFIX + randomBytes(BYTES).toString('base64url');
}

/** SHA-256 of one of ours, which is all that is stored; null for what can't be one, and is not looked for. */
export function bearerHash(bearer: string): Buffer | null {
  return /^ww_[\w-]{43}$/.test(bearer) ? createHash('sha256').update(bearer, 'utf8').digest() : null;
}
