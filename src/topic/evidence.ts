import { SCOPE_LEAD, type Layout, type Span, type SpanField } from './document.ts';

/** Spans kept of one topic in one article. */
export const MAX_SPANS = 500;
const TITLE_WEIGHT = 4;
const LEAD_WEIGHT = 2;
/** The sum of weights at which the score is one half. */
const HALF = 4;
const LENGTHS = 0x10000;

export interface Evidence {
  /** By field (title, lead, body), then place; none twice. */
  readonly spans: readonly Span[];
  /** From 0 to 1: rises with each span, most with those in the title, more with those in the lead. */
  readonly score: number;
}

/** @param extents pairs of first and last position, in any order, repeats allowed */
export function evidenceOf(extents: readonly number[], layout: Layout): Evidence {
  const keys: number[] = [];
  for (let k = 0; k < extents.length; k += 2)
    keys.push((extents[k] as number) * LENGTHS + ((extents[k + 1] as number) - (extents[k] as number)));
  if (keys.length > 1) keys.sort((a, b) => a - b);
  const { starts, ends } = layout.stream;
  const leadFrom = layout.from[SCOPE_LEAD] as number;
  const leadTo = layout.to[SCOPE_LEAD] as number;
  const spans: Span[] = [];
  let weight = 0;
  let before = -1;
  for (const key of keys) {
    if (key === before) continue;
    before = key;
    const first = Math.floor(key / LENGTHS);
    const last = first + (key % LENGTHS);
    weight += first < layout.titleEnd ? TITLE_WEIGHT : first >= leadFrom && first < leadTo ? LEAD_WEIGHT : 1;
    if (spans.length >= MAX_SPANS) continue;
    const field: SpanField = layout.fieldOf(first);
    spans.push({ field, start: starts[first] as number, end: ends[last] as number });
  }
  return { spans, score: Math.round((100 * weight) / (weight + HALF)) / 100 };
}
