import { type FeedDocument, type FeedEntry, type FeedFormat, MAX_ENTRIES, type SitemapRef } from './document.ts';
import { Draft } from './draft.ts';
import { ENTRY_FIELDS, type FeedElement, FLAT, HEAD_FIELDS, TRANSPARENT } from './fields.ts';
import { HeadSignals } from './head-signals.ts';
import { decodeEntities } from './markup.ts';
import type { Inside } from './construct.ts';
import { Namespaces } from './namespaces.ts';
import { innerBase } from './resolve.ts';
import { HtmlCleaner } from './safe-html.ts';
import { type Attributes, XmlScanner } from './xml.ts';

/** Roots that make a feed, by key, with what the document then speaks. */
const ENTRY_KEYS = new Set(['item', 'entry', 'url', 'sitemap', 'atom:entry']);
const VOID = /^(br|img|hr|input|meta)$/i;
/** Elements nested deeper than this are not told apart. */
const MAX_DEPTH = 200;

interface Frame {
  readonly name: string;
  readonly key: string;
  /** `skip`: nothing in it counts. */
  readonly role: 'root' | 'head' | 'entry' | 'through' | 'skip';
  readonly base: string | null;
  readonly language: string | null;
  /** Short name of the default namespace. */
  readonly space: string;
}

export interface XmlRoot {
  readonly format: FeedFormat;
  readonly atom: boolean;
}

/** Reads one XML feed from the root element on; see `readXmlFeed`. */
class XmlFeedReader {
  private readonly scanner: XmlScanner;
  private readonly spaces = new Namespaces();
  private readonly cleaner = new HtmlCleaner();
  private readonly frames: Frame[] = [];
  private readonly head = new Draft();
  private readonly signals = new HeadSignals();
  private readonly entries: FeedEntry[] = [];
  private readonly sitemaps: SitemapRef[] = [];
  private readonly root: (key: string, attributes: Attributes, namespace: string) => XmlRoot | null;
  private readonly url: string | null;
  private format: FeedFormat = 'rss-2.0';
  private atom = false;
  private entry: Draft | null = null;
  private rootClosed = false;

  constructor(
    source: string,
    url: string | null,
    root: (key: string, attributes: Attributes, namespace: string) => XmlRoot | null,
  ) {
    this.scanner = new XmlScanner(source);
    this.url = url;
    this.root = root;
  }

  read(): FeedDocument | null {
    for (;;) {
      const token = this.scanner.next();
      if (token === 'end') break;
      if (token === 'open') {
        if (!this.open()) return null;
      } else if (token === 'close') this.close(this.scanner.name);
      if (this.entries.length + this.sitemaps.length >= MAX_ENTRIES) break;
    }
    return this.frames.length === 0 && !this.rootClosed ? null : this.document();
  }

  /** False when the document turns out to be no feed. */
  private open(): boolean {
    const { scanner } = this;
    const { name, empty } = scanner;
    const attributes = scanner.hasAttributes ? scanner.attributes((raw) => this.decode(raw)) : {};
    const outer = this.frames.at(-1);
    const space = this.declare(attributes, outer?.space ?? '');
    const key = this.spaces.key(name, space);
    if (outer === undefined) return this.rootClosed || this.openRoot(name, key, attributes, space);
    if (outer.role === 'skip') {
      if (!empty && !VOID.test(name)) this.push(name, key, 'skip', outer);
      return true;
    }
    const frame = this.inherit(outer, name, key, attributes, space);
    if (ENTRY_KEYS.has(key)) this.openEntry(frame, attributes, empty);
    else if (this.entry === null && key === 'channel') {
      this.takeHeadAttributes(attributes, frame);
      if (!empty) this.frames.push({ ...frame, role: 'head' });
    } else this.openField(frame, attributes, empty);
    return true;
  }

