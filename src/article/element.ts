/** A piece of a page's tree: an element or a run of text (entities already decoded). */
export type PageNode = Element | string;

const NONE: readonly PageNode[] = [];

/**
 * An element of a page, with the masses that `measure` fills in. Masses are in UTF-16 code units of visible text and
 * include everything below the element.
 */
export class Element {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly parent: Element | null;
  /** In document order. */
  children: readonly PageNode[] = NONE;
  /** Visible text below. */
  chars = 0;
  /** Visible text inside links below. */
  linkChars = 0;
  /** Text of running prose below: blocks long enough, with few links, that read like sentences. */
  prose = 0;
  /** Blocks of prose below. */
  paragraphs = 0;
  /** Why `prune` took the element out, if it did. */
  pruned: string | null = null;

  constructor(name: string, attrs: Readonly<Record<string, string>>, parent: Element | null) {
    this.name = name;
    this.attrs = attrs;
    this.parent = parent;
  }

  /** Adds a node behind the others. A text behind a text is one text with it. */
  append(node: PageNode): void {
    // An empty list makes room for seventeen with its first entry; most elements have one child or none.
    if (this.children === NONE) {
      this.children = [node];
      return;
    }
    const children = this.children as PageNode[];
    const last = children.length - 1;
    const before = children[last];
    if (typeof node === 'string' && typeof before === 'string') children[last] = before + node;
    else children.push(node);
  }
}

/** The value of an attribute, or the empty string. */
export function attr(element: Element, name: string): string {
  return element.attrs[name] ?? '';
}

/** The elements below, in document order, `root` left out. */
export function* descendants(root: Element): Generator<Element> {
  const waiting: Element[] = [];
  const add = ({ children }: Element): void => {
    for (let at = children.length - 1; at >= 0; at -= 1) {
      const child = children[at];
      if (typeof child === 'object') waiting.push(child);
    }
  };
  add(root);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    add(next);
  }
}

/** All text below, as it stands, up to `limit` code units. */
export function textOf(root: Element, limit = 100_000): string {
  let text = '';
  const visit = (element: Element): void => {
    for (const child of element.children) {
      if (text.length >= limit) return;
      if (typeof child === 'string') text += child;
      else if (!UNSEEN.has(child.name)) {
        const apart = !INLINE.has(child.name);
        if (apart) text += ' ';
        visit(child);
        if (apart) text += ' ';
      }
    }
  };
  visit(root);
  return text.slice(0, limit);
}

/** Elements whose text a reader never sees. */
export const UNSEEN: ReadonlySet<string> = new Set(
  'script style noscript template svg math iframe object embed applet audio video canvas map head title textarea select datalist noframes frameset'.split(
    ' ',
  ),
);

/** Elements that stand inside a line of text. Everything else begins a line of its own. */
export const INLINE: ReadonlySet<string> = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr output progress q rb rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/** True when `ancestor` is the element itself or stands above it. */
export function isWithin(element: Element, ancestor: Element): boolean {
  for (let at: Element | null = element; at !== null; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** The lowest element that holds all of these; null for none. */
export function commonAncestor(elements: readonly Element[]): Element | null {
  let common = elements[0] ?? null;
  for (const element of elements) while (common !== null && !isWithin(element, common)) common = common.parent;
  return common;
}
