import { parseMarkup } from './markup.ts';
import { type Element } from './element.ts';
import { segment } from './segment.ts';

const MAX_LITERALS = 4000;
const LEAST = 400;
const LEAST_DECLARED = 150;

/** Paragraphs of HTML inside a JSON string: `<p`, escaped once or twice. */
const PARAGRAPH = /(?:<|\\+u003c|&lt;)\/?p(?:>|\s|\\|&gt;)/i;

/**
 * The article's HTML out of the data that a page hands to its own scripts, for pages whose body only a script would
 * draw: the string literal with the most prose in it, as a tree; null where there is none. Linear in the page's length.
 */
export function embeddedBody(html: string): Element | null {
  let best: Element | null = null;
  for (const literal of longLiterals(html)) {
    const markup = unescapeLiteral(literal);
    if (!PARAGRAPH.test(markup.slice(0, 4000))) continue;
    const root = parseMarkup(markup);
    segment(root);
    if (root.prose > 300 && root.prose > (best?.prose ?? 0)) best = root;
  }
  return best;
}

/** The `articleBody` that a page declares (JSON-LD), as a tree of paragraphs; null for one too short to be a body. */
export function declaredBody(text: string | null): Element | null {
  if (text === null || text.length < LEAST_DECLARED) return null;
  const isMarkup = /<(?:p|br|div)[\s/>]/i.test(text.slice(0, 4000));
  const escaped = text.replace(/&(?!#?\w{1,8};)/g, '&amp;').replaceAll('<', '&lt;');
  const root = parseMarkup(isMarkup ? text : `<p>${escaped.replace(/\s*\n\s*/g, '</p><p>')}</p>`);
  segment(root);
  return root.prose >= LEAST_DECLARED ? root : null;
}

/** Double-quoted literals inside scripts that are long and hold paragraphs. */
function* longLiterals(html: string): Generator<string> {
  let found = 0;
  for (let at = html.indexOf('<script'); at !== -1; at = html.indexOf('<script', at)) {
    const end = html.indexOf('</script', at);
    const script = html.slice(at, end === -1 ? html.length : end);
    if (script.length > LEAST && PARAGRAPH.test(script)) {
      for (const literal of literalsOf(script)) {
        yield literal;
        found += 1;
        if (found > MAX_LITERALS) return;
      }
    }
    if (end === -1) return;
    at = end;
  }
}

function* literalsOf(script: string): Generator<string> {
  // A literal inside a literal is delimited by \" instead of ".
  const text = script.includes('\\"') && /\\"[\w-]+\\":\\"/.test(script) ? script.replace(/\\(["\\])/g, '$1') : script;
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 34) {
      if (start >= 0 && at - start > LEAST && PARAGRAPH.test(text.slice(start, start + 20_000)))
        yield text.slice(start + 1, at);
      start = start >= 0 ? -1 : at;
    }
  }
}

function unescapeLiteral(literal: string): string {
  try {
    return JSON.parse(`"${literal.replace(/[\u0000-\u001F]/g, ' ')}"`) as string;
  } catch {
    return literal
      .replace(/\\+u003c/gi, '<')
      .replace(/\\+u003e/gi, '>')
      .replace(/\\+"/g, '"')
      .replace(/\\+\//g, '/')
      .replace(/\\+n/g, '\n');
  }
}

/** `"publishedAt":"2026-02-03T10:00Z"`, `'deployDt': '2026.02.03 10:00'`, also inside a string that is escaped once. */
const PUBLISHED_KEY =
  /(?:publish(?:ed|ing)?|publication|deploy|release|posted)[_-]?(?:at|on|date(?:[_-]?time)?|time|dt|timestamp)\\?["']\s?:\s?\\?["']?(\d[\dT:.\-/+Z ]{7,34})/gi;
const MAX_DATES = 200;

/**
 * The instant of publication in the data that a page hands to its own scripts, as it stands there: the one that is
 * named first, where no more than half of the instants named are others; null else (a list of articles).
 */
export function embeddedDate(html: string): string | null {
  const counts = new Map<string, number>();
  let total = 0;
  for (const match of html.matchAll(PUBLISHED_KEY)) {
    if (total >= MAX_DATES) break;
    const value = (match[1] ?? '').trim();
    counts.set(value, (counts.get(value) ?? 0) + 1);
    total += 1;
  }
  const [first] = counts;
  return first !== undefined && first[1] * 2 >= total ? first[0] : null;
}
