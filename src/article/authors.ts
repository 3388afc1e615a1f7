import { authorLinks } from './author-links.ts';
import { beforeRole, behindByWord, isReporter } from './byline.ts';
import { cleanLine, titleKey } from './clean.ts';
import { rolesOf } from './conventions.ts';
import { dateIn } from './dateline.ts';
import { type Element, INLINE, attr, descendants, textOf } from './element.ts';
import { type Facts } from './facts.ts';
import { type LinkedNode, textValue } from './jsonld.ts';
import { behindDate, looksPersonal, splitNames, undated, unique, withoutBy } from './names.ts';
import type { Hint } from './article.ts';
import type { Block } from './segment.ts';

export interface Authored {
  readonly names: readonly string[];
  readonly source: string;
  readonly confidence: number;
}

/** The names of a JSON-LD `author`: text, a node, a reference to one, lists of them in any depth. */
function linkedNames(value: unknown, byId: ReadonlyMap<string, LinkedNode>, depth = 0): string[] {
  if (depth > 4) return [];
  if (typeof value === 'string')
    return splitNames(byId.has(value) ? (textValue(byId.get(value)?.['name']) ?? '') : value, 'name');
  if (Array.isArray(value)) return value.slice(0, 50).flatMap((item) => linkedNames(item, byId, depth + 1));
  if (typeof value !== 'object' || value === null) return [];
  const node = value as LinkedNode;
  const named = node['name'] ?? node['byline'] ?? node['alternateName'];
  if (named !== undefined) return linkedNames(named, byId, depth + 1);
  const referred = typeof node['@id'] === 'string' ? byId.get(node['@id']) : undefined;
  return referred === undefined || referred === node ? [] : linkedNames(referred, byId, depth + 1);
}

function fromLinkedData(facts: Facts): string[] {
  if (facts.article === null) return [];
  const byId = new Map<string, LinkedNode>();
  for (const node of facts.nodes) {
    const id = node['@id'];
    if (typeof id === 'string' && node['name'] !== undefined && !byId.has(id)) byId.set(id, node);
  }
  const { article } = facts;
  return unique(linkedNames(article['author'] ?? article['creator'] ?? null, byId));
}

const META = [
  'author',
  'article:author',
  'article:author_name',
  'byl',
  'sailthru.author',
  'cxenseparse:author',
  'dc.creator',
  'dcterms.creator',
  'dc:creator',
  'parsely-author',
  'authors',
  'mediator_author',
  'citation_author',
];

