import * as zlib from 'node:zlib';
import { WireError } from '../core/errors.ts';
import { gzipPayloadStart } from './gzip.ts';

/** A content coding that can be taken off. */
export type Coding = 'gzip' | 'deflate' | 'deflate-raw' | 'br' | 'zstd';

// Node has zstd from 22.15 on; the types are those of the oldest Node we run on.
const { createZstdDecompress } = zlib as unknown as { createZstdDecompress?: () => zlib.Gunzip };

/** What to ask for in `Accept-Encoding`: nothing that this Node cannot read. */
export const ACCEPT_ENCODING = createZstdDecompress === undefined ? 'gzip, deflate, br' : 'gzip, deflate, br, zstd';

const MAX_LAYERS = 3;

/**
 * The codings that `Content-Encoding` names, outermost first (RFC 9110 §8.4: they are listed in the order of their
 * application). Words that are no coding (`utf-8`, `none`, …) are seen in the wild and mean nothing.
 */
export function codingsOf(header: string | undefined): readonly Coding[] {
  if (header === undefined) return [];
  const found = header
    .toLowerCase()
    .split(',')
    .map((word) => word.trim().replace(/^x-/, ''))
    .filter((word): word is Coding => word === 'gzip' || word === 'deflate' || word === 'br' || word === 'zstd');
  return found.reverse().slice(0, MAX_LAYERS);
}

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
const isZstd = (head: Uint8Array): boolean =>
  head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
const isZlib = (head: Uint8Array): boolean =>
  ((head[0] ?? 0) & 0x0f) === 8 && (((head[0] ?? 0) << 8) | (head[1] ?? 0)) % 31 === 0;

/** Text as it stands at the start of documents: no control characters, or a byte order mark. */
function isText(head: Uint8Array): boolean {
  if (head.length === 0) return true;
  const [a, b, c] = head;
  if ((a === 0xef && b === 0xbb && c === 0xbf) || (a === 0xfe && b === 0xff) || (a === 0xff && b === 0xfe)) return true;
  return head.subarray(0, 64).every((byte) => byte >= 0x20 || (byte >= 9 && byte <= 13));
}

/**
 * The coding that a body is really in, from what the header says and how the body begins; null for none. Labels lie
 * both ways: plain text labelled `gzip`, gzip labelled `br` or not at all (`sitemap.xml.gz`), raw deflate for zlib.
 */
export function sniffCoding(label: Coding | null, head: Uint8Array): Coding | null {
  if (isGzip(head)) return 'gzip';
  if (label === null || label === 'gzip') return null;
  if (label === 'zstd') return isZstd(head) ? 'zstd' : null;
  if (isText(head)) return null;
  if (label === 'deflate') return isZlib(head) ? 'deflate' : 'deflate-raw';
  return label;
}

/** The decoder of a coding, as a stream. */
export function decoderOf(coding: Coding): zlib.Gunzip | zlib.BrotliDecompress {
  switch (coding) {
    case 'gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'deflate-raw':
      return zlib.createInflateRaw();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
    default:
      if (createZstdDecompress === undefined) throw new WireError('BODY_UNREADABLE', 'this Node cannot read zstd');
      return createZstdDecompress();
  }
}

type Options = zlib.ZlibOptions & { readonly maxOutputLength: number };

const SYNC: Partial<Record<Coding, (bytes: Uint8Array, options: Options) => Buffer>> = {
  gzip: (bytes, options) => {
    try {
      return zlib.gunzipSync(bytes, options);
    } catch (error) {
      // A line end behind the stream, as scripts leave it there, is taken for a broken second member.
      const start = (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true ? gzipPayloadStart(bytes) : null;
      if (start === null) throw error;
      return zlib.inflateRawSync(bytes.subarray(start), options);
    }
  },
  deflate: zlib.inflateSync,
  'deflate-raw': zlib.inflateRawSync,
  br: (bytes, { maxOutputLength }) => zlib.brotliDecompressSync(bytes, { maxOutputLength }),
};

/** A small body decoded at once, or null where it is broken or gives more than `maxBytes`: then a stream decides. */
export function decodeAtOnce(coding: Coding, bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  try {
    return SYNC[coding]?.(bytes, { maxOutputLength: maxBytes }) ?? null;
  } catch {
    return null;
  }
}
