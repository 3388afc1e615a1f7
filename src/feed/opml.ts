import { WireError } from '../core/errors.ts';
import { normaliseUrl } from '../text/url.ts';
import { oneLine } from './markup.ts';
import { type Attributes, XmlScanner } from './xml.ts';

/** A feed in an OPML list. */
export interface OpmlFeed {
  /** The title, else the site's address, else the feed's. */
  readonly title: string;
  /** As written. */
  readonly url: string;
  /** The site's address, else the feed's. */
  readonly site: string;
  /** The folders around it, outermost first, and what `category` names; no two alike. */
  readonly tags: readonly string[];
  /** Attributes that are none of OPML's, by name: kept, so that another reader's settings survive a round trip. */
  readonly extra: Readonly<Record<string, string>>;
  /** Why it cannot be watched; absent when it can. */
  readonly refused?: string;
}

const MAX_FEEDS = 100_000;
const MAX_FOLDERS = 32;
const OWN = new Set([
  'type',
  'text',
  'title',
  'xmlurl',
  'htmlurl',
  'url',
  'description',
  'language',
  'version',
  'category',
  'created',
  'iscomment',
  'isbreakpoint',
]);

/**
 * The feeds of an OPML 1 or 2 file in their order, folders as tags. Read as it is found: no outer outline, HTML entities,
 * broken XML, attributes in any case. What is no http(s) feed, or stands there again, is listed with its reason.
 * http://opml.org/spec2.opml
 * @throws FEED_SYNTAX when it is no OPML at all
 */
export function readOpml(text: string): OpmlFeed[] {
  const scanner = new XmlScanner(text);
  const feeds: OpmlFeed[] = [];
  const folders: (string | null)[] = [];
  const seen = new Set<string>();
  let root = false;
  /** A log-in page, say, in place of the list. */
  let isPage = false;
  for (let token = scanner.next(); token !== 'end' && feeds.length < MAX_FEEDS; token = scanner.next()) {
    const name = token === 'open' || token === 'close' ? scanner.name.toLowerCase() : '';
    if (token === 'open' && (name === 'opml' || (name === 'body' && !isPage))) root = true;
    if (token === 'open' && name === 'html') isPage = true;
    if (name !== 'outline') continue;
    if (token === 'close') folders.pop();
    else {
      root = true;
      const attributes = lowerCased(scanner.attributes());
      const read = feedOf(
        attributes,
        folders.filter((folder) => folder !== null),
      );
      const feed = read !== null && scanner.cutOff ? { ...read, refused: 'the file is cut off here' } : read;
      if (feed !== null)
        feeds.push(seen.has(feed.url) && feed.refused === undefined ? { ...feed, refused: 'listed twice' } : feed);
      if (feed !== null) seen.add(feed.url);
      if (!scanner.empty) folders.push(feed === null && folders.length < MAX_FOLDERS ? labelOf(attributes) : null);
    }
  }
  if (!root) throw new WireError('FEED_SYNTAX', 'this is no OPML list of feeds');
  return feeds;
}

interface Named {
  readonly name: string;
  readonly value: string;
}

function lowerCased(attributes: Attributes): Map<string, Named> {
  return new Map(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), { name, value: value ?? '' }]));
}

function labelOf(attributes: Map<string, Named>): string | null {
  return oneLine(attributes.get('title')?.value ?? '') || oneLine(attributes.get('text')?.value ?? '') || null;
}

function feedOf(attributes: Map<string, Named>, folders: readonly string[]): OpmlFeed | null {
  const written =
    attributes.get('xmlurl')?.value.trim() ||
    (/^(rss|atom)$/i.test(attributes.get('type')?.value ?? '') ? (attributes.get('url')?.value.trim() ?? '') : null);
  if (written === null) return null;
  const refused = refusalOf(written);
  const site = attributes.get('htmlurl')?.value.trim() || written;
  const extra = [...attributes]
    .filter(([key, { name }]) => !OWN.has(key) && !name.startsWith('xmlns'))
    .map(([, { name, value }]) => [name, value] as const);
  return {
    title: labelOf(attributes) ?? site,
    url: written,
    site,
    tags: [...new Set([...folders, ...categoriesOf(attributes.get('category')?.value ?? '')])],
    extra: Object.fromEntries(extra),
    ...(refused === null ? {} : { refused }),
  };
}

/** `category`: tags by comma, or paths with a leading slash. */
function categoriesOf(value: string): string[] {
  return value
    .split(',')
    .flatMap((part) => (part.trim().startsWith('/') ? part.trim().split('/') : [part]))
    .map(oneLine)
    .filter((part) => part !== '');
}

function refusalOf(url: string): string | null {
  if (url === '') return 'no address';
  return normaliseUrl(url) === null ? 'not an http(s) address' : null;
}

/**
 * An OPML 2 file of feeds. The first tag is the folder (without one: none), the others go into `category`, so that
 * `readOpml` gives back the same tags; `extra` is written as it was read.
 * @param title of the list
 */
export function writeOpml(feeds: readonly Omit<OpmlFeed, 'refused'>[], title = 'wirewatch feeds'): string {
  const folders = new Map<string, string[]>();
  for (const feed of feeds) {
    const [folder = '', ...others] = feed.tags;
    const lines = folders.get(folder) ?? [];
    folders.set(folder, lines);
    lines.push(outline(feed, others));
  }
  const body = [...folders].map(([folder, lines]) =>
    folder === ''
      ? lines.map((line) => `    ${line}\n`).join('')
      : `    <outline text="${attribute(folder)}" title="${attribute(folder)}">\n${lines.map((line) => `      ${line}\n`).join('')}    </outline>\n`,
  );
  const spaces = [
    ...new Set(feeds.flatMap((feed) => Object.keys(feed.extra).map((name) => /^([\w-]+):/.exec(name)?.[1]))),
  ].filter((name) => name !== undefined && name !== 'xml');
  const declared = spaces.map((name) => ` xmlns:${name}="urn:opml:${name}"`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"${declared}>\n  <head>\n    <title>${attribute(title)}</title>\n  </head>\n  <body>\n${body.join('')}  </body>\n</opml>\n`;
}

function outline(feed: Omit<OpmlFeed, 'refused'>, categories: readonly string[]): string {
  const named: (readonly [string, string])[] = [
    ['type', 'rss'],
    ['text', feed.title],
    ['title', feed.title],
    ['xmlUrl', feed.url],
    ['htmlUrl', feed.site],
    // A comma would part one tag into two.
    ...(categories.length > 0
      ? [['category', categories.map((tag) => tag.replace(/,/g, ' ')).join(',')] as const]
      : []),
    ...Object.entries(feed.extra).filter(([name]) => /^[\w][\w.-]*(:[\w][\w.-]*)?$/.test(name)),
  ];
  return `<outline ${named.map(([name, value]) => `${name}="${attribute(value)}"`).join(' ')}/>`;
}

function attribute(value: string): string {
  return value
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}
