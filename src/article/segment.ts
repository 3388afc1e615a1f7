import { cleanLine, cleanLines, isUnspaced, titleKey } from './clean.ts';
import { type Element, INLINE, type PageNode, UNSEEN } from './element.ts';
import { isIconName, isLabel, withoutIcons } from './line-rules.ts';

/** A line longer than this is cut. */
const MAX_LINE = 100_000;

/** White space that is not one space between words. */
const UNEVEN = /[^\S ]|  /;

const SENTENCE = /[.!?…。！？।؟۔։።។၊။:;,，、،»”"’]/u;
/** Written without marks at the end of a sentence. */
const UNMARKED = /[\p{Script=Thai}\p{Script=Lao}]{20}/u;

/** Syllables: a letter of it says as much as two or three Latin ones. */
const HANGUL = /\p{Script=Hangul}/u;

/** A block reads like prose when it is long for its script, has punctuation and not many links. */
function isProse(text: string, linkChars: number): boolean {
  const long = isUnspaced(text) ? 28 : HANGUL.test(text) ? 42 : 70;
  return text.length >= long && linkChars < text.length * 0.5 && (SENTENCE.test(text) || UNMARKED.test(text));
}

/** A line of the page: the text between two breaks, and what it is made of. */
export class Block {
  /** Place in the page, from 0. */
  readonly index: number;
  /** The nearest element that is not inline. */
  readonly element: Element;
  /** Cleaned text, never empty. */
  readonly text: string;
  /** Code units of it that stand inside links. */
  readonly linkChars: number;
  /** Links in it. */
  readonly links: number;
  /** Code units of it in bold or italic. */
  readonly strongChars: number;
  /** Reads like sentences: long enough, few links. */
  readonly prose: boolean;
  /** An icon stands in it, by its name, which is left out of the text. */
  readonly iconed: boolean;
  #key: string | undefined;

  constructor(index: number, element: Element, line: Line, taken: string) {
    const text = withoutIcons(taken);
    this.index = index;
    this.element = element;
    this.text = text;
    this.linkChars = Math.min(line.linkChars, text.length);
    this.links = line.links;
    this.strongChars = Math.min(line.strongChars, text.length);
    this.prose = isProse(text, this.linkChars);
    this.iconed = line.iconed || text !== taken;
  }

  /** `titleKey` of the text, made when it is first asked for. */
  get key(): string {
    return (this.#key ??= titleKey(this.text));
  }
}

/** Collects the text of one line while the tree is walked. */
class Line {
  private raw = '';
  private breaks = 0;
  private broken = false;
  private apart = false;
  private beside = false;
  private initial = false;
  iconed = false;
  linkChars = 0;
  strongChars = 0;
  links = 0;

  get blank(): boolean {
    return this.raw === '' || !/\S/.test(this.raw);
  }

  add(text: string, inLink: boolean, strong: boolean): void {
    const seen = /\S/.test(text);
    if (seen && this.breaks > 0) {
      this.raw += '\n';
      this.broken = true;
    }
    if (seen) this.breaks = 0;
    if (this.raw.length > MAX_LINE || (this.initial && !seen)) return;
    const even = UNEVEN.test(text) ? text.slice(0, MAX_LINE).replace(/\s+/g, ' ') : text.slice(0, MAX_LINE);
    const flat = this.initial && WORD_REST.test(even) ? even.trimStart() : even;
    this.initial = false;
    if (this.apart && WORD_END.test(this.raw) && WORD_START.test(flat)) this.raw += ' ';
    else if (this.beside && LONG_WORD_END.test(this.raw) && NUMBER_START.test(flat)) this.raw += ' ';
    this.apart = false;
    this.beside = false;
    this.raw += flat;
    if (!seen) return;
    if (inLink) this.linkChars += flat.length;
    if (strong) this.strongChars += flat.length;
  }

  /** What comes next is another word, whatever stands between. */
  setApart(): void {
    this.apart = true;
  }

  /** What comes next stands in an element of its own, like what came before: a number there is no part of the word here. */
  setBeside(): void {
    this.beside = true;
  }

  /** The large first letter of a word: white space behind it is for show. */
  setInitial(): void {
    this.initial = true;
  }

  /** An icon: no text, and nothing runs on over it. */
  addIcon(): void {
    this.iconed = true;
    this.apart = true;
  }

  /** A line break; true when it is the second in a row, which ends a paragraph. */
  lineBreak(): boolean {
    if (this.blank) return false;
    this.breaks += 1;
    return this.breaks > 1;
  }

  take(): string {
    return this.broken ? cleanLines(this.raw) : cleanLine(this.raw);
  }
}

interface Within {
  readonly block: Element;
  readonly link: Element | null;
  readonly strong: boolean;
}

/** Walks the tree once. */
class Segmenter {
  readonly blocks: Block[] = [];
  private line = new Line();
  private lastLink: Element | null = null;

  walk(element: Element, within: Within): void {
    let before: PageNode | undefined;
    for (const child of element.children) {
      if (typeof child !== 'string' && child.name === 'span' && typeof before === 'object') this.line.setBeside();
      before = child;
      if (typeof child === 'string') this.text(child, within);
      else if (child.name === 'br' || isBreak(child)) this.lineBreak(within.block);
      else if (!UNSEEN.has(child.name)) this.element(child, within);
    }
  }

  private text(text: string, within: Within): void {
    this.line.add(text, within.link !== null, within.strong);
    if (within.link !== null && within.link !== this.lastLink && /\S/.test(text)) {
      this.line.links += 1;
      this.lastLink = within.link;
    }
  }

  private lineBreak(block: Element): void {
    if (this.line.lineBreak()) this.flush(block);
  }

  private element(child: Element, within: Within): void {
    // A control inside a paragraph's line is none of its words, and does not end it.
    if (child.name === 'button' && within.block.name === 'p' && !this.line.blank) return;
    const link = child.name === 'a' && child.attrs['href'] !== undefined ? child : within.link;
    const strong =
      within.strong || child.name === 'b' || child.name === 'strong' || child.name === 'em' || child.name === 'i';
    if (INLINE.has(child.name)) {
      if (isOverlay(child)) return;
      if (isIcon(child)) {
        this.line.addIcon();
        return;
      }
      if (child.name === 'time') this.line.setApart();
      this.walk(child, { block: within.block, link, strong });
      if (child.name === 'time') this.line.setApart();
      if (isInitial(child)) this.line.setInitial();
      return;
    }
    if ((child.name === 'td' || child.name === 'th') && isPlainCell(child)) {
      if (!this.line.blank) this.line.add(' | ', false, false);
      this.walk(child, { block: within.block, link, strong });
      return;
    }
    this.flush(within.block);
    this.walk(child, { block: child, link, strong: within.strong });
    this.flush(child);
  }

  flush(element: Element): void {
    const { line } = this;
    if (line.blank) {
      if (line.linkChars !== 0) this.line = new Line();
      return;
    }
    this.line = new Line();
    const taken = line.take();
    if (taken === '') return;
    const block = new Block(this.blocks.length, element, line, taken);
    const { text, linkChars } = block;
    this.blocks.push(block);
    element.chars += text.length;
    element.linkChars += linkChars;
    if (block.prose) {
      element.prose += text.length - linkChars;
      element.paragraphs += 1;
    }
  }
}

/** A letter that no word consists of, set large. */
function isInitial({ name, attrs, children: [letter, ...others] }: Element): boolean {
  if (name !== 'span' || typeof letter !== 'string' || others.length > 0 || !INITIAL.test(attrs['class'] ?? ''))
    return false;
  return /^\s*[BCDFGHJLMNPQRTX]\s*$/.test(letter);
}

const INITIAL = /(?:^|[\s_-])(?:initial|drop-?cap|first-?letter|lettrine|capitular|capolettera)(?:$|[\s_-])/i;
const WORD_REST = /^\s*\p{Ll}/u;

/** True for what is for screen readers only, or shown when the pointer rests on a word: not part of the sentence around it. */
export function isOverlay(element: Element): boolean {
  const name = element.attrs['class'];
  return name !== undefined && name.length > 5 && OVERLAY.test(name);
}

/** An empty `<span class="br">`: how some renderers spell `<br>`. */
function isBreak(element: Element): boolean {
  return element.name === 'span' && element.children.length === 0 && BREAK.test(element.attrs['class'] ?? '');
}

const BREAK = /(?:^|\s)(?:br|line-?break)(?:$|\s)/i;

/** True for an icon that a font draws from its name (`<i class="material-icons">play_arrow</i>`). */
export function isIcon(element: Element): boolean {
  const [name, ...others] = element.children;
  if (typeof name !== 'string' || others.length > 0 || name.length > 60) return false;
  const text = name.trim();
  const names = element.attrs['class'] ?? '';
  if (ICON_FONT.test(names)) return /^[a-z0-9_]+$/.test(text);
  return isIconName(text) ? element.name === 'i' || ICON.test(names) : ICON.test(names) && isLabel(text);
}

const ICON_FONT = /(?:^|\s)(?:material-(?:icons|symbols)|mat-icon|google-symbols)/i;
const ICON = /(?:^|[\s_-])icons?(?:$|[\s_-])/i;
const LONG_WORD_END = /\p{L}{3}$/u;
const NUMBER_START = /^\d/;
const OVERLAY =
  /(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-?text)?|assistive-?text|tooltip-?(?:text|content|body|box)|popover-?(?:content|body)|hover-?card|rollover\S*-(?:block|box|content|card))(?:$|[\s_-])/i;
const WORD_END = /[\p{L}\p{N}]$/u;
const WORD_START = /^[\p{L}\p{N}]/u;

/** A cell of data, not of layout: nothing in it begins a line of its own. Cells of a row stand on one line. */
function isPlainCell(cell: Element): boolean {
  return cell.children.every((child) => typeof child === 'string' || (INLINE.has(child.name) && isPlainCell(child)));
}

/** Adds what stands below each element to its own masses. */
function sumUp(element: Element): void {
  for (const child of element.children) {
    if (typeof child === 'string' || UNSEEN.has(child.name)) continue;
    sumUp(child);
    element.chars += child.chars;
    element.linkChars += child.linkChars;
    element.prose += child.prose;
    element.paragraphs += child.paragraphs;
  }
}

/**
 * The lines of a page in order, nothing judged yet; fills in the masses of every element. A line ends where an element
 * that is not inline begins or ends, and at two `<br>` in a row; a single `<br>` is a line break inside it.
 */
export function segment(root: Element): Block[] {
  const segmenter = new Segmenter();
  segmenter.walk(root, { block: root, link: null, strong: false });
  segmenter.flush(root);
  sumUp(root);
  return segmenter.blocks;
}
