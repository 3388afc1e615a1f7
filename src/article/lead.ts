import { titleKey } from './clean.ts';
import { type Role, rolesOf } from './conventions.ts';
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
