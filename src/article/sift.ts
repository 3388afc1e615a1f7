import type { LeftOut } from './article.ts';
import { type LineContext, furnitureOf, isColophon } from './lines.ts';
import { languageLines } from './language-names.ts';
import { listsOfOthers } from './lists.ts';
import { withoutRepeats } from './repeat.ts';
import type { Element } from './element.ts';
import { SEEN } from './site-repeats.ts';
import type { Block } from './segment.ts';

/** The lines of a body, judged. */
export interface Sifted {
  readonly kept: readonly Block[];
  /** Taken out by a rule of the single page, or because other pages of the site have the same line: what teaches a place. */
  readonly furniture: readonly Block[];
  /** Everything taken out, with its reason, as far as it is shown. */
  readonly leftOut: readonly LeftOut[];
}

const MAX_LEFT_OUT = 200;
const MAX_BEHIND_COLOPHON = 160;
const MAX_BOX_TITLE = 80;
const MAX_OFFER = 220;

/** Rules whose lines make a box of what stands around them. */
const BOXED: ReadonlySet<string> = new Set(['call', 'notice', 'pointer', 'links', SEEN]);

/** Line by line: what is furniture, what the site's other pages say too (`known`), what stands there twice. */
export function sift(lines: readonly Block[], context: LineContext, known?: ReadonlyMap<Block, string>): Sifted {
  const reasons = new Map<Block, string>();
  const furniture: Block[] = [];
  for (const [at, block] of lines.entries()) {
    const rule = furnitureOf(block, context);
    const ruled = isHeadingOfOwn(lines, at, rule) ? null : rule;
    const reason = ruled ?? known?.get(block);
    if (reason === undefined) continue;
    reasons.set(block, reason);
    if (ruled !== null || reason === SEEN) furniture.push(block);
  }
  for (const at of languageLines(lines.map((block) => block.text))) reasons.set(lines[at] as Block, 'languages');
  for (const block of listsOfOthers(lines, reasons)) if (!reasons.has(block)) reasons.set(block, 'list of others');
  for (const [block, reason] of restsOfBoxes(lines, reasons)) reasons.set(block, reason);
  const passed = lines.filter((block) => !reasons.has(block));
  for (const block of passed.splice(endOfText(passed, context.authorKeys))) reasons.set(block, 'colophon');
  const { kept, repeats } = withoutRepeats(passed);
  for (const block of repeats) reasons.set(block, 'said before');
  const leftOut = [...reasons]
    .slice(0, MAX_LEFT_OUT)
    .map(([block, reason]) => ({ reason, text: block.text.slice(0, 80) }));
  return { kept, furniture, leftOut };
}

/** Lines that are all that is left of a box whose other lines are furniture: its title, or what it offers. */
function restsOfBoxes(lines: readonly Block[], reasons: ReadonlyMap<Block, string>): Map<Block, string> {
  const boxes = new Map<Element, { out: number; calls: number; left: Block[] }>();
  for (const { element } of lines)
    if (element.parent !== null) boxes.set(element.parent, { out: 0, calls: 0, left: [] });
  for (const block of lines) {
    const reason = reasons.get(block);
    const { element } = block;
    // A title may stand bare in its box.
    if (reason === undefined)
      for (const box of [element, element.parent]) if (box !== null) boxes.get(box)?.left.push(block);
    const around = element.parent === null ? undefined : boxes.get(element.parent);
    if (around === undefined || reason === undefined) continue;
    if (BOXED.has(reason)) around.out += 1;
    if (reason === 'call' || reason === 'notice') around.calls += 1;
  }
  const prose = lines.filter((block) => block.prose).length;
  const rests = new Map<Block, string>();
  for (const { out, calls, left } of boxes.values()) {
    if (out > 0 && isTitleOfBox(left)) for (const block of left) rests.set(block, 'title of a box');
    else if (calls > 0 && isOffer(left, prose)) for (const block of left) rests.set(block, 'offer');
  }
  return rests;
}

function isTitleOfBox([title, ...others]: readonly Block[]): boolean {
  return title !== undefined && others.length === 0 && !title.prose && title.text.length < MAX_BOX_TITLE;
}

/** A few short lines over a button that asks the reader to sign up, in a text that has its paragraphs elsewhere. */
function isOffer(left: readonly Block[], prose: number): boolean {
  const chars = left.reduce((sum, block) => sum + block.text.length, 0);
  const own = left.filter((block) => block.prose).length;
  return left.length < 4 && chars < MAX_OFFER && own < 2 && prose - own > 2;
}

/** Where the lines about the authors and the making of the text begin; a few short lines may stand behind them. */
function endOfText(lines: readonly Block[], authorKeys: readonly string[]): number {
  let end = lines.length;
  let behind = 0;
  for (let at = lines.length - 1; at > 1 && behind < MAX_BEHIND_COLOPHON; at -= 1) {
    const text = lines[at]?.text ?? '';
    if (isColophon(text, authorKeys)) [end, behind] = [at, 0];
    else behind += text.length;
  }
  return end;
}

/**
 * A line between two paragraphs that a rule took for a label or a link: a few words are a heading in a system that has
 * no headings; so is a linked heading that stands beside the paragraph behind it: a card of another article has its
 * own box.
 */
function isHeadingOfOwn(lines: readonly Block[], at: number, reason: string | null): boolean {
  if (reason !== 'label' && reason !== 'links') return false;
  const [before, line, behind] = [lines[at - 1], lines[at], lines[at + 1]];
  if (before?.prose !== true || behind?.prose !== true) return false;
  return (
    reason === 'label' || (/^h[2-6]$/.test(line?.element.name ?? '') && line?.element.parent === behind.element.parent)
  );
}
