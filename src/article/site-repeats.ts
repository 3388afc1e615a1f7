import type { Element } from './element.ts';
import {
  DECAY,
  SHORT,
  type SiteMemory,
  type SiteRecord,
  furniturePlace,
  lineKey,
  placeOf,
  shortKey,
  siteOf,
  textPlace,
} from './memory.ts';
import { speaksToReader } from './phrases.ts';
import type { Block } from './segment.ts';

/** The reason of a line that stands on other pages of the site. */
export const SEEN = 'seen on other pages';

/** A page whose text is known to this share is a copy of a page seen before: what is known of it is no furniture. */
const COPY = 0.4;
/** The pages that a line, and the share of the pages that it, must stand on to be furniture of a copy. */
const COPY_PAGES = 2.8;
const COPY_SHARE = 0.3;
/** The share of a site's pages for a line of any kind, so that what two reports in a thousand share is not taken for furniture. */
const LEAST_SHARE = 0.1;
/** Weights of one page, of two and of three that are not long past. */
const ONE = 0.9;
const TWO = 1.8;
const THREE = 2.7;

/** What is known of one site, weights as they are at the record's tick. */
class Known {
  private readonly record: SiteRecord;

  constructor(record: SiteRecord) {
    this.record = record;
  }

  pagesWith(key: string): number {
    const seen = this.record.lines[key];
    return seen === undefined ? 0 : seen[0] * DECAY ** (this.record.tick - seen[1]);
  }

  /** What stood on one page is enough where the site has few; later it must stand on a share of them. */
  share(least: number): number {
    return Math.max(least, this.record.pages * LEAST_SHARE);
  }

  ofCopy(): number {
    return Math.max(COPY_PAGES, this.record.pages * COPY_SHARE);
  }
}

/** The lines of a body, where each stands, and how many pages of the site have it. */
interface Weighed {
  readonly blocks: readonly Block[];
  readonly places: readonly string[];
  readonly weights: readonly number[];
  /** The place that holds most of the page's prose. */
  readonly main: string;
  readonly known: Known;
}

/** The lines of a body that its site's other pages show to be furniture, with the reason. */
export function repeatedBlocks(memory: SiteMemory, url: string, blocks: readonly Block[]): Map<Block, string> {
  const site = siteOf(url);
  const record = site === null ? undefined : memory.sites[site];
  if (record === undefined) return new Map();
  const page = weigh(new Known(record), blocks);
  const { known, weights } = page;
  if (isCopy(page)) {
    const seen = blocks.filter((_, at) => (weights[at] ?? 0) >= known.ofCopy());
    return new Map(seen.map((block) => [block, SEEN]));
  }
  const found = new Map<Block, string>();
  for (const [at, block] of blocks.entries()) {
    const reason = reasonFor(page, at);
    if (reason !== null) found.set(block, reason);
  }
  for (const block of restsOfKnownBoxes(page, found)) found.set(block, 'in a box seen on other pages');
  return found;
}

function weigh(known: Known, blocks: readonly Block[]): Weighed {
  const places = blocks.map(({ element }) => placeOf(element));
  const weights = blocks.map((block) => {
    const key = lineKey(block);
    return key === null ? 0 : known.pagesWith(key);
  });
  const prose = new Map<string, number>();
  let main = '';
  for (const [at, block] of blocks.entries()) {
    if (!block.prose) continue;
    const place = places[at] ?? '';
    const sum = (prose.get(place) ?? 0) + block.text.length;
    prose.set(place, sum);
    if (sum > (prose.get(main) ?? 0)) main = place;
  }
  return { blocks, places, weights, main, known };
}

/** How much of the prose in the place that has most of it is known: furniture stands in other places than the text. */
function isCopy({ blocks, places, weights, main }: Weighed): boolean {
  let [told, total] = [0, 0];
  for (const [at, { prose, text }] of blocks.entries()) {
    if (!prose || places[at] !== main) continue;
    total += text.length;
    if ((weights[at] ?? 0) > 0) told += text.length;
  }
  return total > 0 && told / total > COPY;
}

function reasonFor(page: Weighed, at: number): string | null {
  const weight = page.weights[at] ?? 0;
  if (weight >= needed(page, at)) return SEEN;
  if (isLabel(page, at)) return 'seen at its place on other pages';
  return isInFurniture(page, at) ? 'place of furniture on other pages' : null;
}

/**
 * The pages that a line must stand on: a whole sentence does not return by chance, a few words may. Reports repeat what
 * went before, so a plain sentence among the text needs more.
 */
function needed({ blocks, places, main, known }: Weighed, at: number): number {
  const { text, prose, linkChars } = blocks[at] as Block;
  const isPlain = prose && text.length >= 80 && linkChars === 0 && !speaksToReader(text);
  if (isPlain && places[at] === main) return Math.max(TWO, known.share(0) * 2);
  return known.share(text.length >= SHORT ? ONE : TWO);
}

/** A few words that stand at this place on other pages; once is enough where they head nothing of the text. */
function isLabel({ blocks, places, main, known }: Weighed, at: number): boolean {
  const { text, prose, key, element } = blocks[at] as Block;
  if (text.length >= SHORT || prose) return false;
  const weight = known.pagesWith(shortKey(places[at] ?? '', key));
  if (weight >= TWO) return true;
  const isPartOfText =
    places[at] === main || ENTRIES.has(element.name) || isOverText(blocks[at + 1], places[at + 1], main);
  return !isPartOfText && /\p{L}{3}/u.test(text) && weight >= known.share(ONE);
}

/** Entries of lists and tables are short and say the same without being furniture. */
const ENTRIES: ReadonlySet<string> = new Set(['li', 'td', 'th', 'tr', 'dt', 'dd']);

function isOverText(next: Block | undefined, place: string | undefined, main: string): boolean {
  return next !== undefined && (place === main || next.prose);
}

/** In a place where other pages' lines were furniture and, but for a few, never text. Prose needs more pages. */
function isInFurniture({ blocks, places, known }: Weighed, at: number): boolean {
  const place = places[at] ?? '';
  const furniture = known.pagesWith(furniturePlace(place));
  return (
    furniture >= ((blocks[at] as Block).prose ? THREE : TWO) && known.pagesWith(textPlace(place)) < furniture * 0.2
  );
}

const BOX_DEPTH = 4;
const MOSTLY = 0.6;

/** What is left of boxes, away from the text, whose other lines stand on other pages for the most part: lists, notes, banners. */
function restsOfKnownBoxes({ blocks, places, main }: Weighed, found: ReadonlyMap<Block, string>): Block[] {
  const boxes = new Map<Element, { told: number; lines: number; total: number; isText: boolean; left: Block[] }>();
  for (const [at, block] of blocks.entries()) {
    let box: Element | null = block.element;
    for (let level = 0; box !== null && level < BOX_DEPTH; level += 1, box = box.parent) {
      const held = boxes.get(box) ?? { told: 0, lines: 0, total: 0, isText: false, left: [] };
      boxes.set(box, held);
      held.total += block.text.length;
      held.isText ||= block.prose && places[at] === main;
      if (!found.has(block)) held.left.push(block);
      else [held.told, held.lines] = [held.told + block.text.length, held.lines + 1];
    }
  }
  return [...boxes.values()]
    .filter(({ told, lines, total, isText }) => !isText && lines > 1 && told >= total * MOSTLY)
    .flatMap(({ left }) => left);
}
