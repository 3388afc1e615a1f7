import { type Role, rolesOf } from './conventions.ts';
import { type Element, UNSEEN, attr, commonAncestor, descendants, isWithin, textOf } from './element.ts';
import { cleanLine } from './clean.ts';
import { isSentence } from './sentence.ts';
import { isSignUpBox } from './signup.ts';

/** How much of the page's prose an element with a furniture role may hold and still be taken out. */
const MAX_SHARE: Readonly<Partial<Record<Role, number>>> = {
  related: 0.3,
  // A speech in full may be longer than the report on it.
  facts: 0.65,
  share: 0.12,
  comments: 0.75,
  newsletter: 0.2,
  advert: 0.2,
  navigation: 0.25,
  caption: 0.25,
  byline: 0.12,
  dialog: 0.3,
  tags: 0.15,
  player: 0.2,
  paywall: 0.15,
  authorbox: 0.25,
  footer: 0.25,
  hidden: 0.2,
};

const TAGS: ReadonlyMap<string, string> = new Map([
  ['nav', 'navigation'],
  ['aside', 'aside'],
  ['footer', 'footer'],
  ['figure', 'figure'],
  ['figcaption', 'caption'],
  ['picture', 'figure'],
  ['button', 'button'],
  ['menu', 'navigation'],
  ['dialog', 'dialog'],
  ['label', 'form'],
  ['fieldset', 'form'],
  ...[
    'sidebar',
    'ad',
    'sticky-ad',
    'embed',
    'social-share',
    'lightbox',
    'user-notification',
    'consent',
    'app-banner',
  ].map((name) => [`amp-${name}`, name === 'consent' ? 'dialog' : 'amp'] as const),
]);

const ARIA: ReadonlyMap<string, string> = new Map(
  'navigation complementary contentinfo banner search dialog alertdialog menu menubar tablist toolbar tooltip alert button img'
    .split(' ')
    .map((role) => [role, role]),
);

const NEVER_BY_NAME = new Set(['body', 'html', 'main', 'tbody', 'thead', 'tr', 'td', 'th']);

/** Decides what of a page is furniture by its tags, its ARIA roles and the names that content systems use. */
class Pruner {
  private readonly cache = new Map<string, ReadonlySet<Role>>();
  /** Where the page says that its body is. */
  private readonly named: Element | null;
  private readonly total: number;
  private readonly lenient: boolean;

  constructor(root: Element, lenient: boolean) {
    this.total = Math.max(1, root.prose);
    this.named = this.findNamed(root);
    this.lenient = lenient;
  }

  /** The element called a body that holds a body's worth of prose, or what holds all its pieces: other parts need not be spared for theirs. */
  private findNamed(root: Element): Element | null {
    let best: Element | null = null;
    const named: Element[] = [];
    for (const element of descendants(root)) {
      if (
        element.prose < 60 ||
        !(/\barticleBody\b/i.test(attr(element, 'itemprop')) || rolesOf(element, this.cache).has('body'))
      )
        continue;
      named.push(element);
      if (best === null || element.prose > best.prose || (element.prose > best.prose * 0.8 && isWithin(element, best)))
        best = element;
    }
    if (best === null || best.prose < 300) return null;
    const { prose } = best;
    const name = attr(best, 'class');
    const pieces = named.filter(
      (element) => attr(element, 'class') === name && !isWithin(best, element) && !isWithin(element, best),
    );
    const others = pieces.reduce((sum, piece) => sum + piece.prose, 0);
    if (others > prose * 0.25 && pieces.length > 1) return commonAncestor([best, ...pieces]);
    return prose < 500 ? null : best;
  }

  /** Share of the page's prose; nothing for what stands beside the body, everything for what holds it. */
  private shareOf(element: Element, prose: number): number {
    const { named } = this;
    if (named !== null && !isWithin(element, named))
      return isWithin(named, element) ? 1 : Math.min(prose / this.total, 0.01);
    return prose / (named?.prose ?? this.total);
  }

