import type { Article } from './article.ts';
import { cleanLine } from './clean.ts';
import type { ExtractOptions } from './extract.ts';

/** The article of a page whose markup is gone: lines of plain text. */
export function extractText(text: string, _options: ExtractOptions): Article {
  const lines = text
    .split(/\r?\n/)
    .map(cleanLine)
    .filter((line) => line !== '');
  const body = lines.filter((line) => line.length > 60).join('\n\n');
  return {
    title: lines[0] ?? null,
    author: [],
    published: null,
    modified: null,
    section: null,
    lang: null,
    canonical: null,
    lead: null,
    text: body,
    kind: 'article',
    reason: null,
    evidence: { fields: {}, container: null, leftOut: [] },
  };
}
