import { decodeEntities } from './markup.ts';

/**
 * Reads XML as it is found in feeds: never throws, never backtracks, takes time linear in the length. Not a validating
 * parser: a lone `<` or `&` is text, a tag without its quote ends at `>`, a comment or CDATA without end is bounded.
 * Entities of an internal DTD are known when their text is plain, so that nothing can expand without limit.
 */
export type XmlToken = 'open' | 'close' | 'text' | 'cdata' | 'end';

export interface Attributes {
  readonly [name: string]: string | undefined;
}

const NO_ATTRIBUTES: Attributes = Object.freeze(Object.create(null) as Attributes);
const ATTRIBUTE = /([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"?|'([^']*)'?|([^\s"'>]+)))?/g;
const MAX_ATTRIBUTES = 64;

export class XmlScanner {
  readonly source: string;
  /** Name of the element of the last `open` or `close`, as written. */
  name = '';
  /** Bounds of the last token: of the characters of `text` and `cdata`, of the whole tag otherwise. */
  start = 0;
  end = 0;
  /** The last `open` was an empty-element tag. */
  empty = false;
  /** The document ends within an attribute of the last `open`: its value is a part of what it was. */
  cutOff = false;
  private readonly entities = new Map<string, string>();
  private expansions = MAX_EXPANSIONS;
  private position: number;
  private attributesStart = 0;
  private attributesEnd = 0;
  private noMoreCdataEnd = false;
  private noMoreCommentEnd = false;
  private seenDoctype = false;

  constructor(source: string, position = 0) {
    this.source = source;
    this.position = position;
  }

  /** Goes on reading at an earlier token, so that it comes again. */
  rewind(position: number): void {
    this.position = position;
  }

  next(): XmlToken {
    for (;;) {
      const at = this.markupAt(this.position);
      if (at > this.position) return this.token('text', this.position, at, at);
      if (at >= this.source.length) return this.token('end', at, at, at);
      const code = this.source.charCodeAt(at + 1);
      if (code === SLASH) return this.closeTag(at);
      if (code !== BANG && code !== QUESTION) return this.openTag(at);
      if (code === BANG && this.source.startsWith('[CDATA[', at + 2)) return this.cdata(at);
      this.position = this.skipped(at, code);
    }
  }

  /** The attributes of the last `open`, by name as written, values decoded; the first of two of one name counts. */
  attributes(): Attributes {
    if (this.attributesEnd <= this.attributesStart) return NO_ATTRIBUTES;
    const found = Object.create(null) as Record<string, string>;
    let count = 0;
    const source = this.attributesSource();
    ATTRIBUTE.lastIndex = 0;
    for (let match = ATTRIBUTE.exec(source); match !== null; match = ATTRIBUTE.exec(source)) {
      const name = match[1] as string;
      if (name in found) continue;
      found[name] = this.decode(match[2] ?? match[3] ?? match[4] ?? '');
      count += 1;
      if (count === MAX_ATTRIBUTES) break;
    }
    return found;
  }

  /** A text of the document with its entities decoded, those that it declares among them. */
  decode(written: string): string {
    const raw = written.length > MAX_TEXT ? written.slice(0, MAX_TEXT) : written;
    if (this.entities.size === 0 || this.expansions <= 0 || !raw.includes('&')) return decodeEntities(raw);
    return decodeEntities(raw.replace(/&([\w.-]{1,64});/g, (all, name: string) => this.expansion(name) ?? all));
  }

  private expansion(name: string): string | undefined {
    const text = this.expansions > 0 ? this.entities.get(name) : undefined;
    if (text !== undefined) this.expansions -= 1;
    return text;
  }

  /** Whether the attributes of the last `open` contain a text somewhere. */
  attributesContain(text: string): boolean {
    return this.attributesEnd - this.attributesStart > text.length && this.attributesSource().includes(text);
  }

  private attributesSource(): string {
    return this.source.slice(this.attributesStart, this.attributesEnd);
  }

  private token(kind: XmlToken, start: number, end: number, position: number): XmlToken {
    this.start = start;
    this.end = end;
    this.position = position;
    return kind;
  }

  /** Where the next tag, comment, declaration or CDATA section begins; a `<` before anything else is text. */
  private markupAt(from: number): number {
    const { source } = this;
    for (let at = source.indexOf('<', from); at >= 0; at = source.indexOf('<', at + 1)) {
      if (beginsMarkup(source.charCodeAt(at + 1))) return at;
    }
    return source.length;
  }

  private nameEnd(from: number): number {
    const { source } = this;
    let at = from;
    for (; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (code <= SPACE || code === GT || code === SLASH || code === LT) break;
    }
    return at;
  }

  private closeTag(at: number): XmlToken {
    const nameEnd = this.nameEnd(at + 2);
    this.name = this.source.slice(at + 2, nameEnd);
    // `</rss` at the end of a cut file, or `</b <i>`: the tag ends where the next begins.
    let end = nameEnd;
    for (; end < this.source.length; end += 1) {
      const code = this.source.charCodeAt(end);
      if (code === LT) break;
      if (code === GT) {
        end += 1;
        break;
      }
    }
    return this.token('close', at, end, end);
  }

  private openTag(at: number): XmlToken {
    const nameEnd = this.nameEnd(at + 1);
    this.name = this.source.slice(at + 1, nameEnd);
    this.cutOff = false;
    const gt = this.source.charCodeAt(nameEnd) === GT ? nameEnd : this.tagEnd(nameEnd);
    this.empty = this.source.charCodeAt(gt - 1) === SLASH;
    this.attributesStart = nameEnd;
    this.attributesEnd = this.empty ? gt - 1 : gt;
    const end = Math.min(gt + 1, this.source.length);
    return this.token('open', at, end, end);
  }

  /** The `>` that ends a tag: not one inside quotes, unless the quote is never closed before the next tag. */
  private tagEnd(from: number): number {
    const { source } = this;
    let quote = 0;
    let fallback = -1;
    let previous = 0;
    for (let at = from; at < source.length; at += 1) {
      const code = source.charCodeAt(at);
      if (quote === 0) {
        if (code === GT) return at;
        if (code === LT) return at - 1;
        if ((code === DOUBLE || code === SINGLE) && previous === EQUALS) quote = code;
        if (code > SPACE) previous = code;
      } else if (code === quote) {
        quote = 0;
        fallback = -1;
        previous = 0;
      } else if (code === GT && fallback < 0) {
        fallback = at;
      } else if (code === LT && fallback >= 0) {
        return fallback;
      }
    }
    this.cutOff = quote !== 0 && fallback < 0;
    return fallback < 0 ? source.length : fallback;
  }

  private cdata(at: number): XmlToken {
    const start = at + '<![CDATA['.length;
    const end = this.noMoreCdataEnd ? -1 : this.source.indexOf(']]>', start);
    if (end >= 0) return this.token('cdata', start, end, end + 3);
    this.noMoreCdataEnd = true;
    // Never closed: what stands before the next closing tag is all that can be meant.
    const close = this.source.indexOf('</', start);
    const bound = close < 0 ? this.source.length : close;
    return this.token('cdata', start, bound, bound);
  }

  /** Behind a comment, processing instruction or declaration. */
  private skipped(at: number, code: number): number {
    if (code === BANG && this.source.startsWith('--', at + 2)) {
      const end = this.noMoreCommentEnd ? -1 : this.source.indexOf('-->', at + 4);
      if (end >= 0) return end + 3;
      this.noMoreCommentEnd = true;
    }
    if (code === BANG && /^<!doctype/i.test(this.source.slice(at, at + 9))) return this.doctype(at);
    const gt = this.source.indexOf('>', at + 2);
    return gt < 0 ? this.source.length : gt + 1;
  }

  private doctype(at: number): number {
    const subset = this.seenDoctype ? null : /^[^<>[]{0,1000}\[/.exec(this.source.slice(at + 2, at + 1100));
    this.seenDoctype = true;
    const end = subset === null ? -1 : this.source.slice(at, at + MAX_DTD).search(/\]\s*>/);
    if (subset === null || end < 0) {
      const gt = this.source.indexOf('>', at + 2);
      return gt < 0 ? this.source.length : gt + 1;
    }
    this.declare(this.source.slice(at, at + end));
    return this.source.indexOf('>', at + end) + 1;
  }

  /** Keeps the entities whose text is plain or one character reference: such can neither nest nor reach outside. */
  private declare(subset: string): void {
    for (const match of subset.matchAll(
      /<!ENTITY\s+([\w.-]{1,64})\s+(?:"([^"&<%]{0,256}|&#\w{1,8};)"|'([^'&<%]{0,256}|&#\w{1,8};)')/g,
    )) {
      const name = match[1] as string;
      if (this.entities.size < MAX_ENTITIES && !this.entities.has(name))
        this.entities.set(name, match[2] ?? match[3] ?? '');
    }
  }
}

/** Of one run of text no more is decoded, in UTF-16 code units. */
const MAX_TEXT = 2_000_000;
const MAX_DTD = 64 * 1024;
const MAX_ENTITIES = 256;
/** How often the entities of a document are filled in. */
const MAX_EXPANSIONS = 20_000;
const SPACE = 0x20;
const BANG = 0x21;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const SLASH = 0x2f;
const LT = 0x3c;
const EQUALS = 0x3d;
const GT = 0x3e;
const QUESTION = 0x3f;

/** A letter, `_`, `:` or anything beyond ASCII begins a name; `/`, `!` and `?` begin the other kinds of markup. */
function beginsMarkup(code: number): boolean {
  if (code >= 0x61) return code <= 0x7a || code >= 0x80;
  return (
    (code >= 0x41 && code <= 0x5a) ||
    code === SLASH ||
    code === BANG ||
    code === QUESTION ||
    code === 0x5f ||
    code === 0x3a
  );
}
