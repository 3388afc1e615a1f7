import { wellFormed } from '../text/well-formed.ts';

/** JSON that PostgreSQL takes as `jsonb`: it refuses NUL and half a surrogate pair, which a cut text may end with. */
export function json(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? wellFormed(part) : part));
}
