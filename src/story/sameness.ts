import { createHash } from 'node:crypto';
import { mixed, shinglesOf, wordsOf } from './shingles.ts';

/** What of an article is kept to know its copies by. The numbers are part of the store: they must never change. */
export interface Fingerprint {
  /** The canonical address; null where there is none. */
  readonly url: string | null;
  /** The same for the same text, whatever its layout, case and punctuation. Of a short text its title is a part. */
  readonly textHash: string;
  /** Keys of which near copies share at least one; empty for a short text. */
  readonly bands: readonly string[];
  /** MinHash values, signed 32-bit integers, {@link SIGNATURE_LENGTH} of them; empty for a short text. */
  readonly signature: readonly number[];
  /** How many words the text has. */
  readonly words: number;
}

export interface FingerprintInput {
  readonly url?: string | null;
  readonly text: string;
  /** Keeps apart short texts that many pages have, such as a note that there is nothing to be read here. */
  readonly title?: string | null;
}

/** Below this, a text has too few shingles to be judged by a sample: only the very same text is the same. */
const SHORT_WORDS = 40;
/** Beyond this a text is judged by its beginning. */
const MAX_WORDS = 20_000;

/**
 * How the numbers were chosen. A copy cut to half of its length has a resemblance (Jaccard) J = 0.5 with the whole,
 * with edits about 0.45. Of b bands with r values each, one at least agrees with probability 1 − (1 − Jʳ)ᵇ:
 * for J = 0.45, r = 2, b = 18 that is 98.3 %, while texts that share one shingle in a hundred meet in 0.2 % of cases.
 * A copy cut harder keeps its beginning, so the first {@link HEAD_SHINGLES} shingles have bands of their own, which the
 * length of the rest does not weaken: for J = 0.8, r = 3, b = 6 they find 98.7 %.
 */
export const SIGNATURE_LENGTH = 128;
const TEXT_BANDS = { count: 18, rows: 2 };
const HEAD_BANDS = { count: 6, rows: 3 };
const HEAD_SHINGLES = 64;

/** The share of the shorter text that must be in the longer one. */
const CONTAINED = 0.7;
/** Fewer agreeing values than this are chance, whatever the lengths say. */
const MIN_AGREEING = 6;

/**
 * What copies of an article are known by: word shingles sampled by MinHash (A. Broder, "On the resemblance and
 * containment of documents", 1997), banded so that a store finds candidates by equal keys alone.
 */
export function fingerprint({ url = null, text, title = null }: FingerprintInput): Fingerprint {
  const words = wordsOf(text, MAX_WORDS);
  if (words.count < SHORT_WORDS) {
    const named = `${wordsOf(title ?? '', MAX_WORDS).text}\n${words.text}`;
    return { url, textHash: digest(named), bands: [], signature: [], words: words.count };
  }
  const shingles = shinglesOf(words);
  const signature = minimaOf(shingles, SIGNATURE_LENGTH);
  const head = minimaOf(shingles.subarray(0, HEAD_SHINGLES), HEAD_BANDS.count * HEAD_BANDS.rows);
  const bands = [...bandsOf('t', signature, TEXT_BANDS), ...bandsOf('h', head, HEAD_BANDS)];
  return { url, textHash: digest(words.text), bands, signature: [...signature], words: words.count };
}

type Sketch = Pick<Fingerprint, 'signature' | 'words'>;

/**
 * Whether one text is a near copy of the other, or of a part of it: another byline, small edits, a cut end, paragraphs
 * put in. False for short texts.
 */
export function isNearCopy(a: Sketch, b: Sketch): boolean {
  return containment(a, b) >= CONTAINED;
}

/**
 * The estimated share of the shorter text's shingles that the longer one has, 0 to 1: with |A| and |B| shingles and
 * resemblance J, |A ∩ B| = J (|A| + |B|) / (1 + J).
 */
export function containment(a: Sketch, b: Sketch): number {
  const length = Math.min(a.signature.length, b.signature.length);
  let agreeing = 0;
  for (let i = 0; i < length; i++) if (a.signature[i] === b.signature[i]) agreeing += 1;
  if (agreeing < MIN_AGREEING) return 0;
  const resemblance = agreeing / length;
  const shared = (resemblance * (a.words + b.words)) / (1 + resemblance);
  return Math.min(1, shared / Math.min(a.words, b.words));
}

/** Why two articles are one story (R19), or null where they are two. */
export function sameStory(a: Fingerprint, b: Fingerprint): 'url' | 'text' | 'near-copy' | null {
  if (a.url !== null && a.url === b.url) return 'url';
  if (a.textHash === b.textHash) return 'text';
  return isNearCopy(a, b) ? 'near-copy' : null;
}

/** The sorted keys of which any two articles of one story share one: to be locked in this order, and looked up. */
export function storyKeys({ url, textHash, bands }: Fingerprint): string[] {
  const own = url === null ? [] : [`u${digest(url)}`];
  return [...own, `x${textHash}`, ...bands].sort();
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Odd multipliers and offsets of the permutations h → (h ⊕ b) · a (mod 2³²), from a fixed seed. */
const MULTIPLIERS = Int32Array.from({ length: SIGNATURE_LENGTH }, (_, i) => mixed(0x9e3779b9 * (2 * i + 1)) | 1);
const OFFSETS = Int32Array.from({ length: SIGNATURE_LENGTH }, (_, i) => mixed(0x7f4a7c15 + 0x61c88647 * (i + 1)));

/** The least value that any shingle has under each of the first `count` permutations. */
function minimaOf(shingles: Int32Array, count: number): Int32Array {
  const minima = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const offset = OFFSETS[i] as number;
    const multiplier = MULTIPLIERS[i] as number;
    let least = 0x7fffffff;
    for (let at = 0; at < shingles.length; at++) {
      const value = Math.imul((shingles[at] as number) ^ offset, multiplier);
      if (value < least) least = value;
    }
    minima[i] = least;
  }
  return minima;
}

interface Banding {
  readonly count: number;
  readonly rows: number;
}

function bandsOf(kind: string, values: Int32Array, { count, rows }: Banding): string[] {
  return Array.from({ length: count }, (_, band) => {
    const own = values.subarray(band * rows, (band + 1) * rows);
    return `${kind}${band}.${own.reduce((text, value) => text + (value >>> 0).toString(36).padStart(7, '0'), '')}`;
  });
}
