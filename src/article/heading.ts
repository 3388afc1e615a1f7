import { titleKey } from './clean.ts';
import { wordsOfName } from './conventions.ts';
import { type Element, INLINE, UNSEEN, attr } from './element.ts';
import { type Facts, meta } from './facts.ts';
import { textValue } from './jsonld.ts';
import { type Block, isIcon, isOverlay } from './segment.ts';

const MAX_HEADING = 1000;
/** Names of what stands before a headline, in it and not of it. */
const KICKERS = new Set(
  'kicker kickers overline eyebrow badge label flag tag pretitle supertitle toptitle surtitle rubric dachzeile spitzmarke antetitulo occhiello volanta tagline category section topic exclusive premium'.split(
    ' ',
  ),
);

/**
 * The words of a heading that are its headline: no icons, nothing for screen readers alone, no buttons, no mark of a link
 * to itself. A kicker before it goes where `isKnown` says that the page calls the headline without it.
 */
export function headingText(heading: Element, isKnown?: (text: string) => boolean): string {
  const whole = visibleText(heading, false);
  if (isKnown === undefined || isKnown(whole)) return whole;
  const bare = visibleText(heading, true);
  if (bare !== whole && isKnown(bare)) return bare;
  const apart = firstApart(heading);
  return apart !== null && isKnown(apart) ? apart : whole;
}

/** With a space behind the inline element that a heading begins with, where its words run on: `<span>Flood</span>Gates open`. */
function firstApart(heading: Element): string | null {
  const [first, ...others] = heading.children.filter((child) => typeof child !== 'string' || /\S/.test(child));
  if (typeof first !== 'object' || !INLINE.has(first.name) || others.length === 0) return null;
  const before = visibleText(first, false).trim();
  const whole = visibleText(heading, false).trim();
  return before.length > 2 && whole.startsWith(before) ? `${before} ${whole.slice(before.length).trimStart()}` : null;
}

function visibleText(root: Element, withoutKickers: boolean): string {
  let text = '';
  const visit = (element: Element): void => {
    for (const child of element.children) {
      if (text.length >= MAX_HEADING) return;
      if (typeof child === 'string') text += child;
      else if (!isHidden(child) && !(withoutKickers && isKicker(child))) {
        const isApart = !INLINE.has(child.name) || isKicker(child);
        text += isApart ? ' ' : '';
        visit(child);
        text += isApart ? ' ' : '';
      }
    }
  };
  visit(root);
  return text.slice(0, MAX_HEADING);
}

function isHidden(element: Element): boolean {
  if (UNSEEN.has(element.name) || element.name === 'button' || isOverlay(element)) return true;
  if (attr(element, 'aria-hidden') === 'true' || isIcon(element) || isNamedIcon(element)) return true;
  return element.name === 'a' && /^\s*[#¶§🔗]\s*$/u.test(onlyText(element));
}

/** In a heading one word of an icon's own is no part of a headline, whatever it is. */
function isNamedIcon(element: Element): boolean {
  return wordsOfName(attr(element, 'class')).includes('icon') && /^\s*[a-z_]{2,24}\s*$/.test(onlyText(element));
}

function onlyText({ children: [first, ...others] }: Element): string {
  return typeof first === 'string' && others.length === 0 ? first : '';
}

function isKicker(element: Element): boolean {
  const name = attr(element, 'class');
  return name !== '' && wordsOfName(name).some((word) => KICKERS.has(word));
}

/** The visible main heading: the first `h1` that says something and is not the site's name or a box's. */
export function mainHeading(facts: Facts): Element | null {
  const own = titleKey(
    meta(facts, 'og:title', 'twitter:title') ?? textValue(facts.article?.['headline']) ?? facts.documentTitle ?? '',
  );
  let best: Element | null = null;
  let most = 0;
  for (const heading of facts.headings) {
    const key = titleKey(headingText(heading).slice(0, 600));
    if (key === '' || isTailOf(facts.documentTitle, key)) continue;
    const words = new Set(key.split(' '));
    const shared = own.split(' ').filter((word) => words.has(word)).length;
    const score = (shared / Math.max(words.size, 1)) * 3 + 1 + (words.size > 3 ? 0.5 : 0);
    if (score > most) [best, most] = [heading, score];
  }
  return most >= 1 ? best : null;
}

/** What stands behind the mark in the document's title, the headline being before it: the name of the site, or of a section. */
function isTailOf(title: string | null, key: string): boolean {
  const parts = (title ?? '').split(/\s+[|–—·•»«:-]\s+|\s*[|｜]\s*/u).map(titleKey);
  const [headline = ''] = parts;
  return parts.length > 1 && parts.slice(1).includes(key) && headline.split(' ').length > key.split(' ').length + 2;
}

/** On a page without `h1`: the line that the document's title begins with or consists of. */
export function headingLike(facts: Facts, blocks: readonly Block[]): Block | null {
  const title = titleKey(facts.documentTitle ?? meta(facts, 'og:title') ?? '');
  if (title === '') return null;
  for (const block of blocks) {
    if (block.text.length < 15 || block.text.length > 250 || block.linkChars > 0) continue;
    const { key } = block;
    if (key.split(' ').length >= 3 && (title === key || title.startsWith(`${key} `) || title.endsWith(` ${key}`)))
      return block;
  }
  return null;
}
