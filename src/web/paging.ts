import { z } from 'zod';
import { WireError } from '../core/errors.ts';

const MAX_PAGE = 200;

/** `limit` and `cursor` of a list. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
  cursor: z.string().min(1).max(500).optional().describe('`next` of the page before.'),
};

/** An answer of a list: its items, and the cursor of the page after it. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

const KeyNumber = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const KeyText = z.string().min(1).max(200);

/** The row that a cursor stands behind. @throws REQUEST_INVALID for a text that is no cursor of ours */
export function rowAfter(cursor: string | undefined): number | null {
  return cursor === undefined ? null : read(cursor, KeyNumber);
}

/** As {@link rowAfter} for lists in the order of a text. @throws REQUEST_INVALID */
export function nameAfter(cursor: string | undefined): string | null {
  return cursor === undefined ? null : read(cursor, KeyText);
}

function read<T>(cursor: string, key: z.ZodType<T>): T {
  try {
    const [version, value] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    if (version === 1) return key.parse(value);
  } catch {
    // Below.
  }
  throw new WireError('REQUEST_INVALID', 'query.cursor: is not a cursor that a list gave', {
    detail: { errors: [{ at: 'query.cursor', message: 'is not a cursor that a list gave' }] },
  });
}

export function cursorOf(key: number | string): string {
  return Buffer.from(JSON.stringify([1, key]), 'utf8').toString('base64url');
}

/** A page of what `list` gives, which is asked for one row more to know whether there is another page. */
export async function pageOf<T, K extends number | string>(
  limit: number,
  after: K | null,
  list: (slice: { after: K | null; limit: number }) => Promise<T[]>,
  keyOf: (item: T) => K,
): Promise<{ items: T[]; next: string | null }> {
  const rows = await list({ after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null };
}
