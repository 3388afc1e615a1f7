import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isNoise } from '../../src/text/noise.ts';

/** The same noise in every run: hashes of numbers. */
const noise = Buffer.concat(Array.from({ length: 64 }, (_, at) => createHash('sha256').update(String(at)).digest()));
const text = 'Die Brücke bleibt gesperrt. Мост закрыт до пятницы. 橋は金曜日まで閉鎖されます。\r\n\t'.repeat(20);

describe('isNoise', () => {
  it('is true for noise, for compressed bytes and for what is full of zeros', () => {
    for (const some of [noise, noise.subarray(0, 200), gzipSync(noise), Buffer.alloc(100), Buffer.concat([Buffer.of(0xff, 0xfe), noise])])
      expect(isNoise(some)).toBe(true);
  }); // prettier-ignore

  it('is false for text in any charset', () => {
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    const plain = 'A text in sixteen bits a letter, without a mark.';
    const iso2022 = Buffer.from('\u001b$B%K%e!<%9\u001b(B\r\n'.repeat(9), 'latin1');
    for (const some of [
      Buffer.of(),
      Buffer.from(text),
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from(plain, 'utf16le'),
      Buffer.from(plain, 'utf16le').swap16(),
      iso2022,
      Buffer.from('Grüße aus Köln', 'latin1'),
      Buffer.from(`${text}\0${text}`),
    ])
      expect(isNoise(some), some.toString('latin1', 0, 20)).toBe(false);
  });
});
