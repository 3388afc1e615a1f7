import { type Element, UNSEEN } from './element.ts';
import { isPruned } from './prune.ts';
import type { Block } from './segment.ts';

/** Prose of an element that is left after pruning. */
type Masses = ReadonlyMap<Element, number>;

function liveProse(root: Element, blocks: readonly Block[]): Masses {
  const masses = new Map<Element, number>();
  for (const block of blocks) {
    if (!block.prose) continue;
    const mass = block.text.length - block.linkChars;
    for (let at: Element | null = block.element; at !== null; at = at.parent)
      masses.set(at, (masses.get(at) ?? 0) + mass);
  }
  if (!masses.has(root)) masses.set(root, 0);
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

export function findBody(root: Element, blocks: readonly Block[]): { container: Element; blocks: Block[] } {
  const live = blocks.filter((block) => !isPruned(block.element));
  const container = descend(root, liveProse(root, live), 0.8);
  const inside = new Set<Element>();
  const collect = (element: Element): void => {
    inside.add(element);
    for (const child of element.children) if (typeof child !== 'string') collect(child);
  };
  collect(container);
  return { container, blocks: live.filter((block) => inside.has(block.element)) };
}
