import { detectLanguage, languageCode } from '../text/language.ts';
import type { Article, FieldEvidence, Hint, LeftOut } from './article.ts';
import { findAuthors } from './authors.ts';
import { findBody } from './body.ts';
import { findDates } from './dates.ts';
import { type Element, attr, isWithin } from './element.ts';
import { type Facts, gatherFacts, meta } from './facts.ts';
import { textValue } from './jsonld.ts';
import { findStandfirst } from './lead.ts';
import { furnitureOf } from './lines.ts';
import { parseMarkup } from './markup.ts';
import { isPruned, prune, selectorOf } from './prune.ts';
import { type Block, segment } from './segment.ts';
import { findTitle, mainHeading, siteNames, titleKey } from './title.ts';

export interface ExtractOptions {
  readonly url?: string;
  /** The instant now, ms since the epoch: no date lies in the future, and relative ones count from here. */
  readonly now: number;
  readonly hint?: Hint;
}

function indexOf(element: Element | null, blocks: readonly Block[]): number {
  return element === null ? -1 : blocks.findIndex((block) => isWithin(block.element, element));
}

function iso(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}

export function extractPage(html: string, options: ExtractOptions): Article {
  const root = parseMarkup(html);
  const blocks = segment(root);
  const facts = gatherFacts(root, options.url);
  prune(root);
  const heading = mainHeading(facts, isPruned);
  const title = findTitle(facts, heading, options.url, options.hint);
  const body = findBody(root, blocks, heading);
  const found = indexOf(heading, blocks);
  const headingAt = found < (body.blocks.find((block) => block.prose)?.index ?? Infinity) ? found : -1;
  const main = body.blocks.filter((block) => block.index > headingAt || block.prose);
  const first = main.find((block) => block.prose)?.index ?? main[0]?.index ?? blocks.length;
  const last = main.findLast((block) => block.prose)?.index ?? first;
  const sites = siteNames(facts, options.url);
  const authors = findAuthors(facts, blocks, { first, last }, sites, options.hint);
  const context = {
    titleKeys: title?.keys ?? new Set<string>(),
    authorKeys: (authors?.names ?? []).map(titleKey),
    cache: new Map(),
  };
  const leftOut: LeftOut[] = [];
  const lines: Block[] = [];
  for (const block of main) {
    const reason = furnitureOf(block, context);
    if (reason === null) lines.push(block);
    else leftOut.push({ reason, text: block.text.slice(0, 80) });
  }
  const description = [
    meta(facts, 'og:description', 'description', 'twitter:description'),
    textValue(facts.article?.['description']),
    options.hint?.summary,
  ].filter((s): s is string => typeof s === 'string' && s.length > 30);
  const standfirst = findStandfirst(blocks, headingAt, lines[0]?.index ?? first, description);
  const paragraphs = lines.map((block) => block.text);
  if (standfirst !== null && !paragraphs.includes(standfirst.text)) paragraphs.unshift(standfirst.text);
  const text = paragraphs.join('\n\n');
  const lang = detectLanguage(text, facts.htmlLang ?? options.hint?.lang ?? null);
  const monthFirst = /^en[-_]us/i.test(facts.htmlLang ?? '') || lang === null;
  const dates = findDates(facts, blocks, first, {
    now: options.now,
    monthFirst,
    ...(options.url === undefined ? {} : { url: options.url }),
    ...(options.hint === undefined ? {} : { hint: options.hint }),
  });
  return {
    title: title?.title ?? null,
    author: authors?.names ?? [],
    published: iso(dates.published?.ms),
    modified: iso(dates.modified?.ms),
    section: null,
    lang: lang ?? languageCode(facts.htmlLang),
    canonical: null,
    lead: paragraphs[0] ?? null,
    text,
    kind: 'article',
    reason: null,
    evidence: { fields: {}, container: selectorOf(body.container), leftOut },
  };
}
