type Magic = readonly [start: string | RegExp, what: string];

/** How files of the usual kinds begin, as Latin-1, and what a person calls them. https://www.iana.org/assignments/media-types */
const MAGIC: readonly Magic[] = [
  ['%PDF-', 'a PDF'],
  ['%!PS', 'a PostScript document'],
  ['{\\rtf', 'an RTF document'],
  ['PK\u0003\u0004', 'a ZIP archive or an office document'],
  ['\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1', 'an old office document'],
  ['\u001f\u008b\b', 'a gzip archive'],
  [/^BZh[1-9]1AY&SY/, 'a bzip2 archive'],
  ['\u00fd7zXZ\0', 'an xz archive'],
  ['(\u00b5/\u00fd', 'a Zstandard archive'],
  ['7z\u00bc\u00af\u0027\u001c', 'a 7z archive'],
  ['Rar!\u001a\u0007', 'a RAR archive'],
  [/^[^]{257}ustar/, 'a tar archive'],
  ['\u0089PNG\r\n', 'a PNG picture'],
  ['\u00ff\u00d8\u00ff', 'a JPEG picture'],
  [/^GIF8[79]a/, 'a GIF picture'],
  [/^RIFF[^]{4}WEBP/, 'a WebP picture'],
  [/^(?:II\*\0|MM\0\*)/, 'a TIFF picture'],
  [/^[^]{4}ftyp(?:avi[fs]|hei[cfx]|mif1)/, 'a picture'],
  [/^\0\0[^]{2}ftyp/, 'a film or a sound'],
  ['\u001aE\u00df\u00a3', 'a film'],
  [/^RIFF[^]{4}(?:WAVE|AVI )/, 'a film or a sound'],
  [/^(?:ID3[\u0002-\u0004]\0|OggS\0|fLaC\0)/, 'a sound'],
  [/^wOF[F2]/, 'a font'],
  ['\u007fELF', 'a program'],
  ['SQLite format 3\0', 'a database'],
];
const MAGIC_BYTES = 262;

/** What a file is by its first bytes, for a person (`a PDF`); null where they name no kind that is not text. */
export function binaryKind(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, MAGIC_BYTES)).toString('latin1');
  const found = MAGIC.find(([magic]) => (typeof magic === 'string' ? start.startsWith(magic) : magic.test(start)));
  return found?.[1] ?? null;
}
