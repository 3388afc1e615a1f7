import { atomConstruct, type Construct, type Inside, lineOf, rssConstruct } from './construct.ts';
import type { Draft } from './draft.ts';
import { decodeEntities, escapeHtml, oneLine } from './markup.ts';
import { personName } from './person.ts';
import { resolveUrl } from './resolve.ts';
import type { HtmlCleaner } from './safe-html.ts';
import type { Attributes } from './xml.ts';

/** An element of a feed as its field sees it. */
export interface FeedElement {
  readonly key: string;
  readonly attributes: Attributes;
  /** The base of relative addresses in it. */
  readonly base: string | null;
  /** The document speaks Atom: text constructs have types, persons have parts. */
  readonly atom: boolean;
  readonly cleaner: HtmlCleaner;
  /** Reads the element to its end. */
  inside(): Inside;
}

export type Take = (draft: Draft, element: FeedElement) => void;

const line = (element: FeedElement): string => oneLine(element.inside().text);

function construct(element: FeedElement, plainByDefault: boolean): Construct {
  // In RSS the elements that come from Atom keep its rules.
  const atom = element.atom || element.key.startsWith('atom:');
  return atom
    ? atomConstruct(element.inside(), element.attributes)
    : rssConstruct(element.inside(), element.attributes, plainByDefault);
}

const title =
  (rank: number): Take =>
  (draft, element) => {
    if (draft.wants('title', rank)) draft.offer('title', rank, lineOf(construct(element, true)));
  };

const html =
  (field: 'summary' | 'content', rank: number): Take =>
  (draft, element) => {
    if (!draft.wants(field, rank)) return;
    const { kind, value } = construct(element, false);
    draft.offer(field, rank, kind === 'text' ? escapeHtml(value.trim()) : element.cleaner.clean(value, element.base));
  };

function safeHtml(element: FeedElement): string {
  const { kind, value, encoded } = construct(element, false);
  return kind === 'text' && encoded !== true ? escapeHtml(value.trim()) : element.cleaner.clean(value, element.base);
}

/** The second of `description` and `summary` is the content, unless there is one of that name. */
const summary: Take = (draft, element) => {
  if (draft.wants('summary', 0)) draft.offer('summary', 0, safeHtml(element));
  else if (draft.wants('content', 3)) draft.offer('content', 3, safeHtml(element));
};

/** The text of a field that is HTML in entries, for the head of a feed. */
const description =
  (rank: number): Take =>
  (draft, element) => {
    if (draft.wants('summary', rank)) draft.offer('summary', rank, lineOf(construct(element, true)));
  };

const date =
  (field: 'published' | 'updated', rank: number): Take =>
  (draft, element) =>
    draft.offerDate(field, rank, line(element));

const language: Take = (draft, element) => draft.offer('language', 0, line(element));

const author =
  (rank: number): Take =>
  (draft, element) => {
    const { text, markup } = element.inside();
    draft.addAuthor(rank, markup === null ? personName(text.slice(0, MAX_PERSON)) : personOf(markup));
  };

/** Who answers for a feed and is not the author of its entries. */
export const EDITOR_RANK = 6;

/** Longest source of a person that is read, in UTF-16 code units. */
const MAX_PERSON = 4_000;

/** The name in an Atom person construct (RFC 4287, section 3.2), else its address. */
function personOf(markup: string): string | null {
  const source = markup.slice(0, MAX_PERSON);
  const name = childText(source, 'name');
  return (
    (name === '' ? null : personName(name)) ??
    personName(childText(source, 'email') || source.replace(/<[^<>]*>/g, ' '))
  );
}

function childText(markup: string, name: string): string {
  const inner =
    new RegExp(`<(?:\\w+:)?${name}(?:\\s[^<>]*)?>([^<]*(?:<!\\[CDATA\\[[^\\]]*\\]\\]>)?[^<]*)`, 'i').exec(
      markup,
    )?.[1] ?? '';
  return decodeEntities(inner.replace(/<!\[CDATA\[|\]\]>/g, ' ')).trim();
}

/** Atom: an entry without author has that of its `source` (RFC 4287, section 4.1.2). */
const source: Take = (draft, element) => {
  const { markup } = element.inside();
  const at = markup?.search(/<(?:\w+:)?author[\s>]/i) ?? -1;
  if (markup !== null && at >= 0) draft.addAuthor(4, personOf(markup.slice(at)));
};

const category: Take = (draft, element) => {
  const { attributes } = element;
  const named = attributes['term'] ?? attributes['text'] ?? attributes['label'];
  draft.addTag(named === undefined || named.trim() === '' ? lineOf(construct(element, true)) : oneLine(named));
};

const keywords: Take = (draft, element) => {
  for (const word of line(element).split(/\s*[,;]\s*/)) draft.addTag(word);
};

const enclosure: Take = (draft, element) => {
  const url = element.attributes['url'] ?? element.attributes['href'];
  if (url !== undefined) draft.addEnclosure(resolveUrl(url, element.base));
};

const SHOWN_TYPES = /^(text\/html|application\/xhtml\+xml|html|xhtml)\b/i;

/** A `link` element: Atom's with `rel` and `href`, or RSS's with its address as text (Atom feeds write that too). */
const link: Take = (draft, element) => {
  const { attributes, base } = element;
  const rel = (attributes['rel'] ?? 'alternate').trim().toLowerCase();
  const href = attributes['href'];
  if (rel === 'enclosure') {
    if (href !== undefined) draft.addEnclosure(resolveUrl(href, base));
    return;
  }
  if (rel !== 'alternate' && !rel.endsWith('/alternate')) {
    if (rel === 'self' || rel === 'via' || rel === 'related')
      draft.offer('link', 7, element.atom && href !== undefined && rel !== 'self' ? resolveUrl(href, base) : null);
    return;
  }
  const type = attributes['type'];
  const rank = (type === undefined || SHOWN_TYPES.test(type.trim()) ? 0 : 2) + (element.key === 'link' ? 0 : 1);
  const url = resolveUrl(href ?? element.inside().text, base);
  // Of several addresses RSS means the last, Atom the first.
  if (element.atom || url === null) draft.offer('link', rank, url);
  else draft.replace('link', rank, url);
};

