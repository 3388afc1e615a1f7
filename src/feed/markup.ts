import { decodeHTMLStrict } from 'entities';

/** Elements whose content is never text for a reader. */
const SILENT = /^(script|style|template|textarea|select)$/;
/** Elements that stand between words. */
const BREAK =
  /^(br|p|div|li|ul|ol|dl|dt|dd|tr|td|th|table|h[1-6]|blockquote|pre|hr|section|article|header|footer|figure|figcaption|title)$/;

/** The characters of a text whose entities are decoded: those of XML and HTML that end in `;`. */
export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}

/** Text as HTML shows it. */
export function escapeHtml(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Runs of white space as one blank, none at the ends, NFC, no control characters. */
export function oneLine(text: string): string {
  const line = /[\s\u0085]{2}|[\t\n\r\f\v\u00a0\u2028\u2029]/.test(text)
    ? text.replace(/\s+/g, ' ').trim()
    : text.trim();
  return /[\u0300-\u{10ffff}]/u.test(line) ? line.normalize('NFC') : line;
}

/** Whether an RSS text is HTML rather than characters: it has a tag or an entity that HTML knows. */
export function looksLikeHtml(text: string): boolean {
  if (text.includes('<') && KNOWN_TAG.test(text)) return true;
  return text.includes('&') && decodeHTMLStrict(text) !== text;
}

const KNOWN_TAG =
  /<\/?(?:a|abbr|b|big|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre|q|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|tr|tt|u|ul|video|wbr)(?:\s[^<>]*)?\/?>/i;

/**
 * What a reader of an HTML fragment sees, on one line. A `<` that the HTML spells as an entity before something that
 * would read as a tag stays escaped. Linear in the length; scripts, styles and comments leave nothing.
 */
export function plainText(html: string): string {
  if (!html.includes('<')) return oneLine(decodeLeavingTags(html));
  let out = '';
  let position = 0;
  let silent: string | null = null;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', position)) {
    const tag = tagAt(html, at);
    if (tag === null) {
      if (silent === null) out += html.slice(position, at + 1);
      position = at + 1;
      continue;
    }
    if (silent === null) out += html.slice(position, at);
    if (silent === null && BREAK.test(tag.name)) out += ' ';
    silent = silenceAfter(silent, tag);
    position = tag.end;
  }
  if (silent === null) out += html.slice(position);
  return oneLine(decodeLeavingTags(out));
}

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly end: number;
}

/** The tag or comment that begins at a `<`, null where it is a character. A comment is a tag without name. */
function tagAt(html: string, at: number): Tag | null {
  if (html.startsWith('<!--', at)) {
    const end = html.indexOf('-->', at + 4);
    return { name: '', closing: false, end: end < 0 ? html.length : end + 3 };
  }
  const name = /^<([/!?]?)([a-z][a-z0-9:_-]{0,40})?/i.exec(html.slice(at, at + 48));
  if (name === null || (name[1] === '' && name[2] === undefined)) return null;
  const end = html.indexOf('>', at);
  const next = html.indexOf('<', at + 1);
  // A tag that never ends, or that another begins in, ends there.
  const bound = end < 0 ? html.length : next >= 0 && next < end ? next : end + 1;
  return { name: (name[2] ?? '').toLowerCase(), closing: name[1] === '/', end: bound };
}

function silenceAfter(silent: string | null, tag: Tag): string | null {
  if (silent !== null) return tag.closing && tag.name === silent ? null : silent;
  return !tag.closing && SILENT.test(tag.name) ? tag.name : null;
}

function decodeLeavingTags(text: string): string {
  if (!text.includes('&')) return text;
  const decoded = decodeHTMLStrict(text);
  if (!TAG_LIKE.test(decoded) || !/&(?:lt|LT|#0*60|#[xX]0*3[cC]);/.test(text)) return decoded;
  return escapeHtml(decoded);
}

const TAG_LIKE = /<[a-z/!?]/i;
