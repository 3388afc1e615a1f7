import { decodeBytes } from './charset.ts';

/** How much of a file is looked at, in bytes. */
const SAMPLE = 65_536;
/** Noise has a tenth of them; text has none, save where a page was copied together. */
const MAX_CONTROLS = 0.02;

/**
 * True for bytes with more control characters than any text has. No charset but UTF-16 and UTF-32 uses those bytes for
 * letters (ISO-2022 its escapes); these are decoded first.
 */
export function isNoise(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE);
  const isWide = /^utf-(?:16|32)/.test(decodeBytes(sample.subarray(0, 64), { kind: 'text' }).charset);
  const text = isWide ? decodeBytes(sample, { kind: 'text' }).text : Buffer.from(sample).toString('latin1');
  const controls = text.match(isWide ? /[\0-\u0008\u000e-\u001f\ufffd]/g : /[\0-\u0008\u000e-\u001a\u001c-\u001f]/g);
  return (controls?.length ?? 0) > text.length * MAX_CONTROLS;
}
