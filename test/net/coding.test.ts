import * as fc from 'fast-check';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BodyReader } from '../../src/net/body.ts';
import { ACCEPT_ENCODING, codingsOf, sniffCoding } from '../../src/net/coding.ts';

describe('codingsOf', () => {
  it('lists the outermost first, and takes no other word for a coding', () => {
    expect(codingsOf(undefined)).toEqual([]);
    expect(codingsOf('gzip')).toEqual(['gzip']);
    expect(codingsOf('X-GZip , br')).toEqual(['br', 'gzip']);
    expect(codingsOf('identity, utf-8, none,')).toEqual([]);
    expect(codingsOf('gzip,'.repeat(1000))).toHaveLength(3);
  });

  it('never asks for what it cannot read', () => {
    for (const name of ACCEPT_ENCODING.split(', ')) expect(codingsOf(name)).toEqual([name]);
  });
});

describe('sniffCoding', () => {
  it('believes the bytes more than the label', () => {
    const text = Buffer.from('<html>');
    expect(sniffCoding('gzip', text)).toBeNull();
    expect(sniffCoding('br', text)).toBeNull();
    expect(sniffCoding('deflate', Buffer.from('\ufeff<rss>'))).toBeNull();
    expect(sniffCoding('br', gzipSync('x'))).toBe('gzip');
    expect(sniffCoding(null, gzipSync('x'))).toBe('gzip');
    expect(sniffCoding('deflate', deflateSync('x'))).toBe('deflate');
    expect(sniffCoding('deflate', deflateRawSync('x'))).toBe('deflate-raw');
    expect(sniffCoding('br', brotliCompressSync('some words'))).toBe('br');
    expect(sniffCoding('br', Buffer.alloc(0))).toBeNull();
  });
});

describe('BodyReader', () => {
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } };
  const compress = {
    gzip: (bytes: Buffer) => gzipSync(bytes),
    deflate: (bytes: Buffer) => deflateSync(bytes),
    br: (bytes: Buffer) => brotliCompressSync(bytes, quick),
    identity: (bytes: Buffer) => bytes,
  };
  const coding = fc.constantFrom('gzip', 'deflate', 'br', 'identity' as const);

  async function read(
    label: string,
    wire: Buffer,
    step: number,
    maxBytes: number,
  ): Promise<{ bytes: Uint8Array; truncated: boolean }> {
    const stop = new AbortController();
    let resume = (): void => {};
    const reader = new BodyReader(
      label,
      { maxBytes, maxRatio: Infinity },
      { resume: () => resume(), stop: () => (stop.abort(), resume()) },
    );
    for (let at = 0; at < wire.length && !stop.signal.aborted; at += step) {
      const flowing = new Promise<void>((done) => (resume = done));
      if (!reader.push(wire.subarray(at, at + step))) await flowing;
    }
    return reader.finish();
  }

  it('gives back what was sent, whatever the coding and the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        coding,
        fc.uint8Array({ minLength: 1, maxLength: 1000 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 50_000 }),
        async (name, text, times, step) => {
          const sent = Buffer.concat(
            Array.from({ length: times }, () => [Buffer.from('<p>text'.repeat(10)), text]).flat(),
          );
          const body = await read(name, compress[name](sent), step, 10_000_000);
          expect(Buffer.compare(body.bytes, sent)).toBe(0);
          expect(body.truncated).toBe(false);
        },
      ),
      { numRuns: 20 },
    );
  }, 30_000);

  it.each(['\n', '\r\n\r\n', '\u001f', '\0\0', 'x'.repeat(100_000)])(
    'passes over %j behind the end of a stream',
    async (garbage) => {
      for (const length of [1000, 30_000, 200_000, 600_000]) {
        const sent = Buffer.from(Array.from({ length }, (_, n) => 32 + (((n * n * 31) % 8191) % 97)));
        const body = await read('gzip', Buffer.concat([gzipSync(sent), Buffer.from(garbage)]), 1000, 1_000_000);
        expect(Buffer.compare(body.bytes, sent)).toBe(0);
        expect(body.truncated).toBe(false);
      }
    },
  );

  it('cuts a body that comes in too many pieces', async () => {
    const plain = await read('', Buffer.alloc(300_000, 'x'), 1, 1_000_000);
    expect(plain.truncated).toBe(true);
    expect(plain.bytes).toHaveLength(250_001);
    const sent = Buffer.from(Array.from({ length: 400_000 }, (_, n) => 32 + (((n * 7919) % 8191) % 97)));
    const packed = await read('gzip', gzipSync(sent, { level: 1 }), 1, 1_000_000);
    expect(packed.bytes.length).toBeGreaterThan(0);
  });

  it('never gives more than the limit, and says when it cut', async () => {
    const sent = Buffer.from('<p>' + 'lorem ipsum '.repeat(20_000));
    for (const [name, pack] of Object.entries(compress)) {
      for (const maxBytes of [1, 1000, sent.length - 1, sent.length]) {
        const body = await read(name, pack(sent), 4096, maxBytes);
        expect(Buffer.compare(body.bytes, sent.subarray(0, maxBytes))).toBe(0);
        expect(body.truncated).toBe(maxBytes < sent.length);
      }
    }
  });

  it('never throws anything but its codes, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        coding,
        fc.uint8Array({ maxLength: 3000 }),
        fc.integer({ min: 1, max: 500 }),
        async (name, bytes, step) => {
          const outcome = await read(name, Buffer.from(bytes), step, 100_000).catch((error: unknown) => error);
          if (outcome instanceof Error) expect((outcome as { code?: string }).code).toMatch(/^BODY_/);
        },
      ),
      { numRuns: 100 },
    );
  }, 30_000);
});
