import type { MatchDocument, Span, SpanField } from './document.ts';
import { snippetsOf, textOf } from './snippet.ts';

/** One place where a query was found, with the passage around it. */
export interface MatchedSpan {
  readonly field: SpanField;
  readonly text: string;
  /** UTF-16 offsets in the field, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** The passage as HTML, with all that matched in it in `<mark>`; the same for all places in one passage. */
  readonly snippet: string;
}

const MAX_MATCHES = 20;

/**
 * The places where a query was found, one entry a span, at most `max`: the best passage first, and of what was found
 * several times the first place before the others, so that every word that counted is there.
 */
export function matchesOf(document: MatchDocument, spans: readonly Span[], max = MAX_MATCHES): MatchedSpan[] {
  const all = snippetsOf(document, spans, { max, order: 'worth' }).flatMap(({ spans: own, snippet }) =>
    own.map(({ field, start, end }) => ({
      field,
      text: textOf(document, field).slice(start, end),
      start,
      end,
      snippet,
    })),
  );
  const seen = new Set<string>();
  const isFirst = ({ text }: MatchedSpan): boolean => {
    const folded = text.toLowerCase();
    return !seen.has(folded) && seen.add(folded) !== undefined;
  };
  const first = all.filter(isFirst);
  const rest = all.filter((match) => !first.includes(match));
  return [...first, ...rest].slice(0, max);
}
