import { type Role, rolesOf } from './conventions.ts';
import { type Element, UNSEEN, attr, commonAncestor, isWithin } from './element.ts';
import { isThreadHeading } from './line-rules.ts';
import { isAboutAuthor, isEnding } from './endings.ts';
import { isPruned } from './prune.ts';
import type { Block } from './segment.ts';

/** Where the body is: the element that holds it, and its lines, nothing judged line by line yet. */
export interface Body {
  readonly container: Element;
  readonly blocks: readonly Block[];
}

/** Prose of each element that is left after pruning. */
type Masses = ReadonlyMap<Element, number>;

function liveProse(root: Element, blocks: readonly Block[]): Masses {
  const masses = new Map<Element, number>([[root, 0]]);
  for (const block of blocks) {
    if (!block.prose) continue;
    const mass = block.text.length - block.linkChars;
    for (let at: Element | null = block.element; at !== null; at = at.parent)
      masses.set(at, (masses.get(at) ?? 0) + mass);
  }
  return masses;
}

/** The lowest element that holds at least `share` of the prose at each step down. */
function descend(root: Element, masses: Masses, share: number): Element {
  let at = root;
  for (;;) {
    const whole = masses.get(at) ?? 0;
    let next: Element | null = null;
    for (const child of at.children) {
      if (typeof child === 'string' || UNSEEN.has(child.name) || child.pruned !== null) continue;
      if ((masses.get(child) ?? 0) >= whole * share) next = child;
    }
    if (next === null || whole === 0 || next.name === 'p') return at;
    at = next;
  }
}

/** The `<article>` around the headline, on a page where other articles follow. */
function ownArticle(heading: Element | null, masses: Masses, total: number): Element | null {
  for (let at = heading; at !== null; at = at.parent) {
    if (at.name !== 'article') continue;
    const mass = masses.get(at) ?? 0;
    if (mass >= 250 && mass >= total * 0.2) return at;
  }
  return null;
}

/**
 * The element that the page itself calls its body (`itemprop=articleBody`, or one of the names that content systems
 * give it), if it holds at least `least` of prose; several such pieces count as one.
 */
function namedBody(within: Element, masses: Masses, least: number): Element | null {
  const cache = new Map<string, ReadonlySet<Role>>();
  const found: Element[] = [];
  for (const [element, mass] of masses) {
    if (mass === 0 || element.pruned !== null || !(isWithin(element, within) || isWithin(within, element))) continue;
    if (/\barticleBody\b/i.test(attr(element, 'itemprop')) || rolesOf(element, cache).has('body')) found.push(element);
  }
  // The narrowest that still holds enough; else what holds all the pieces.
  let best: Element | null = null;
  for (const element of found) {
    const mass = masses.get(element) ?? 0;
    if (mass < least) continue;
    if (best === null || isWithin(element, best)) best = element;
  }
  if (best !== null) return withOtherPieces(best, found, masses);
  const common = commonAncestor(found);
  const pieces = found
    .filter((e) => !found.some((other) => other !== e && isWithin(e, other)))
    .reduce((sum, e) => sum + (masses.get(e) ?? 0), 0);
  return common !== null && pieces >= least && pieces >= (masses.get(common) ?? 0) * 0.8 ? common : null;
}

/** A body whose other pieces, named like it, stand beside it: what holds them all, if it holds little else. */
function withOtherPieces(best: Element, found: readonly Element[], masses: Masses): Element {
  const massOf = (element: Element): number => masses.get(element) ?? 0;
  const others = found.filter(
    (element) => massOf(element) >= 60 && !isWithin(element, best) && !isWithin(best, element),
  );
  const common = commonAncestor([best, ...others]);
  if (others.length === 0 || common === null) return best;
  const outer = others.filter((element) => !others.some((other) => other !== element && isWithin(element, other)));
  const pieces = outer.reduce((sum, element) => sum + massOf(element), massOf(best));
  return pieces >= massOf(common) * 0.9 ? common : best;
}

/** What readers say may be longer than the article; over this much of it a heading of theirs ends it. */
const LEAST_TEXT = 180;

