import { cleanLine, titleKey } from './clean.ts';
import type { FieldEvidence } from './article.ts';
import { type Element, attr, descendants, isWithin, textOf } from './element.ts';
import { type Facts, meta } from './facts.ts';
import { type LinkedNode, textValue, typesOf } from './jsonld.ts';
import type { Block } from './segment.ts';
import { linksIn, menuAround, trailOfMenu } from './menu.ts';
import { isCall } from './phrases.ts';
import { unescapeTwice } from './title.ts';
import { crumbsOf, linkedCrumbs } from './trail.ts';

export interface Named {
  readonly text: string;
  readonly evidence: FieldEvidence;
}

/** Words of an address that name no section. */
const NO_SECTION =
  /^(?:news|article|articles|artikel|story|stories|content|doc|archive|a|n|p|id|en|de|fr|es|it|pt|ru|uk|amp|m|www|index|detail|post|posts|blog|html?|\d+|[a-z]{2}-[a-z]{2})$/i;

/** What of a page a section is looked for in. */
export interface Sectioned {
  readonly root: Element;
  readonly blocks: readonly Block[];
  readonly heading: Element | null;
}

/** How many lines above the headline a trail may stand. */
const REACH = 3;

/**
 * The crumbs of the trail right above the headline, whatever its box is called: links with marks or icons between, or text with
 * marks. In a menu the marks alone tell a trail from a row of links.
 */
function trailAbove({ blocks, heading }: Sectioned): string[] {
  if (heading === null) return [];
  const at = blocks.findIndex((block) => isWithin(block.element, heading));
  for (const block of blocks.slice(Math.max(0, at - REACH), Math.max(0, at)).toReversed()) {
    const menu = menuAround(block.element, heading);
    const crumbs = menu === null ? crumbsOf(block.text) : crumbsInMenu(block, menu);
    if (crumbs.length > 1) return crumbs;
    if (menu === null) {
      const links = linksOf(block);
      if (links.length > 1) return links;
    }
  }
  return [];
}

function crumbsInMenu({ text, element }: Block, menu: Element): string[] {
  const own = linkedCrumbs(text, linksIn(element));
  return own.length > 1 ? own : trailOfMenu(menu);
}

/** The links of a line that is made of a few of them. */
function linksOf({ element, key, links, linkChars, text }: Block): string[] {
  if (links < 2 || links > 7 || linkChars < text.length * 0.8 || text.length >= 120) return [];
  const texts = linksIn(element);
  return titleKey(texts.join(' ')) === key ? texts : [];
}

/** A link of one to three words right above the headline. */
function kickerOf({ blocks, heading }: Sectioned): string | null {
  if (heading === null) return null;
  const at = blocks.findIndex((block) => isWithin(block.element, heading));
  const above = blocks[at - 1];
  if (above === undefined || above.links !== 1 || above.linkChars < above.text.length * 0.9) return null;
  if (above.text.length > 30 || above.text.split(' ').length > 3) return null;
  return menuAround(above.element, heading) === null ? above.text : null;
}

/**
 * The section that the page is filed under: JSON-LD, `<meta>`, the trail of breadcrumbs, the address. Of a trail it is the last
 * crumb that is not the headline.
 */
export function findSection(facts: Facts, page: Sectioned, title: string | null, url?: string): Named | null {
  const own = textValue(facts.article?.['articleSection']);
  if (own !== null && usable(own, title)) return named(own, 'json-ld', 0.9);
  const section = meta(
    facts,
    'article:section',
    'section',
    'cxenseparse:section',
    'parsely-section',
    'category',
    'dc.subject.section',
    'content_category',
    'prism.section',
  );
  if (section !== null && usable(section, title)) return named(section, 'meta:article:section', 0.85);
  const trail = trailOf(facts.nodes).filter((step) => usable(step, title));
  const last = trail.at(-1);
  if (last !== undefined) return named(last, 'breadcrumb', 0.7);
  const visible = visibleTrail(page.root)
    .filter((step) => usable(step, title))
    .at(-1);
  if (visible !== undefined) return named(visible, 'breadcrumb', 0.6);
  const above = trailAbove(page)
    .filter((step) => usable(step, title))
    .at(-1);
  if (above !== undefined) return named(above, 'breadcrumb', 0.5);
  const kicker = kickerOf(page);
  if (kicker !== null && usable(kicker, title)) return named(kicker, 'kicker', 0.45);
  const word = sectionInUrl(url);
  return word === null ? null : named(word, 'url', 0.4);
}

function usable(text: string, title: string | null): boolean {
  const key = titleKey(text);
  return (
    key !== '' &&
    text.length <= 80 &&
    key !== titleKey(title ?? '') &&
    !isCall(text) &&
    !/^(?:home|homepage|start|startseite|accueil|inicio|início|главная|головна|галоўная|forside|hem|etusivu)$/i.test(
      key,
    )
  );
}

function named(text: string, source: string, confidence: number): Named {
  return { text: cleanLine(unescapeTwice(text)), evidence: { source, confidence } };
}

function trailOf(nodes: readonly LinkedNode[]): string[] {
  const list = nodes.find((node) => typesOf(node).includes('BreadcrumbList'))?.['itemListElement'];
  if (!Array.isArray(list)) return [];
  return list.slice(0, 12).flatMap((step: unknown) => {
    if (typeof step !== 'object' || step === null) return [];
    const node = step as LinkedNode;
    const name = textValue(node['name']) ?? textValue(node['item']);
    return name === null || /^https?:/.test(name) ? [] : [name];
  });
}

function visibleTrail(root: Element): string[] {
  for (const element of descendants(root)) {
    const names = `${attr(element, 'class')} ${attr(element, 'id')} ${attr(element, 'aria-label')}`;
    if (!/bread-?crumb/i.test(names) || element.chars > 400 || element.chars === 0) continue;
    const links = linksIn(element);
    const steps = links.length > 0 ? links : crumbsOf(cleanLine(textOf(element, 400)));
    if (steps.length > 0) return steps;
  }
  return [];
}

function sectionInUrl(url: string | undefined): string | null {
  const path = /^https?:\/\/[^/]+\/([^?#]*)/i.exec(url ?? '')?.[1] ?? '';
  const steps = path.split('/').slice(0, -1);
  const word = steps.find((step) => /^[a-z][a-z-]{2,24}$/i.test(step) && !NO_SECTION.test(step));
  return word === undefined ? null : word.replaceAll('-', ' ');
}
