import { dropOldest } from '../core/oldest.ts';

interface Count {
  tries: number;
  /** When it is forgotten, by the clock that comes in. */
  readonly until: number;
}

/** Counts what went wrong, by key, within a window; bounded, the oldest keys are forgotten first. */
export class Tries {
  readonly #max: number;
  readonly #windowMs: number;
  readonly #maxKeys: number;
  readonly #counts = new Map<string, Count>();

  constructor({ max, windowMs, maxKeys = 10_000 }: { max: number; windowMs: number; maxKeys?: number }) {
    this.#max = max;
    this.#windowMs = windowMs;
    this.#maxKeys = maxKeys;
  }

  /** Seconds to wait, 0 where nobody has to. */
  waitS(key: string, now: number): number {
    const count = this.#counts.get(key);
    if (count === undefined || count.until <= now || count.tries < this.#max) return 0;
    return Math.ceil((count.until - now) / 1000);
  }

  add(key: string, now: number): void {
    const count = this.#counts.get(key);
    if (count !== undefined && count.until > now) {
      count.tries += 1;
      return;
    }
    this.#counts.delete(key);
    dropOldest(this.#counts, this.#maxKeys - 1);
    this.#counts.set(key, { tries: 1, until: now + this.#windowMs });
  }
}

/** What counts as one visitor: an IPv4 address, or the /64 that one customer is given in IPv6. */
export function addressKey(remoteAddress: string | undefined): string {
  const address = (remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
