import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { binaryKind } from '../../src/text/binary.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

describe('binaryKind', () => {
  it.each([
    ['%PDF-1.4\n%âãÏÓ', 'a PDF'],
    ['PK\u0003\u0004\u0014\0', 'a ZIP archive or an office document'],
    ['\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'an old office document'],
    ['\u0089PNG\r\n\u001a\n', 'a PNG picture'],
    ['\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF', 'a JPEG picture'],
    ['GIF89a', 'a GIF picture'],
    ['RIFF\u0001\u0002\u0003\u0004WEBPVP8 ', 'a WebP picture'],
    ['\0\0\0\u0020ftypavif', 'a picture'],
    ['\0\0\0\u0020ftypisom', 'a film or a sound'],
    ['ID3\u0003\0', 'a sound'],
    [`${'a'.repeat(257)}ustar`, 'a tar archive'],
    ['{\\rtf1\\ansi', 'an RTF document'],
  ])('%j', (start, what) => {
    expect(binaryKind(bytes(start))).toBe(what);
  });

  it('is null for what is or may be text', () => {
    expect(binaryKind(gzipSync('A text.'))).toBe('a gzip archive');
    for (const start of ['', '<!doctype html>', 'PK is a party.', 'BZh1 is a road.', 'GIF89 is a format.', 'RIFF: a word.', 'ID3 tags', ' %PDF-'])
      expect(binaryKind(bytes(start)), start).toBeNull();
  }); // prettier-ignore
});
