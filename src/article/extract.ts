import type { Article, Hint } from './article.ts';
import { findBody } from './body.ts';
import { cleanLine } from './clean.ts';
import { gatherFacts } from './facts.ts';
import { parseMarkup } from './markup.ts';
import { prune, selectorOf } from './prune.ts';
import { segment } from './segment.ts';
import { findTitle, mainHeading } from './title.ts';

export interface ExtractOptions {
  readonly url?: string;
  /** The instant now, ms since the epoch: no date lies in the future, and relative ones count from here. */
  readonly now: number;
  readonly hint?: Hint;
}

export function extractPage(html: string, options: ExtractOptions): Article {
  const root = parseMarkup(html);
  const blocks = segment(root);
  const facts = gatherFacts(root, options.url);
  const heading = mainHeading(facts, () => false);
  const title = findTitle(facts, heading, options.url, options.hint);
  prune(root);
  const body = findBody(root, blocks);
  const text = body.blocks
    .filter((b) => cleanLine(b.text) !== title?.title)
    .map((b) => b.text)
    .join('\n\n');
  return {
    title: title?.title ?? null,
    author: [],
    published: null,
    modified: null,
    section: null,
    lang: null,
    canonical: null,
    lead: null,
    text,
    kind: 'article',
    reason: null,
    evidence: { fields: {}, container: selectorOf(body.container), leftOut: [] },
  };
}
