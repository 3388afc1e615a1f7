import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { WireError } from '../core/errors.ts';
import { SIGNING_SECRET_FORM, signingKey, signingSecretOf } from '../core/signing-secret.ts';

/** A new signing secret: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  return signingSecretOf(randomBytes(32));
}

/**
 * The key inside `whsec_…`.
 * @throws CHANNEL_INVALID, which never shows what was given
 */
export function keyOf(secret: string): Buffer {
  const key = signingKey(secret);
  if (key === null) throw new WireError('CHANNEL_INVALID', `a webhook’s secret is ${SIGNING_SECRET_FORM}`);
  return key;
}

/**
 * The `webhook-signature` of Standard Webhooks (specification, "Signature scheme"): for each secret `v1,` and the
 * base64 of HMAC-SHA256 over `id.timestamp.body`, separated by spaces. `timestampS` is in whole seconds.
 * @throws CHANNEL_INVALID
 */
export function sign(secrets: readonly string[], id: string, timestampS: number, body: string | Uint8Array): string {
  const head = `${id}.${timestampS}.`;
  return secrets
    .map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(head).update(body).digest('base64')}`)
    .join(' ');
}

/** Whether one of the signatures in the header is made with one of the secrets, in constant time for each. */
export function verify(
  secrets: readonly string[],
  headers: { readonly id: string; readonly timestampS: number; readonly signature: string },
  body: string | Uint8Array,
): boolean {
  const given = headers.signature.split(' ').slice(0, 20);
  const wanted = sign(secrets, headers.id, headers.timestampS, body).split(' ');
  return given.some((one) => wanted.some((other) => equal(one, other)));
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
