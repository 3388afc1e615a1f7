import { languageOf } from './languages.ts';
import { TokenStream } from './tokens.ts';

/** An article as topics see it. `body` is the text with its standfirst as the first paragraph (see `lead`). */
export interface MatchDocument {
  readonly title: string;
  readonly body: string;
  /** The standfirst or first paragraph. Where it is not in `body`, it is a field of its own in the default scope. */
  readonly lead?: string | null | undefined;
  readonly url?: string | null | undefined;
  readonly lang?: string | null | undefined;
  readonly author?: readonly string[] | string | null | undefined;
  readonly source?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly section?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
}

export type SpanField = 'title' | 'lead' | 'body';

export interface Span {
  readonly field: SpanField;
  /** UTF-16 offsets in the field, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Scopes of words, as the programs of topics name them. */
export const SCOPE_TEXT = 0;
export const SCOPE_TITLE = 1;
export const SCOPE_LEAD = 2;
export const SCOPE_BODY = 3;

/** The tokens of an article in one row of positions (title, own lead, body), and where each scope begins and ends. */
export class Layout {
  readonly stream = new TokenStream();
  /** First position and the position after the last, by scope. */
  readonly from = new Int32Array(4);
  readonly to = new Int32Array(4);
  /** Positions before this are the title's. */
  titleEnd = 0;
  /** Positions from `titleEnd` to this are the own lead's, the rest the body's. */
  leadEnd = 0;

  read(document: MatchDocument): void {
    const { stream } = this;
    stream.clear();
    stream.append(document.title);
    this.titleEnd = stream.count;
    const lead = document.lead ?? '';
    const place = leadPlace(lead, document.body);
    if (place === null) stream.append(lead);
    this.leadEnd = stream.count;
    stream.append(document.body);
    this.#scopes(place);
  }

  #scopes(place: { start: number; end: number } | null): void {
    const all = this.stream.count;
    this.#set(SCOPE_TEXT, 0, all);
    this.#set(SCOPE_TITLE, 0, this.titleEnd);
    this.#set(SCOPE_BODY, this.leadEnd, all);
    if (place === null) this.#set(SCOPE_LEAD, this.titleEnd, this.leadEnd);
    else {
      const from = this.#firstFrom(place.start);
      this.#set(SCOPE_LEAD, from, this.#firstFrom(place.end));
    }
  }

  /** The first position of the body at or after an offset. */
  #firstFrom(offset: number): number {
    let low = this.leadEnd;
    let high = this.stream.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.stream.starts[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #set(scope: number, from: number, to: number): void {
    this.from[scope] = from;
    this.to[scope] = to;
  }

  fieldOf(position: number): SpanField {
    return position < this.titleEnd ? 'title' : position < this.leadEnd ? 'lead' : 'body';
  }

  /** Whether two positions (first ≤ second) stand in one field. */
  together(first: number, second: number): boolean {
    return !(first < this.titleEnd && second >= this.titleEnd) && !(first < this.leadEnd && second >= this.leadEnd);
  }
}

const BLANK_LINE = /\n[^\S\n]*\n/;

/** Where the lead stands in the body: its own place, else the first paragraph; null where it is a text of its own. */
function leadPlace(lead: string, body: string): { start: number; end: number } | null {
  const wanted = lead.trim();
  if (wanted === '') return firstParagraph(body);
  const start = body.indexOf(wanted);
  if (start >= 0) return { start, end: start + wanted.length };
  const paragraph = firstParagraph(body);
  const same = body.slice(paragraph.start, paragraph.end).replace(/\s+/g, ' ').trim() === wanted.replace(/\s+/g, ' ');
  return same ? paragraph : null;
}

function firstParagraph(body: string): { start: number; end: number } {
  const start = body.length - body.trimStart().length;
  const gap = BLANK_LINE.exec(body.slice(start));
  return { start, end: gap === null ? body.length : start + gap.index };
}

/** The language whose word forms hold for the article; '' where it is not known. */
export function formsLanguage(document: MatchDocument): string {
  const tag = document.lang ?? '';
  return tag === '' ? '' : languageOf(tag);
}
