import { registrableDomain } from '../text/url.ts';
import { type Element, attr } from './element.ts';
import type { Block } from './segment.ts';

/**
 * What is known of sites: which lines stand on many pages of one, and in which places of its template (`placeOf`) the rules of
 * the single page found furniture or text. Pure data, serialisable as it is (`toJSON` shapes), bounded: at most `MAX_SITES`
 * sites, `MAX_LINES` keys each; counts decay so that a site's redesign is forgotten.
 */
export interface SiteMemory {
  readonly v: 1;
  readonly sites: Record<string, SiteRecord>;
}

export interface SiteRecord {
  /** Pages seen, decayed. */
  pages: number;
  /** Serial number of the last page, for what was seen last. */
  tick: number;
  /** Key of a line, of a short line in its place, or of what a place held → [pages that had it (decayed), tick when last seen]. */
  readonly lines: Record<string, [number, number]>;
  /** Hashes of the last pages, so that a copy or a second visit teaches nothing. */
  readonly recent: string[];
}

const MAX_SITES = 5000;
const MAX_LINES = 2000;
const MAX_RECENT = 40;
/** Every page takes this share of the weight of the ones before. */
export const DECAY = 0.98;
/** Shorter lines say the same by chance. */
const LEAST_KEY = 12;

export function emptyMemory(): SiteMemory {
  return { v: 1, sites: {} };
}

/** 53 bits of FNV-like mixing (cyrb53), as text. */
function hash(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** The key of a line wherever it stands; null for one too short to tell anything. */
export function lineKey({ key }: Block): string | null {
  return key.length < LEAST_KEY ? null : hash(key);
}

/** The site of an address: its registrable domain. */
export function siteOf(url: string): string | null {
  const host = /^https?:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(url)?.[1];
  return host === undefined ? null : registrableDomain(host);
}

/** How many levels of elements make a place. */
const PLACE_DEPTH = 3;

/** A place in a site's template: the names and classes of the elements around a line, without those that number it. */
export function placeOf(element: Element): string {
  let place = '';
  let at: Element | null = element;
  for (let level = 0; at !== null && level < PLACE_DEPTH; level += 1, at = at.parent) {
    const classes = attr(at, 'class')
      .slice(0, 200)
      .split(/\s+/)
      .filter((name) => !/\d{3}/.test(name));
    place += `/${at.name}.${classes.slice(0, 3).join('.')}`;
  }
  return place;
}

/** A few words that say the same in the same place: a label, a heading over other things. */
export const SHORT = 40;
export const shortKey = (place: string, key: string): string => `s:${hash(`${place}|${key}`)}`;
export const textPlace = (place: string): string => `k:${hash(place)}`;
export const furniturePlace = (place: string): string => `x:${hash(place)}`;
/** True for the key of a place that held text: one page with it counts against what the place held elsewhere. */
export function isTextPlace(key: string): boolean {
  return key.startsWith('k:');
}

/** What a page teaches the memory, each key once: its lines; of its body, the short lines in their places and what the places held. */
export function pageLines(blocks: readonly Block[], text: readonly Block[], furniture: readonly Block[]): string[] {
  const keys = new Set<string>();
  for (const block of blocks) {
    const key = lineKey(block);
    if (key !== null) keys.add(key);
  }
  for (const block of text) keys.add(textPlace(placeOf(block.element)));
  for (const block of furniture) keys.add(furniturePlace(placeOf(block.element)));
  for (const block of [...text, ...furniture])
    if (block.text.length < SHORT) keys.add(shortKey(placeOf(block.element), block.key));
  return [...keys];
}

/** Takes a page's lines (`pageLines`) into the memory, in place. A page that was seen lately changes nothing. */
export function observe(memory: SiteMemory, url: string, keys: readonly string[]): void {
  const site = siteOf(url);
  if (site === null) return;
  const record = (memory.sites[site] ??= { pages: 0, tick: 0, lines: {}, recent: [] });
  const page = hash(url);
  if (record.recent.includes(page)) return;
  record.recent.push(page);
  if (record.recent.length > MAX_RECENT) record.recent.shift();
  record.tick += 1;
  record.pages = record.pages * DECAY + 1;
  let lines = linesOf.get(record) ?? Object.keys(record.lines).length;
  for (const key of keys) {
    const seen = record.lines[key];
    if (seen === undefined) lines += 1;
    const [weight, last] = seen ?? [0, record.tick];
    record.lines[key] = [weight * DECAY ** (record.tick - last) + 1, record.tick];
  }
  linesOf.set(record, trim(record, lines));
  const sites = Object.keys(memory.sites);
  if (sites.length > MAX_SITES) Reflect.deleteProperty(memory.sites, sites[0] as string);
}

/** How many lines a record has: to count them anew with each page costs more than all else here. */
const linesOf = new WeakMap<SiteRecord, number>();

/** Forgets the least of its lines when there are too many; gives how many are left. */
function trim(record: SiteRecord, lines: number): number {
  if (lines <= MAX_LINES * 1.3) return lines;
  const entries = Object.entries(record.lines);
  entries.sort((a, b) => b[1][0] * DECAY ** (record.tick - b[1][1]) - a[1][0] * DECAY ** (record.tick - a[1][1]));
  for (const [key] of entries.slice(MAX_LINES)) Reflect.deleteProperty(record.lines, key);
  return Math.min(entries.length, MAX_LINES);
}

/** The part of the memory that one page needs; null where its site is not known. */
export function memoryOf(memory: SiteMemory, url: string): SiteMemory | null {
  const site = siteOf(url);
  const record = site === null ? undefined : memory.sites[site];
  return site === null || record === undefined ? null : { v: 1, sites: { [site]: record } };
}

/** A memory out of JSON; null for anything else. */
export function readMemory(value: unknown): SiteMemory | null {
  if (typeof value !== 'object' || value === null) return null;
  const { v, sites } = value as Record<string, unknown>;
  if (v !== 1 || typeof sites !== 'object' || sites === null) return null;
  return Object.values(sites).every(isRecord) ? (value as SiteMemory) : null;
}

function isRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { pages, tick, lines, recent } = value as Record<string, unknown>;
  return (
    typeof pages === 'number' &&
    typeof tick === 'number' &&
    typeof lines === 'object' &&
    lines !== null &&
    Array.isArray(recent)
  );
}