  prune(element: Element): void {
    const alike = proseOfAlike(element);
    for (const child of element.children) {
      if (typeof child === 'string' || UNSEEN.has(child.name)) continue;
      child.pruned = this.reason(child, alike.get(kindOf(child)) ?? child.prose);
      if (child.pruned === null && child.children.length > 0) this.prune(child);
    }
  }

  /** `alike` is the prose of all the children of one parent that bear the same names. */
  private reason(element: Element, alike: number): string | null {
    const share = this.shareOf(element, element.prose);
    const group = this.shareOf(element, alike);
    return (
      this.byTag(element, share) ??
      this.byAttribute(element, share) ??
      this.byName(element, group) ??
      this.asCard(element, group) ??
      this.asPicture(element, share) ??
      (this.total >= 250 && share <= 0.2 && isSignUpBox(element, this.cache) ? 'sign-up' : null)
    );
  }

  private byTag(element: Element, share: number): string | null {
    const reason = TAGS.get(element.name);
    if (reason !== undefined) {
      const most = element.name === 'figure' ? 0.5 : element.name === 'aside' || element.name === 'nav' ? 0.6 : 0.3;
      const quotes = element.name === 'footer' ? element.parent?.name === 'blockquote' : holdsQuote(element);
      if (share <= most && !quotes) return reason;
    }
    if (element.name === 'form' && share < 0.3) return 'form';
    if (element.name === 'header' && share < 0.1 && isPageHeader(element)) return 'header';
    return null;
  }

  private byAttribute(element: Element, share: number): string | null {
    const { attrs } = element;
    const role = attrs['role'];
    if (role !== undefined && share < 0.3) {
      const reason = ARIA.get(role);
      if (reason !== undefined) return reason;
    }
    if (this.lenient || share > 0.3) return null;
    if (attrs['aria-hidden'] === 'true' || attrs['hidden'] !== undefined || attrs['aria-modal'] === 'true')
      return 'hidden';
    const style = attrs['style'];
    if (style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style)) return 'hidden';
    return null;
  }

  /** A picture, a linked headline, a few words: an invitation to another article. */
  private asCard(element: Element, group: number): string | null {
    const { chars, name } = element;
    if (chars < 15 || chars > 600 || group > 0.2 || this.total < 500) return null;
    if (name === 'article' && chars < 500 && element.parent !== null && !hasHeading(element, 0)) return 'card';
    if (name !== 'div' && name !== 'li' && name !== 'section' && name !== 'a' && name !== 'article') return null;
    return hasLinkedHeading(element, name === 'a', 0) || hasTwinLinks(element) ? 'card' : null;
  }

  /** A picture with what stands under it, in a box of their own. */
  private asPicture(element: Element, share: number): string | null {
    const { chars, name } = element;
    if (chars === 0 || chars > 300 || share > 0.1 || this.total < 500 || !PICTURE_BOXES.has(name)) return null;
    return picturesIn(element, 0) > 0 ? 'figure' : null;
  }

  private byName(element: Element, share: number): string | null {
    if (element.name === 'blockquote' && element.prose > 0) return null;
    if (NEVER_BY_NAME.has(element.name)) return null;
    // An anchor, made of the heading's words or of numbers.
    if (/^(?:h[1-6]|p)$/.test(element.name) && attr(element, 'class') === '') return null;
    const roles = rolesOf(element, this.cache);
    for (const role of roles) {
      const most = MAX_SHARE[role];
      if (most === undefined || share > most) continue;
      // A lead that a system calls `teaser` or a body that it calls `content-tools` is still one.
      if (
        (roles.has('body') || roles.has('standfirst')) &&
        role !== 'caption' &&
        role !== 'comments' &&
        role !== 'hidden' &&
        element.prose > 0
      )
        continue;
      if (this.lenient && share > 0.05) continue;
      return role;
    }
    return null;
  }
}

const PICTURE_BOXES: ReadonlySet<string> = new Set(['div', 'table', 'section', 'center']);
const CONTENT: ReadonlySet<string> = new Set(['p', 'ul', 'ol', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'pre', 'form']);

