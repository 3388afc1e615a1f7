const PREFIX = 'whsec_';
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/** What a signing secret looks like, for the messages of all who refuse one. */
export const SIGNING_SECRET_FORM = `${PREFIX} followed by ${MIN_BYTES} to ${MAX_BYTES} bytes in base64`;

/**
 * The key inside a signing secret of Standard Webhooks (`whsec_` and the base64 of 24 to 64 bytes; the alphabet for
 * addresses and missing padding are taken too), or null where the text is none.
 */
export function signingKey(secret: string): Buffer | null {
  const encoded = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return null;
  const key = Buffer.from(encoded, 'base64');
  return key.length >= MIN_BYTES && key.length <= MAX_BYTES ? key : null;
}

/** A signing secret of these bytes. */
export function signingSecretOf(key: Buffer): string {
  return PREFIX + key.toString('base64');
}
