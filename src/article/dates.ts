import { parseDate } from '../text/date.ts';
import type { Hint } from './article.ts';
import { rolesOf } from './conventions.ts';
import { beginsWithZone, isClockTime } from './clock-time.ts';
import { type NamedDate, dateIn, dateInUrl } from './dateline.ts';
import { type Element, attr, textOf } from './element.ts';
import { embeddedDate } from './embedded.ts';
import { type Facts } from './facts.ts';
import { textValue } from './jsonld.ts';
import { isPruned } from './prune.ts';
import { relativeDate, yearlessDate } from './relative-date.ts';
import type { Block } from './segment.ts';

export interface DateFound {
  readonly ms: number;
  readonly source: string;
  readonly confidence: number;
}

export interface DatesFound {
  readonly published: DateFound | null;
  readonly modified: DateFound | null;
}

interface Candidate extends DateFound {
  readonly hasTime: boolean;
  /** Whether the source said at which offset from UTC its time is. */
  readonly hasZone: boolean;
}

/** Clocks differ, and a time without a zone may be a place's where it is 14 hours later than in UTC. */
const AHEAD = 600_000;
const AHEAD_WITHOUT_ZONE = 14 * 3_600_000;
/** A time of day without a zone means an instant within this distance of the same time in UTC (UTC-12 to UTC+14). */
const ZONES = 14 * 3_600_000;
const OLDEST = Date.UTC(1990, 0, 1);

const PUBLISHED_META = [
  'article:published_time', 'og:published_time', 'article:published', 'datepublished', 'date_published', 'publishdate', 'publish-date',
  'publish_date', 'publication_date', 'pubdate', 'parsely-pub-date', 'sailthru.date', 'cxenseparse:recs:publishtime', 'cxenseparse:publishtime', 'dc.date.issued',
  'dcterms.created', 'dcterms.issued', 'dc.date', 'dc.date.created', 'dcterms.date', 'article.published', 'published_at', 'published', 'originalpublicationdate', 'rnews:datepublished',
  'article_date_original', 'release_date', 'datecreated', 'creation_date', 'last-published', 'displaydate', 'bt:pubdate', 'date', 'article:post_date', 'citation_publication_date', 'ptime', 'shareaholic:article_published_time', 'video:release_date',
]; // prettier-ignore
const MODIFIED_META = [
  'article:modified_time',
  'og:updated_time',
  'og:modified_time',
  'datemodified',
  'dcterms.modified',
  'dc.date.modified',
  'last-modified',
  'lastmod',
  'modified',
  'article:modified',
  'revised',
  'updated_time',
];

const ZONE = /\d\s*(?:z|[+-]\d{2}:?(?:\d{2})?|(?:utc|gmt)(?:\s?[+-]\d{1,2})?|[ecmp][sd]t|cest?|msk|bst)\s*\)?$/i;

/** A machine's date: ISO 8601 first (a time without a zone as UTC), seconds or milliseconds, then what people write. */
export function machineDate(text: string): NamedDate | null {
  const value = text.trim();
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:[.,]\d+)?)?\s*(z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?/i.exec(
      value,
    );
  if (iso !== null) {
    const zone = (iso[6] ?? 'Z')
      .toUpperCase()
      .replace(/^([+-]\d{2})(\d{2})?$/, (_, h: string, m?: string) => `${h}:${m ?? '00'}`);
    const seconds = (iso[5] ?? ':00').replace(',', '.').replace(/(\.\d{3})\d+/, '$1');
    const ms = Date.parse(
      `${iso[1]}-${iso[2]}-${iso[3]}T${iso[4] ?? '00:00'}${iso[4] === undefined ? ':00' : seconds}${zone}`,
    );
    if (!Number.isNaN(ms)) return { ms, hasTime: iso[4] !== undefined };
  }
  if (/^\d{10}$/.test(value)) return { ms: Number(value) * 1000, hasTime: true };
  if (/^\d{13}$/.test(value)) return { ms: Number(value), hasTime: true };
  if (/^(?:19|20)\d{6}$/.test(value)) return machineDate(`${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`);
  const ms = value.length > 80 ? null : parseDate(value);
  return ms === null ? dateIn(value) : { ms, hasTime: /\d:\d{2}/.test(value) };
}

/** Collects candidates of one kind, best trusted first. */
class Candidates {
  readonly all: Candidate[] = [];
  private readonly now: number;

  constructor(now: number) {
    this.now = now;
  }

  add(source: string, date: NamedDate | null, confidence: number): void {
    this.push(source, date, confidence, date?.hasZone ?? false);
  }

  addText(source: string, text: string | null | undefined, confidence: number): void {
    if (text === null || text === undefined || text === '') return;
    const hasZone = ZONE.test(text.trim()) || /^\d{10}(?:\d{3})?$/.test(text.trim());
    const date = machineDate(text);
    this.push(source, date, confidence, hasZone || (date?.hasZone ?? false));
  }

