import {
  APOSTROPHE,
  classes,
  classify,
  composeCyrillic,
  DIGIT,
  EXPANDS,
  expansionOf,
  folds,
  foldText,
  HANGUL,
  IGNORED,
  isCyrillic,
  isJamo,
  isVoiceMark,
  KATAKANA,
  LETTER,
  LINE,
  MARK,
  POINT,
  RARE,
  SEPARATOR,
  SINGLE,
} from './fold.ts';

/** A token longer than this (folded units) matches nothing: no word, a bound for hostile texts. */
export const MAX_TOKEN_UNITS = 200;

const FNV_SEED = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const DOT = 0x2e;

/**
 * The tokens of one or more texts, as columns: folded units, source offsets (into the text of its own `append`), hash,
 * and whether a phrase may not reach across the gap before it. Reused from article to article: no allocation per token.
 *
 * A token is a run of letters, digits and marks; one sign in scripts without spaces; a run of Katakana or Hangul.
 * Words split at apostrophes and hyphens; an English possessive 's makes no token; U.S. is one token `us`, 3.5 one number.
 */
export class TokenStream {
  count = 0;
  units = new Uint16Array(1 << 13);
  /** Where each token's folded units begin; token `t` ends where `t + 1` begins. */
  offsets = new Int32Array(1 << 10);
  starts = new Int32Array(1 << 10);
  ends = new Int32Array(1 << 10);
  hashes = new Int32Array(1 << 10);
  breaks = new Uint8Array(1 << 10);

  #text = '';
  #used = 0;
  #break = true;
  #lines = 0;
  /** Of the token in hand: the end of its last sign. */
  #end = 0;

  clear(): void {
    this.count = 0;
    this.#used = 0;
  }

  /** Adds the tokens of a text. The first one starts a new phrase. */
  append(text: string): void {
    this.#text = text;
    this.#reserve(text.length);
    this.#break = true;
    this.#lines = 0;
    for (let i = 0; i < text.length;) {
      const unit = text.charCodeAt(i);
      const kind = classes[unit] || classify(unit);
      if (kind === LETTER || kind === DIGIT) i = this.#word(i);
      else if (kind === SEPARATOR || kind === APOSTROPHE || kind === POINT) i += 1;
      else i = this.#other(i, unit, kind);
    }
  }

  folded(token: number): string {
    const from = this.offsets[token] as number;
    const to = this.offsets[token + 1] as number;
    return String.fromCharCode(...this.units.subarray(from, Math.min(to, from + MAX_TOKEN_UNITS)));
  }

  lengthOf(token: number): number {
    return (this.offsets[token + 1] as number) - (this.offsets[token] as number);
  }