function fromMeta(facts: Facts): readonly [string, string[]][] {
  return META.map((name) => {
    const values = (facts.metas.get(name) ?? []).filter((value) => !/^(?:https?:)?\/\//.test(value.trim()));
    return [`meta:${name}`, unique(values.flatMap((value) => splitNames(value, 'name')))] as [string, string[]];
  })
    .concat([['meta:twitter:data', fromLabels(facts)]])
    .filter(([, names]) => names.length > 0);
}

const WRITTEN_BY =
  /^(?:(?:written|posted) by|by|author|verfasst von|geschrieben von|autor(?:in|a|es)?|écrit par|rédigé par|auteur|escrito por|scritto da|autore|geschreven door|skrivet av|skrevet af|skrevet av|napisane przez|napsal(?:\(a\))?|kirjoittanut|szerző|scris de|yazan|автор|написано|написав|συντάκτης|كُتب بواسطة|作者|投稿者|執筆者|글쓴이|작성자)\s*:?$/iu;

/** `twitter:label1` = `Written by` and `twitter:data1` = the name: what plugins for search engines write. */
function fromLabels(facts: Facts): string[] {
  const names = ['1', '2'].flatMap((n) => {
    const label = facts.metas.get(`twitter:label${n}`)?.[0] ?? '';
    return WRITTEN_BY.test(label.trim()) ? splitNames(facts.metas.get(`twitter:data${n}`)?.[0] ?? '', 'name') : [];
  });
  return unique(names);
}

function fromMicrodata(facts: Facts): string[] {
  const elements = facts.items.get('author') ?? [];
  const names = elements.flatMap((element) => {
    const inner = element.children.find(
      (child): child is Element => typeof child !== 'string' && attr(child, 'itemprop') === 'name',
    );
    return splitNames(attr(inner ?? element, 'content') || textOf(inner ?? element, 200));
  });
  return unique(names);
}

/** Names under an element that is called byline or author, near the headline or the end of the text. */
function fromByline(blocks: readonly Block[], first: number, last: number): string[] {
  const cache = new Map();
  const names: string[] = [];
  let from: Element | null = null;
  for (const block of blocks) {
    if (block.index < first - 12 || block.index > last + 6) continue;
    if (block.index > first + 6 && block.index < last) continue;
    const holder = bylineAround(block.element, cache);
    // What holds the text too is a template's idea of a byline.
    if (holder === null || block.text.length > 140 || holder.prose > 600) continue;
    if (from !== null && holder !== from && names.length > 0 && !isBeside(holder, from)) break;
    const said = saidNames(block.text);
    const found =
      namedInside(block.element) ??
      namesApart(block.element) ??
      (said.length > 0 ? said : null) ??
      splitNames(undated(block.text.replace(/\s*[|•·]\s*.*$/s, '')));
    if (found.length > 0) from = holder;
    names.push(...found.filter((name) => looksPersonal(name)));
  }
  return unique(names).slice(0, 4);
}

/** One box for each author, in a row. */
function isBeside(holder: Element, other: Element): boolean {
  return holder.parent === other.parent && attr(holder, 'class') === attr(other, 'class');
}

/** Names in inline elements that are called an author's, inside a line that says more: `Posted on DATE by <span class="author">`. */
function namedInside(element: Element): string[] | null {
  const names: string[] = [];
  for (const inner of descendants(element)) {
    if (
      !INLINE.has(inner.name) ||
      !AUTHOR.test(`${attr(inner, 'class')} ${attr(inner, 'rel')} ${attr(inner, 'itemprop')}`)
    )
      continue;
    const found = splitNames(textOf(inner, 80)).filter(looksPersonal);
    names.push(...found);
  }
  return names.length === 0 ? null : unique(names);
}

const AUTHOR = /(?:^|[\s_-])(?:author|vcard|username|byline-name|contributor)(?:$|[\s_-]|-?name)/i;

/** Names that stand in an inline element each, with nothing between them; null where the line is anything else. */
function namesApart(element: Element): string[] | null {
  const names: string[] = [];
  for (const child of element.children) {
    if (typeof child === 'string') {
      if (/\S/.test(child)) return null;
    } else {
      const text = cleanLine(textOf(child, 80));
      if (text !== '' && !looksPersonal(text)) return null;
      if (text !== '') names.push(text);
    }
  }
  return names.length > 1 ? names : null;
}

function bylineAround(element: Element, cache: Map<string, ReadonlySet<string>>): Element | null {
  let at: Element | null = element;
  for (let level = 0; at !== null && level < 3; level += 1, at = at.parent) {
    const roles = rolesOf(at, cache as Map<string, never>);
    if (roles.has('byline') || roles.has('authorbox')) return at;
    if (/\bauthor\b/.test(attr(at, 'rel'))) return at;
  }
  return null;
}

/** A line of its own that says `By NAME`, near the headline or right behind the text, or `NAME | date` near the headline. */
function fromSentence(blocks: readonly Block[], { first, last }: { first: number; last: number }): string[] {
  for (const { index, text } of blocks) {
    if (index > last + 6) break;
    const isAbove = index >= first - 12 && index <= first + 2;
    if (text.length > 100 || !(isAbove || index >= last)) continue;
    const line = behindDate(text.split('\n')[0] ?? '');
    if (isAbove && isReporter(line)) {
      const reporters = splitNames(line).filter(looksPersonal);
      if (reporters.length > 0) return unique(reporters);
    }
    const said = saidNames(line);
    if (said.length > 0) return said;
    const names = withoutBy(line, 'byline') === line ? (isAbove ? beforeMark(line) : []) : splitNames(undated(line));
    const persons = names.filter(looksPersonal);
    if (persons.length > 0) return unique(persons);
  }
  return [];
}

/** Those behind a word that says who wrote it, the first of them a person; none for anything else. */
function saidNames(line: string): string[] {
  const behind = behindByWord(line);
  if (behind === null) return [];
  const isPerson = (name: string): boolean => looksPersonal(name) || SHORT_SCRIPT.test(name);
  const names = splitNames(undated(behind));
  return names[0] !== undefined && isPerson(names[0]) ? unique(names.filter(isPerson)) : [];
}

/** A name in a script that writes it without a space. */
const SHORT_SCRIPT = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,8}$/u;

