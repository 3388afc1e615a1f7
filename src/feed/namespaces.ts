/**
 * Short names of the namespaces that feeds use, by URI in lower case without scheme and final slash or hash. The empty
 * name is the feed's own vocabulary (RSS of every version, elements without a namespace).
 */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['', ''],
  ['backend.userland.com/rss', ''],
  ['backend.userland.com/rss2', ''],
  ['backend.userland.com/rss20', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
  ['my.netscape.com/rdf/simple/0.9', ''],
  ['my.netscape.com/publish/formats/rss-0.91', ''],
  ['channel.netscape.com/rdf/simple/0.9', ''],
  ['purl.org/rss/1.0', ''],
  ['purl.org/net/rss1.1', ''],
  ['www.w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  ['purl.org/atom/app', 'app'],
  ['purl.org/dc/elements/1.0', 'dc'],
  ['purl.org/dc/elements/1.1', 'dc'],
  ['purl.org/dc', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['purl.org/rss/1.0/modules/dc', 'dc'],
  ['purl.org/rss/1.0/modules/dcterms', 'dcterms'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['purl.org/rss/1.0/modules/slash', 'slash'],
  ['search.yahoo.com/mrss', 'media'],
  ['video.search.yahoo.com/mrss', 'media'],
  ['www.rssboard.org/media-rss', 'media'],
  ['www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['www.itunes.com/dtds/pocast-1.0.dtd', 'itunes'],
  ['www.itunes.com/dtds/podcast-1.0', 'itunes'],
  ['www.google.com/schemas/play-podcasts/1.0', 'googleplay'],
  ['www.w3.org/1999/xhtml', 'xhtml'],
  ['www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['www.w3.org/xml/1998/namespace', 'xml'],
  ['prismstandard.org/namespaces/1.2/basic', 'prism'],
  ['prismstandard.org/namespaces/basic/2.0', 'prism'],
  ['purl.org/rss/1.0/modules/prism', 'prism'],
  ['purl.org/syndication/history/1.0', 'fh'],
  ['rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['www.google.com/schemas/sitemap-news/0.9', 'news'],
  ['www.google.com/schemas/sitemap-image/1.1', 'image'],
  ['www.google.com/schemas/sitemap-video/1.1', 'video'],
  ['www.sitemaps.org/schemas/sitemap/0.9', ''],
  ['www.google.com/schemas/sitemap/0.9', ''],
  ['www.google.com/schemas/sitemap/0.84', ''],
]);

/** Prefixes that mean what they always mean when the document does not declare them, or not rightly. */
const USUAL = new Set([...SHORT.values()].filter((name) => name !== ''));

const known = new Map<string, string | null>();
const MAX_KNOWN = 1_000;

/** The short name of a namespace URI, or null for one that is not known here. */
function shortOf(uri: string): string | null {
  const found = known.get(uri);
  if (found !== undefined) return found;
  const bare = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/#]+$/, '');
  const short = SHORT.get(bare) ?? null;
  if (known.size < MAX_KNOWN && uri.length < 200) known.set(uri, short);
  return short;
}

/**
 * What the prefixes of one document mean. Elements are named `title`, `dc:date`, …: the local name in lower case under
 * the namespace's short name; one of an unknown namespace is `?`.
 */
export class Namespaces {
  private readonly prefixes = new Map<string, string | null>();
  /** Keys found so far, by the default namespace that holds and the name as written. */
  private readonly keys = new Map<string, Map<string, string>>();
  /** The namespace that counts as the feed's own besides the empty one. */
  private own = '';

  /** The document's root is of this namespace: its elements are the feed's own from now on. */
  adopt(key: string): void {
    const cut = key.indexOf(':');
    if (cut < 0) return;
    this.own = key.slice(0, cut);
    this.keys.clear();
  }

  declare(prefix: string, uri: string): void {
    const short = shortOf(uri);
    this.prefixes.set(prefix.toLowerCase(), short ?? (USUAL.has(prefix.toLowerCase()) ? prefix.toLowerCase() : null));
    this.keys.clear();
  }

  /** The key of an element as it is written, under the default namespace that holds there (a short name, or null for an unknown one). */
  key(name: string, fallback: string): string {
    const keys = this.keys.get(fallback) ?? new Map<string, string>();
    const cached = keys.get(name);
    if (cached !== undefined) return cached;
    const key = this.resolve(name.toLowerCase(), fallback);
    if (keys.size === 0) this.keys.set(fallback, keys);
    if (keys.size < 5_000) keys.set(name, key);
    return key;
  }

  /** The short name of a default namespace; an unknown one counts as the feed's own. */
  defaultName(uri: string): string {
    return shortOf(uri) ?? '';
  }

  private resolve(name: string, fallback: string): string {
    const cut = name.indexOf(':');
    const local = name.slice(cut + 1);
    const space = cut < 0 ? fallback : this.prefix(name.slice(0, cut));
    if (space === null) return '?';
    return space === '' || space === this.own ? local : `${space}:${local}`;
  }

  private prefix(prefix: string): string | null {
    const declared = this.prefixes.get(prefix);
    if (declared !== undefined) return declared;
    return USUAL.has(prefix) ? prefix : prefix === 'rss' ? '' : null;
  }
}
