/** What a robots.txt asks of one crawler. */
export interface RobotsRules {
  /** Whether an address may be fetched; it is given as it would be sent, percent-encoded (`URL.href`). */
  allows(url: string): boolean;
  /** The gap between two requests that the file asks for, in milliseconds. */
  readonly crawlDelayMs: number | null;
  /** Sitemaps that the file names, whatever the crawler. */
  readonly sitemaps: readonly string[];
}

/** RFC 9309, section 2.5: at least 500 KiB are read; what lies behind is ignored. */
const MAX_LENGTH = 500 * 1024;
const MAX_SITEMAPS = 200;
const MAX_DELAY_MS = 24 * 3_600_000;

interface Rule {
  readonly allow: boolean;
  /** Length of the pattern: the longest that matches decides. */
  readonly length: number;
  readonly matches: (path: string) => boolean;
}

interface Group {
  readonly rules: Rule[];
  delayMs: number | null;
}

/**
 * The rules of a robots.txt for a crawler, by RFC 9309 and, where the RFC leaves it open, as Google's parser reads it:
 * misspelt keys, a missing colon, `index.html` for its folder.
 * @param agent the crawler's product token, or its whole User-Agent, which begins with it
 */
export function parseRobots(body: string, agent: string): RobotsRules {
  const own: Group = { rules: [], delayMs: null };
  const everyone: Group = { rules: [], delayMs: null };
  const sitemaps: string[] = [];
  const token = /^([a-z_-]+)(?=\/|$)/i.exec(agent.trim())?.[1]?.toLowerCase() ?? null;
  let named = false;
  let groups = new Set<Group>();
  let collecting = false;
  for (const { key, value } of linesOf(body)) {
    if (key === 'user-agent') {
      if (!collecting) groups = new Set();
      collecting = true;
      if (isEveryone(value)) groups.add(everyone);
      else if (token !== null && agentToken(value) === token) {
        named = true;
        groups.add(own);
      }
    } else if (key === 'allow' || key === 'disallow') {
      collecting = false;
      for (const group of groups) addRules(group.rules, key === 'allow', value);
    } else if (key === 'crawl-delay') {
      for (const group of groups) group.delayMs = longer(group.delayMs, value);
    } else if (key === 'sitemap' && sitemaps.length < MAX_SITEMAPS && /^https?:\/\//i.test(value)) sitemaps.push(value);
  }
  const group = named ? own : everyone;
  return { allows: (url) => decide(group.rules, pathOf(url)), crawlDelayMs: group.delayMs, sitemaps };
}

interface Line {
  readonly key: string;
  readonly value: string;
}

/** Keys as they are misspelt. */
const KEYS: ReadonlyMap<string, string> = new Map([
  ...['user-agent', 'useragent', 'user agent'].map((key) => [key, 'user-agent'] as const),
  ...['disallow', 'dissallow', 'dissalow', 'disalow', 'diasllow', 'disallaw'].map((key) => [key, 'disallow'] as const),
  ['allow', 'allow'],
  ...['crawl-delay', 'crawldelay', 'crawl delay'].map((key) => [key, 'crawl-delay'] as const),
  ...['sitemap', 'site-map'].map((key) => [key, 'sitemap'] as const),
]);

function* linesOf(body: string): Generator<Line> {
  const text = body.slice(0, MAX_LENGTH).replace(/^\ufeff/, '');
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const hash = raw.indexOf('#');
    const line = (hash < 0 ? raw : raw.slice(0, hash)).trim();
    const colon = line.indexOf(':');
    // Without a colon exactly two words are taken for key and value.
    const cut = colon >= 0 ? colon : /^\S+[ \t]+\S+$/.test(line) ? line.search(/[ \t]/) : -1;
    if (cut <= 0) continue;
    const key = KEYS.get(line.slice(0, cut).trim().toLowerCase());
    if (key !== undefined) yield { key, value: line.slice(cut + 1).trim() };
  }
}

function isEveryone(value: string): boolean {
  return /^\*(\s|$)/.test(value);
}

/** RFC 9309, section 2.2.1: letters, `_` and `-`, up to the first other character. */
function agentToken(value: string): string {
  return /^[a-z_-]*/i.exec(value)?.[0].toLowerCase() ?? '';
}

function longer(known: number | null, value: string): number | null {
  const seconds = /^\d+(?:\.\d+)?/.exec(value)?.[0];
  if (seconds === undefined) return known;
  return Math.min(MAX_DELAY_MS, Math.max(known ?? 0, Math.round(Number(seconds) * 1000)));
}

function addRules(rules: Rule[], allow: boolean, value: string): void {
  if (value === '') return;
  const pattern = escaped(value);
  rules.push({ allow, length: pattern.length, matches: matcher(pattern) });
  // Google: to allow a folder's index page is to allow the folder's own address.
  const folder = allow ? /^(.*\/)index\.html?$/.exec(pattern)?.[1] : undefined;
  if (folder !== undefined) rules.push({ allow, length: folder.length + 1, matches: matcher(`${folder}$`) });
}

/** Section 2.2.2: characters beyond ASCII percent-encoded, escapes in upper case. */
function escaped(pattern: string): string {
  return pattern
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[^\0-\x7f]+/g, (chars) => encodeURIComponent(chars))
    .replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

/** Section 2.2.3: `*` stands for any characters, `$` at the end for the end; linear in the path for each `*`. */
function matcher(pattern: string): (path: string) => boolean {
  const anchored = pattern.endsWith('$');
  const [first = '', ...rest] = (anchored ? pattern.slice(0, -1) : pattern).split(/\*+/);
  return (path) => {
    if (!path.startsWith(first)) return false;
    if (rest.length === 0) return !anchored || path.length === first.length;
    let position = first.length;
    for (const [index, part] of rest.entries()) {
      if (anchored && index === rest.length - 1) return path.length - part.length >= position && path.endsWith(part);
      const found = path.indexOf(part, position);
      if (found < 0) return false;
      position = found + part.length;
    }
    return true;
  };
}

/** The longest rule that matches decides, of two as long the one that allows; without one all is allowed. */
function decide(rules: readonly Rule[], path: string): boolean {
  let best: Rule | null = null;
  for (const rule of rules) {
    const better = best === null || rule.length > best.length || (rule.length === best.length && rule.allow);
    if (better && rule.matches(path)) best = rule;
  }
  return best?.allow ?? true;
}

/** Path and query of an address, without its fragment. */
function pathOf(url: string): string {
  const bare = url.replace(/^[a-z][a-z0-9+.-]*:(?=\/\/)/i, '').replace(/#.*$/s, '');
  const path = bare.replace(bare.startsWith('//') ? /^\/\/[^/?;]*/ : /^[^/?;]*/, '');
  return (path.startsWith('/') ? path : `/${path}`).replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}
