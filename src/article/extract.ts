import { titleKey } from './clean.ts';
import { detectLanguage } from '../text/language.ts';
import { canonicalUrl } from '../text/url.ts';
import type { Article, Evidence, FieldEvidence, Hint, LeftOut } from './article.ts';
import { type Authored, findAuthors } from './authors.ts';
import { findBody } from './body.ts';
import { type DatesFound, findDates } from './dates.ts';
import { type Element, isWithin } from './element.ts';
import { declaredBody, embeddedBody } from './embedded.ts';
import { type Facts, gatherFacts, meta } from './facts.ts';
import { headingLike, mainHeading } from './heading.ts';
import { textValue } from './jsonld.ts';
import { findStandfirst, summaryPoints } from './lead.ts';
import { type LineContext, furnitureOf, isHead } from './lines.ts';
import { parseMarkup } from './markup.ts';
import { type SiteMemory, pageLines } from './memory.ts';
import { prune, selectorOf } from './prune.ts';
import { findSection } from './section.ts';
import { type Block, segment } from './segment.ts';
import { repeatedBlocks } from './site-repeats.ts';
import { sift } from './sift.ts';
import { isInCallingBox } from './signup.ts';
import { type Titled, findTitle, siteNames } from './title.ts';
import { whyNotArticle } from './verdict.ts';

export interface ExtractOptions {
  /** Where the page came from. */
  readonly url?: string;
  /** The instant now, ms since the epoch: no date lies in the future, and relative ones count from here. */
  readonly now: number;
  /** What is known of the page's site. */
  readonly memory?: SiteMemory;
  /** What the feed said. */
  readonly hint?: Hint;
}

/** A page taken apart, and what it says about itself. */
interface Page {
  readonly root: Element;
  readonly blocks: readonly Block[];
  readonly facts: Facts;
  readonly heading: Element | null;
  /** The line of the main heading; -1 where the page shows none. */
  readonly headingLine: number;
  readonly title: Titled | null;
}

interface Text {
  readonly paragraphs: readonly string[];
  readonly lead: string | null;
  readonly leftOut: readonly LeftOut[];
  readonly container: string | null;
  readonly firstLine: number;
  readonly authors: Authored | null;
  /** The lines of the body that were kept, and those that are furniture by a rule or by other pages. */
  readonly kept: readonly Block[];
  readonly furniture: readonly Block[];
}

const SHORT_PROSE = 200;
/** Lines of a body; no article has as many. */
const MAX_LINES = 20_000;

/**
 * The article of a page of HTML (already decoded). Passes: the tree, its lines, what the page says of itself, what its
 * marks and names call furniture, the element with the body, then line by line; where almost nothing is left, once more
 * leniently, then out of the data for the page's scripts. Never throws on any markup; linear in its length.
 */
export function extractPage(html: string, options: ExtractOptions): Article {
  return read(html, options).article;
}

/** As `extractPage`, with what the page teaches the memory of its site (`observe`). */
export function extractAndObserve(
  html: string,
  options: ExtractOptions,
): { article: Article; lines: readonly string[] } {
  const { article, page, text } = read(html, options);
  return { article, lines: pageLines(page.blocks, text.kept, text.furniture) };
}

function read(html: string, options: ExtractOptions): { article: Article; page: Page; text: Text } {
  const page = takeApart(html, options);
  prune(page.root);
  let text = findText(page, options);
  if (proseOf(text) < SHORT_PROSE) text = rescue(html, page, text, options);
  return { article: assemble(html, page, text, options), page, text };
}

function takeApart(html: string, { url, hint }: ExtractOptions): Page {
  const root = parseMarkup(html);
  const blocks = segment(root);
  const facts = gatherFacts(root, url);
  const main = mainHeading(facts);
  const like = main === null ? headingLike(facts, blocks) : null;
  const heading = main ?? like?.element ?? null;
  const headingLine = main === null ? (like?.index ?? -1) : blocks.findIndex(({ element }) => isWithin(element, main));
  return { root, blocks, facts, heading, headingLine, title: findTitle(facts, main ?? like?.text ?? null, url, hint) };
}