  private openRoot(name: string, key: string, attributes: Attributes, space: string): boolean {
    const found = this.root(key, attributes, attributes['xmlns'] ?? '');
    if (found === null) return false;
    this.format = found.format;
    this.atom = found.atom;
    this.spaces.adopt(key);
    const frame = this.inherit(
      { name, key, role: 'root', base: this.url, language: null, space },
      name,
      key,
      attributes,
      space,
    );
    this.frames.push({ ...frame, role: key === 'channel' ? 'head' : 'root' });
    this.takeHeadAttributes(attributes, frame);
    if (this.scanner.empty) this.close(name);
    return true;
  }

  private takeHeadAttributes(attributes: Attributes, frame: Frame): void {
    this.head.offer('language', 1, frame.language);
    this.head.offer('id', 5, attributes['rdf:about'] ?? null);
    takeCdf(this.head, attributes);
  }

  private openEntry(frame: Frame, attributes: Attributes, empty: boolean): void {
    // An entry in an entry: the one before was never closed.
    if (this.entry !== null) this.closeTo(this.frames.findIndex(({ role }) => role === 'entry'));
    this.entry = new Draft();
    this.entry.offer('language', 1, frame.language);
    const about = attributes['rdf:about'];
    if (about !== undefined) {
      this.entry.offer('id', 5, about.trim());
      if (/^https?:/i.test(about.trim())) this.entry.offer('link', 8, about.trim());
    }
    takeCdf(this.entry, attributes);
    this.frames.push({ ...frame, role: 'entry' });
    if (empty) this.close(frame.name);
  }

  private openField(frame: Frame, attributes: Attributes, empty: boolean): void {
    const draft = this.entry ?? this.head;
    const take = (this.entry === null ? HEAD_FIELDS : ENTRY_FIELDS).get(frame.key);
    const element = this.element(frame, attributes, empty);
    if (this.entry === null) this.signals.take(element);
    take?.(draft, element);
    if (element.consumed || empty || VOID.test(frame.name)) return;
    if (TRANSPARENT.has(frame.key)) this.frames.push({ ...frame, role: 'through' });
    else
      this.push(
        frame.name,
        frame.key,
        this.entry === null && take === undefined && frame.key === '?' ? 'through' : 'skip',
        frame,
      );
  }

  private element(frame: Frame, attributes: Attributes, empty: boolean): FeedElement & { readonly consumed: boolean } {
    let inside: Inside | null = null;
    return {
      key: frame.key,
      attributes,
      base: frame.base,
      atom: this.atom,
      cleaner: this.cleaner,
      inside: () => (inside ??= empty ? { text: '', markup: null } : this.capture(frame)),
      get consumed() {
        return inside !== null;
      },
    };
  }

  /** Reads on to the end of the element just opened. Ends early, before the next tag, where it was never closed. */
  private capture(frame: Frame): Inside {
    const { scanner } = this;
    const from = scanner.end;
    const nested: string[] = [];
    let text = '';
    let marked = false;
    for (;;) {
      const token = scanner.next();
      if (token === 'text') text += this.decode(scanner.source.slice(scanner.start, scanner.end));
      else if (token === 'cdata') text += scanner.source.slice(scanner.start, scanner.end);
      else if (token === 'open') {
        if (nested.length === 0 && FLAT.has(frame.key)) break;
        marked = true;
        if (!scanner.empty && nested.length < MAX_DEPTH) nested.push(scanner.name);
      } else if (token === 'close') {
        const at = nested.lastIndexOf(scanner.name);
        if (at >= 0) nested.length = at;
        else if (scanner.name === frame.name)
          return { text, markup: marked ? scanner.source.slice(from, scanner.start) : null };
        else if (this.isOpen(scanner.name)) break;
      } else break;
    }
    const until = scanner.start;
    scanner.rewind(until);
    return { text, markup: marked ? scanner.source.slice(from, until) : null };
  }

  private isOpen(name: string): boolean {
    return this.frames.some((frame) => frame.name === name);
  }

  private close(name: string): void {
    let at = this.frames.length - 1;
    while (at >= 0 && (this.frames[at] as Frame).name !== name) at -= 1;
    if (at < 0) at = this.frames.findLastIndex((frame) => frame.name.toLowerCase() === name.toLowerCase());
    if (at >= 0) this.closeTo(at);
  }

