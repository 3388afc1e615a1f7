import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { guessCharsets } from './charset-guess.ts';

export interface DecodeOptions {
  /** The `Content-Type` header that came with the bytes. */
  readonly contentType?: string | null;
  /** Where a declaration inside the document is looked for. */
  readonly kind: 'xml' | 'html' | 'text';
}

export interface Decoded {
  readonly text: string;
  /** Name of the charset that was used, lower-case. */
  readonly charset: string;
}

/** How far into a document a declaration is looked for, in bytes. */
const DECLARATION_BYTES = { xml: 1024, html: 8192, text: 0 } as const;
/** How much of a document a guess is tried on, in bytes. */
const SAMPLE_BYTES = 1024 * 1024;
/** A document with more broken characters than this share of its foreign ones is not in the charset it claims. */
const BROKEN_SHARE = 0.1;

/**
 * The text of a document, and the charset that it was read in. Byte order mark, then the HTTP header, then the XML
 * declaration or HTML meta (a claim of us-ascii, or one that the bytes refute, does not count), then UTF-8 where the
 * bytes are valid, then a guess from the text alone, markup left out. Never throws: what cannot be read is U+FFFD.
 * RFC 7303 section 3; https://encoding.spec.whatwg.org/ for labels.
 */
export function decodeBytes(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const marked = byteOrderMark(bytes);
  if (marked !== null) return decodeAs(bytes.subarray(marked.length), marked.charset);
  const wide = wideWithoutMark(bytes);
  if (wide !== null) return decodeAs(bytes, wide);
  const utf8 = validUtf8(bytes);
  for (const label of claims(bytes, options)) {
    const decoded = decodeClaim(bytes, label, utf8);
    if (decoded !== null) return decoded;
  }
  if (utf8 !== null)
    return hasJapaneseEscapes(utf8) ? decodeAs(bytes, 'iso-2022-jp') : { text: utf8, charset: 'utf-8' };
  return mostlyUtf8(bytes) ?? decodeAs(bytes, guessCharset(bytes));
}

/** The canonical name of a charset label, or null where nothing here can read it. us-ascii is no claim at all. */
export function charsetOf(label: string): string | null {
  const name = label.trim().toLowerCase();
  if (name === '' || name === 'us-ascii' || name === 'ascii' || name === 'ansi_x3.4-1968') return null;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return iconv.encodingExists(name) && !/^(base64|hex|binary|utf-?7|internal|cesu)/.test(name) ? name : null;
  }
}

interface Mark {
  readonly charset: string;
  readonly length: number;
}

function byteOrderMark(bytes: Uint8Array): Mark | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { charset: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { charset: 'utf-32le', length: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { charset: 'utf-32be', length: 4 };
  if (a === 0xff && b === 0xfe) return { charset: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { charset: 'utf-16be', length: 2 };
  return null;
}

/** UTF-16 and UTF-32 show themselves by their zero bytes around the first ASCII characters (XML 1.0, appendix F). */
function wideWithoutMark(bytes: Uint8Array): string | null {
  if (bytes.length < 8) return null;
  const zeros = [...bytes.subarray(0, 8)].map((byte) => (byte === 0 ? '0' : 'x')).join('');
  if (zeros === 'x000x000') return 'utf-32le';
  if (zeros === '000x000x') return 'utf-32be';
  if (zeros === 'x0x0x0x0') return 'utf-16le';
  if (zeros === '0x0x0x0x') return 'utf-16be';
  return null;
}

function validUtf8(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isAscii(bytes)) return buffer.toString('latin1');
  return isUtf8(bytes) ? buffer.toString('utf8') : null;
}

/** What the header and the document say, in that order. */
function claims(bytes: Uint8Array, options: DecodeOptions): string[] {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, DECLARATION_BYTES[options.kind]));
  const start = head.toString('latin1');
  const header = /;\s*charset\s*=\s*["']?([^\s"';,]+)/i.exec(options.contentType ?? '')?.[1];
  const declared = /^[^<]{0,100}<\?xml[^>]{0,200}?\sencoding\s*=\s*["']\s*([\w.:-]+)/i.exec(start)?.[1];
  const meta =
    options.kind === 'html' ? /<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1] : undefined;
  return [header, declared, meta].filter((label) => label !== undefined);
}

