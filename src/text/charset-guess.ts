import { analyse } from 'chardet';
import iconv from 'iconv-lite';

/** How much text the guess looks at, in bytes. */
const GUESS_BYTES = 64 * 1024;

const LATIN = /^(windows-125[0248]|iso-8859-(1|2|3|4|9|10|13|14|15|16)|macintosh)$/i;

/** Single-byte charsets of other scripts with the ten letters that are commonest in their languages. */
const SCRIPTS: readonly { readonly charset: string; readonly common: RegExp }[] = [
  { charset: 'windows-1251', common: /[оеаинтсрвлі]/g },
  { charset: 'koi8-r', common: /[оеаинтсрвлі]/g },
  { charset: 'iso-8859-5', common: /[оеаинтсрвлі]/g },
  { charset: 'ibm866', common: /[оеаинтсрвлі]/g },
  { charset: 'iso-8859-7', common: /[αάεέηήιίοόσςτνρυ]/g },
  { charset: 'windows-1253', common: /[αάεέηήιίοόσςτνρυ]/g },
  { charset: 'windows-1255', common: /[יוהלאמרתבש]/g },
  { charset: 'iso-8859-8', common: /[יוהלאמרתבש]/g },
  { charset: 'windows-1256', common: /[النيمرتوبده]/g },
  { charset: 'iso-8859-6', common: /[النيمرتوبده]/g },
  { charset: 'windows-874', common: /[\u0e35\u0e48\u0e49านรกอเงมยลวดท]/g },
];
/** In every language these make up at least this share of its letters; in a text misread as one they do not. */
const COMMON_SHARE = 0.5;

/**
 * Charsets that undeclared bytes, which are not UTF-8, may be in, the likeliest first: by their n-grams, then by the
 * commonest letters of other scripts, for texts too short for the former. From the words alone: markup and addresses
 * are left out, and no charset of the Latin script is given for a text that is mostly beyond ASCII.
 */
export function guessCharsets(bytes: Uint8Array): string[] {
  const words = wordsOf(bytes);
  const buffer = Buffer.from(words, 'latin1');
  const foreign = (words.match(/[\x80-\xff]/g)?.length ?? 0) > (words.match(/[a-z]/gi)?.length ?? 0);
  const guesses = analyse(buffer)
    .filter(({ name, confidence }) => confidence > 0 && !/^(utf-|ascii$)/i.test(name) && !(foreign && LATIN.test(name)))
    .map(({ name }) => name.toLowerCase());
  return [...guesses, ...(foreign ? byScript(buffer) : []), 'windows-1252'].map((charset) => sibling(charset, words));
}

function wordsOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, GUESS_BYTES))
    .toString('latin1')
    .replace(/<[^<>]*>|&[#\w]+;|https?:[^\s<]*/g, ' ')
    .replace(/\s+/g, ' ');
}

function byScript(buffer: Buffer): string[] {
  return SCRIPTS.map(({ charset, common }) => {
    const text = iconv.decode(buffer, charset);
    const letters = text.match(/[^\0-\x7f]/g)?.length ?? 1;
    // A capital within a word is a letter that was misread.
    const odd = text.match(/\p{Ll}\p{Lu}\p{Ll}/gu)?.length ?? 0;
    return { charset, share: ((text.match(common)?.length ?? 0) - 2 * odd) / letters };
  })
    .filter(({ share }) => share >= COMMON_SHARE)
    .sort((a, b) => b.share - a.share)
    .map(({ charset }) => charset);
}

/** Of two charsets that are alike in all but a few characters, the one in which those make sense. */
function sibling(charset: string, words: string): string {
  if (charset === 'iso-8859-7' || charset === 'windows-1253') {
    // Ά begins words; in the other charset its byte is a quotation mark or a pilcrow.
    if (/(?<![\xb0-\xfe])\xa2[\xdc-\xfe]/.test(words)) return 'windows-1253';
    return /(?<![\xb0-\xfe])\xb6[\xdc-\xfe]/.test(words) && !/[\x80-\x9f]/.test(words) ? 'iso-8859-7' : charset;
  }
  // Nobody writes of a currency in general, nor a half in the middle of a word.
  const euro = /\xa4|[a-z\xe0-\xff][\xbc-\xbe][a-z\xe0-\xff]/i;
  if (/^(iso-8859-1|windows-1252)$/.test(charset) && !/[\x80-\x9f]/.test(words) && euro.test(words))
    return 'iso-8859-15';
  return charset;
}
