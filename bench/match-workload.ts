import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchDocument } from '../src/topic/document.ts';
import type { TopicSpec } from '../src/topic/matcher.ts';
import { pick, random, type Random } from '../test/support/random-topics.ts';

/** Articles, and words to make topics of: half of the terms of a topic come from the texts, half from a dictionary. */
export interface Workload {
  readonly articles: readonly MatchDocument[];
  readonly textWords: readonly string[];
  readonly pairs: readonly string[];
  readonly dictionary: readonly string[];
}

const ARTICLE_WORDS = 500;
const DICTIONARY_WORDS = 75_000;
/** Words that nobody makes a topic of. */
const COMMONEST = 2000;

/** From a folder of JSON files with `articleBody` texts, or made up from a seed. */
export function workload(folder: string | undefined, seed = 1): Workload {
  const next = random(seed);
  const texts = folder === undefined ? madeUp(next, 600) : fromFolder(folder);
  const articles = texts.map((body, i) => ({
    title: body.slice(0, 60),
    body,
    lang: 'en',
    url: `https://example.org/${i}`,
  }));
  const tokens = texts.map((text) => text.match(/[\p{L}]{4,}/gu) ?? []);
  const common = commonest(tokens.flat());
  const dictionary = new Set<string>();
  while (dictionary.size < DICTIONARY_WORDS) dictionary.add(syllables(next, 2 + Math.floor(next() * 3)));
  return {
    articles,
    textWords: tokens.flat().filter((word) => !common.has(word.toLowerCase())),
    pairs: texts.flatMap((text) => text.match(/\p{L}{3,} \p{L}{3,}/gu) ?? []),
    dictionary: [...dictionary],
  };
}

function commonest(words: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
  return new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, COMMONEST)
      .map(([word]) => word),
  );
}

function fromFolder(folder: string): string[] {
  const texts: string[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const content: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const rows = Array.isArray(content) ? (content as unknown[]) : Object.values(content as object);
    for (const row of rows as { articleBody?: string }[])
      if (typeof row.articleBody === 'string') texts.push(...cut(row.articleBody));
  }
  return texts;
}

/** Pieces of about the length of a news article. */
function cut(text: string): string[] {
  const parts = text.match(new RegExp(`(?:\\S+\\s+){1,${ARTICLE_WORDS}}`, 'g')) ?? [];
  return parts.filter((part) => part.split(/\s+/).length > ARTICLE_WORDS / 4);
}

const ONSETS = 'b c d f g h l m n p r s t v br cl cr dr fl gr pl pr st tr'.split(' ');
const RIMES = 'a e i o u an en in on ar er or al el ol as es is us at et it ent ion able'.split(' ');

function syllables(next: Random, count: number): string {
  let out = '';
  for (let i = 0; i < count; i++) out += pick(ONSETS, next) + pick(RIMES, next);
  return out;
}

/** Texts whose words follow Zipf's law over 30,000 words. */
function madeUp(next: Random, count: number): string[] {
  const words = Array.from({ length: 30_000 }, (_, rank) =>
    syllables(next, rank < 100 ? 1 : 2 + Math.floor(next() * 2)),
  );
  const word = (): string =>
    words[Math.min(words.length - 1, Math.floor(Math.exp(next() * Math.log(words.length))) - 1)]!;
  return Array.from({ length: count }, () =>
    Array.from({ length: ARTICLE_WORDS }, (_, i) =>
      i % 17 === 16 ? `${word()}.` : i % 90 === 89 ? `${word()}\n\n` : word(),
    ).join(' '),
  );
}

/**
 * Topics as people write them: 30 % a phrase, 10 % a word, 18 % OR of 2–8, 35 % AND of groups (some with NOT), 7 % NEAR.
 */
export function topicsOf(load: Workload, count: number, seed = 2): TopicSpec[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => ({ id: `t${i}`, query: query(load, next) }));
}

function word(load: Workload, next: Random): string {
  return pick(next() < 0.5 ? load.textWords : load.dictionary, next);
}

function phrase(load: Workload, next: Random): string {
  return next() < 0.5 ? `"${pick(load.pairs, next)}"` : `"${word(load, next)} ${pick(load.dictionary, next)}"`;
}

function term(load: Workload, next: Random): string {
  return next() < 0.7 ? word(load, next) : phrase(load, next);
}

function or(load: Workload, next: Random, from: number, to: number): string {
  const terms = Array.from({ length: from + Math.floor(next() * (to - from + 1)) }, () => term(load, next));
  return terms.length === 1 ? terms[0]! : `(${terms.join(' OR ')})`;
}

function query(load: Workload, next: Random): string {
  const roll = next();
  if (roll < 0.3) return phrase(load, next);
  if (roll < 0.4) return word(load, next);
  if (roll < 0.58) return or(load, next, 2, 8).slice(1, -1);
  if (roll < 0.93) {
    const groups = [or(load, next, 1, 4), or(load, next, 1, 4), ...(next() < 0.3 ? [or(load, next, 1, 3)] : [])];
    return groups.join(' AND ') + (next() < 0.25 ? ` NOT ${or(load, next, 1, 3)}` : '');
  }
  return `${term(load, next)} NEAR/${Math.floor(next() * 10)} ${term(load, next)}`;
}

/** (8–20 OR) AND (8–20 OR) NOT (3–8). */
export function heavyTopicsOf(load: Workload, count: number, seed = 3): TopicSpec[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, i) => ({
    id: `h${i}`,
    query: `${or(load, next, 8, 20)} AND ${or(load, next, 8, 20)} NOT ${or(load, next, 3, 8)}`,
  }));
}

/** All words and phrases of the topics, for scanners that know nothing else. */
export function leavesOf(topics: readonly TopicSpec[]): string[] {
  const leaves = new Set<string>();
  for (const { query } of topics)
    for (const match of query.matchAll(/"([^"]+)"|[\p{L}]+/gu)) {
      const leaf = match[1] ?? match[0];
      if (!/^(?:AND|OR|NOT|NEAR)$/.test(leaf)) leaves.add(leaf.toLowerCase());
    }
  return [...leaves];
}
