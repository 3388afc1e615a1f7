import { Parser } from 'htmlparser2';
import { detectLanguage } from '../text/language.ts';
import type { Article } from './article.ts';
import { cleanLine } from './clean.ts';

/** What a feed says of an article. `summary` and `content` are HTML. */
export interface EntryText {
  readonly title: string | null;
  readonly summary: string | null;
  readonly content: string | null;
  readonly authors: readonly string[];
  readonly published: string | null;
  readonly language: string | null;
}

const BLOCKS = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'svg', 'button', 'form', 'figcaption']);
/** What feed tools append to an entry: a link back, not a sentence of the article. */
const APPENDED =
  /^(?:the post .{0,300} (?:first )?appeared (?:first )?on .{0,200}|(?:continue reading|read more|read the full (?:story|article)|weiterlesen|lire la suite|leer más|читать далее|подробнее)\b.{0,120}|\[?(?:…|\.\.\.)\]?)$/iu;

/** The paragraphs of a piece of HTML, in their order. */
export function paragraphsOf(html: string): string[] {
  const paragraphs: string[] = [];
  let open = '';
  let unseen = 0;
  const close = (): void => {
    const line = cleanLine(open);
    if (line !== '') paragraphs.push(line);
    open = '';
  };
  const parser = new Parser({
    onopentagname(name) {
      if (UNSEEN.has(name)) unseen += 1;
      if (BLOCKS.has(name)) close();
    },
    ontext(text) {
      if (unseen === 0) open += text;
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) unseen = Math.max(0, unseen - 1);
      if (BLOCKS.has(name)) close();
    },
  });
  parser.end(html);
  close();
  return paragraphs;
}

/** Characters of text in a piece of HTML. */
export function plainLength(html: string): number {
  return paragraphsOf(html).reduce((sum, line) => sum + line.length, 0);
}

/** The article that a feed's own words make (R16), or null where it says nothing. */
export function articleOfEntry(entry: EntryText, now: number): Article | null {
  const summary = paragraphsOf(entry.summary ?? '').filter((line) => !APPENDED.test(line));
  const content = paragraphsOf(entry.content ?? '').filter((line) => !APPENDED.test(line));
  const lead = summary.length > 0 && !repeats(content, summary) ? summary.join(' ') : null;
  const text = [...(lead === null ? [] : [lead]), ...(content.length > 0 ? content : [])].join('\n\n');
  const title = entry.title === null ? null : cleanLine(entry.title);
  if ((title ?? '') === '' && text === '') return null;
  const published = entry.published === null ? NaN : Date.parse(entry.published);
  const field = { source: 'feed', confidence: 0.5 };
  return {
    title,
    author: entry.authors,
    published: published <= now ? new Date(published).toISOString() : null,
    modified: null,
    section: null,
    lang: detectLanguage(`${title ?? ''}\n${text}`, entry.language),
    canonical: null,
    lead: text === '' ? null : (text.split('\n\n', 1)[0] ?? null),
    text,
    kind: 'article',
    reason: null,
    evidence: { fields: { title: field, text: field, published: field }, container: null, leftOut: [] },
  };
}

/** Whether the content opens with what the summary says, as where one is cut from the other. */
function repeats(content: readonly string[], summary: readonly string[]): boolean {
  const start = (lines: readonly string[]): string =>
    lines
      .join(' ')
      .replace(/[\s….]+/g, ' ')
      .slice(0, 120)
      .trim();
  const words = start(summary);
  return content.length > 0 && start(content).startsWith(words.slice(0, Math.min(words.length, 80)));
}