  private push(source: string, date: NamedDate | null, confidence: number, hasZone: boolean): void {
    if (date === null || date.ms < OLDEST) return;
    if (date.ms > this.now + (hasZone ? AHEAD : AHEAD_WITHOUT_ZONE)) return;
    this.all.push({ ...date, source, confidence, hasZone: hasZone && date.hasTime });
  }

  /**
   * What the feed says exactly, where it may be the instant that the page names without a zone; else an instant of the
   * page that may be; else a time of the same day.
   */
  private exact(first: Candidate, agreeing: readonly Candidate[]): Candidate {
    const feed = this.all.find((other) => other.source === 'feed' && other.hasZone && mayMean(first, other.ms));
    if (feed !== undefined) return feed;
    if (first.hasTime) return first;
    return (
      agreeing.find((other) => other.hasZone && sameDay(other.ms, first.ms)) ??
      agreeing.find((other) => other.hasTime && sameDay(other.ms, first.ms)) ??
      first
    );
  }

  /** The first of the most trusted source; with a time where it has none. */
  best(): DateFound | null {
    const [first] = this.all;
    if (first === undefined) return null;
    const agreeing = this.all.filter((other) => Math.abs(other.ms - first.ms) < 86_400_000);
    const exact = first.hasZone ? first : this.exact(first, agreeing);
    const sources = new Set(agreeing.map((other) => other.source)).size;
    return {
      ms: Math.min(exact.ms, this.now),
      source: exact.source,
      confidence: Math.min(1, Math.round((first.confidence + 0.05 * (sources - 1)) * 100) / 100),
    };
  }
}

/** True where `instant` may be what the source meant that named a day, or a time of a zone that it did not name. */
function mayMean(named: Candidate, instant: number): boolean {
  if (named.hasTime) return Math.abs(instant - named.ms) <= ZONES;
  return instant >= named.ms - ZONES && instant < named.ms + 86_400_000 + ZONES;
}

function sameDay(a: number, b: number): boolean {
  return Math.floor(a / 86_400_000) === Math.floor(b / 86_400_000);
}

const UPDATED =
  /updat|modif|aktualis|stand:|edited|обновл|оновл|actualiz|mis à jour|aggiorn|bijgewerkt|uppdater|oppdater|opdater|güncelle|päivite|zaktualiz|更新|수정|تحديث/iu;

function valueOfTime(element: Element): string {
  return (
    attr(element, 'datetime') ||
    attr(element, 'content') ||
    attr(element, 'data-datetime') ||
    attr(element, 'data-timestamp') ||
    textOf(element, 100)
  );
}

/** `<time>` elements outside of furniture, nearest to the headline first. */
function addTimes(published: Candidates, modified: Candidates, facts: Facts): void {
  for (const element of facts.times) {
    const role = attr(element, 'itemprop').toLowerCase();
    const isModified =
      role === 'datemodified' ||
      UPDATED.test(attr(element, 'class') + (element.parent === null ? '' : attr(element.parent, 'class')));
    if (isAside(element) || isEntry(element)) continue;
    const confidence = role === 'datepublished' || element.attrs['pubdate'] !== undefined ? 0.85 : 0.6;
    (isModified ? modified : published).addText('time', valueOfTime(element), confidence);
  }
}

/** In an entry of a live blog or a timeline: when that entry was written. */
function isEntry(element: Element): boolean {
  let at: Element | null = element;
  for (let level = 0; at !== null && level < 6; level += 1, at = at.parent)
    if (ENTRY.test(attr(at, 'class'))) return true;
  return false;
}

const ENTRY =
  /(?:^|[\s_-])(?:live-?(?:blog|ticker)?-?_*(?:entr(?:y|ies)|posts?|updates?|events?|items?|blocks?)|live-?ticker|timeline|minute-by-minute|key-?events?)(?:$|[\s_-])/i;

/** Inside something that lists other articles: a date there is another article's. */
function isAside(element: Element): boolean {
  for (let at: Element | null = element; at !== null; at = at.parent) {
    if (at.name === 'nav' || at.name === 'aside') return true;
    if (at.name === 'li' && !isInListOfFacts(at)) return true;
    if (at.pruned !== null && !['byline', 'tags', 'share', 'header', 'hidden', 'footer'].includes(at.pruned))
      return true;
  }
  return false;
}

/** An entry of a short list without links to speak of: what a page says of itself under its headline. */
function isInListOfFacts({ parent }: Element): boolean {
  return parent !== null && parent.chars < MAX_FACTS && parent.linkChars < parent.chars * 0.5 && parent.prose === 0;
}

const MAX_FACTS = 240;

