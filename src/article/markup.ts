import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { Element } from './element.ts';

/** Bounds that keep a hostile page linear in time and small in memory. */
const MAX_SOURCE = 12_000_000;
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 120_000;
const MAX_ATTRIBUTE = 20_000;
const MAX_SCRIPT = 3_000_000;

const VOID = new Set(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr'.split(
    ' ',
  ),
);

/** Only these attributes are kept; the others (most bytes of a modern page) are skipped without being read. */
const KEPT = new Set(
  (
    'class id role itemprop itemscope itemtype itemid datetime content name property href rel lang xml:lang type title ' +
    'aria-hidden aria-label aria-modal aria-labelledby hidden style charset http-equiv pubdate src ' +
    'data-testid data-test-id data-test data-component data-module data-type data-qa data-block data-name data-tb-region ' +
    'data-timestamp data-datetime data-date data-time data-published data-published-date typeof dir'
  ).split(' '),
);

/** Length and first letter of a name, whatever its case: enough to pass over most names without reading them. */
const shapeOf = (length: number, first: number): number => length * 32 + (first & 31);
const KEPT_SHAPES: ReadonlySet<number> = new Set([...KEPT].map((name) => shapeOf(name.length, name.charCodeAt(0))));

/** An opening tag (key) closes an open element (value) that stands at the top of the stack. */
const closes = (names: string): ReadonlySet<string> => new Set(names.split(' '));
const P_CLOSERS = closes(
  'address article aside blockquote center details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul',
);
const IMPLIED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['li', closes('li')],
  ['dt', closes('dt dd')],
  ['dd', closes('dt dd')],
  ['tr', closes('tr td th')],
  ['td', closes('td th')],
  ['th', closes('td th')],
  ['tbody', closes('thead tbody tfoot tr td th')],
  ['tfoot', closes('thead tbody tr td th')],
  ['option', closes('option')],
  ['optgroup', closes('option optgroup')],
  ['a', closes('a')],
  ['rt', closes('rt rp')],
  ['rp', closes('rt rp')],
  ['body', closes('head')],
]);
/** Inline elements between an open paragraph and a block that closes it. */
const PASSED = closes('span b i em strong font small u');
/** Where an implied end stops looking. */
const BARRIER = closes('table ul ol dl div section article body html blockquote main');

const RAW_TEXT = closes('script style textarea title xmp noembed noframes');

/** A blank, a tab, an end of a line. */
function isSpace(code: number): boolean {
  return code === 32 || (code > 8 && code < 14);
}

/** Builds the tree from the tokenizer's events. */
class TreeBuilder implements TokenizerCallbacks {
  readonly root = new Element('#document', {}, null);
  private readonly source: string;
  private readonly stack: Element[] = [this.root];
  /** How many elements of a name are open: an end of one that is not costs nothing, however often it comes. */
  private readonly open = new Map<string, number>();
  /** Open elements beyond the depth limit: they get no node, their text goes to the deepest one. */
  private overflow = 0;
  private elements = 0;
  private scriptBytes = 0;
  private name = '';
  private attrs: Record<string, string> = {};
  private attrName: string | null = null;
  private attrValue = '';

  constructor(source: string) {
    this.source = source;
  }

  private get top(): Element {
    return this.stack[this.stack.length - 1] as Element;
  }

  private keepsScript(element: Element, length: number): boolean {
    if (element.name !== 'script' || !/ld\+json/i.test(element.attrs['type'] ?? '')) return false;
    this.scriptBytes += length;
    return this.scriptBytes <= MAX_SCRIPT;
  }

  /** Nothing of a script, but for data of the page, and of a style. */
  private keepsText(length: number): boolean {
    const { top } = this;
    return !RAW_TEXT.has(top.name) || top.name === 'title' || this.keepsScript(top, length);
  }

  ontext(start: number, end: number): void {
    // Most of what stands between tags is indentation: one space says as much and takes no memory.
    if (end > start && this.keepsText(end - start))
      this.top.append(this.isBlank(start, end) ? ' ' : this.source.slice(start, end));
  }

  private isBlank(start: number, end: number): boolean {
    for (let at = start; at < end; at += 1) if (!isSpace(this.source.charCodeAt(at))) return false;
    return true;
  }

  ontextentity(codepoint: number): void {
    if (this.keepsText(1)) this.top.append(String.fromCodePoint(codepoint));
  }

  onopentagname(start: number, end: number): void {
    this.name = this.source.slice(start, Math.min(end, start + 40)).toLowerCase();
    this.attrs = {};
  }