/** RSS guid: an id, and where nothing else is given the address too, unless it says that it is none. */
const guid: Take = (draft, element) => {
  const id = line(element);
  draft.offer('id', 0, id);
  const permalink =
    (element.attributes['isPermaLink'] ?? element.attributes['ispermalink'] ?? 'true').trim().toLowerCase() !== 'false';
  if (permalink && /^(https?:|\/)/i.test(id)) draft.offer('link', 5, resolveUrl(id, element.base));
};

const RELATIVE = /^[^\s:]*\/[^\s:]*$/;

/** Atom id: an IRI, so a path in it is relative to the base. */
const id: Take = (draft, element) => {
  const written = line(element);
  draft.offer('id', 0, element.atom && RELATIVE.test(written) ? resolveUrl(written, element.base) : written);
};

const identifier: Take = (draft, element) => draft.offer('id', 3, line(element));

const loc: Take = (draft, element) => {
  const url = resolveUrl(line(element), element.base);
  draft.offer('link', 0, url);
  draft.offer('id', 0, url);
};

/** The publisher's own address beside FeedBurner's, which counts clicks. */
const original: Take = (draft, element) => draft.offer('link', 4, resolveUrl(line(element), element.base));

const outOfLine: Take = (draft, element) => {
  const src = element.attributes['src'];
  if (src === undefined) html('content', 0)(draft, element);
  else draft.offer('link', 6, resolveUrl(src, element.base));
};

/** Elements that entries and the heads of feeds share. */
const SHARED: Record<string, Take> = {
  title: title(0),
  'atom:title': title(1),
  'news:title': title(1),
  'dc:title': title(2),
  'media:title': title(3),
  'itunes:title': title(4),
  link,
  'atom:link': link,
  id,
  'atom:id': id,
  'dc:identifier': identifier,
  published: date('published', 0),
  pubdate: date('published', 0),
  'news:publication_date': date('published', 0),
  'atom:published': date('published', 1),
  issued: date('published', 1),
  'dcterms:issued': date('published', 1),
  created: date('published', 2),
  'dcterms:created': date('published', 2),
  'dc:date': date('published', 3),
  'dcterms:date': date('published', 3),
  'prism:publicationdate': date('published', 4),
  updated: date('updated', 0),
  modified: date('updated', 0),
  lastmod: date('updated', 0),
  'atom:updated': date('updated', 1),
  'dcterms:modified': date('updated', 1),
  'prism:modificationdate': date('updated', 2),
  language,
  'dc:language': language,
  'news:language': language,
  author: author(0),
  'atom:author': author(0),
  'dc:creator': author(1),
  'dc:author': author(1),
  'itunes:author': author(2),
  'googleplay:author': author(3),
  category,
  'atom:category': category,
  'itunes:category': category,
  'media:category': category,
  'dc:subject': category,
  keywords,
  'itunes:keywords': keywords,
  'media:keywords': keywords,
  'news:keywords': keywords,
};

export const ENTRY_FIELDS: ReadonlyMap<string, Take> = new Map(
  Object.entries({
    ...SHARED,
    guid,
    loc,
    'feedburner:origlink': original,
    description: summary,
    summary,
    abstract: html('summary', 0),
    'atom:summary': html('summary', 1),
    'dc:description': html('summary', 2),
    'dcterms:abstract': html('summary', 2),
    'itunes:summary': html('summary', 3),
    'googleplay:description': html('summary', 3),
    'media:description': html('summary', 4),
    'itunes:subtitle': html('summary', 5),
    'content:encoded': html('content', 0),
    content: outOfLine,
    'atom:content': html('content', 1),
    'xhtml:body': html('content', 1),
    'xhtml:div': html('content', 1),
    body: html('content', 1),
    fullitem: html('content', 1),
    enclosure,
    'media:content': enclosure,
    source,
    'atom:source': source,
  } satisfies Record<string, Take>),
);

export const HEAD_FIELDS: ReadonlyMap<string, Take> = new Map(
  Object.entries({
    ...SHARED,
    description: description(0),
    subtitle: description(0),
    tagline: description(0),
    abstract: description(0),
    'atom:subtitle': description(1),
    'dc:description': description(2),
    'itunes:summary': description(3),
    'googleplay:description': description(3),
    'media:description': description(4),
    'itunes:subtitle': description(5),
    lastbuilddate: date('updated', 0),
    managingeditor: author(EDITOR_RANK),
    webmaster: author(EDITOR_RANK + 1),
  } satisfies Record<string, Take>),
);

/** Elements that hold fields and are no field: what stands in them counts as if it stood outside. */
export const TRANSPARENT = new Set([
  'media:group',
  'media:content',
  'itunes:category',
  'news:news',
  'news:publication',
  'skiphours',
  'skipdays',
  'rdf:seq',
  'items',
]);

/** Elements that can't hold others: one that is not closed ends where the next begins. */
export const FLAT = new Set([
  'link',
  'guid',
  'id',
  'pubdate',
  'published',
  'updated',
  'issued',
  'modified',
  'created',
  'dc:date',
  'lastbuilddate',
  'language',
  'ttl',
  'loc',
  'lastmod',
  'hour',
  'day',
]);
