import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** One of the equal settings of OWASP's Password Storage Cheat Sheet for scrypt: 32 MiB and some 0.2 s a login. */
const COST = { ln: 15, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashes from a store are ours, but what they may ask of this process has a bound all the same. */
const MAX_LN = 20;

interface Cost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/**
 * What is stored of a password: scrypt (RFC 7914) under a salt of its own, with its parameters, in the PHC string format
 * `$scrypt$ln=15,r=8,p=3$salt$hash`. Passwords are compared in NFC (RFC 8265).
 */
export async function hashPassword(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, cost, HASH_BYTES);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(hash)}`;
}

/** Whether a password is the one of a stored hash, in constant time. A hash that can't be read is nobody's. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, ln, r, p, salt, hash] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{1,100})\$([\w+/]{1,200})$/.exec(stored) ?? [];
  if (salt === undefined || hash === undefined || Number(ln) > MAX_LN) return false;
  const expected = Buffer.from(hash, 'base64');
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64'), cost, expected.length), expected);
}

/** The hash of no password: looking for somebody who is not there takes as long as for somebody who is. */
export function decoy(): string {
  const { ln, r, p } = COST;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(randomBytes(SALT_BYTES))}$${base64(randomBytes(HASH_BYTES))}`;
}

function derive(password: string, salt: Buffer, { ln, r, p }: Cost, length: number): Promise<Buffer> {
  const N = 2 ** ln;
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** Without padding, as the PHC string format has it. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
