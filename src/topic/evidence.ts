import { SCOPE_LEAD, type Layout, type Span } from './document.ts';
import type { Extents } from './extents.ts';

/** Spans kept of one topic in one article. */
const MAX_SPANS = 500;
const TITLE_WEIGHT = 4;
const LEAD_WEIGHT = 2;
/** The sum of weights at which the score is one half. */
const HALF = 4;

/** Spans given out for one article; topics beyond it keep their first one. */
const MAX_SPANS_PER_ARTICLE = 100_000;

export interface Evidence {
  readonly score: number;
  readonly spans: readonly Span[];
}

/** The matches of one article. Topics that one phrase decides share its evidence. */
export class Matches {
  readonly list: (Evidence & { readonly topic: string })[] = [];
  #spans = 0;

  add(topic: string, { score, spans }: Evidence): void {
    const full = this.#spans >= MAX_SPANS_PER_ARTICLE && spans.length > 1;
    this.#spans += full ? 1 : spans.length;
    this.list.push({ topic, score, spans: full ? spans.slice(0, 1) : spans });
  }

  /** Puts other evidence in the place of what a match was added with. */
  replace(at: number, { score, spans }: Evidence): void {
    const { topic, spans: before } = this.list[at] as Evidence & { readonly topic: string };
    const full = this.#spans >= MAX_SPANS_PER_ARTICLE;
    if (!full) this.#spans += spans.length - before.length;
    this.list[at] = { topic, score, spans: full ? spans.slice(0, before.length) : spans };
  }
}

/** The spans by field (title, lead, body), then place; none twice. Puts the extents in order. */
export function spansOf(extents: Extents, layout: Layout): Span[] {
  extents.sort();
  // An array that grows by push reserves for 17: most topics have one or two spans.
  if (extents.length === 2) return [spanAt(extents, 0, layout)];
  const spans: Span[] = [];
  spans.length = Math.min(extents.length / 2, MAX_SPANS);
  for (let k = 0; k < spans.length; k++) spans[k] = spanAt(extents, k * 2, layout);
  return spans;
}

function spanAt(extents: Extents, at: number, layout: Layout): Span {
  const first = extents.data[at] as number;
  const last = extents.data[at + 1] as number;
  const { starts, ends } = layout.stream;
  return { field: layout.fieldOf(first), start: starts[first] as number, end: ends[last] as number };
}

/** From 0 to 1: rises with each place, most with those in the title, more with those in the lead. */
export function scoreOf(extents: Extents, layout: Layout): number {
  const leadFrom = layout.from[SCOPE_LEAD] as number;
  const leadTo = layout.to[SCOPE_LEAD] as number;
  let weight = 0;
  for (let k = 0; k < extents.length; k += 2) {
    const first = extents.data[k] as number;
    weight += first < layout.titleEnd ? TITLE_WEIGHT : first >= leadFrom && first < leadTo ? LEAD_WEIGHT : 1;
  }
  return Math.round((100 * weight) / (weight + HALF)) / 100;
}
