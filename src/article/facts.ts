import { cleanLine } from './clean.ts';
import { type Element, attr, textOf } from './element.ts';
import { type LinkedNode, isArticleNode, linkedNodes, textValue, typesOf } from './jsonld.ts';

/** What a page says about itself in its markup, gathered in one walk; nothing judged yet. */
export interface Facts {
  /** Values of `<meta>` by `name`, `property` or `itemprop` in lower case, in document order. */
  readonly metas: ReadonlyMap<string, readonly string[]>;
  /** `<link>` addresses by `rel`. */
  readonly links: ReadonlyMap<string, string>;
  readonly htmlLang: string | null;
  readonly documentTitle: string | null;
  readonly headings: readonly Element[];
  readonly times: readonly Element[];
  /** Elements with an `itemprop`, `<meta>` left out. */
  readonly items: ReadonlyMap<string, readonly Element[]>;
  /** Every JSON-LD node of the page. */
  readonly nodes: readonly LinkedNode[];
  /** The JSON-LD node of the page's own article. */
  readonly article: LinkedNode | null;
}

/** The first value of a `<meta>` by any of these names, cleaned; null where there is none. */
export function meta(facts: Facts, ...names: readonly string[]): string | null {
  for (const name of names) {
    for (const value of facts.metas.get(name) ?? []) {
      const text = cleanLine(value);
      if (text !== '') return text;
    }
  }
  return null;
}

class Gatherer {
  readonly metas = new Map<string, string[]>();
  readonly links = new Map<string, string>();
  readonly items = new Map<string, Element[]>();
  readonly headings: Element[] = [];
  readonly times: Element[] = [];
  readonly scripts: string[] = [];
  htmlLang: string | null = null;
  documentTitle: string | null = null;

  visit(element: Element): void {
    for (const child of element.children) {
      if (typeof child === 'string') continue;
      this.gather(child);
      if (child.children.length > 0 && child.name !== 'svg') this.visit(child);
    }
  }

  private gather(element: Element): void {
    const prop = element.attrs['itemprop'];
    if (element.name === 'meta') this.gatherMeta(element);
    else if (element.name === 'link') this.gatherLink(element);
    else if (element.name === 'script') this.gatherScript(element);
    else if (element.name === 'title') this.documentTitle ??= cleanLine(textOf(element, 2000));
    else if (element.name === 'html') this.htmlLang ??= attr(element, 'lang') || attr(element, 'xml:lang') || null;
    else if (element.name === 'h1' && this.headings.length < 50) this.headings.push(element);
    else if (element.name === 'time' && this.times.length < 500) this.times.push(element);
    if (prop !== undefined && element.name !== 'meta') push(this.items, prop.toLowerCase(), element);
  }

  private gatherScript(element: Element): void {
    if (element.children.length > 0)
      this.scripts.push(element.children.filter((child) => typeof child === 'string').join(''));
  }

  private gatherMeta(element: Element): void {
    const content = element.attrs['content'];
    if (content === undefined || content === '') return;
    const names = [
      element.attrs['property'],
      element.attrs['name'],
      element.attrs['itemprop'],
      element.attrs['http-equiv'],
    ];
    for (const name of names) if (name !== undefined) push(this.metas, name.trim().toLowerCase(), content);
  }

  private gatherLink(element: Element): void {
    const href = element.attrs['href'];
    if (href === undefined) return;
    for (const rel of attr(element, 'rel').toLowerCase().split(/\s+/)) {
      if (rel !== '' && !this.links.has(rel)) this.links.set(rel, href);
    }
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (list.length < 200) list.push(value);
}

/** The page's own article among its JSON-LD nodes: the one that names this page, else the fullest; an update inside of a live blog only where nothing else is. */
function ownArticle(nodes: readonly LinkedNode[], addresses: ReadonlySet<string>): LinkedNode | null {
  let best: LinkedNode | null = null;
  let most = -Infinity;
  const updates = new Set(nodes.flatMap((node) => node['liveBlogUpdate']));
  for (const node of nodes) {
    if (!isArticleNode(node)) continue;
    const named = [node['url'], node['mainEntityOfPage'], node['@id']].map(addressOf);
    const score =
      1 +
      (named.some((address) => address !== null && addresses.has(address)) ? 4 : 0) +
      (textValue(node['headline']) === null ? 0 : 2) +
      (textValue(node['datePublished']) === null ? 0 : 2) +
      (textValue(node['articleBody']) === null ? 0 : 1) +
      (typesOf(node).some((type) => type.includes('News')) ? 0.5 : 0) -
      (updates.has(node) ? 6 : 0);
    if (score > most) [best, most] = [node, score];
  }
  return best;
}

function addressOf(value: unknown): string | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const node = value as LinkedNode;
    return addressOf(node['@id'] ?? node['url']);
  }
  return typeof value === 'string' ? pathOf(value) : null;
}

/** What tells addresses of one page apart from others: host and path, without `www.`, scheme, query and a slash behind. */
export function pathOf(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/$/, '');
}

/** Gathers what the page says about itself. `url` is where it came from, if known. */
export function gatherFacts(root: Element, url?: string): Facts {
  const gatherer = new Gatherer();
  gatherer.visit(root);
  const nodes = linkedNodes(gatherer.scripts);
  const { metas, links, items, headings, times, htmlLang, documentTitle } = gatherer;
  const addresses = new Set(
    [url, links.get('canonical'), metas.get('og:url')?.[0]].filter((a) => a !== undefined).map(pathOf),
  );
  return {
    metas,
    links,
    items,
    headings,
    times,
    htmlLang,
    documentTitle,
    nodes,
    article: ownArticle(nodes, addresses),
  };
}
