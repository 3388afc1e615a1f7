import { wellFormed } from '../text/well-formed.ts';

/** What `JSON.stringify` makes of NUL and of half a surrogate pair (and of a backslash before such digits). */
const REFUSED = /\\u(?:0000|d[89a-f])/;

/** JSON that PostgreSQL takes as `jsonb`: it refuses NUL and half a surrogate pair, which a cut text may end with. */
export function json(value: unknown): string {
  const text = JSON.stringify(value);
  // A replacer makes it many times slower, and is hardly ever needed.
  if (!REFUSED.test(text)) return text;
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? wellFormed(part) : part));
}
