import type { Inside } from './construct.ts';
import { type FeedDocument, type FeedEntry, type FeedFormat, MAX_ENTRIES, type SitemapRef } from './document.ts';
import { Draft } from './draft.ts';
import { EDITOR_RANK, ENTRY_FIELDS, FLAT, HEAD_FIELDS, TRANSPARENT } from './fields.ts';
import { HeadSignals } from './head-signals.ts';
import { Namespaces } from './namespaces.ts';
import { OpenElement, type Role, type Surroundings } from './open-element.ts';
import { innerBase } from './resolve.ts';
import { HtmlCleaner } from './safe-html.ts';
import { type Attributes, XmlScanner } from './xml.ts';

const ENTRY_KEYS = new Set(['item', 'entry', 'url', 'sitemap', 'atom:entry']);
const VOID = /^(br|img|hr|input|meta)$/i;
/** Elements nested deeper than this are not told apart. */
const MAX_DEPTH = 100;

/** What a root element makes of the document. */
export interface XmlRoot {
  readonly format: FeedFormat;
  readonly atom: boolean;
}

export type RootOf = (key: string, attributes: Attributes) => XmlRoot | null;

/**
 * The feed in an XML document, or null where its root element makes none. Never throws: of a document that is cut off
 * every closed entry is there.
 */
export function readXmlFeed(source: string, url: string | null, rootOf: RootOf): FeedDocument | null {
  return new XmlFeedReader(source, url, rootOf).read();
}

class XmlFeedReader {
  private readonly scanner: XmlScanner;
  private readonly rootOf: RootOf;
  private readonly spaces = new Namespaces();
  private readonly stack: OpenElement[] = [];
  private readonly head = new Draft();
  private readonly signals = new HeadSignals();
  private readonly entries: FeedEntry[] = [];
  private readonly sitemaps: SitemapRef[] = [];
  private around: Surroundings;
  private inherited: { readonly space: string; readonly base: string | null; readonly language: string | null };
  private format: FeedFormat = 'rss-2.0';
  private entry: Draft | null = null;
  private rootClosed = false;

  constructor(source: string, url: string | null, rootOf: RootOf) {
    this.scanner = new XmlScanner(source);
    this.rootOf = rootOf;
    this.inherited = { space: '', base: url, language: null };
    this.around = {
      scanner: this.scanner,
      cleaner: new HtmlCleaner(),
      atom: false,
      capture: (element) => this.capture(element),
    };
  }

  read(): FeedDocument | null {
    while (this.entries.length + this.sitemaps.length < MAX_ENTRIES) {
      const token = this.scanner.next();
      if (token === 'end') break;
      if (token === 'close') this.close(this.scanner.name);
      else if (token === 'open' && !this.open()) return null;
    }
    return this.stack.length === 0 && !this.rootClosed ? null : this.document();
  }

  /** False when the document turns out to be no feed. */
  private open(): boolean {
    const { scanner } = this;
    const outer = this.stack.at(-1);
    if (outer === undefined) return this.rootClosed || this.openRoot();
    if (outer.role === 'skip') {
      if (!scanner.empty && !VOID.test(scanner.name)) this.push(this.element(outer, outer.key), 'skip');
      return true;
    }
    const element = this.element(outer);
    if (ENTRY_KEYS.has(element.key)) this.openEntry(element);
    else if (this.entry === null && element.key === 'channel') {
      this.takeHeadAttributes(element);
      if (!element.empty) this.push(element, 'head');
    } else this.openField(element);
    return true;
  }

  /** The element just opened. In what is skipped its key does not matter. */
  private element(outer: OpenElement | null, skippedKey?: string): OpenElement {
    const { scanner } = this;
    const inherited = outer ?? this.inherited;
    if (skippedKey !== undefined) return new OpenElement(this.around, skippedKey, {}, inherited);
    const attributes = scanner.attributes();
    if (!scanner.attributesContain('xml'))
      return new OpenElement(this.around, this.spaces.key(scanner.name, inherited.space), attributes, inherited);
    const space = this.declare(attributes, inherited.space);
    return new OpenElement(this.around, this.spaces.key(scanner.name, space), attributes, {
      space,
      base: innerBase(attributes['xml:base'], inherited.base),
      language: attributes['xml:lang'] ?? inherited.language,
    });
  }

  /** Notes the namespaces that an element declares; gives the default one that holds in it. */
  private declare(attributes: Attributes, outer: string): string {
    for (const name of Object.keys(attributes)) {
      if (name.startsWith('xmlns:')) this.spaces.declare(name.slice('xmlns:'.length), attributes[name] ?? '');
    }
    const uri = attributes['xmlns'];
    return uri === undefined ? outer : this.spaces.defaultName(uri);
  }

