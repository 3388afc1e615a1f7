import { compile, selectAll } from 'css-select';
import { type Document, type Element, isTag, type ParentNode } from 'domhandler';
import { findAll, getElementsByTagName, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { WireError } from '../core/errors.ts';
import { parseDate } from '../text/date.ts';
import { canonicalUrl, registrableDomain } from '../text/url.ts';
import { articleScore } from './article-link.ts';
import type { FeedDocument, FeedEntry } from './document.ts';
import { escapeHtml, oneLine } from './markup.ts';
import { XmlScanner } from './xml.ts';

export interface WatchedPageOptions {
  /** CSS selector of the article links, or of elements that hold one link each. */
  readonly selector?: string;
}

const MAX_PAGE = 4_000_000;
const MAX_DEPTH = 512;
const MAX_LINKS = 5_000;
const MAX_LISTED = 100;
const MAX_TITLE = 300;
const MAX_SELECTOR = 500;

/** Elements whose links lead around the site. */
const AROUND = /^(nav|footer|aside|form|dialog|noscript|template|script|style|svg)$/;
const AROUND_ROLE = /^(navigation|contentinfo|banner|search|menu|menubar|dialog)$/;
const AROUND_CLASS =
  /(^|[\s_-])(nav(bar|igation)?|menu|footer|breadcrumbs?|cookies?|consent|share|social|pagination|pager|sidebar|widget|newsletter|login|lang(uages?)?)(?=$|[\s_-])/i;

/**
 * A page without a feed as one: the articles that it links to, in the order of the page, found by structure (links that
 * read and are written like an article's, outside menus and the like), or by a CSS selector. Titles come from the links
 * and headings, dates from `time` elements beside them, where there are any.
 * @throws FEED_SYNTAX when no article link is found; CONFIG_INVALID when the selector is none
 */
export function readWatchedPage(html: string, url: string, options: WatchedPageOptions = {}): FeedDocument {
  const page = parse(html.slice(0, MAX_PAGE));
  const links = options.selector === undefined ? byStructure(page, url) : bySelector(page, url, options.selector);
  if (links.size === 0) throw new WireError('FEED_SYNTAX', 'no links to articles were found in the page');
  const root = findAll((element) => element.name === 'html', page.children)[0];
  const head = (name: string, value: string): string | null =>
    findAll(
      (element) => element.name === 'meta' && (element.attribs['property'] ?? element.attribs['name']) === name,
      page.children,
    )[0]?.attribs[value] ?? null;
  return {
    format: 'page',
    id: null,
    title: oneLine(textContent(getElementsByTagName('title', page.children, true, 1))) || null,
    link: url,
    description: head('description', 'content') ?? head('og:description', 'content'),
    language: root?.attribs['lang'] ?? null,
    author: null,
    published: null,
    updated: null,
    ttl: null,
    tags: [],
    entries: [...links].slice(0, MAX_LISTED).map(([link, anchors]) => entryOf(link, anchors, links, url)),
  };
}

type Links = Map<string, Element[]>;

/** A tree that no later step can choke on: the parser's and the selectors' time grows with the depth. */
function parse(html: string): Document {
  const scanner = new XmlScanner(html);
  let depth = 0;
  for (let token = scanner.next(); token !== 'end'; token = scanner.next()) {
    if (token === 'open' && !scanner.empty && !VOID.test(scanner.name)) depth += 1;
    else if (token === 'close' && depth > 0) depth -= 1;
    if (depth > MAX_DEPTH * 8) throw new WireError('FEED_SYNTAX', 'the page is nested too deeply');
  }
  return parseDocument(html);
}

const VOID = /^(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|tr|th|dt|dd|option)$/i;

function byStructure(page: Document, url: string): Links {
  const found: Links = new Map();
  for (const anchor of anchorsOf(page)) {
    const link = articleLink(anchor, url);
    if (link !== null && !isAround(anchor)) found.set(link, [...(found.get(link) ?? []), anchor]);
  }
  for (const [link, anchors] of found) {
    const best = Math.max(
      ...anchors.map((anchor) => articleScore(link, oneLine(textContent(anchor)), surroundings(anchor))),
    );
    if (best < 5) found.delete(link);
  }
  return found;
}

function bySelector(page: Document, url: string, selector: string): Links {
  const found: Links = new Map();
  for (const element of select(page, selector)) {
    const anchor =
      element.name === 'a'
        ? element
        : getElementsByTagName('a', element.children, true, 50).find((a) => a.attribs['href'] !== undefined);
    const link = anchor === undefined ? null : canonicalUrl(anchor.attribs['href'] ?? '', url);
    if (anchor !== undefined && link !== null && link !== canonicalUrl(url))
      found.set(link, [...(found.get(link) ?? []), anchor]);
  }
  return found;
}

/** Whether a text is a selector that a watched page may have. */
export function isSelector(text: string): boolean {
  if (text.trim() === '' || text.length > MAX_SELECTOR) return false;
  try {
    compile(text);
    return true;
  } catch {
    return false;
  }
}

function select(page: Document, selector: string): Element[] {
  try {
    return selectAll<Document | Element, Element>(selector.slice(0, MAX_SELECTOR), page).slice(0, MAX_LINKS);
  } catch (cause) {
    throw new WireError('CONFIG_INVALID', `not a CSS selector: ${selector}`, { cause });
  }
}

function anchorsOf(page: Document): Element[] {
  return getElementsByTagName('a', page.children, true, MAX_LINKS);
}

/** The canonical address of a link within the site, null for others and for the page itself. */
function articleLink(anchor: Element, url: string): string | null {
  const href = anchor.attribs['href']?.trim() ?? '';
  if (href === '' || href.startsWith('#') || /^(mailto|tel|javascript):/i.test(href)) return null;
  const link = canonicalUrl(href, url);
  if (link === null || link === canonicalUrl(url)) return null;
  return registrableDomain(new URL(link).host) === registrableDomain(new URL(url).host) ? link : null;
}

function isHeading(name: string): boolean {
  return /^h[1-6]$/.test(name);
}

function ancestors(element: Element): Element[] {
  const found: Element[] = [];
  let parent: ParentNode | null = element.parent;
  while (parent !== null && isTag(parent) && found.length < MAX_DEPTH) {
    found.push(parent);
    parent = parent.parent;
  }
  return found;
}

function isAround(anchor: Element): boolean {
  return ancestors(anchor).some(({ name, attribs }) => {
    if (name === 'body' || name === 'html' || name === 'main' || name === 'article') return false;
    return (
      AROUND.test(name) ||
      AROUND_ROLE.test(attribs['role'] ?? '') ||
      AROUND_CLASS.test(`${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`)
    );
  });
}

function surroundings(anchor: Element): { heading: boolean; teaser: boolean } {
  const around = ancestors(anchor).slice(0, 8);
  return {
    heading:
      around.some(({ name }) => isHeading(name)) ||
      getElementsByTagName(isHeading, anchor.children, true, 1).length > 0,
    teaser: around.some(
      ({ name, attribs }) =>
        name === 'article' || /teaser|card|story|headline|article|entry|news|post/i.test(attribs['class'] ?? ''),
    ),
  };
}

function entryOf(link: string, anchors: readonly Element[], links: Links, url: string): FeedEntry {
  const block = blockOf(anchors[0] as Element, link, links, url);
  const published = block === null ? null : timeIn(block);
  return {
    id: link,
    link,
    title: titleOf(anchors, block),
    published,
    updated: null,
    author: null,
    language: null,
    summary: block === null ? null : summaryIn(block),
    contentHtml: null,
    enclosures: [],
    tags: [],
  };
}

/** The widest element around a link that holds no other article's link. */
function blockOf(anchor: Element, link: string, links: Links, url: string): Element | null {
  let block: Element | null = null;
  for (const element of ancestors(anchor).slice(0, 8)) {
    const others = getElementsByTagName('a', element.children, true, 20).some((other) => {
      const address = articleLink(other, url);
      return address !== null && address !== link && links.has(address);
    });
    if (others) break;
    block = element;
  }
  return block;
}

/** The longest of what the links to it say, headings first; else what their pictures are called. */
function titleOf(anchors: readonly Element[], block: Element | null): string | null {
  const heading = block === null ? undefined : getElementsByTagName(isHeading, block.children, true, 1)[0];
  const texts = anchors.map((anchor) => oneLine(textContent(anchor)));
  const inside = anchors
    .flatMap((anchor) => getElementsByTagName(isHeading, anchor.children, true, 1))
    .map((h) => oneLine(textContent(h)));
  const [best] = [
    ...inside,
    heading === undefined ? '' : oneLine(textContent(heading)),
    ...texts.sort((a, b) => b.length - a.length),
  ].filter((text) => text.length > 3);
  const named = anchors
    .map(({ attribs }) => oneLine(attribs['title'] ?? attribs['aria-label'] ?? ''))
    .find((text) => text !== '');
  return (best ?? named ?? null)?.slice(0, MAX_TITLE) ?? null;
}

function timeIn(block: Element): string | null {
  const time = getElementsByTagName('time', block.children, true, 1)[0];
  const ms = time === undefined ? null : parseDate(time.attribs['datetime'] ?? oneLine(textContent(time)));
  return ms === null ? null : new Date(ms).toISOString();
}

function summaryIn(block: Element): string | null {
  const texts = getElementsByTagName('p', block.children, true, 5).map((p) => oneLine(textContent(p)));
  const longest = texts.sort((a, b) => b.length - a.length)[0] ?? '';
  return longest.length > 40 ? escapeHtml(longest.slice(0, 1_000)) : null;
}