/** How many pictures a box has; none where it has a paragraph of text, a list or a heading too. */
function picturesIn(element: Element, depth: number): number {
  let found = 0;
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (CONTENT.has(child.name) && child.chars > 0 && !isFewWords(child)) return -Infinity;
    found += child.name === 'img' ? 1 : depth < 5 ? picturesIn(child, depth + 1) : 0;
  }
  return found;
}

/** A paragraph that says what a picture shows: too short for text, no sentence, no date. */
function isFewWords(element: Element): boolean {
  if (element.name !== 'p' || element.paragraphs > 0) return false;
  const text = cleanLine(textOf(element, 300));
  return !/\d/.test(text) && !isSentence(text);
}

/** A `<figure>` that shows a quotation, as HTML allows. */
function holdsQuote(element: Element): boolean {
  return (
    element.name === 'figure' &&
    element.children.some((child) => typeof child !== 'string' && child.name === 'blockquote' && child.prose > 0)
  );
}

/** Prose of the children by their name and class: a body cut into a hundred `card`s is one body. */
function proseOfAlike(parent: Element): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const child of parent.children) {
    if (typeof child === 'string' || child.prose === 0) continue;
    const kind = kindOf(child);
    sums.set(kind, (sums.get(kind) ?? 0) + child.prose);
  }
  return sums;
}

function kindOf(element: Element): string {
  return `${element.name}.${attr(element, 'class')}`;
}

/** A heading that is a link, not deeper than a card is. */
function hasLinkedHeading(element: Element, inLink: boolean, depth: number): boolean {
  return element.children.some((child) => {
    if (typeof child === 'string') return false;
    if (/^h[2-6]$/.test(child.name)) return inLink || child.linkChars > child.chars * 0.8;
    return depth < 6 && hasLinkedHeading(child, inLink || child.name === 'a', depth + 1);
  });
}

/** Longer than the name of an author beside the author's picture. */
const TEASER = 28;

/** A picture and words in a line of their own, both of them links to the same place. */
function hasTwinLinks(element: Element): boolean {
  if (element.linkChars < TEASER || element.paragraphs > 2 || hasHeading(element, 0)) return false;
  const pictured = new Set<string>();
  const told = new Set<string>();
  for (const link of descendants(element)) {
    const href = link.name === 'a' ? attr(link, 'href') : '';
    if (href.length < 2) continue;
    if (picturesIn(link, 0) > 0) pictured.add(href);
    else if (textOf(link, 60).trim().length >= TEASER) told.add(href);
  }
  return [...told].some((href) => pictured.has(href));
}

function isPageHeader(header: Element): boolean {
  for (let at = header.parent; at !== null; at = at.parent) {
    if (at.name === 'article' || at.name === 'main' || at.name === 'section') return false;
  }
  return !hasHeading(header, 0);
}

function hasHeading(element: Element, depth: number): boolean {
  return element.children.some(
    (child) => typeof child !== 'string' && (child.name === 'h1' || (depth < 8 && hasHeading(child, depth + 1))),
  );
}

/**
 * Marks the parts of a page that are furniture with their reason; nothing inside a marked element is looked at. An element that
 * holds much of the page's prose is never marked, whatever it is called. `lenient` keeps what is hidden and all but small parts.
 */
export function prune(root: Element, lenient = false): void {
  new Pruner(root, lenient).prune(root);
}

/** True when the element, or one around it, is marked. */
export function isPruned(element: Element): boolean {
  for (let at: Element | null = element; at !== null; at = at.parent) if (at.pruned !== null) return true;
  return false;
}

/** The `id`, or the first class, behind the tag's name: for people. */
export function selectorOf(element: Element): string {
  const id = attr(element, 'id');
  const [first] = attr(element, 'class').trim().split(/\s+/);
  return `${element.name}${id === '' ? (first === undefined || first === '' ? '' : `.${first}`) : `#${id}`}`;
}
