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

interface Match extends Evidence {
  readonly topic: string;
}

/** The matches of one article. Topics that one phrase decides share its evidence. */
export class Matches {
  readonly #list: Match[];
  #count = 0;
  #spans = 0;

  /** @param most how many there will be at most */
  constructor(most: number) {
    this.#list = listOf(most);
  }

  add(topic: string, { score, spans }: Evidence): void {
    const full = this.#spans >= MAX_SPANS_PER_ARTICLE && spans.length > 1;
    this.#spans += full ? 1 : spans.length;
    this.#list[this.#count++] = { topic, score, spans: full ? spans.slice(0, 1) : spans };
  }

  /** All that were added. Called once, after the last. */
  list(): Match[] {
    this.#list.length = this.#count;
    return this.#list;
  }
}

/** The spans by field (title, lead, body), then place; none twice. Puts the extents in order. */
export function spansOf(extents: Extents, layout: Layout): Span[] {
  extents.sort();
  if (extents.length === 2) return [spanAt(extents, 0, layout)];
  const spans = listOf<Span>(Math.min(extents.length / 2, MAX_SPANS));
  for (let k = 0; k < spans.length; k++) spans[k] = spanAt(extents, k * 2, layout);
  return spans;
}

/** A list with its room from the start: one that grows by push reserves for 17, and is copied again and again when it is long. */
function listOf<T>(length: number): T[] {
  // eslint-disable-next-line unicorn/no-new-array -- `Array.from` fills it one by one, which takes as long as all else here
  return new Array<T>(length);
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
