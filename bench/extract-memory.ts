/**
 * What the memory of a site is worth: pages of sites that have several, cleaned alone and again with the other pages of
 * their site seen before; the page that is judged, and other copies of its article, are left out. Once with the pages as
 * they are, once with all names in their markup taken away (`opaque`), as where a framework hashes them.
 */
import { extractAndObserve, extractPage } from '../src/article/extract.ts';
import { emptyMemory, observe, siteOf } from '../src/article/memory.ts';
import { Desk } from '../src/cli/demo/desk.ts';
import { OUTLETS } from '../src/cli/demo/outlets/all.ts';
import type { Outlet, Published } from '../src/cli/demo/outlet.ts';
import { type Alarms, type Watch, alarmsOf, alarmsOver, round, shingles, tokens } from './extract-measures.ts';

export interface TruePage {
  readonly url: string;
  readonly html: string;
  readonly body: string;
  readonly watch: Watch;
}

interface Compared {
  readonly pages: number;
  readonly falsePhrases: readonly [alone: number, remembered: number];
  readonly missedPhrases: readonly [alone: number, remembered: number];
  readonly fallPercent: number | null;
  readonly alone: Alarms;
  readonly remembered: Alarms;
}

/** Pages that are seen before the one that is judged. */
const SEEN = 10;
/** Two pages that share this much of the shorter one's text are copies of one article. */
const COPY = 0.3;

/** Which pages the memory saw before each page was judged. */
type Siblings = (page: TruePage) => readonly TruePage[];

function compare(pages: readonly TruePage[], siblings: Siblings, now: number): Compared {
  const judged = pages.flatMap((page) => {
    const others = siblings(page);
    if (others.length === 0) return [];
    const memory = emptyMemory();
    // In turn, each read with what the ones before taught, as a worker does.
    for (const { url, html } of others) observe(memory, url, extractAndObserve(html, { url, now, memory }).lines);
    const alone = extractPage(page.html, { url: page.url, now }).text;
    return [{ watch: page.watch, alone, remembered: extractPage(page.html, { url: page.url, now, memory }).text }];
  });
  const [alone, remembered] = (['alone', 'remembered'] as const).map((how) =>
    judged.map((page) => ({ watch: page.watch, text: page[how] })),
  ) as [{ watch: Watch; text: string }[], { watch: Watch; text: string }[]];
  const count = (kind: 'false' | 'missed', list: typeof alone): number =>
    list.reduce((sum, { watch, text }) => sum + alarmsOf(watch, text)[kind].length, 0);
  const wrong = [count('false', alone), count('false', remembered)] as const;
  return {
    pages: judged.length,
    falsePhrases: wrong,
    missedPhrases: [count('missed', alone), count('missed', remembered)],
    fallPercent: wrong[0] === 0 ? null : round((1 - wrong[1] / wrong[0]) * 100, 1),
    alone: alarmsOver(alone),
    remembered: alarmsOver(remembered),
  };
}

/** Pages of one site that are no copies of each other's article. */
function siblingsBySite(pages: readonly TruePage[]): Siblings {
  const bySite = new Map<string, TruePage[]>();
  for (const page of pages) {
    const site = siteOf(page.url) ?? page.url;
    bySite.set(site, [...(bySite.get(site) ?? []), page]);
  }
  const texts = new Map(pages.map((page) => [page, new Set(shingles(page.body.toLowerCase()).keys())]));
  const isCopy = (a: TruePage, b: TruePage): boolean => {
    const [x, y] = [texts.get(a) ?? new Set<string>(), texts.get(b) ?? new Set<string>()];
    const shared = [...x].filter((key) => y.has(key)).length;
    return shared > COPY * Math.min(x.size, y.size);
  };
  return (page) =>
    (bySite.get(siteOf(page.url) ?? page.url) ?? []).filter((other) => other !== page && !isCopy(page, other));
}