/** Where the article ends: at a heading over other things that are mostly links, or little, behind most of the prose. */
function cutAtEnding(blocks: readonly Block[]): Block[] {
  const total = blocks.reduce((sum, block) => sum + (block.prose ? block.text.length : 0), 0);
  const insets = new Set<Block>();
  let seen = 0;
  for (const [at, block] of blocks.entries()) {
    if (insets.has(block)) continue;
    if (
      (seen > LEAST_TEXT && !block.prose && isThreadHeading(block.text)) ||
      (seen > total * 0.6 && isAboutAuthor(block.text)) ||
      (seen > total * 0.6 &&
        !block.prose &&
        isEnding(block.text) &&
        !isPointerWithLink(block) &&
        leadsAway(blocks.slice(at + 1, at + 6), total - seen))
    ) {
      const inset = insetAt(blocks, at);
      if (inset.length === 0) return blocks.slice(0, at).filter((line) => !insets.has(line));
      for (const line of inset) insets.add(line);
    } else if (block.prose) seen += block.text.length;
  }
  return blocks.filter((line) => !insets.has(line));
}

/**
 * The lines of a box with the heading at `at`, where it is set into the text: behind it paragraphs go on in boxes like those before,
 * one in each. None elsewhere.
 */
function insetAt(blocks: readonly Block[], at: number): Block[] {
  const line = blocks[at] as Block;
  const heading = line.element;
  const before = blocks.slice(0, at).findLast((block) => block.prose)?.element;
  const column = before === undefined ? null : commonAncestor([before, heading]);
  if (before === undefined || column === null || column === heading || column === before) return [];
  const box = childOf(column, heading);
  const paragraph = childOf(column, before);
  if (box === null || paragraph === null || paragraph.paragraphs !== 1) return [];
  // A heading in no box is over what follows; a link to one article is all there is of its box.
  if (box === heading && (line.links !== 1 || line.linkChars < line.text.length)) return [];
  const goesOn = blocks.slice(at + 1).some(({ element, prose, links }) => {
    const other = prose && links === 0 && element.name === before.name ? childOf(column, element) : null;
    return other !== null && other !== box && other.paragraphs === 1 && isAlike(other, paragraph);
  });
  return goesOn ? blocks.filter((block) => isWithin(block.element, box)) : [];
}

/** The child of `column` that is the element or holds it; null where none does. */
function childOf(column: Element, element: Element): Element | null {
  let at: Element | null = element;
  while (at !== null && at.parent !== column) at = at.parent;
  return at;
}

function isAlike(a: Element, b: Element): boolean {
  return a.name === b.name && classWithoutNumbers(a) === classWithoutNumbers(b);
}

function classWithoutNumbers(element: Element): string {
  return attr(element, 'class').replace(/\d+/g, '');
}

/** `Read also: <link>`: one line between paragraphs, no heading over what follows. */
function isPointerWithLink({ text, linkChars }: Block): boolean {
  return linkChars > text.length * 0.1 && linkChars < text.length * 0.92;
}

function leadsAway(next: readonly Block[], proseLeft: number): boolean {
  const chars = next.reduce((sum, block) => sum + block.text.length, 0);
  const links = next.reduce((sum, block) => sum + block.linkChars, 0);
  return links > chars * 0.4 || proseLeft < 300;
}

/** Finds the body of a page whose furniture is marked. */
export function findBody(root: Element, blocks: readonly Block[], heading: Element | null): Body {
  const live = blocks.filter((block) => !isPruned(block.element));
  const masses = liveProse(root, live);
  const dense = descend(ownArticle(heading, masses, masses.get(root) ?? 0) ?? root, masses, 0.9);
  const whole = masses.get(dense) ?? 0;
  const named = namedBody(dense, masses, Math.max(whole * 0.6, 200));
  const container = named ?? dense;
  const inside = new Map<Element, boolean>();
  const isInside = (element: Element): boolean => {
    const known = inside.get(element);
    if (known !== undefined) return known;
    const answer = element === container || (element.parent !== null && isInside(element.parent));
    inside.set(element, answer);
    return answer;
  };
  return { container, blocks: cutAtEnding(live.filter((block) => isInside(block.element))) };
}