/** Lines near the headline that name a day. */
function addDatelines(
  published: Candidates,
  modified: Candidates,
  blocks: readonly Block[],
  first: number,
  options: { now: number; monthFirst: boolean },
): void {
  const cache = new Map();
  const near = blocks.slice(Math.max(0, first - 14), first + 2);
  for (const block of near) {
    if (block.text.length > 160 || isAside(block.element)) continue;
    for (const part of partsOf(block.text)) {
      const date = relativeDate(part, options.now) ?? dateIn(part, options);
      if (date === null) continue;
      const named = rolesOf(block.element, cache).has('byline');
      (UPDATED.test(part) ? modified : published).add('dateline', date, named ? 0.65 : 0.5);
    }
  }
}

/** The parts of a dateline that name a day each: `Published 1 Dec 2022 14:05 CET Updated 2 Dec 2022 9:00 CET`. */
function partsOf(line: string): string[] {
  const parts: string[] = [];
  for (const part of line.split(PARTS).flatMap(atUpdate)) {
    const before = parts.at(-1);
    if (before !== undefined && (isClockTime(part) || isClockTime(before))) {
      parts.splice(-1, 1, `${before} ${part}`);
      continue;
    }
    if (before === undefined || !beginsWithZone(part)) {
      parts.push(part);
      continue;
    }
    const zone = /^\S+/.exec(part)?.[0] ?? '';
    parts.splice(-1, 1, `${before} ${zone}`, part.slice(zone.length));
  }
  return parts;
}

/** At marks, and behind a day with a time. */
const PARTS = /\n|[|•·]|(?<=\d{4},? \d{1,2}[:.]\d{2}\S*)\s+(?=(?![AP]\.?M)\p{Lu})/u;

/** Cut before the word that says that an update follows, where a day stands before it. */
function atUpdate(part: string): string[] {
  const at = part.search(UPDATED);
  return at < 6 || dateIn(part.slice(0, at)) === null ? [part] : [part.slice(0, at), part.slice(at)];
}

/** Where nothing else does: a line near the headline that is a day without its year. */
function addYearless(published: Candidates, blocks: readonly Block[], first: number, now: number): void {
  for (const block of blocks.slice(Math.max(0, first - 6), first + 1))
    if (!isAside(block.element) && block.linkChars === 0) published.add('dateline', yearlessDate(block.text, now), 0.3);
}

/** Where nothing else names a day: the data that the page keeps for its scripts, the end of its title. */
function addLastResorts(published: Candidates, facts: Facts, html: string): void {
  published.addText('data', embeddedDate(html), 0.45);
  for (const title of [facts.metas.get('og:title')?.[0], facts.documentTitle]) {
    const tail = /[|•·–—-]\s*([^|•·–—]{6,30})$/.exec(title?.slice(-60) ?? '')?.[1];
    if (tail !== undefined) published.add('title', dateIn(tail), 0.45);
  }
}

/**
 * When the page was published and changed: JSON-LD, `<meta>`, microdata, `<time>`, lines near the headline, the address,
 * the feed. Nothing before 1990, nothing in the future (a clock may run a day ahead), nothing out of a list of other articles.
 */
export function findDates(
  facts: Facts,
  blocks: readonly Block[],
  first: number,
  options: { now: number; url?: string; hint?: Hint; monthFirst: boolean; html?: string },
): DatesFound {
  const published = new Candidates(options.now);
  const modified = new Candidates(options.now);
  published.addText('json-ld', textValue(facts.article?.['datePublished']), 0.95);
  modified.addText('json-ld', textValue(facts.article?.['dateModified']), 0.95);
  for (const name of PUBLISHED_META) published.addText(`meta:${name}`, facts.metas.get(name)?.[0], 0.85);
  for (const name of MODIFIED_META) modified.addText(`meta:${name}`, facts.metas.get(name)?.[0], 0.85);
  for (const element of facts.items.get('datepublished') ?? [])
    if (!isPruned(element) || !isAside(element)) published.addText('microdata', valueOfTime(element), 0.85);
  for (const element of facts.items.get('datemodified') ?? [])
    if (!isAside(element)) modified.addText('microdata', valueOfTime(element), 0.8);
  addTimes(published, modified, facts);
  published.addText('json-ld', textValue(facts.article?.['dateCreated']), 0.6);
  addDatelines(published, modified, blocks, first, options);
  const inUrl = options.url === undefined ? null : dateInUrl(options.url);
  published.add('url', inUrl === null ? null : { ms: inUrl, hasTime: false }, 0.6);
  for (const node of facts.nodes)
    if (node !== facts.article) published.addText('json-ld:page', textValue(node['datePublished']), 0.5);
  published.addText('feed', options.hint?.published, 0.7);
  if (published.all.length === 0) addLastResorts(published, facts, options.html ?? '');
  if (published.all.length === 0) addYearless(published, blocks, first, options.now);
  const last = modified.best();
  const found = published.best();
  if (found === null) return { published: last === null ? null : { ...last, confidence: 0.3 }, modified: last };
  return { published: found, modified: last !== null && last.ms < found.ms - 86_400_000 ? null : last };
}