/** A letter-only name made of another name; the same one for the same name. */
function hashed(name: string): string {
  let sum = 7;
  for (let at = 0; at < name.length; at += 1) sum = (Math.imul(sum, 31) + name.charCodeAt(at)) >>> 0;
  return `c${sum.toString(36).replace(/\d/g, (digit) => 'qwertyuiop'[Number(digit)] ?? 'q')}`;
}

/** The same page with nothing in its markup that says what is what. */
export function opaque(html: string): string {
  return html
    .replace(
      / (class|id)=(?:"([^"]*)"|([^\s>"]+))/g,
      (_, key: string, quoted?: string, bare?: string) =>
        ` ${key}="${(quoted ?? bare ?? '').split(/\s+/).map(hashed).join(' ')}"`,
    )
    .replace(/ (?:role|aria-[a-z]+|itemprop|data-[a-z-]+|rel)="[^"]*"/g, '')
    .replace(
      /<(\/?)(?:nav|aside|footer|header|figure|figcaption|button|article|main|section)(?=[\s>])/g,
      (_, slash: string) => `<${slash}div`,
    )
    .replace(/<script[^>]*ld\+json[\s\S]*?<\/script>/g, '');
}

function bothWays(pages: readonly TruePage[], siblings: (pages: readonly TruePage[]) => Siblings, now: number): object {
  const bare = pages.map((page) => ({ ...page, html: opaque(page.html) }));
  return { asTheyAre: compare(pages, siblings(pages), now), opaque: compare(bare, siblings(bare), now) };
}

/** On the pages of a corpus whose sites have several. */
export function memoryOnCorpus(pages: readonly TruePage[], now: number): object {
  return bothWays(pages, siblingsBySite, now);
}

/** On the sample newsroom's outlets, after ten pages of each, none of them the judged story. */
export function memoryOnNewsroom(now: number): object {
  const startedAt = now - 86_400_000;
  const desk = new Desk({ outlets: OUTLETS, startedAt, seed: 1, address: (o, slug) => `http://${o.host}/${slug}` });
  desk.publishAll(startedAt);
  const stories = new Map<string, string | undefined>();
  const pages = OUTLETS.flatMap((outlet) =>
    desk
      .articlesOf(outlet)
      .filter(({ piece }) => piece.page === undefined)
      .map((item, _, all) => {
        stories.set(item.url, item.piece.story);
        return newsroomPage(outlet, item, all);
      }),
  );
  const siblings =
    (all: readonly TruePage[]): Siblings =>
    (page) => {
      const own = stories.get(page.url);
      const outlet = all.filter((other) => new URL(other.url).host === new URL(page.url).host);
      const at = outlet.indexOf(page);
      return [...outlet.slice(at + 1), ...outlet.slice(0, at)]
        .filter(({ url }) => own === undefined || stories.get(url) !== own)
        .slice(0, SEEN);
    };
  return bothWays(pages, siblings, now);
}

/** A page with its own words as body; every pair of words that only its furniture has is a phrase to stay silent on. */
function newsroomPage(outlet: Outlet, item: Published, all: readonly Published[]): TruePage {
  const others = all.filter((other) => other !== item).map(({ piece, url }) => ({ title: piece.title, url }));
  const html = outlet.page({ ...item, base: `http://${outlet.host}`, others: others.slice(0, 12) });
  const { title, standfirst = '', text } = item.piece;
  const body = `${standfirst}\n${text.replace(/^\[(?:read|photo|box)\].*$/gm, '')}`;
  const pairs = (of: string): Set<string> => {
    const words = tokens(of.toLowerCase());
    return new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));
  };
  const own = pairs(`${title}\n${body}`);
  const shown = html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' \u0001 ');
  const out = shown.split('\u0001').flatMap((line) => [...pairs(line)]);
  const watch = {
    out: [...new Set(out)].filter((pair) => !own.has(pair)),
    nav: [],
    in: body.split(/\n\s*\n/).flatMap((line) => [...pairs(line.replace(/[*{}>#]/g, ' '))]),
  };
  return { url: item.url, html, body, watch };
}
