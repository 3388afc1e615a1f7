/** The engines that the bench of the extractor compares, and the pages that they read. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Watch } from './extract-measures.ts';

export type Engine = (html: string, url: string) => string;

export interface Truth {
  readonly url: string;
  readonly articleBody?: string;
  readonly watch?: Watch;
}

/**
 * The floors: all text of a page, nothing judged; with a tree, and out of the parser's events alone. cheerio's default
 * parser (parse5) is shown beside them.
 */
export const FLOORS = ['cheerio+htmlparser2', 'htmlparser2', 'htmlparser2 events'] as const;
export const NAMES = ['wirewatch', 'readability+linkedom', ...FLOORS, 'cheerio+parse5'] as const;
export type Name = (typeof NAMES)[number];

export async function engineOf(name: string): Promise<Engine> {
  if (name === 'wirewatch') {
    const { extractPage } = await import('../src/article/extract.ts');
    const now = Date.now();
    return (html, url) => extractPage(html, { url, now }).text;
  }
  if (name === 'cheerio+htmlparser2') {
    const { load } = await import('cheerio/slim');
    return (html) => load(html).text();
  }
  if (name === 'htmlparser2') {
    const { parseDocument, DomUtils } = await import('htmlparser2');
    return (html) => DomUtils.textContent(parseDocument(html));
  }
  if (name === 'htmlparser2 events') {
    const { Parser } = await import('htmlparser2');
    return (html) => {
      const texts: string[] = [];
      new Parser({ ontext: (text) => texts.push(text) }).end(html);
      return texts.join('');
    };
  }
  if (name === 'cheerio+parse5') {
    const { load } = await import('cheerio');
    return (html) => load(html).text();
  }
  const { Readability } = await import('@mozilla/readability');
  const { parseHTML } = await import('linkedom');
  return (html) => {
    const { document } = parseHTML(html);
    // Blocks get line breaks before the text is taken, as a reader would see them.
    const content = new Readability(document as never).parse()?.content ?? '';
    const { document: inner } = parseHTML(
      `<html><body>${content.replace(/<\/(?:p|div|li|h[1-6]|blockquote)>/gi, '$&\n')}</body></html>`,
    );
    return inner.body.textContent ?? '';
  };
}

export function truthsOf(folder: string): [string, Truth][] {
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, Truth>;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.html.gz'))
    .map((name) => name.slice(0, -8))
    .flatMap((id) => (truth[id] === undefined ? [] : [[id, truth[id]] as [string, Truth]]));
}

/** One page at a time, so that the engine's memory is measured and not the corpus's. */
export function pageOf(folder: string, id: string): string {
  return gunzipSync(readFileSync(join(folder, `${id}.html.gz`))).toString();
}

export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
