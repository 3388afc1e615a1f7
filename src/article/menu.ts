import { cleanLine } from './clean.ts';
import { rolesOf } from './conventions.ts';
import { type Element, attr, descendants, textOf } from './element.ts';
import { withoutIcons } from './line-rules.ts';
import { linkedCrumbs } from './trail.ts';

/** A list of so many links or more is a menu, whatever it is called. */
const MIN_LIST = 3;
const MAX_TRAIL = 400;

/** The texts of the links below, each by itself, empty ones left out. */
export function linksIn(element: Element): string[] {
  return [...descendants(element)]
    .filter((child) => child.name === 'a')
    .map((link) => withoutIcons(cleanLine(textOf(link, 100))))
    .filter((text) => text !== '');
}

/** The innermost menu that an element stands in and `heading` does not; null for none. Linear in the depth of both. */
export function menuAround(element: Element, heading: Element): Element | null {
  const outside = new Set(upFrom(heading));
  let inArticle: boolean | null = null;
  for (const at of upFrom(element)) {
    if (outside.has(at)) return null;
    // What heads an article may name its section; what heads a page names them all.
    if (at.name === 'header' && !(inArticle ??= isInArticle(at))) return at;
    if (isMenu(at)) return at;
  }
  return null;
}

function* upFrom(element: Element): Generator<Element> {
  for (let at: Element | null = element; at !== null; at = at.parent) yield at;
}

function isInArticle(element: Element): boolean {
  for (const { name } of upFrom(element)) if (name === 'article') return true;
  return false;
}

function isMenu(element: Element): boolean {
  if (element.name === 'nav' || element.name === 'menu') return true;
  if (/^(?:navigation|banner|menu|menubar)$/i.test(attr(element, 'role'))) return true;
  return rolesOf(element, new Map()).has('navigation') || isListOfLinks(element);
}

function isListOfLinks(element: Element): boolean {
  if (element.name !== 'ul') return false;
  const items = element.children.filter((child) => typeof child === 'object' && child.name === 'li');
  return items.length >= MIN_LIST;
}

/** The crumbs of a menu that is a trail of breadcrumbs, with a mark between each two of its links; none for any other. */
export function trailOfMenu(menu: Element): string[] {
  if (menu.chars > MAX_TRAIL) return [];
  return linkedCrumbs(cleanLine(textOf(menu, MAX_TRAIL + 1)), linksIn(menu));
}
