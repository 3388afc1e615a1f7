import { titleKey } from './clean.ts';
import { type Role, rolesOf } from './conventions.ts';
import type { Element } from './element.ts';
import { countWords } from './clean.ts';
import { isPruned } from './prune.ts';
import type { Block } from './segment.ts';

const MAX_LEAD = 1200;

/** How much of the words of `text` a summary has. */
export function covered(text: string, summary: string): number {
  const words = titleKey(text)
    .split(' ')
    .filter((word) => word.length > 1);
  if (words.length === 0) return 0;
  const known = new Set(titleKey(summary).split(' '));
  return words.filter((word) => known.has(word)).length / words.length;
}

/**
 * The visible standfirst of an article: a line near the headline that is called one, or that says what the page's own
 * description says. Null where the first paragraph of the body is all there is.
 */
export function findStandfirst(
  blocks: readonly Block[],
  heading: number,
  first: number,
  summaries: readonly string[],
  isFurniture: (block: Block) => boolean,
): Block | null {
  const cache = new Map<string, ReadonlySet<Role>>();
  let best: Block | null = null;
  let most = 0;
  const from = heading >= 0 && heading < first ? Math.max(0, heading - 4) : Math.max(0, first - 8);
  for (let at = from; at < first; at += 1) {
    const block = blocks[at];
    if (block === undefined || at === heading) continue;
    const score = standfirstScore(block, summaries, cache);
    if (score > most && !isFurniture(block)) [best, most] = [block, score];
  }
  return most >= 1 ? best : null;
}

function standfirstScore(block: Block, summaries: readonly string[], cache: Map<string, ReadonlySet<Role>>): number {
  const { text } = block;
  if (text.length < 40 || text.length > MAX_LEAD || block.linkChars > text.length * 0.5) return 0;
  const told = Math.max(0, ...summaries.map((summary) => covered(text, summary)));
  if (told > 0.8) return 2 + told;
  if (isPruned(block.element)) return 0;
  let called = false;
  for (let at = block.element, level = 0; level < 3; level += 1) {
    if (rolesOf(at, cache).has('standfirst')) called = true;
    if (at.parent === null) break;
    at = at.parent;
  }
  if (called) return 1.5 + (block.prose ? 0.2 : 0);
  return block.prose && /^(?:p|h2|h3|div|strong)$/.test(block.element.name) && block.linkChars === 0 ? 1 : 0;
}

/** More points than this sum nothing up. */
const MAX_POINTS = 12;
/** A point says something: a topic, a date, a name has fewer words. */
const WORDS_OF_POINT = 5;

/** An entry of a ticker says when it came. */
const CLOCK = /(?:[01]?\d|2[0-3])[:.][0-5]\d(?!\d).{0,6}$/u;

/**
 * The points that sum an article up, in order: a list, or paragraphs in a box called its summary, between the headline (line
 * `heading`) and the body's first line. None for menus, topics, dates, or contents with links.
 */
export function summaryPoints(
  blocks: readonly Block[],
  heading: number,
  first: number,
  isFurniture: (block: Block) => boolean,
): readonly Block[] {
  if (heading < 0) return [];
  const cache = new Map<string, ReadonlySet<Role>>();
  const groups = new Map<Element, Block[]>();
  for (const block of blocks.slice(heading + 1, first)) {
    const group = groupOf(block.element, cache);
    if (group === null || (isPruned(block.element) && !rolesOf(group, cache).has('standfirst'))) continue;
    const held = groups.get(group);
    if (held === undefined) groups.set(group, [block]);
    else held.push(block);
  }
  for (const [group, points] of groups) {
    const whole = points.reduce((sum, { text }) => sum + text.length, 0) === group.chars;
    if (whole && arePoints(points) && !points.some(isFurniture)) return points;
  }
  return [];
}

/** The list around an item; the box around a paragraph that is called a summary. */
function groupOf({ name, parent }: Element, cache: Map<string, ReadonlySet<Role>>): Element | null {
  if (parent === null) return null;
  if (name === 'li') return parent;
  const around = parent.name === 'li' ? parent.parent : parent;
  return around !== null && (parent.name === 'li' || rolesOf(parent, cache).has('standfirst')) ? around : null;
}

function arePoints(points: readonly Block[]): boolean {
  const said = points.filter(({ text }) => countWords(text, WORDS_OF_POINT) >= WORDS_OF_POINT).length;
  const others = points.filter(({ text, linkChars }) => linkChars > text.length * 0.3 || CLOCK.test(text)).length;
  return points.length > 1 && points.length <= MAX_POINTS && said * 3 >= points.length * 2 && others === 0;
}