  onattribname(start: number, end: number): void {
    this.attrName = null;
    this.attrValue = '';
    if (!KEPT_SHAPES.has(shapeOf(end - start, this.source.charCodeAt(start)))) return;
    const name = this.source.slice(start, end).toLowerCase();
    if (KEPT.has(name) && !(name in this.attrs)) this.attrName = name;
  }

  onattribdata(start: number, end: number): void {
    if (this.attrName === null || this.attrValue.length >= MAX_ATTRIBUTE) return;
    this.attrValue += this.source.slice(start, Math.min(end, start + MAX_ATTRIBUTE));
  }

  onattribentity(codepoint: number): void {
    if (this.attrName !== null && this.attrValue.length < MAX_ATTRIBUTE) {
      this.attrValue += String.fromCodePoint(codepoint);
    }
  }

  onattribend(): void {
    if (this.attrName !== null) this.attrs[this.attrName] = this.attrValue;
    this.attrName = null;
  }

  onopentagend(): void {
    const { name } = this;
    this.closeImplied(name);
    const isVoid = VOID.has(name);
    const full = this.stack.length >= MAX_DEPTH || this.elements >= MAX_ELEMENTS;
    if (full) {
      if (!isVoid) this.overflow += 1;
      return;
    }
    const element = new Element(name, this.attrs, this.top);
    this.elements += 1;
    this.top.append(element);
    if (!isVoid) this.push(element);
  }

  onselfclosingtag(): void {
    const { name } = this;
    this.onopentagend();
    // In HTML the slash means nothing, in SVG and MathML it ends the element.
    if (!VOID.has(name) && this.isInForeignContext()) this.close(name);
  }

  onclosetag(start: number, end: number): void {
    this.close(this.source.slice(start, Math.min(end, start + 40)).toLowerCase());
  }

  private close(name: string): void {
    if (VOID.has(name)) {
      if (name === 'br') this.top.append(new Element('br', {}, this.top));
      return;
    }
    if (this.overflow > 0) {
      this.overflow -= 1;
      return;
    }
    if ((this.open.get(name) ?? 0) === 0) return;
    let at = this.stack.length - 1;
    while (at > 0 && (this.stack[at] as Element).name !== name) {
      // The end of an inline element does not reach out of the block it stands in.
      if (PASSED.has(name) && BARRIER.has((this.stack[at] as Element).name)) return;
      // Nothing inside a table cell ends what is around the table.
      if (name !== 'table' && (this.stack[at] as Element).name === 'table' && name !== 'body' && name !== 'html')
        return;
      at -= 1;
    }
    if (at > 0 && name !== 'body' && name !== 'html') this.cut(at);
  }

  private push(element: Element): void {
    this.stack.push(element);
    this.open.set(element.name, (this.open.get(element.name) ?? 0) + 1);
  }

  /** Ends the open elements from this place of the stack on. */
  private cut(at: number): void {
    while (this.stack.length > at) {
      const { name } = this.stack.pop() as Element;
      this.open.set(name, (this.open.get(name) as number) - 1);
    }
  }

  private closeImplied(name: string): void {
    if (P_CLOSERS.has(name)) this.closeOpen('p', PASSED);
    const ends = IMPLIED.get(name);
    if (ends === undefined) return;
    while (this.stack.length > 1 && ends.has(this.top.name)) this.cut(this.stack.length - 1);
    // `<li><b>one<li>two`: an item ends the item before it even when something inline was left open.
    if (name === 'li') this.closeOpen('li', PASSED);
  }

  /** Ends the nearest open element called `name`, if only elements of `through` stand between. */
  private closeOpen(name: string, through: ReadonlySet<string>): void {
    for (let at = this.stack.length - 1; at > 0; at -= 1) {
      const open = (this.stack[at] as Element).name;
      if (open === name) {
        this.cut(at);
        return;
      }
      if (!through.has(open)) return;
    }
  }

  isInForeignContext(): boolean {
    for (let at = this.stack.length - 1; at > 0; at -= 1) {
      const { name } = this.stack[at] as Element;
      if (name === 'svg' || name === 'math') return true;
      if (name === 'body' || name === 'div') return false;
    }
    return false;
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}

/**
 * A page's tree from its markup: linear in time whatever the markup is. Beyond 200 levels text goes to the deepest
 * element; beyond 120,000 elements, and behind 12 million code units, the rest of the page is left out. Scripts other
 * than JSON-LD, and attributes that say nothing about the text, are not kept. Errors of markup are mended as in the
 * HTML Standard's tree construction where it matters for text (implied ends of p, li, dt, tr, td, option, a).
 */
export function parseMarkup(html: string): Element {
  const source = html.length > MAX_SOURCE ? html.slice(0, MAX_SOURCE) : html;
  const builder = new TreeBuilder(source);
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, builder);
  tokenizer.write(source);
  tokenizer.end();
  return builder.root;
}