function proseOf(text: Text): number {
  return text.paragraphs.reduce((sum, paragraph) => sum + paragraph.length, 0);
}

/** A second look where almost nothing was found: at what is hidden, then at the data for the page's scripts. */
function rescue(html: string, page: Page, strict: Text, options: ExtractOptions): Text {
  if (page.root.prose > proseOf(strict) * 2 + SHORT_PROSE) {
    prune(page.root, true);
    const lenient = findText(page, options);
    if (proseOf(lenient) > proseOf(strict) * 2 + SHORT_PROSE) return lenient;
  }
  const declared = declaredBody(textValue(page.facts.article?.['articleBody']));
  const drawn = embeddedBody(html) ?? declared;
  if (drawn === null || drawn.prose < proseOf(strict) * 2) return strict;
  prune(drawn);
  const inner: Page = { ...page, root: drawn, blocks: segment(drawn), heading: null, headingLine: -1 };
  return { ...findText(inner, options), container: drawn === declared ? 'json-ld' : 'script' };
}

function findText(page: Page, options: ExtractOptions): Text {
  const { facts, blocks } = page;
  const body = findBody(page.root, blocks, page.heading);
  const shownAt = page.headingLine;
  const isOffer = (block: Block): boolean => block.index < shownAt && isInCallingBox(block, blocks);
  const own = body.blocks.filter((block) => !(block.prose && isOffer(block)));
  // A body that begins above the heading has no heading of its own.
  const headingAt = shownAt < (own.find((block) => block.prose)?.index ?? Infinity) ? shownAt : -1;
  const lines = own.filter((block) => block.index > headingAt || block.prose).slice(0, MAX_LINES);
  const first = lines.find((block) => block.prose)?.index ?? lines[0]?.index ?? blocks.length;
  const last = lines.findLast((block) => block.prose)?.index ?? first;
  const authors = findAuthors(facts, blocks, { first, last }, siteNames(facts, options.url), options.hint);
  const context: LineContext = {
    titleKeys: page.title?.keys ?? new Set(),
    firstProse: first,
    authorKeys: (authors?.names ?? []).map(titleKey),
    cache: new Map(),
  };
  const known = options.memory === undefined ? undefined : repeatedBlocks(options.memory, options.url ?? '', lines);
  const { kept, furniture, leftOut } = sift(lines, context, known);
  const opening = openingOf(page, options, { heading: headingAt, first: kept[0]?.index ?? first }, (block) => {
    return isOffer(block) || furnitureOf(block, context) !== null;
  });
  const paragraphs = kept.map((block, at) => (at === 0 ? withoutHead(block, context) : block.text));
  paragraphs.unshift(...opening.filter((text) => !paragraphs.includes(text)));
  return {
    paragraphs,
    lead: opening[0] ?? paragraphs[0] ?? null,
    leftOut,
    container: selectorOf(body.container),
    firstLine: first,
    authors,
    kept,
    furniture,
  };
}

/** What stands between the headline and the text and is of the article: its standfirst, the points that sum it up. */
function openingOf(
  { blocks, facts }: Page,
  { hint }: ExtractOptions,
  { heading, first }: { heading: number; first: number },
  isFurniture: (block: Block) => boolean,
): string[] {
  const standfirst = findStandfirst(blocks, heading, first, summariesOf(facts, hint), isFurniture);
  const points = summaryPoints(blocks, heading, first, isFurniture);
  const own = standfirst === null || points.includes(standfirst) ? [] : [standfirst];
  return [...own, ...points].map(({ text }) => text);
}

/** A first line of several, parted by breaks, without the headline, names and dates that begin it. */
function withoutHead(block: Block, context: LineContext): string {
  const lines = block.text.split('\n');
  while (lines.length > 1 && isHead(lines[0] ?? '', context)) lines.shift();
  return lines.join('\n');
}