  #reserve(length: number): void {
    const tokens = this.count + length + 2;
    if (tokens > this.starts.length) {
      const size = tokens * 2;
      this.offsets = grown(this.offsets, new Int32Array(size));
      this.starts = grown(this.starts, new Int32Array(size));
      this.ends = grown(this.ends, new Int32Array(size));
      this.hashes = grown(this.hashes, new Int32Array(size));
      this.breaks = grown(this.breaks, new Uint8Array(size));
    }
    // Few signs expand, to 18 units at most; `#write` grows on need.
    if (this.#used + length + 64 > this.units.length)
      this.units = grown(this.units, new Uint16Array((this.#used + length + 64) * 2));
  }

  /** @returns the index after a unit that is neither letter, digit nor plain separator */
  #other(i: number, unit: number, kind: number): number {
    if (kind === LINE) {
      // CR LF is one line end; a paragraph separator is a blank line by itself.
      if (unit !== 0x0d || this.#text.charCodeAt(i + 1) !== 0x0a) this.#lines += unit === 0x2029 ? 2 : 1;
      return i + 1;
    }
    if (kind === SINGLE) return this.#single(i);
    if (kind === KATAKANA || kind === HANGUL) return this.#run(i, kind);
    if (kind === RARE) return this.#rareStart(i, unit);
    return i + 1; // a mark or an invisible sign without a base
  }

  #rareStart(i: number, unit: number): number {
    if (isJamo(unit)) return this.#run(i, HANGUL);
    if (isVoiceMark(unit)) return i + 1;
    const { text, length } = astral(this.#text, i);
    const first = text.charCodeAt(0);
    const kind = text === '' ? SEPARATOR : isSurrogate(first) ? SINGLE : classify(first);
    if (kind === LETTER || kind === DIGIT) return this.#word(i);
    if (kind !== SINGLE || text === '') return i + length;
    const from = this.#begin();
    this.#writeText(text);
    this.#end = i + length;
    this.#finish(from, i, false);
    return i + length;
  }

  #word(start: number): number {
    const text = this.#text;
    const units = this.units;
    const from = this.#begin();
    let used = from;
    let hash = FNV_SEED;
    let end = start;
    let i = start;
    const limit = text.length;
    // The plain run; whatever is out of the ordinary goes on in `#wordSlow`.
    for (; i < limit; i++) {
      const unit = text.charCodeAt(i);
      const kind = classes[unit] || classify(unit);
      if (kind !== LETTER && kind !== DIGIT) {
        if (kind === SEPARATOR || kind === LINE) break;
        this.#used = used;
        this.#end = i;
        return this.#wordSlow(start, i, from);
      }
      const folded = folds[unit] as number;
      if (folded === EXPANDS || used >= units.length) {
        this.#used = used;
        this.#end = i;
        return this.#wordSlow(start, i, from);
      }
      units[used++] = folded;
      hash = Math.imul(hash ^ folded, FNV_PRIME);
      end = i + 1;
    }
    this.#used = used;
    this.#push(from, start, end, hash);
    return i;
  }

  #wordSlow(start: number, at: number, from: number): number {
    const text = this.#text;
    let i = at;
    while (i < text.length) {
      const unit = text.charCodeAt(i);
      const kind = classify(unit);
      if (kind === LETTER || kind === DIGIT) {
        this.#writeFold(unit);
        i += 1;
        this.#end = i;
      } else if (kind === MARK) {
        this.#mark(unit, from);
        i += 1;
        this.#end = i;
      } else if (kind === IGNORED) i += 1;
      else if (kind === POINT && this.#insideNumber(i)) {
        this.#write(classifiedPoint(unit));
        i += 1;
      } else if (kind === RARE) {
        const length = this.#astralInWord(i);
        if (length === 0) break;
        i += length;
        this.#end = i;
      } else break;
    }
    if (this.#possessive(start, from)) {
      this.#used = from;
      return i;
    }
    if (this.#used - from === 1 && text.charCodeAt(i) === DOT) i = this.#acronym(start, i);
    this.#finish(from, start, true);
    return i;
  }

  #mark(unit: number, from: number): void {
    if (this.#used === from) return;
    const base = this.units[this.#used - 1] as number;
    if (isCyrillic(base)) this.units[this.#used - 1] = composeCyrillic(base, unit);
  }

  #insideNumber(i: number): boolean {
    return classify(this.#text.charCodeAt(i - 1)) === DIGIT && classify(this.#text.charCodeAt(i + 1) || 0) === DIGIT;
  }

  /** Letters beyond the BMP that fold into it (mathematical alphabets), and cased scripts beyond it. */
  #astralInWord(i: number): number {
    if (!isSurrogate(this.#text.charCodeAt(i))) return 0;
    const { text, length } = astral(this.#text, i);
    if (text === '') return 0;
    const first = text.charCodeAt(0);
    const kind = isSurrogate(first) ? SEPARATOR : classify(first);
    if (kind !== LETTER && kind !== DIGIT) return 0;
    this.#writeText(text);
    return length;
  }

  /** Goes on over `.S.A.` after a single letter; the token then ends after the last dot. */
  #acronym(start: number, dot: number): number {
    const text = this.#text;
    if (classify(text.charCodeAt(start)) !== LETTER) return dot;
    let i = dot;
    while (text.charCodeAt(i) === DOT && this.#singleLetter(i + 1)) {
      this.#writeFold(text.charCodeAt(i + 1));
      i += 2;
      this.#end = i;
    }
    if (i === dot || text.charCodeAt(i) !== DOT) return i;
    this.#end = i + 1;
    return i + 1;
  }

  #singleLetter(i: number): boolean {
    if (i >= this.#text.length) return false;
    const unit = this.#text.charCodeAt(i);
    if (classify(unit) !== LETTER || folds[unit] === EXPANDS) return false;
    const next = i + 1 < this.#text.length ? classify(this.#text.charCodeAt(i + 1)) : SEPARATOR;
    return next !== LETTER && next !== DIGIT && next !== MARK && next !== IGNORED && next !== RARE;
  }

  /** The s of `Belarus's`, right after the apostrophe that ended a token. */
  #possessive(start: number, from: number): boolean {
    if (this.#used - from !== 1 || this.units[from] !== 0x73 || this.count === 0 || this.#break) return false;
    return (
      classify(this.#text.charCodeAt(start - 1) || 0) === APOSTROPHE &&
      this.ends[this.count - 1] === start - 1 &&
      this.#end - start === 1
    );
  }

  #single(i: number): number {
    const text = this.#text;
    const from = this.#begin();
    let end = i + 1;
    const next = text.charCodeAt(end);
    if (isVoiceMark(next)) {
      const composed = (text[i] as string) + voiceMark(next);
      this.#writeText(composed.normalize('NFC').slice(0, 1));
      end += 1;
    } else this.#writeFold(text.charCodeAt(i));
    this.#end = end;
    this.#finish(from, i, false);
    return end;
  }

  #run(start: number, kind: number): number {
    const text = this.#text;
    const from = this.#begin();
    let i = start;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const own = classify(unit);
      if (own === kind) this.#writeFold(unit);
      else if (own === IGNORED) continue;
      else if (own === RARE && kind === KATAKANA && isVoiceMark(unit)) this.#join(voiceMark(unit), from);
      else if (own === RARE && kind === HANGUL && isJamo(unit)) this.#join(String.fromCharCode(unit), from);
      else break;
      this.#end = i + 1;
    }
    this.#finish(from, start, false);
    return i;
  }

  /** Adds a unit that composes with the one before it (jamo to a syllable, voice mark to a kana). */
  #join(sign: string, from: number): void {
    const last = this.#used > from ? String.fromCharCode(this.units[this.#used - 1] as number) : '';
    const composed = (last + sign).normalize('NFC');
    if (last !== '') this.#used -= 1;
    this.#writeText(composed);
  }

  #begin(): number {
    return this.#used;
  }

  #finish(from: number, start: number, plain: boolean): void {
    if (this.#used === from) return;
    let hash = FNV_SEED;
    for (let k = from; k < this.#used; k++) hash = Math.imul(hash ^ (this.units[k] as number), FNV_PRIME);
    this.#push(from, start, plain ? Math.max(this.#end, start + 1) : this.#end, hash);
  }

  #push(from: number, start: number, end: number, hash: number): void {
    const token = this.count;
    // A single letter s after an apostrophe never comes here without `#wordSlow` unless the word ended plainly.
    if (this.#used - from === 1 && this.units[from] === 0x73) {
      this.#end = end;
      if (this.#possessive(start, from)) {
        this.#used = from;
        return;
      }
    }
    this.offsets[token] = from;
    this.offsets[token + 1] = this.#used;
    this.starts[token] = start;
    this.ends[token] = end;
    this.hashes[token] = hash;
    this.breaks[token] = this.#break || this.#lines > 1 ? 1 : 0;
    this.#break = false;
    this.#lines = 0;
    this.count = token + 1;
  }

  #write(unit: number): void {
    if (this.#used >= this.units.length) this.units = grown(this.units, new Uint16Array(this.units.length * 2));
    this.units[this.#used++] = unit;
  }

  #writeFold(unit: number): void {
    const folded = folds[unit] as number;
    if (folded === EXPANDS) this.#writeText(expansionOf(unit));
    else this.#write(folded);
  }

  #writeText(text: string): void {
    for (let k = 0; k < text.length; k++) this.#write(text.charCodeAt(k));
  }
}

function grown<A extends Int32Array | Uint16Array | Uint8Array>(from: A, into: A): A {
  into.set(from);
  return into;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function voiceMark(unit: number): string {
  return unit === 0x3099 || unit === 0xff9e ? '\u3099' : '\u309a';
}

function classifiedPoint(unit: number): number {
  return folds[unit] as number;
}

/** The folded text of the code point at `i` where it is a letter or digit, else ''; and how many units it takes. */
function astral(text: string, i: number): { text: string; length: number } {
  const sign = String.fromCodePoint(text.codePointAt(i) as number);
  if (!/[\p{L}\p{Nd}\p{Nl}]/u.test(sign)) return { text: '', length: sign.length };
  return { text: foldText(sign), length: sign.length };
}

/** A token as it is written: NFC, without invisible signs and the dots of an acronym. */
export function surfaceOf(text: string, start: number, end: number): string {
  const raw = text.slice(start, end).normalize('NFC');
  const bare = raw.replace(/[\u0640\p{Default_Ignorable_Code_Point}]/gu, '');
  return /^\p{L}\./u.test(bare) ? bare.replaceAll('.', '') : bare;
}
