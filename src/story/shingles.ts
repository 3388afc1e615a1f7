/** The words of a text as sameness sees them: folded, without punctuation, each as a hash. */
export interface Words {
  /** The words joined by single spaces: equal for texts that differ in layout, case and punctuation only. */
  readonly text: string;
  /** One 32-bit hash a token; a character of a script without spaces is a token of its own. */
  readonly hashes: Int32Array;
  /** Whether the token at the same place is such a character. */
  readonly isCharacter: Uint8Array;
  /** How many words that are, two characters of a script without spaces counted as one. */
  readonly count: number;
}

/** Words in one shingle: few enough to survive an edited sentence, enough that chance seldom repeats one. */
const SHINGLE_WORDS = 4;
/** About as long in scripts without spaces, where a word has one or two characters. */
const SHINGLE_CHARACTERS = 7;

/** What a word takes on average at most; bounds the work on text without any. */
const MAX_LETTERS = 8;

const BETWEEN_WORDS = /[^\p{L}\p{N}\p{M}]+/gu;
/** Thai, Lao, Burmese, Khmer, and the Han, Hiragana and Katakana blocks with their extensions. */
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const EACH_UNSPACED = new RegExp(UNSPACED, 'gu');
/** What may stand inside a word unseen: soft hyphen, zero-width marks, direction marks, byte order mark. */
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** The words of a text. NFKC, lower case; `maxWords` bounds the work. */
export function wordsOf(text: string, maxWords: number): Words {
  const folded = text
    .slice(0, maxWords * MAX_LETTERS)
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .toLowerCase();
  const isUnspaced = UNSPACED.test(folded);
  const spaced = isUnspaced ? folded.replace(EACH_UNSPACED, ' $& ') : folded;
  const plain = spaced.replace(BETWEEN_WORDS, ' ').trim();
  const words = plain === '' ? [] : plain.split(' ', maxWords);
  const hashes = new Int32Array(words.length);
  const isCharacter = new Uint8Array(words.length);
  let characters = 0;
  for (const [at, word] of words.entries()) {
    hashes[at] = hashOf(word);
    // Below U+0E00 every script has spaces.
    if (!isUnspaced || word.charCodeAt(0) < 0x0e00 || !UNSPACED.test(word)) continue;
    isCharacter[at] = 1;
    characters += 1;
  }
  return { text: plain, hashes, isCharacter, count: words.length - characters + Math.ceil(characters / 2) };
}

/** FNV-1a over UTF-16 code units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash;
}

/**
 * A 32-bit hash for each run of {@link SHINGLE_WORDS} words (or {@link SHINGLE_CHARACTERS} characters), in order of
 * their place; repetitions are kept. Empty where the text is shorter than one.
 */
export function shinglesOf({ hashes, isCharacter }: Words): Int32Array {
  const shingles = new Int32Array(hashes.length);
  let count = 0;
  for (let start = 0; start < hashes.length; start++) {
    const length = isCharacter[start] === 1 ? SHINGLE_CHARACTERS : SHINGLE_WORDS;
    if (start + length > hashes.length) continue;
    let hash = length;
    for (let at = start; at < start + length; at++) hash = Math.imul(hash, 0x2c1b3c6d) + (hashes[at] as number);
    shingles[count] = mixed(hash);
    count += 1;
  }
  return shingles.subarray(0, count);
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
export function mixed(input: number): number {
  let hash = input;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
