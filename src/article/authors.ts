import { cleanLine } from './clean.ts';
import { rolesOf } from './conventions.ts';
import { type Element, attr, textOf } from './element.ts';
import { type Facts } from './facts.ts';
import { type LinkedNode, textValue } from './jsonld.ts';
import type { Hint } from './article.ts';
import type { Block } from './segment.ts';
import { titleKey, unescapeTwice } from './title.ts';

export interface Authored {
  readonly names: readonly string[];
  readonly source: string;
  readonly confidence: number;
}

const MAX_AUTHORS = 20;

/** Words before a name in a byline. */
const BY =
  /^(?:(?:written|story|text|words|reported|analysis|opinion|review|report|posted|published|interview|foto|photos?)\s+(?:and\s+\p{L}+\s+)?by|by|von|vom|par|por|per|door|af|av|di|da|de|yazan|tekst|text|texte|texto|autor(?:in|en|es|a)?|auteur|author|automatique|автор|текст|автори|kirjoittaja|skriven av|skrevet av|van|opracowanie|oprac\.?|piše|napsal|szerző|από|του|בידי|מאת|كتب|بقلم|نویسنده|撰文|文|記者|记者|作者)(?:\s*[:：]\s*|\s+)/iu;
const PARTS = /\s*(?:[,;|/\n·•、]|\s(?:and|und|et|y|e|&|en|och|og|i|ja|és|şi|și|ve|и|та|і|a)\s)\s*/iu;
/** What follows a name: a job, a place, an address. */
const BEHIND =
  /\s*(?:\((?!.*\d{4}).{0,60}\)|[-–—|/]\s.*|,\s+(?:redakteur(?:in)?|reporter(?:in)?|journalist(?:in)?|korrespondent(?:in)?|correspondent|editor|staff writer|freelance\b.*)|,?\s+(?:기자|특파원|記者|for (?:cnn|mailonline|dailymail\.com)))\s*$/iu;

/** The names in a byline: the words before, the job behind, addresses, handles and dates dropped. */
export function splitNames(byline: string): string[] {
  const text = cleanLine(unescapeTwice(byline)).replace(/^[\s:–—-]+|[\s:–—-]+$/g, '');
  if (text === '' || text.length > 300 || /^(?:https?:|www\.|\/)/i.test(text)) return [];
  const names: string[] = [];
  for (const part of text.split(PARTS)) {
    let name = part;
    for (let before = ''; before !== name;) {
      before = name;
      name = name.replace(BY, '').replace(BEHIND, '').trim();
    }
    if (isName(name)) names.push(name);
  }
  return names;
}

function isName(name: string): boolean {
  if (name.length < 2 || name.length > 60) return false;
  if (/@|https?:|www\.|[<>{}=©]|\.(?:com|jpg|png)\b/i.test(name) && !/^[\p{L}-]+\.[a-z]{2,6}$/iu.test(name))
    return false;
  if (/[()]/.test(name)) return false;
  if (/^\(?(?:image|photo|foto|bild|picture|getty|updated|published)\b/i.test(name)) return false;
  if (
    /^(?:(?:staff|senior|chief|political|foreign|our|special|freelance)\s+)*(?:writer|reporter|editor|correspondent|journalist|redakteur(?:in)?|reporter(?:in)?|author|staff)s?$/iu.test(
      name,
    )
  )
    return false;
  if (/\d{2}/.test(name) || !/\p{L}/u.test(name)) return false;
  return name.split(/\s+/).length <= 6;
}

function unique(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = titleKey(name);
    if (key !== '' && !seen.has(key)) seen.set(key, name);
  }
  return [...seen.values()].slice(0, MAX_AUTHORS);
}

/** The names of a JSON-LD `author`: text, a node, a reference to one, lists of them in any depth. */
function linkedNames(value: unknown, byId: ReadonlyMap<string, LinkedNode>, depth = 0): string[] {
  if (depth > 4) return [];
  if (typeof value === 'string')
    return splitNames(byId.has(value) ? (textValue(byId.get(value)?.['name']) ?? '') : value);
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
    return [`meta:${name}`, unique(values.flatMap(splitNames))] as [string, string[]];
  }).filter(([, names]) => names.length > 0);
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
    if (holder === null || block.text.length > 140) continue;
    if (from !== null && holder !== from && names.length > 0) break;
    const found = splitNames(block.text.replace(/\s*[|•·]\s*.*$/s, ''));
    if (found.length > 0) from = holder;
    names.push(...found.filter((name) => looksPersonal(name)));
  }
  return unique(names).slice(0, 4);
}

function looksPersonal(name: string): boolean {
  const words = name.split(/\s+/);
  return (
    (words.length >= 2 &&
      words.length <= 4 &&
      words.every((word) => /^[\p{Lu}\p{Lo}]|^(?:de|da|von|van|der|la|le|di|del|al|el|bin|dos)$/u.test(word))) ||
    /^\p{Script=Hangul}{3,4}$/u.test(name)
  );
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

/** A line of its own that says `By NAME`, near the headline. */
function fromSentence(blocks: readonly Block[], first: number): string[] {
  for (const block of blocks) {
    if (block.index > first + 2) break;
    if (block.index < first - 12 || block.text.length > 100 || !BY.test(block.text)) continue;
    const names = splitNames(block.text.split('\n')[0] ?? '').filter(looksPersonal);
    if (names.length > 0) return unique(names);
  }
  return [];
}

/** The site itself, by one of its names or by its initials (Deutsche Welle at dw.com). */
function isSite(name: string, sites: ReadonlySet<string>): boolean {
  const words = titleKey(name).split(' ');
  const initials = words.map((word) => word[0]).join('');
  return sites.has(words.join('')) || (words.length > 1 && sites.has(initials));
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
    ['byline', fromSentence(blocks, body.first), 0.55],
    ['feed', unique((hint?.author ?? []).flatMap(splitNames)), 0.7],
  ];
  const given = found.filter(([, names]) => names.length > 0);
  const namesSite = (names: readonly string[]): boolean => names.every((name) => isSite(name, sites));
  const best = given.find(([, names]) => !namesSite(names)) ?? given[0];
  if (best === undefined) return null;
  const [source, names, confidence] = best;
  const persons = names.filter((name) => !isSite(name, sites));
  return { names: source !== 'json-ld' && persons.length > 0 ? persons : names, source, confidence };
}
