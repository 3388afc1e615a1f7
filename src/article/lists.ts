import { type Element, isWithin } from './element.ts';
import { isDuration, isListHeading, isTimed } from './line-rules.ts';
import type { Block } from './segment.ts';

const MAX_ENTRIES = 60;

/**
 * The lines of lists of other things inside a body: a heading such as `Podcasts` and, in the box that it heads, short
 * lines of which at least half are links, furniture by another rule (`reasons`), or say how long they take or show an
 * icon. A heading over anything else is one of the article's own.
 */
export function listsOfOthers(lines: readonly Block[], reasons: ReadonlyMap<Block, string>): Block[] {
  const found: Block[] = [];
  for (const [at, heading] of lines.entries()) {
    if (heading.prose || !isListHeading(heading.text)) continue;
    const entries = entriesBehind(lines, at);
    const others = entries.filter((entry) => reasons.has(entry) || isEntry(entry)).length;
    if (entries.length > 0 && others * 2 >= entries.length) found.push(heading, ...entries);
  }
  return found;
}

function isEntry({ text, iconed, linkChars }: Block): boolean {
  return iconed || isTimed(text) || isDuration(text) || linkChars > text.length / 2;
}

function entriesBehind(lines: readonly Block[], at: number): Block[] {
  const heading = lines[at] as Block;
  const box = boxOf(heading.element);
  const entries: Block[] = [];
  for (const line of lines.slice(at + 1, at + 1 + MAX_ENTRIES)) {
    const isOther = line.element.name === heading.element.name && /^h[1-6]$/.test(line.element.name);
    if (isOther || !isWithin(line.element, box) || (line.prose && !isEntry(line))) break;
    entries.push(line);
  }
  return entries;
}

/** What holds the heading and something else. */
function boxOf(heading: Element): Element {
  let at = heading;
  while (at.parent !== null && at.parent.chars === heading.chars) at = at.parent;
  return at.parent ?? at;
}