/** The text under a claimed charset, or null where the bytes refute the claim. */
function decodeClaim(bytes: Uint8Array, label: string, utf8: string | null): Decoded | null {
  const charset = charsetOf(label);
  // A document that is read byte by byte up to here is not UTF-16, whatever it says.
  if (charset === null || charset.startsWith('utf-16') || charset.startsWith('utf-32')) return null;
  if (charset === 'utf-8') return utf8 === null ? mostlyUtf8(bytes) : { text: utf8, charset };
  // Valid UTF-8 with multi-byte characters is never Latin-1 by chance.
  if (charset === 'windows-1252' && utf8 !== null)
    return { text: utf8, charset: utf8.length === bytes.length ? charset : 'utf-8' };
  const decoded = decodeAs(bytes, charset);
  return brokenShare(decoded.text) > BROKEN_SHARE ? null : decoded;
}

function mostlyUtf8(bytes: Uint8Array): Decoded | null {
  // Measured before the repair, which leaves few characters broken in a text of any other charset.
  return brokenShare(new TextDecoder().decode(bytes)) > BROKEN_SHARE ? null : decodeAs(bytes, 'utf-8');
}

/** Share of U+FFFD among the characters beyond ASCII. */
function brokenShare(text: string): number {
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  if (broken === 0) return 0;
  return broken / (text.match(/[^\0-\x7f]/g)?.length ?? 1);
}

/**
 * ICU (TextDecoder) for UTF and East Asian charsets, iconv-lite for the rest: Node 20's TextDecoder reads windows-1252
 * 0x80 to 0x9F as C1 controls, and iconv-lite has no ISO-2022-JP.
 */
const BY_ICU = /^(utf-8|utf-16[lb]e|iso-2022-jp|euc-jp|shift_jis|big5|gbk|gb18030|euc-kr|x-mac-cyrillic)$/;

function decodeAs(bytes: Uint8Array, charset: string): Decoded {
  if (charset === 'utf-8') return { text: validUtf8(bytes) ?? repairedUtf8(bytes), charset };
  if (BY_ICU.test(charset)) return { text: new TextDecoder(charset).decode(bytes), charset };
  return { text: iconv.decode(bytes, charset, { stripBOM: true }), charset };
}

/**
 * UTF-8 with stray bytes in it: pieces of another document pasted in, in windows-1252 as good as always. What looks like
 * a sequence that was cut stays U+FFFD.
 */
function repairedUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let out = '';
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    const end = at + 1;
    const lone = (bytes[end] ?? 0) < 0x80 && end < bytes.length;
    out +=
      buffer.toString('utf8', from, at) + (lone ? iconv.decode(buffer.subarray(at, end), 'windows-1252') : '\ufffd');
    from = end;
    at = end;
  }
  return out + buffer.toString('utf8', from);
}

/** The length of the UTF-8 sequence that begins here, 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf5 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  const second = bytes[at + 1] ?? 0;
  // Overlong forms, surrogates and what lies beyond U+10FFFF (Unicode, table 3-7).
  if (
    (lead === 0xe0 && second < 0xa0) ||
    (lead === 0xed && second > 0x9f) ||
    (lead === 0xf0 && second < 0x90) ||
    (lead === 0xf4 && second > 0x8f)
  )
    return 0;
  for (let next = at + 1; next < at + length; next += 1) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function hasJapaneseEscapes(text: string): boolean {
  return /\u001b\$[@B]/.test(text);
}

/** The likeliest charset of undeclared bytes that are not UTF-8, from the words alone. */
function guessCharset(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  for (const guess of guessCharsets(bytes)) {
    const charset = charsetOf(guess);
    // What cannot be had of a cut sample is its last character at most.
    if (charset !== null && !/[\ufffd\u0080-\u009f]./s.test(decodeAs(sample, charset).text)) return charset;
  }
  return 'windows-1252';
}
