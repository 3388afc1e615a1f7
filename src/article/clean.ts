/** Soft hyphens, zero-width marks (joiners that spell letters in Arabic and Indic scripts excepted), byte order marks, controls. */
const INVISIBLE =
  /[\u00AD\u200B\u2060\uFEFF\u180E\u200E\u200F\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000E-\u001F\u007F]/g;
const MAYBE_INVISIBLE =
  /[\u00AD\u200B-\u200F\u2060\uFEFF\u180E\u202A-\u202E\u2066-\u2069\u0000-\u0008\u000E-\u001F\u007F]/;
const JOINERS =
  /(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}\p{Script=Sinhala}\p{M}\p{Extended_Pictographic}])[\u200C\u200D]/gu;

function withoutMarks(text: string): string {
  return MAYBE_INVISIBLE.test(text) ? text.replace(INVISIBLE, '').replace(JOINERS, '') : text;
}

/** Printable ASCII with single spaces: nothing to clean but its ends. */
const PLAIN = /^ ?[!-~]+(?: [!-~]+)* ?$/;

/** One line of text: NFC, runs of white space one space, invisible marks gone, ends trimmed. */
export function cleanLine(text: string): string {
  if (PLAIN.test(text)) return text.trim();
  return withoutMarks(text).replace(/\s+/g, ' ').trim().normalize('NFC');
}

/** Text whose line breaks count: as `cleanLine` for each line, empty lines gone. */
export function cleanLines(text: string): string {
  return withoutMarks(text)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim()
    .normalize('NFC');
}

/** Letters and digits only, in lower case: titles that differ in nothing else are the same title. */
export function titleKey(text: string): string {
  // NFKC leaves ASCII as it is, and so does the class of letters.
  if (ASCII.test(text)) return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join(' ');
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');
}

const ASCII = /^[\x00-\x7F]*$/;

/**
 * Words in a text, counted up to `most`: runs of letters and digits, and each ideograph, kana or Thai-like letter pair for half
 * a word.
 */
export function countWords(text: string, most = Infinity): number {
  let words = 0;
  for (const [run] of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu)) {
    words += UNSPACED.test(run) ? Math.ceil(run.length / 2) : 1;
    if (words >= most) return most;
  }
  return words;
}

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** True where a text is written without spaces between words. */
export function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}
