import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorOf, nameAfter, pageOf, rowAfter } from '../../src/web/paging.ts';

describe('cursors', () => {
  it('come back as they went out', () => {
    fc.assert(fc.property(fc.integer({ min: 1 }), (id) => rowAfter(cursorOf(id)) === id));
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 100 }), (name) => nameAfter(cursorOf(name)) === name));
    expect(rowAfter(undefined)).toBeNull();
  });

  it('of others are refused, whatever they hold', () => {
    for (const text of [
      'x',
      'null',
      cursorOf('a name'),
      cursorOf(-1),
      cursorOf(1.5),
      Buffer.from('[2,5]').toString('base64url'),
    ]) {
      expect(() => rowAfter(text), text).toThrow(expect.objectContaining({ code: 'REQUEST_INVALID' }));
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          return typeof rowAfter(text) === 'number';
        } catch (error) {
          return (error as { code?: string }).code === 'REQUEST_INVALID';
        }
      }),
    );
  });

  it('lead through a list once, whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 1000 })),
        fc.integer({ min: 1, max: 10 }),
        async (ids, limit) => {
          const rows = ids.toSorted((a, b) => b - a);
          const list = ({ after, limit }: { after: number | null; limit: number }) =>
            Promise.resolve(rows.filter((id) => after === null || id < after).slice(0, limit));
          const seen: number[] = [];
          for (let cursor: string | undefined; ;) {
            const page = await pageOf(limit, rowAfter(cursor), list, (id) => id);
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items);
            if (page.next === null) break;
            cursor = page.next;
          }
          expect(seen).toEqual(rows);
        },
      ),
    );
  });
});