function summariesOf(facts: Facts, hint: Hint | undefined): string[] {
  return [
    meta(facts, 'og:description'),
    meta(facts, 'description'),
    textValue(facts.article?.['description']),
    hint?.summary,
  ].filter((summary): summary is string => typeof summary === 'string' && summary.length > 30);
}

function assemble(html: string, page: Page, text: Text, options: ExtractOptions): Article {
  const { facts, title } = page;
  const { url, now, hint } = options;
  const joined = text.paragraphs.join('\n\n');
  const lang = detectLanguage(
    joined === '' ? (title?.title ?? '') : joined,
    facts.htmlLang ?? meta(facts, 'og:locale', 'content-language', 'language') ?? hint?.lang ?? null,
  );
  const monthFirst =
    lang === 'en' &&
    !/\.(?:uk|au|nz|ie|in|za)(?:[:/]|$)/i.test(url ?? '') &&
    !/^en[-_](?!us)/i.test(facts.htmlLang ?? '');
  const dates = findDates(facts, page.blocks, text.firstLine, {
    now,
    monthFirst,
    html,
    ...(url === undefined ? {} : { url }),
    ...(hint === undefined ? {} : { hint }),
  });
  const section = findSection(facts, page, title?.title ?? null, url);
  const canonical = findCanonical(facts, url);
  const reason = whyNotArticle({
    title: title?.title ?? null,
    text: joined,
    chars: page.root.chars,
    linkChars: page.root.linkChars,
    declared:
      facts.article !== null ||
      dates.published?.source.startsWith('meta:') === true ||
      meta(facts, 'og:type') === 'article',
  });
  return {
    title: title?.title ?? null,
    author: text.authors?.names ?? [],
    published: iso(dates.published?.ms),
    modified: iso(dates.modified?.ms),
    section: section?.text ?? null,
    lang,
    canonical: canonical?.text ?? null,
    lead: text.lead,
    text: joined,
    kind: reason === null ? 'article' : 'not-article',
    reason,
    evidence: evidenceOf(title, text, dates, { section: section?.evidence, canonical: canonical?.evidence }),
  };
}

function iso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}

/** The canonical address that the page names, resolved against where it came from; that address itself where it names none. */
function findCanonical(facts: Facts, url: string | undefined): { text: string; evidence: FieldEvidence } | null {
  const named: [string, string | null, number][] = [
    ['link:canonical', facts.links.get('canonical') ?? null, 0.95],
    ['meta:og:url', meta(facts, 'og:url'), 0.85],
    ['json-ld', textValue(facts.article?.['url']), 0.7],
    ['url', url ?? null, 0.5],
  ];
  for (const [source, address, confidence] of named) {
    const text = address === null ? null : canonicalUrl(address, url);
    if (text !== null && !isHomepage(text, url)) return { text, evidence: { source, confidence } };
  }
  return null;
}

/** A template that names the site's front page as every page's canonical address. */
function isHomepage(address: string, url: string | undefined): boolean {
  return /^https?:\/\/[^/]+\/?$/.test(address) && url !== undefined && !/^https?:\/\/[^/]+\/?$/.test(url);
}

function evidenceOf(
  title: Titled | null,
  text: Text,
  dates: DatesFound,
  more: Readonly<Record<string, FieldEvidence | undefined>>,
): Evidence {
  const found: Record<string, { source: string; confidence: number } | null | undefined> = {
    title,
    author: text.authors,
    published: dates.published,
    modified: dates.modified,
    ...more,
  };
  const fields: Record<string, FieldEvidence> = {};
  for (const [field, value] of Object.entries(found)) {
    if (value !== null && value !== undefined) fields[field] = { source: value.source, confidence: value.confidence };
  }
  return { fields, container: text.container, leftOut: text.leftOut };
}
