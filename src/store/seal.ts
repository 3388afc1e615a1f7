import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WireError } from '../core/errors.ts';

/** Seals credentials before they are stored (R30): AES-256-GCM under a key derived from the installation's secret. */
export interface Seal {
  /** @throws SECRET_MISSING */
  seal(text: string): Uint8Array;
  /** @throws SECRET_MISSING, SECRET_WRONG */
  open(sealed: Uint8Array): string;
  /** 16 hex digits that tell one secret from another and give none away; null without a secret. */
  readonly fingerprint: string | null;
}

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** A seal under a secret; without one it refuses to store or open anything. */
export function createSeal(secret: string | undefined): Seal {
  const key =
    secret === undefined ? undefined : Buffer.from(hkdfSync('sha256', secret, '', 'wirewatch credentials', 32));
  const need = (): Buffer => {
    if (key === undefined)
      throw new WireError('SECRET_MISSING', 'a credential can’t be stored or read without WIREWATCH_SECRET');
    return key;
  };
  return {
    fingerprint:
      key === undefined ? null : createHmac('sha256', key).update('wirewatch fingerprint').digest('hex').slice(0, 16),
    seal(text) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', need(), nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Uint8Array.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', need(), bytes.subarray(1, 1 + NONCE));
      decipher.setAuthTag(bytes.subarray(1 + NONCE, 1 + NONCE + TAG));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(1 + NONCE + TAG)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new WireError('SECRET_WRONG', 'a stored credential can’t be opened with this secret', { cause });
      }
    },
  };
}

/** The embedded store's own secret, `secret` in its data directory (0600), made at its first use. */
export async function embeddedSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret');
  const existing = await readFile(path, 'utf8').catch(() => undefined);
  if (existing !== undefined && existing.trim() !== '') return existing.trim();
  await mkdir(dataDir, { recursive: true });
  const own = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(own, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  await chmod(own, 0o600);
  try {
    // Of several commands that start at once, one wins and all read its.
    await link(own, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await unlink(own);
  }
  return (await readFile(path, 'utf8')).trim();
}