  private openRoot(): boolean {
    const root = this.element(null);
    const found = this.rootOf(root.key, root.attributes);
    if (found === null) return false;
    this.format = found.format;
    this.around = { ...this.around, atom: found.atom };
    this.spaces.adopt(root.key);
    const role = root.key === 'channel' ? 'head' : ENTRY_KEYS.has(root.key) ? 'entry' : 'root';
    if (role === 'entry') this.entry = new Draft();
    this.stack.push(root);
    root.role = role;
    this.takeHeadAttributes(root);
    if (root.empty) this.close(root.name);
    return true;
  }

  private takeHeadAttributes({ attributes, language }: OpenElement): void {
    this.head.offer('language', 1, language);
    this.head.offer('id', 5, attributes['rdf:about'] ?? null);
    takeCdf(this.head, attributes);
  }

  private openEntry(element: OpenElement): void {
    // An entry in an entry: the one before was never closed.
    if (this.entry !== null) this.closeTo(this.stack.findIndex(({ role }) => role === 'entry'));
    this.entry = new Draft();
    this.entry.offer('language', 1, element.language);
    const about = element.attributes['rdf:about']?.trim();
    if (about !== undefined) {
      this.entry.offer('id', 5, about);
      if (/^https?:/i.test(about)) this.entry.offer('link', 8, about);
    }
    takeCdf(this.entry, element.attributes);
    this.stack.push(element);
    element.role = 'entry';
    if (element.empty) this.close(element.name);
  }

  private openField(element: OpenElement): void {
    const inHead = this.entry === null;
    const take = (inHead ? HEAD_FIELDS : ENTRY_FIELDS).get(element.key);
    if (inHead) this.signals.take(element);
    take?.(this.entry ?? this.head, element);
    if (element.consumed || element.empty || VOID.test(element.name)) return;
    // Around the entries an element that is not known may well hold some.
    const through = TRANSPARENT.has(element.key) || (inHead && take === undefined && element.key === '?');
    this.push(element, through ? 'through' : 'skip');
  }

  private push(element: OpenElement, role: Role): void {
    if (this.stack.length >= MAX_DEPTH) return;
    element.role = role;
    this.stack.push(element);
  }

  /** Reads on to the end of the element just opened. Ends early, before the next tag, where it was never closed. */
  private capture({ name, key }: OpenElement): Inside {
    const { scanner } = this;
    const { source } = scanner;
    const from = scanner.end;
    const nested: string[] = [];
    let text = '';
    let marked = false;
    for (;;) {
      const token = scanner.next();
      if (token === 'text') text += scanner.decode(source.slice(scanner.start, scanner.end));
      else if (token === 'cdata') text += source.slice(scanner.start, scanner.end);
      else if (token === 'open') {
        if (nested.length === 0 && FLAT.has(key)) break;
        marked = true;
        if (!scanner.empty && nested.length < MAX_DEPTH) nested.push(scanner.name);
      } else if (token === 'close') {
        const at = nested.lastIndexOf(scanner.name);
        if (at >= 0) nested.length = at;
        else if (scanner.name === name) return { text, markup: marked ? source.slice(from, scanner.start) : null };
        else if (this.stack.some((open) => open.name === scanner.name)) break;
      } else break;
    }
    const until = scanner.start;
    scanner.rewind(until);
    return { text, markup: marked ? source.slice(from, until) : null };
  }

  private close(name: string): void {
    let at = this.stack.findLastIndex((open) => open.name === name);
    if (at < 0) at = this.stack.findLastIndex((open) => open.name.toLowerCase() === name.toLowerCase());
    if (at >= 0) this.closeTo(at);
  }

  /** Closes what is open from here on. */
  private closeTo(at: number): void {
    for (const element of this.stack.splice(at)) {
      if (element.role === 'entry' && this.entry !== null) this.finish(this.entry, element);
    }
    if (at === 0) this.rootClosed = true;
  }

  private finish(draft: Draft, { key }: OpenElement): void {
    this.entry = null;
    const url = draft.get('link');
    if (key !== 'sitemap') this.entries.push(draft.entry());
    else if (url !== null) this.sitemaps.push({ url, updated: draft.get('updated') });
  }

  private document(): FeedDocument {
    const { head } = this;
    const author = head.get('author');
    const language = head.get('language');
    // An entry without author is the feed author's (RFC 4287, section 4.1.2); an editor or webmaster of RSS is none.
    const shared = { author: this.around.atom || head.rankOf('author') < EDITOR_RANK ? author : null, language };
    return {
      format: this.format,
      id: head.get('id'),
      title: head.get('title'),
      link: head.get('link'),
      description: head.get('summary'),
      language,
      author,
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

function inherited(entry: FeedEntry, shared: Pick<FeedEntry, 'author' | 'language'>): FeedEntry {
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
