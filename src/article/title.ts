import { cleanLine, titleKey } from './clean.ts';
import type { Hint } from './article.ts';
import { Element, textOf } from './element.ts';
import { type Facts, meta } from './facts.ts';
import { headingText } from './heading.ts';
import { textValue } from './jsonld.ts';

/** A title that some source gives, with how far that source is trusted. */
interface Candidate {
  readonly source: string;
  readonly text: string;
  readonly weight: number;
}

/** Trust in an `og:title`, and in one that says something else than the headline on which the page's other sources agree. */
const OPEN_GRAPH = 2.2;
const SOCIAL_TEASER = 1.2;

export interface Titled {
  readonly title: string;
  readonly source: string;
  readonly confidence: number;
  /** Every headline that the page gives itself, as keys (`titleKey`). */
  readonly keys: ReadonlySet<string>;
}

/** What parts a headline from the name of the site, with space on at least one side unless it can't be part of a word. */
const SEPARATOR =
  /\s*[|ㅣ｜]\s*|(?<=[\p{Script=Hangul}\p{Script=Han}"”])-(?=[\p{Script=Hangul}\p{Script=Han}])|\s+(?:[-–—·•:»«]|::|~)\s+|：|\s*[»«]\s+/gu;

/** Entities that a template encoded twice; markup in a headline. */
export function unescapeTwice(text: string): string {
  if (!/[&<]/.test(text)) return text;
  return text
    .replace(/<\/?[a-z][^<>]{0,300}>/gi, '')
    .replace(/&(?:amp;)?#(x?)([0-9a-f]{1,6});/gi, (whole, hex: string, digits: string) => {
      const point = Number.parseInt(digits, hex === '' ? 10 : 16);
      return point > 31 && point < 0x110000 ? String.fromCodePoint(point) : whole;
    })
    .replace(/&(?:amp;)?([a-z]{2,8});/gi, (whole, name: string) => ENTITIES[name] ?? whole);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', quot: '"', apos: "'", lt: '<', gt: '>', nbsp: ' ', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”',
  bdquo: '„', laquo: '«', raquo: '»', ndash: '–', mdash: '—', hellip: '…', auml: 'ä', ouml: 'ö', uuml: 'ü',
  Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è', agrave: 'à', aacute: 'á', iacute: 'í',
  oacute: 'ó', uacute: 'ú', ntilde: 'ñ', ccedil: 'ç', ecirc: 'ê', acirc: 'â', ocirc: 'ô', atilde: 'ã', otilde: 'õ',
  aring: 'å', Aring: 'Å', oslash: 'ø', aelig: 'æ', euro: '€', pound: '£', shy: '', middot: '·',
}; // prettier-ignore

/** Names under which the site may stand behind a headline. */
export function siteNames(facts: Facts, url?: string): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: string | null): void => {
    const key = name === null ? '' : titleKey(name).replaceAll(' ', '');
    if (key !== '') names.add(key);
  };
  add(meta(facts, 'og:site_name', 'application-name', 'apple-mobile-web-app-title', 'twitter:site'));
  add(textValue(facts.article?.['publisher']));
  add(meta(facts, 'article:section', 'content_category', 'section'));
  add(textValue(facts.article?.['articleSection']));
  for (const node of facts.nodes) {
    const type = node['@type'];
    if (type === 'WebSite' || type === 'NewsMediaOrganization' || type === 'Organization') add(textValue(node['name']));
  }
  const host = /^https?:\/\/(?:www\d?\.)?([^/:?#]+)/i.exec(url ?? '')?.[1] ?? '';
  add(host);
  for (const label of host.split('.')) if (label.length > 1) add(label);
  return names;
}

function namesSite(part: string, names: ReadonlySet<string>): boolean {
  const key = titleKey(part).replaceAll(' ', '');
  if (key === '') return true;
  if (names.has(key)) return true;
  for (const name of names) {
    if (name.length >= 4 && key.length >= 4 && (key.startsWith(name) || name.startsWith(key) || key.endsWith(name)))
      return true;
  }
  return (
    /^(?:https?)?(?:www)?[\p{L}\p{N}]+(?:com|org|net|de|co|uk|ru|fr|it|es)$/u.test(key) &&
    /\.\p{L}{2,}$/u.test(part.trim())
  );
}

/** The text up to the first separator before which a known headline stands. */
function withoutTail(text: string, known: ReadonlySet<string>): string {
  for (const cut of text.matchAll(SEPARATOR)) {
    const before = text.slice(0, cut.index);
    if (known.has(titleKey(before))) return before;
  }
  return text;
}

/** Between the headline and the site a template may put a section, with the same mark before it: `Headline - Local news - Site`. */
function withoutSection(text: string, mark: string): string {
  const at = text.lastIndexOf(mark);
  const section = text.slice(at + mark.length);
  return at > 0 &&
    section.length <= 24 &&
    section.split(' ').length <= 3 &&
    /^[\p{Lu}\p{Lo}]/u.test(section) &&
    text.slice(0, at).split(' ').length >= 5
    ? text.slice(0, at)
    : text;
}

/** A headline without what a template put before or behind it: the site, a section before the site, a date. */
export function withoutSite(text: string, names: ReadonlySet<string>, known: ReadonlySet<string>): string {
  const cuts = [...text.matchAll(SEPARATOR)];
  for (const cut of cuts) {
    const before = text.slice(0, cut.index);
    if (known.has(titleKey(before)) && titleKey(before) !== '') return before;
  }
  for (const cut of [...cuts.toReversed(), ...text.matchAll(/:\s+/g)]) {
    const after = text.slice(cut.index + cut[0].length);
    const isColon = cut[0].startsWith(':');
    const whole = isColon ? withoutTail(after, known) : after;
    // Behind a colon the headline begins only where two sources say so; else what is before it belongs to it.
    if (isColon && !known.has(`${titleKey(whole)}\u0000`)) continue;
    if (known.has(titleKey(whole)) && titleKey(whole).includes(' ') && titleKey(whole).length > 30) return whole;
  }
  const last = cuts.at(-1);
  const first = cuts[0];
  if (last !== undefined && last.index > 0) {
    const tail = text.slice(last.index + last[0].length);
    const isDate = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$/.test(tail.trim());
    if (isDate || namesSite(tail, names)) {
      const rest = withoutSection(text.slice(0, last.index), last[0]);
      return withoutSite(rest, names, known);
    }
  }
  // A slash may stand in a headline, or behind its kicker.
  const slash = /^(.+\S)\s+\/\s+([^/]{2,40})$/u.exec(text);
  if (slash !== null && names.has(titleKey(slash[2] ?? '').replaceAll(' ', ''))) return slash[1] ?? text;
  const colon = /^[^:]{2,40}(?=:\s+\S+\s\S+\s\S)/u.exec(text)?.[0];
  if (colon !== undefined && names.has(titleKey(colon).replaceAll(' ', '')))
    return text.slice(colon.length + 1).trimStart();
  if (first !== undefined && namesSite(text.slice(0, first.index), names) && first.index > 0) {
    return text.slice(first.index + first[0].length);
  }
  return text;
}

/**
 * The page's headline: what most of its sources agree on once the site's name is off, the better trusted source where
 * none agree; the feed's title where the page has none. `heading` is the visible one, as its element or its text.
 */
export function findTitle(facts: Facts, heading: Element | string | null, url?: string, hint?: Hint): Titled | null {
  const names = siteNames(facts, url);
  const raw: Candidate[] = [];
  const add = (source: string, text: string | null, weight: number): void => {
    const clean = text === null ? '' : cleanLine(unescapeTwice(text));
    if (clean !== '' && titleKey(clean) !== '') raw.push({ source, text: clean, weight });
  };
  add('meta:og:title', meta(facts, 'og:title'), OPEN_GRAPH);
  add('json-ld', textValue(facts.article?.['headline']), 1);
  add('meta:twitter:title', meta(facts, 'twitter:title'), 0.1);
  add('microdata', microdataHeadline(facts, heading), 0.3);
  add(
    'meta:dc.title',
    meta(facts, 'headline', 'dc.title', 'dcterms.title', 'parsely-title', 'sailthru.title', 'cxenseparse:title'),
    0.5,
  );
  add('title', facts.documentTitle, 0.1);
  add('feed', hint?.title ?? null, 0.5);
  const isKnown = (text: string): boolean => raw.some((other) => saysSame(other, text));
  add('h1', heading instanceof Element ? headingText(heading, isKnown) : heading, 0.9);
  // A second headline that repeats another one is the editors' own choice; alone it is only a variant.
  const alternative = textValue(facts.article?.['alternativeHeadline']);
  const repeated =
    alternative !== null && raw.some((candidate) => titleKey(candidate.text) === titleKey(unescapeTwice(alternative)));
  if (repeated) add('json-ld:alternativeHeadline', alternative, 3.9);
  if (raw.length === 0) return null;
  const [only, ...others] = raw;
  if (only?.source === 'title' && others.length === 0) raw[0] = { ...only, text: withoutName(only.text) };
  const known = knownKeys(raw);
  const candidates = raw
    .map((candidate) => ({ ...candidate, text: withoutSite(candidate.text, names, known).trim() }))
    .filter((candidate) => candidate.text !== '' && !namesOnly(candidate.text, names));
  return {
    ...vote(withoutTeaser(candidates.length > 0 ? candidates : raw)),
    keys: new Set([...known, ...candidates.map((c) => titleKey(c.text))]),
  };
}

/**
 * Where the visible heading and the page's data agree on a headline, an `og:title` that shares less than half of its words with it is
 * another text, written for social networks: it counts for less. A shortened or sharpened form of the headline does not.
 */
function withoutTeaser(candidates: readonly Candidate[]): Candidate[] {
  const keyOf = (source: string): string | undefined => {
    const found = candidates.find((candidate) => candidate.source === source);
    return found === undefined ? undefined : titleKey(found.text);
  };
  const [social, heading, data] = [keyOf('meta:og:title'), keyOf('h1'), keyOf('json-ld')];
  if (social === undefined || heading === undefined || heading !== data) return [...candidates];
  const known = new Set(heading.split(' '));
  const words = social.split(' ');
  if (words.filter((word) => known.has(word)).length >= words.length / 2) return [...candidates];
  return candidates.map((candidate) =>
    candidate.source === 'meta:og:title' ? { ...candidate, weight: SOCIAL_TEASER } : candidate,
  );
}

/** The headlines as keys; one that two sources give stands there a second time, marked. */
function knownKeys(candidates: readonly Candidate[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { text } of candidates) {
    const key = titleKey(text);
    keys.add(keys.has(key) ? `${key}\u0000` : key);
  }
  return keys;
}

/** The same headline, or one with the site's name behind it. */
function saysSame({ text }: Candidate, heading: string): boolean {
  const [whole, part] = [titleKey(text), titleKey(heading)];
  return part !== '' && (whole === part || whole.startsWith(`${part} `));
}

function namesOnly(text: string, names: ReadonlySet<string>): boolean {
  return names.has(titleKey(text).replaceAll(' ', ''));
}

/** Where nothing but the document's title names the headline: without the few words behind its last mark. */
function withoutName(text: string): string {
  const [, before, behind] = /^(.*\S)\s+[|»•·]\s+(\S.*)$/u.exec(text) ?? [];
  if (before === undefined || behind === undefined) return text;
  return before.split(' ').length >= 4 && behind.split(' ').length <= 4 ? before : text;
}

/** Null where it is the heading itself: that says it once. */
function microdataHeadline(facts: Facts, heading: Element | string | null): string | null {
  const element = facts.items.get('headline')?.[0];
  return element === undefined || element === heading ? null : textOf(element, 1000);
}

function vote(candidates: readonly Candidate[]): Omit<Titled, 'keys'> {
  const votes = new Map<string, { first: Candidate; weight: number }>();
  for (const candidate of candidates) {
    const key = titleKey(candidate.text);
    const held = votes.get(key);
    if (held === undefined) votes.set(key, { first: candidate, weight: candidate.weight });
    else held.weight += candidate.weight;
  }
  let best = { first: candidates[0] as Candidate, weight: 0 };
  let total = 0;
  for (const entry of votes.values()) {
    total += entry.weight;
    if (entry.weight > best.weight) best = entry;
  }
  const { first, weight } = best;
  return {
    title: first.text.slice(0, 500),
    source: first.source,
    confidence: Math.round((weight / total) * 100) / 100,
  };
}