  /** Closes the frames from this one on. */
  private closeTo(at: number): void {
    for (const frame of this.frames.splice(at)) {
      if (frame.role === 'entry' && this.entry !== null) this.finish(this.entry, frame);
    }
    if (at === 0) this.rootClosed = true;
  }

  private finish(draft: Draft, frame: Frame): void {
    this.entry = null;
    if (frame.key !== 'sitemap') this.entries.push(draft.entry());
    else if (draft.get('link') !== null)
      this.sitemaps.push({ url: draft.get('link') as string, updated: draft.get('updated') });
  }

  private push(name: string, key: string, role: Frame['role'], outer: Frame): void {
    if (this.frames.length < MAX_DEPTH) this.frames.push({ ...outer, name, key, role });
  }

  private inherit(outer: Frame, name: string, key: string, attributes: Attributes, space: string): Frame {
    return {
      name,
      key,
      role: 'skip',
      space,
      base: innerBase(attributes['xml:base'], outer.base),
      language: attributes['xml:lang'] ?? outer.language,
    };
  }

  /** Notes the namespaces that an element declares; gives the default one that holds in it. */
  private declare(attributes: Attributes, outer: string): string {
    for (const name in attributes) {
      if (name.startsWith('xmlns:')) this.spaces.declare(name.slice('xmlns:'.length), attributes[name] ?? '');
    }
    const uri = attributes['xmlns'];
    return uri === undefined ? outer : this.spaces.defaultName(uri);
  }

  private decode(raw: string): string {
    if (!raw.includes('&')) return raw;
    const { entities } = this.scanner;
    if (entities.size === 0) return decodeEntities(raw);
    return decodeEntities(raw.replace(/&([\w.-]{1,64});/g, (all, name: string) => entities.get(name) ?? all));
  }

  private document(): FeedDocument {
    const { head } = this;
    const shared = { author: this.atom ? head.get('author') : null, language: head.get('language') };
    return {
      format: this.format,
      id: head.get('id'),
      title: head.get('title'),
      link: head.get('link'),
      description: head.get('summary'),
      language: shared.language,
      author: head.get('author'),
      published: head.get('published'),
      updated: head.get('updated'),
      ttl: this.signals.ttl,
      tags: head.tags,
      entries: this.entries.map((entry) => inherited(entry, shared)),
      ...this.signals.found(),
      ...(this.sitemaps.length > 0 ? { sitemaps: newestFirst(this.sitemaps) } : {}),
      ...(this.rootClosed ? {} : { truncated: true }),
    };
  }
}

function inherited(entry: FeedEntry, shared: { author: string | null; language: string | null }): FeedEntry {
  const author = entry.author ?? shared.author;
  const language = entry.language ?? shared.language;
  return author === entry.author && language === entry.language ? entry : { ...entry, author, language };
}

function newestFirst(sitemaps: readonly SitemapRef[]): SitemapRef[] {
  return sitemaps.toSorted((a, b) => (b.updated ?? '').localeCompare(a.updated ?? ''));
}

/** Channel Definition Format keeps addresses and dates in attributes. */
function takeCdf(draft: Draft, attributes: Attributes): void {
  const href = attributes['HREF'] ?? attributes['href'];
  if (href !== undefined) draft.offer('link', 0, href.trim());
  const modified = attributes['LASTMOD'] ?? attributes['lastmod'];
  if (modified !== undefined) draft.offerDate('updated', 0, modified);
}

/**
 * The feed in an XML document, or null where its root element makes none. Never throws: of a document that is cut off
 * every closed entry is there.
 * @param root says what a root element makes of the document
 */
export function readXmlFeed(
  source: string,
  url: string | null,
  root: (key: string, attributes: Attributes, namespace: string) => XmlRoot | null,
): FeedDocument | null {
  return new XmlFeedReader(source, url, root).read();
}