/** The names in `NAME | 5.4.2025` and `NAME, political correspondent`: a line of names and a date, or a task, nothing else. */
function beforeMark(line: string): string[] {
  const named = beforeRole(line);
  if (named !== null) return splitNames(named);
  const [before = '', ...rest] = line.split(/\s*[|•·]\s*/);
  return rest.length > 0 && dateIn(rest[0] ?? '') !== null ? splitNames(before) : [];
}

/** A name alone, in bold or italics, as the first or the last line of the text. */
function fromSignature(blocks: readonly Block[], { first, last }: { first: number; last: number }): string[] {
  for (const index of [last + 1, last + 2, first - 1, first]) {
    const block = blocks[index];
    if (block === undefined || block.linkChars > 0 || block.strongChars < block.text.length) continue;
    const names = splitNames(block.text);
    if (names.length === 1 && block.text.length < 40 && names.every(looksPersonal)) return names;
  }
  return [];
}

/** The site itself, by one of its names, its address or its initials (Deutsche Welle at dw.com). */
function isSite(name: string, sites: ReadonlySet<string>): boolean {
  const words = titleKey(name).split(' ');
  const initials = words.map((word) => word[0]).join('');
  return sites.has(words.join('')) || (words.length > 1 && sites.has(initials));
}

function isAddress(name: string): boolean {
  return /^[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.[a-z]{2,12}$/iu.test(name);
}

/** The site, or one of its departments by its initials (`MDR THÜRINGEN` at mdr.de). */
function isPartOfSite(name: string, sites: ReadonlySet<string>): boolean {
  if (isSite(name, sites) || isAddress(name)) return true;
  const [first = '', ...rest] = name.split(' ');
  return rest.length > 0 && /^\p{Lu}{2,5}$/u.test(first) && sites.has(first.toLowerCase());
}

type Found = readonly [source: string, names: readonly string[], confidence: number];

/** The visible byline, where it names all of those that the data name and more: data often have the first one only. */
function withShown(best: Found, given: readonly Found[]): Found {
  const shown = given.find(([source]) => source === 'byline');
  if (shown === undefined || shown[1].length <= best[1].length) return best;
  const keys = shown[1].map(titleKey);
  const [first = ''] = best[1];
  return keys[0] === titleKey(first) && best[1].every((name) => keys.includes(titleKey(name))) ? shown : best;
}

/**
 * Who wrote it: JSON-LD, `<meta>`, microdata, then the visible byline between the lines `first` and `last` of the
 * body; the feed's author where the page names none. A source that names only the site is passed over for one that
 * names a person.
 */
export function findAuthors(
  facts: Facts,
  blocks: readonly Block[],
  body: { first: number; last: number },
  sites: ReadonlySet<string>,
  hint?: Hint,
): Authored | null {
  const found: [string, string[], number][] = [
    ['json-ld', fromLinkedData(facts), 0.95],
    ...fromMeta(facts).map(([source, names]) => [source, names, 0.85] as [string, string[], number]),
    ['microdata', fromMicrodata(facts), 0.8],
    ['byline', fromByline(blocks, body.first, body.last), 0.6],
    ['byline', fromSentence(blocks, body), 0.55],
    [
      'link',
      unique(
        authorLinks(blocks, body.first)
          .flatMap((name) => splitNames(name))
          .filter(looksPersonal),
      ),
      0.5,
    ],
    ['signature', fromSignature(blocks, body), 0.45],
    ['feed', unique((hint?.author ?? []).flatMap((name) => splitNames(name, 'name'))), 0.7],
  ];
  const given = found.filter(([, names]) => names.length > 0);
  // `paper.example, Frankfurt, Germany` is where the publisher sits.
  const namesSite = (names: readonly string[]): boolean =>
    names.every((name) => isSite(name, sites)) || (isAddress(names[0] ?? '') && isSite(names[0] ?? '', sites));
  const best = given.find(([, names]) => !namesSite(names)) ?? given[0];
  if (best === undefined) return null;
  const [source, names, confidence] = withShown(best, given);
  // Data that list the publisher beside persons mean it as an author, unless by its address.
  const isOwn = (name: string): boolean => (source === 'json-ld' ? isAddress(name) : isPartOfSite(name, sites));
  const persons = names.filter((name) => !isOwn(name));
  return { names: persons.length > 0 ? persons : names, source, confidence };
}
