import { normaliseUrl } from '../text/url.ts';
import { decodeEntities, oneLine } from './markup.ts';
import { type Attributes, XmlScanner } from './xml.ts';

export interface FoundFeed {
  readonly url: string;
  /** The title that the page gives it, else its address. */
  readonly title: string;
  /** Where it was found: the page's own declaration, or a link among its text. */
  readonly from: 'head' | 'anchor';
}

const FEED_TYPES =
  /^(application|text)\/(rss|atom|rdf|feed)(\+xml|\+json)$|^application\/(feed\+)?json$|^application\/x\.atom\+xml$/i;
const FEED_WORDS =
  /(^|[/._?=&-])(rss|atom|feed|feeds|rdf|rss2|xml\/rss|index\.xml|feed\.json|syndication)(?=$|[/._?=&-])/i;
const FEED_LABEL = /\b(rss|atom|xml feed|web feed|json feed)\b/i;
/** Most candidates of one page. */
const MAX_FOUND = 50;
const MAX_LABEL = 200;
const MAX_PAGE = 4_000_000;

/**
 * The feeds that a page names: those that its head declares in the order of the page, comment feeds last; only where
 * it declares none, the links that look like feeds. Addresses are absolute and each once.
 */
export function findFeeds(html: string, url: string): FoundFeed[] {
  const page = scan(html.slice(0, MAX_PAGE), url);
  const declared = page.links.filter(({ url }) => !/\/wp-json\//.test(url));
  const found = declared.length > 0 ? declared : page.anchors;
  const ranked = [...found.filter((feed) => !isComments(feed)), ...found.filter(isComments)];
  const seen = new Set<string>();
  return ranked.filter(({ url }) => !seen.has(url) && seen.add(url)).slice(0, MAX_FOUND);
}

function isComments({ url, title }: FoundFeed): boolean {
  return /comments?\b/i.test(title) || /\/comments?(\/|$)/i.test(url);
}

interface Page {
  readonly links: FoundFeed[];
  readonly anchors: FoundFeed[];
}

function scan(html: string, url: string): Page {
  const page: Page = { links: [], anchors: [] };
  const scanner = new XmlScanner(html);
  let base: string | null = null;
  let anchor: Anchor | null = null;
  for (let token = scanner.next(); token !== 'end'; token = scanner.next()) {
    const name = token === 'open' || token === 'close' ? scanner.name.toLowerCase() : '';
    if (anchor !== null && (name === 'a' || anchor.label.length > MAX_LABEL)) {
      addAnchor(page, anchor, base ?? url);
      anchor = null;
    }
    if (token === 'open') {
      if (name === 'script' || name === 'style') skipRaw(scanner, name);
      else if (name === 'base') base ??= normaliseUrl(attributesOf(scanner)['href'] ?? '', url);
      else if (name === 'link') addLink(page, attributesOf(scanner), base ?? url);
      else if (name === 'a') anchor = anchorOf(attributesOf(scanner));
    } else if (token === 'text' && anchor !== null)
      anchor.label += decodeEntities(html.slice(scanner.start, Math.min(scanner.end, scanner.start + MAX_LABEL)));
  }
  return page;
}

/** Attributes with their names in lower case, as HTML reads them. */
function attributesOf(scanner: XmlScanner): Attributes {
  return Object.fromEntries(Object.entries(scanner.attributes()).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Past the content of a script or style, in which a `<` is none. */
function skipRaw(scanner: XmlScanner, name: string): void {
  const close = new RegExp(`</${name}`, 'gi');
  close.lastIndex = scanner.end;
  const match = close.exec(scanner.source);
  scanner.rewind(match === null ? scanner.source.length : match.index);
}

interface Anchor {
  /** As written. */
  readonly href: string;
  label: string;
}

/** Lists a link that looks like a feed's, by its address or by what it says. */
function addAnchor(page: Page, { href, label }: Anchor, base: string): void {
  const title = oneLine(label);
  if (
    page.anchors.length >= MAX_FOUND * 2 ||
    !(FEED_WORDS.test(href.replace(/^https?:\/\/[^/]*/i, '')) || FEED_LABEL.test(title))
  )
    return;
  const url = normaliseUrl(href, base);
  if (url === null || NO_FEED.test(new URL(url).pathname)) return;
  page.anchors.push({ url, title: title || url, from: 'anchor' });
}

const NO_FEED = /\.(css|js|png|jpe?g|gif|svg|pdf|zip|mp3|mp4)$/i;

function addLink(page: Page, attributes: Attributes, base: string): void {
  const rel = attributes['rel']?.toLowerCase().split(/\s+/) ?? [];
  const type = attributes['type']?.split(';')[0]?.trim() ?? '';
  if (!(rel.includes('alternate') && FEED_TYPES.test(type)) && !rel.includes('feed')) return;
  const href = attributes['href']?.trim() ?? '';
  const url = href === '' ? null : normaliseUrl(href, base);
  if (url === null || page.links.length >= MAX_FOUND * 2) return;
  page.links.push({ url, title: oneLine(attributes['title'] ?? '') || url, from: 'head' });
}

function anchorOf(attributes: Attributes): Anchor | null {
  const href = attributes['href']?.trim() ?? '';
  if (href === '' || href.startsWith('#')) return null;
  return { href, label: attributes['title'] === undefined ? '' : `${attributes['title']} ` };
}

/**
 * The feeds of an address on a platform whose conventions are known, from the address alone; none elsewhere. For what a
 * page must be asked (`youtube.com/@name`) the page's own declaration serves.
 */
export function platformFeeds(url: string): string[] {
  const parsed = parse(url);
  if (parsed === null) return [];
  const host = parsed.hostname.replace(/^(www|m|old|new|np)\./, '');
  for (const [pattern, feeds] of PLATFORMS) if (pattern.test(host)) return feeds(parsed);
  return [];
}

type Convention = (url: URL) => string[];

const PLATFORMS: readonly (readonly [RegExp, Convention])[] = [
  [/^youtube\.com$/, youtube],
  [/^github\.com$/, github],
  [/^gitlab\.com$|^codeberg\.org$/, forge],
  [
    /^reddit\.com$/,
    ({ origin, pathname }) =>
      /^\/(r|u|user)\/[\w-]+\/?/.test(pathname) ? [`${origin}${pathname.replace(/\/$/, '')}/.rss`] : [],
  ],
  [/^(.+\.)?medium\.com$/, medium],
  [/\.substack\.com$/, ({ origin }) => [`${origin}/feed`]],
  [/\.(wordpress|blogspot|tumblr|livejournal|dreamwidth)\.[a-z.]+$/, blog],
  [
    /^vimeo\.com$/,
    ({ pathname }) => one(/^\/([\w-]+)\/?$/, pathname, (name) => [`https://vimeo.com/${name}/videos/rss`]),
  ],
  [/^dev\.to$/, ({ pathname }) => one(/^\/([\w-]+)\/?$/, pathname, (name) => [`https://dev.to/feed/${name}`])],
  [
    /^bsky\.app$/,
    ({ pathname }) => one(/^\/profile\/([\w.:-]+)\/?$/, pathname, (name) => [`https://bsky.app/profile/${name}/rss`]),
  ],
  [/^t\.me$|^x\.com$|^twitter\.com$|^facebook\.com$|^instagram\.com$/, () => []],
  [/./, ({ origin, pathname }) => one(/^\/@([\w.-]+)\/?$/, pathname, (name) => [`${origin}/@${name}.rss`])],
];

function one(pattern: RegExp, path: string, feeds: (name: string) => string[]): string[] {
  const name = pattern.exec(path)?.[1];
  return name === undefined ? [] : feeds(name);
}

function youtube({ pathname, searchParams }: URL): string[] {
  const feed = (key: string, value: string): string => `https://www.youtube.com/feeds/videos.xml?${key}=${value}`;
  const list = searchParams.get('list');
  if ((pathname === '/playlist' || pathname === '/watch') && list !== null && /^[\w-]+$/.test(list))
    return [feed('playlist_id', list)];
  // The channel's own playlists: long videos, shorts, live streams.
  return one(/^\/channel\/UC([\w-]+)\/?/, pathname, (id) => [
    feed('channel_id', `UC${id}`),
    ...['UULF', 'UUSH', 'UULV'].map((prefix) => feed('playlist_id', `${prefix}${id}`)),
  ]);
}

function github({ pathname }: URL): string[] {
  const [owner, repository, ...rest] = pathname.split('/').filter((part) => part !== '');
  if (owner === undefined || /^(features|topics|search|settings|marketplace|orgs|sponsors|login|about)$/.test(owner))
    return [];
  if (repository === undefined) return [`https://github.com/${owner}.atom`];
  return rest.length > 0
    ? []
    : ['commits', 'releases', 'tags'].map((kind) => `https://github.com/${owner}/${repository}/${kind}.atom`);
}

function forge({ origin, pathname }: URL): string[] {
  const [owner, repository] = pathname.split('/').filter((part) => part !== '');
  if (owner === undefined) return [];
  if (repository === undefined) return [`${origin}/${owner}.${origin.includes('gitlab') ? 'atom' : 'rss'}`];
  return [
    origin.includes('gitlab')
      ? `${origin}/${owner}/${repository}/-/tags?format=atom`
      : `${origin}/${owner}/${repository}/releases.rss`,
  ];
}

function medium({ hostname, pathname, origin }: URL): string[] {
  if (hostname !== 'medium.com' && hostname !== 'www.medium.com') return [`${origin}/feed`];
  return one(/^\/(@?[\w.-]+)\/?/, pathname, (name) => [`https://medium.com/feed/${name}`]);
}

function blog({ hostname, origin }: URL): string[] {
  if (hostname.includes('blogspot.')) return [`${origin}/feeds/posts/default`];
  if (hostname.includes('tumblr.')) return [`${origin}/rss`];
  return [hostname.includes('wordpress.') ? `${origin}/feed/` : `${origin}/data/rss`];
}

const WELL_KNOWN = [
  'feed/',
  'rss',
  'feed',
  'rss.xml',
  'feed.xml',
  'atom.xml',
  'index.xml',
  'feed.atom',
  'index.rss',
  'rss/',
  'rss/feed.xml',
  'feed.json',
  'feeds/posts/default',
  'news-sitemap.xml',
  'sitemap_news.xml',
];

/**
 * Addresses where feeds usually live, to be tried in this order: at the root, then in the folder of the address. A
 * redirect there is no answer.
 */
export function wellKnownFeeds(url: string): string[] {
  const parsed = parse(url);
  if (parsed === null) return [];
  const folder = parsed.pathname.replace(/[^/]*$/, '');
  const root = WELL_KNOWN.map((path) => `${parsed.origin}/${path}`);
  return folder === '/' ? root : [...root, ...WELL_KNOWN.map((path) => `${parsed.origin}${folder}${path}`)];
}

function parse(url: string): URL | null {
  const normal = normaliseUrl(url);
  return normal === null ? null : new URL(normal);
}
