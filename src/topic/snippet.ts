import type { MatchDocument, Span, SpanField } from './document.ts';

/** One passage of an article with what matched in it. */
export interface Snippet {
  readonly field: SpanField;
  /** The first span of the passage: UTF-16 offsets in the field. */
  readonly start: number;
  readonly end: number;
  /** The text of that span. */
  readonly text: string;
  /** All spans of the passage. */
  readonly spans: readonly Span[];
  /** `… talks on <mark>European security</mark> opened …` */
  readonly snippet: string;
}

/** How a snippet is written: what becomes of plain text and of what matched (both without control signs). */
export interface SnippetStyle {
  readonly plain: (text: string) => string;
  readonly mark: (text: string) => string;
}

export interface SnippetOptions {
  readonly style?: SnippetStyle;
  /** Passages at most, the best ones. 5 by default. */
  readonly max?: number;
  /** `place`: as they stand in the article, the default; `worth`: the best first. */
  readonly order?: 'place' | 'worth';
  /** UTF-16 units of context on each side. 80 by default. */
  readonly around?: number;
}

const HTML_STYLE: SnippetStyle = { plain: escapeHtml, mark: (text) => `<mark>${escapeHtml(text)}</mark>` };
export const PLAIN_STYLE: SnippetStyle = { plain: (text) => text, mark: (text) => `⟦${text}⟧` };
export const ANSI_STYLE: SnippetStyle = { plain: (text) => text, mark: (text) => `\u001b[1;33m${text}\u001b[0m` };

const FIELDS: readonly SpanField[] = ['title', 'lead', 'body'];

/** The best passages: spans near each other stand in one. HTML by default; safe to put into a page as it is. */
export function snippetsOf(document: MatchDocument, spans: readonly Span[], options: SnippetOptions = {}): Snippet[] {
  const { style = HTML_STYLE, max = 5, around = 80, order = 'place' } = options;
  const groups = FIELDS.flatMap((field) => {
    const own = spans.filter((span) => span.field === field).toSorted((a, b) => a.start - b.start || b.end - a.end);
    return grouped(own, around * 2);
  });
  const text = (span: Span): string => textOf(document, span.field);
  const best = groups
    .map((group, place) => ({ group, place, worth: worthOf(group, text(group[0] as Span)) }))
    .toSorted((a, b) => b.worth - a.worth || a.place - b.place)
    .slice(0, max);
  if (order === 'place') best.sort((a, b) => a.place - b.place);
  return best.map(({ group }) => snippet(text(group[0] as Span), group, around, style));
}

/** The one passage that shows most of the match, null without spans. */
export function bestSnippet(
  document: MatchDocument,
  spans: readonly Span[],
  options: SnippetOptions = {},
): string | null {
  return snippetsOf(document, spans, { ...options, max: 1 })[0]?.snippet ?? null;
}

/** The text of the field that spans index. */
export function textOf(document: MatchDocument, field: SpanField): string {
  return field === 'title' ? document.title : field === 'lead' ? (document.lead ?? '') : document.body;
}

function grouped(spans: readonly Span[], width: number): Span[][] {
  const groups: Span[][] = [];
  for (const span of spans) {
    const last = groups.at(-1);
    const first = last?.[0];
    if (last !== undefined && first !== undefined && span.end - first.start <= width) last.push(span);
    else groups.push([span]);
  }
  return groups;
}

/** Different words count most; a passage of the body tells more than the title alone. */
function worthOf(group: readonly Span[], text: string): number {
  const words = new Set(group.map((span) => text.slice(span.start, span.end).toLowerCase()));
  return words.size * 4 + Math.min(group.length, 3) + (group[0]?.field === 'title' ? 0 : 1);
}

function snippet(text: string, group: readonly Span[], around: number, style: SnippetStyle): Snippet {
  const first = group[0] as Span;
  const last = Math.max(...group.map((span) => span.end));
  const from = before(text, first.start, around);
  const to = after(text, last, around);
  const parts: string[] = [];
  let at = from;
  for (const { start, end } of merged(group)) {
    parts.push(style.plain(shown(text.slice(at, start))), style.mark(shown(text.slice(start, end))));
    at = end;
  }
  parts.push(style.plain(shown(text.slice(at, to))));
  const body = parts.join('').trim();
  return {
    field: first.field,
    start: first.start,
    end: first.end,
    text: text.slice(first.start, first.end),
    spans: group,
    snippet: `${from > 0 ? '… ' : ''}${body}${to < text.length ? ' …' : ''}`,
  };
}

/** Spans that touch or overlap as one. */
function merged(group: readonly Span[]): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = [];
  for (const { start, end } of group) {
    const last = out.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else out.push({ start, end });
  }
  return out;
}

/** Where the context begins: at a word, in the same paragraph if that leaves enough. */
function before(text: string, start: number, around: number): number {
  const from = Math.max(0, start - around);
  if (from === 0) return 0;
  const paragraph = text.lastIndexOf('\n\n', start);
  if (paragraph >= from) return paragraph + 2;
  const space = text.slice(from, start).search(/\s/);
  return space < 0 ? whole(text, from) : from + space + 1;
}

function after(text: string, end: number, around: number): number {
  const to = Math.min(text.length, end + around);
  if (to === text.length) return to;
  const paragraph = text.indexOf('\n\n', end);
  if (paragraph >= 0 && paragraph <= to) return paragraph;
  const space = text.slice(end, to).search(/\s\S*$/);
  return space <= 0 ? whole(text, to) : end + space;
}

/** Not inside a surrogate pair. */
function whole(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at;
}

/** One line, nothing that a terminal or a page would obey. */
function shown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '');
}

function escapeHtml(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => escapes[sign] as string);
}
