import type { Layout } from './document.ts';

/** A place where a node holds: its extent in positions, and the tokens that make it up. */
export interface Hit {
  readonly from: number;
  /** The last position. */
  readonly to: number;
  /** Extents of the words and phrases in it: pairs of first and last position. */
  readonly parts: readonly number[];
}

/** Places kept of one NEAR: a bound for hostile texts. */
const MAX_HITS = 4096;

/**
 * Whether two hits are near: at most `distance` words between their extents, in one field, without a token in common;
 * `ordered`: the right one wholly behind the left one.
 */
function isNear(left: Hit, right: Hit, distance: number, ordered: boolean, layout: Layout): boolean {
  const leftFirst = left.from <= right.from;
  const [a, b] = leftFirst ? [left, right] : [right, left];
  if (b.from - a.to - 1 > distance) return false;
  if (ordered && right.from <= left.to) return false;
  if (!layout.together(a.from, b.from)) return false;
  return b.from > a.to || !share(left.parts, right.parts);
}

function share(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i += 2)
    for (let j = 0; j < b.length; j += 2)
      if ((a[i] as number) <= (b[j + 1] as number) && (b[j] as number) <= (a[i + 1] as number)) return true;
  return false;
}

/**
 * All pairs of near hits, as hits, by place; those of the same words once, whichever side found them. At most `MAX_HITS`.
 * Both lists are in rising order.
 */
export function nearPairs(
  left: readonly Hit[],
  right: readonly Hit[],
  distance: number,
  ordered: boolean,
  layout: Layout,
): Hit[] {
  const out = new Map<string, Hit>();
  scan(left, right, distance, (a, b) => {
    if (isNear(a, b, distance, ordered, layout)) {
      const hit = joined(a, b);
      out.set(hit.parts.join(), hit);
    }
    return out.size < MAX_HITS;
  });
  return [...out.values()].sort(byPlace);
}

/** The left hits that have no near right one. */
export function farHits(
  left: readonly Hit[],
  right: readonly Hit[],
  distance: number,
  ordered: boolean,
  layout: Layout,
): Hit[] {
  const near = new Set<Hit>();
  scan(left, right, distance, (a, b) => {
    if (!near.has(a) && isNear(a, b, distance, ordered, layout)) near.add(a);
    return true;
  });
  return left.filter((hit) => !near.has(hit));
}

/** Calls `visit` for the pairs whose extents are at most `distance` apart, until it says false. */
function scan(left: readonly Hit[], right: readonly Hit[], distance: number, visit: (a: Hit, b: Hit) => boolean): void {
  const longest = right.reduce((most, hit) => Math.max(most, hit.to - hit.from), 0);
  let first = 0;
  for (const a of left) {
    while (first < right.length && (right[first] as Hit).from + longest + distance + 1 < a.from) first += 1;
    for (let k = first; k < right.length; k++) {
      const b = right[k] as Hit;
      if (b.from > a.to + distance + 1) break;
      if (!visit(a, b)) return;
    }
  }
}

function joined(a: Hit, b: Hit): Hit {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to), parts: mergedParts(a.parts, b.parts) };
}

/** Both lists of extents as one in rising order. */
function mergedParts(a: readonly number[], b: readonly number[]): number[] {
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const first = j >= b.length || (i < a.length && (a[i] as number) < (b[j] as number));
    const [from, at] = first ? [a, i] : [b, j];
    out.push(from[at] as number, from[at + 1] as number);
    if (first) i += 2;
    else j += 2;
  }
  return out;
}

export function byPlace(a: Hit, b: Hit): number {
  return a.from - b.from || a.to - b.to;
}

/** The most hits that can be chosen without two sharing a position: those that end first. */
export function disjointCount(hits: readonly Hit[]): number {
  let count = 0;
  let end = -1;
  for (const hit of [...hits].sort((a, b) => a.to - b.to || a.from - b.from)) {
    if (hit.from <= end) continue;
    count += 1;
    end = hit.to;
  }
  return count;
}

/**
 * The places where all words of a sloppy phrase stand in any order with at most `gaps` other words among them: for each
 * first position the shortest. No blank line or field end may lie inside.
 * @param words for each word of the phrase its positions, rising
 */
export function sloppyHits(
  words: readonly (readonly number[])[],
  gaps: number,
  broken: (position: number) => boolean,
): Hit[] {
  const width = words.length + gaps;
  const starts = [...new Set(words.flat())].sort((a, b) => a - b);
  const out: Hit[] = [];
  for (const start of starts) {
    if (out.length >= MAX_HITS) break;
    const chosen = assign(words, start, windowEnd(start, width, broken));
    if (chosen !== null) out.push({ from: start, to: chosen.at(-1) as number, parts: chosen.flatMap((p) => [p, p]) });
  }
  return out;
}

/** The last position reachable from `start` without a break. */
function windowEnd(start: number, width: number, broken: (position: number) => boolean): number {
  let end = start;
  while (end + 1 < start + width && !broken(end + 1)) end += 1;
  return end;
}

/** A position of its own for each word in [start, end], using `start`; rising positions, or null. Smallest ends first. */
function assign(words: readonly (readonly number[])[], start: number, end: number): number[] | null {
  const inside = words.map((positions) => between(positions, start, end));
  if (inside.some((positions) => positions.length === 0) || place(inside, start) === null) return null;
  const limits = [...new Set(inside.flat())].sort((a, b) => a - b);
  const upTo = (limit: number): number[] | null =>
    place(
      inside.map((positions) => positions.filter((p) => p <= limit)),
      start,
    );
  // What fits up to one limit fits up to the next.
  let low = 0;
  let high = limits.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo(limits[middle] as number) === null) low = middle + 1;
    else high = middle;
  }
  return upTo(limits[low] as number);
}

/** The positions (rising) in [start, end]. */
function between(positions: readonly number[], start: number, end: number): number[] {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] as number) < start) low = middle + 1;
    else high = middle;
  }
  const out: number[] = [];
  for (let k = low; k < positions.length && (positions[k] as number) <= end; k++) out.push(positions[k] as number);
  return out;
}

/** A matching of words to distinct positions with `start` among them (augmenting paths), or null. */
function place(inside: readonly (readonly number[])[], start: number): number[] | null {
  const owner = new Map<number, number>();
  const claim = (word: number, seen: Set<number>): boolean => {
    for (const p of inside[word] ?? []) {
      if (seen.has(p)) continue;
      seen.add(p);
      const other = owner.get(p);
      if (other === undefined || claim(other, seen)) {
        owner.set(p, word);
        return true;
      }
    }
    return false;
  };
  for (let word = 0; word < inside.length; word++) if (!claim(word, new Set())) return null;
  return owner.has(start) ? [...owner.keys()].sort((a, b) => a - b) : null;
}
