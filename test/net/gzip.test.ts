import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzipPayloadStart } from '../../src/net/gzip.ts';

const header = (flags: number, ...rest: number[]): Buffer =>
  Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3, ...rest]);

describe('gzipPayloadStart', () => {
  it('finds the data behind every field that a header may have', () => {
    expect(gzipPayloadStart(gzipSync('x'))).toBe(10);
    expect(gzipPayloadStart(Buffer.concat([header(4, 3, 0, 1, 2, 3), deflateRawSync('x')]))).toBe(15);
    expect(gzipPayloadStart(Buffer.concat([header(8, 97, 98, 0), deflateRawSync('x')]))).toBe(13);
    expect(gzipPayloadStart(Buffer.concat([header(31, 1, 0, 9, 97, 0, 98, 99, 0, 7, 7), deflateRawSync('x')]))).toBe(
      20,
    );
  });

  it('is null for what is no header, or only half of one', () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('<html>'),
      header(0),
      header(8, 97, 98),
      header(4, 255, 255, 1),
    ]) {
      expect(gzipPayloadStart(bytes)).toBeNull();
    }
  });
});
