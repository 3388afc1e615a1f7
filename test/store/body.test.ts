import { describe, expect, test } from 'vitest';
import { deflate, inflate } from '../../src/store/body.ts';

describe('a body as it stands in the store', () => {
  test.each([0, 1, 7_000, 64 * 1024, 64 * 1024 + 1, 500_000])('of %i bytes comes back as it was', async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, at) => (at * at) % 251);
    expect(Buffer.from(await inflate(await deflate(bytes), size)).equals(Buffer.from(bytes))).toBe(true);
  });

  test('never becomes more than it had', async () => {
    await expect(inflate(await deflate(new Uint8Array(100_000)), 1_000)).rejects.toThrow();
  });
});
