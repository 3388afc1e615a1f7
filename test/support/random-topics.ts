/** Queries and articles by chance, from a seed: small vocabularies, so that they meet. */
export type Random = () => number;

/** Numbers in [0, 1) from a seed (mulberry32). */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(from: readonly T[], next: Random): T {
  return from[Math.floor(next() * from.length)]!;
}

/** Words that are forms of each other, of other case, of other scripts, and traps. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  en: 'sanction sanctions Sanction US us U.S. WHO who bus buses news new Belarus Belarus’s O’Brien Asia-Pacific naïve naive office oﬃce 3.5 35 2024 crises crisis'.split(
    ' ',
  ),
  ru: 'санкция санкции санкций Россия России правый право правой банк банка Путин Путиным ёлка елка людьми человек НАТО нато за́мок'.split(
    ' ',
  ),
  de: 'Haus Häuser Hauses Wahl Wähler Sanktion Sanktionen neue neuer Straße STRASSE Minister Ministers'.split(' '),
  fr: 'européen européenne européens travaux travail élection élections journaux journal d’Azur œuvre'.split(' '),
  zh: '欧洲安全 安全 俄罗斯 白俄罗斯 G7 北约'.split(' '),
  ko: '안보를 안보 나토는 나토 벨라루스에 벨라루스'.split(' '),
  ar: 'الأمن أمن والأمن مُحَمَّد محمد'.split(' '),
  sr: 'Србија Србије Srbija Srbije санкције sankcija'.split(' '),
  xx: 'foo bar baz a b c'.split(' '),
};

const PATTERNS = ['sanct*', '*tion*', 'bel?rus', 'санкц*', '*анк*', 'haus*', '*wahl*', 'europ*n', 'ne?s', 'a*b*c*'];
const FUZZY = ['sanction~1', 'Belarus~2', 'санкция~1', 'crisis~1'];
const META = [
  'lang:en',
  'lang:ru,de',
  'site:example.org',
  'country:GB',
  'author:"Jane Doe"',
  'tag:war',
  'section:world',
];

export interface Chance {
  readonly next: Random;
  readonly words: readonly string[];
}

export function randomQuery(chance: Chance, depth = 3): string {
  const { next } = chance;
  const roll = next();
  if (depth === 0 || roll < 0.3) return leaf(chance);
  const inner = (): string => randomQuery(chance, depth - 1);
  if (roll < 0.45) return `(${inner()} AND ${inner()})`;
  if (roll < 0.6) return `(${inner()} OR ${inner()})`;
  if (roll < 0.68) return `(${inner()} NOT ${inner()})`;
  if (roll < 0.82) return near(chance, depth);
  if (roll < 0.88) return `ATLEAST/${1 + Math.floor(next() * 3)} ${group(inner())}`;
  if (roll < 0.93) return score(chance);
  if (roll < 0.97) return `${pick(['title', 'lead', 'body', 'text'], next)}:${group(inner())}`;
  return `(${leaf(chance)} AND ${pick(META, next)})`;
}

function group(text: string): string {
  return `(${text})`;
}

function near(chance: Chance, depth: number): string {
  const { next } = chance;
  const operand = (): string => {
    const roll = next();
    if (depth > 1 && roll < 0.2) return `(${near(chance, depth - 1)})`;
    return roll < 0.5 ? `(${leaf(chance)} OR ${leaf(chance)})` : leaf(chance);
  };
  const sign = pick(['NEAR', 'ONEAR', 'PRE', 'W', 'NOT NEAR', 'NOT ONEAR'], next);
  return `(${operand()} ${sign}/${Math.floor(next() * 4)} ${operand()})`;
}

function score(chance: Chance): string {
  const { next } = chance;
  const item = (): string => `${leaf(chance)}^${Math.floor(next() * 7) - 2}`;
  return `SCORE/${1 + Math.floor(next() * 8)} (${leaf(chance)}^${1 + Math.floor(next() * 5)}, ${item()}, ${item()})`;
}

function leaf(chance: Chance): string {
  const { next, words } = chance;
  const roll = next();
  if (roll < 0.55) return pick(words, next);
  if (roll < 0.72) return `"${pick(words, next)} ${pick(words, next)}"`;
  if (roll < 0.77) return `"${pick(words, next)} ${pick(words, next)} ${pick(words, next)}"`;
  if (roll < 0.82) return `"${plain(chance)} ${plain(chance)}"~${Math.floor(next() * 3)}`;
  if (roll < 0.87) return pick(PATTERNS, next);
  if (roll < 0.9) return pick(FUZZY, next);
  if (roll < 0.95) return `exact:${pick(words, next)}`;
  return `="${pick(words, next)}"`;
}

/** One token, so that a sloppy phrase has exactly two and its evidence is decided. */
function plain({ next, words }: Chance): string {
  const single = words.filter((word) => /^[A-Za-zА-Яа-я]+$/.test(word));
  return single.length === 0 ? 'foo' : pick(single, next);
}

const GAPS = [' ', ' ', ' ', ' ', ', ', '. ', '\n', '\n\n', ' — ', '-', '’', '\u00AD', '\u200B', ' “'];

export function randomText({ next, words }: Chance, most: number): string {
  let out = '';
  const count = Math.floor(next() * most);
  for (let i = 0; i < count; i++) {
    const word = pick(words, next);
    const cased = next() < 0.1 ? word.toUpperCase() : word;
    out += (next() < 0.05 ? cased.normalize('NFD') : cased) + pick(GAPS, next);
  }
  return out;
}

export interface RandomArticle {
  readonly title: string;
  readonly body: string;
  readonly lead: string | null;
  readonly lang: string | null;
  readonly url: string;
  readonly author: readonly string[];
  readonly country: string;
  readonly section: string;
  readonly tags: readonly string[];
}

export function randomArticle(chance: Chance, lang: string): RandomArticle {
  const { next } = chance;
  const body = randomText(chance, 24);
  const roll = next();
  const first = body.split('\n\n')[0]!;
  return {
    title: randomText(chance, 5),
    body,
    lead: roll < 0.5 ? null : roll < 0.7 ? first : randomText(chance, 5),
    lang: lang === 'xx' || next() < 0.1 ? null : lang,
    url: next() < 0.5 ? 'https://www.example.org/world/a' : 'https://other.test/',
    author: next() < 0.5 ? ['Jane Doe'] : [],
    country: next() < 0.5 ? 'GB' : 'FR',
    section: next() < 0.5 ? 'World' : '',
    tags: next() < 0.5 ? ['War'] : [],
  };
}

/** A vocabulary of one language with a little of another. */
export function randomChance(next: Random): { chance: Chance; lang: string } {
  const lang = pick(Object.keys(WORDS), next);
  const other = pick(Object.keys(WORDS), next);
  const words = [...WORDS[lang]!, ...(next() < 0.3 ? WORDS[other]! : [])];
  const few = words.filter(() => next() < 0.5);
  return { chance: { next, words: few.length < 3 ? words : few }, lang };
}
