import type { Attributes } from './xml.ts';
import { escapeHtml, looksLikeHtml, oneLine, plainText } from './markup.ts';

/** The inside of an element: its characters with entities decoded, and its source where it holds elements. */
export interface Inside {
  readonly text: string;
  readonly markup: string | null;
}

/** What an element that holds a text says: characters, or HTML. */
export interface Construct {
  readonly kind: 'text' | 'html';
  readonly value: string;
  /** Base64 of no type: characters in a title, but who encodes a content means HTML. */
  readonly encoded?: boolean;
}

/**
 * The text of an Atom text construct or content (RFC 4287, sections 3.1 and 4.1.3; Atom 0.3 with its `mode`), base64 and
 * inline markup read. A type that can't be shown gives an empty text.
 */
export function atomConstruct(inside: Inside, attributes: Attributes): Construct {
  const type = mediaType(attributes['type']);
  const mode = attributes['mode']?.trim().toLowerCase();
  if (inside.markup !== null && mode !== 'escaped') {
    return { kind: 'html', value: inlineMarkup(inside.markup, type === 'application/xhtml+xml' && mode === undefined) };
  }
  if (mode === 'base64' || (mode === undefined && isBinary(type))) {
    const decoded = decodeBase64(inside.text);
    return { kind: type === 'text/plain' ? 'text' : 'html', value: decoded ?? inside.text, encoded: true };
  }
  if (type === 'text/plain') return { kind: 'text', value: inside.text };
  // Markup that is declared xhtml or XML, but stands there escaped or as bare words.
  return { kind: 'html', value: mode === 'xml' && type !== 'text/html' ? escapeHtml(inside.text) : inside.text };
}

/** The text of an RSS element: HTML, escaped or not; plain titles are only taken for HTML when they look so. */
export function rssConstruct(inside: Inside, attributes: Attributes, plainByDefault: boolean): Construct {
  const type = attributes['type'];
  if (
    attributes['mode'] !== undefined ||
    (type !== undefined && /^(xhtml|text|application\/xhtml\+xml|text\/plain)$/i.test(type))
  ) {
    const construct = atomConstruct(inside, attributes);
    return construct.kind === 'text' && looksLikeHtml(construct.value)
      ? { kind: 'html', value: construct.value }
      : construct;
  }
  if (inside.markup !== null) return { kind: 'html', value: inlineMarkup(inside.markup, false) };
  return { kind: plainByDefault && !looksLikeHtml(inside.text) ? 'text' : 'html', value: inside.text };
}

/** A construct as one line of text. */
export function lineOf(construct: Construct): string {
  return construct.kind === 'text' ? oneLine(construct.value) : plainText(construct.value);
}

function mediaType(type: string | undefined): string {
  const bare = (type ?? 'text').split(';')[0]?.trim().toLowerCase() ?? '';
  if (bare === '' || bare === 'text') return 'text/plain';
  if (bare === 'html') return 'text/html';
  if (bare === 'xhtml' || bare === 'xml') return 'application/xhtml+xml';
  return bare;
}

/** RFC 4287, section 4.1.3.3: what is neither text nor XML is base64. */
function isBinary(type: string): boolean {
  return type.includes('/') && !/^text\/|[+/](xml|json)$/.test(type);
}

function decodeBase64(text: string): string | null {
  const bare = text.replace(/\s+/g, '');
  if (bare === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(bare)) return null;
  const bytes = Buffer.from(bare, 'base64');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const VOID_ELEMENT = /^(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/i;

/** Inline XHTML as HTML: no prefixes, no CDATA sections, no empty-element tags but those of HTML; without its wrapping div where the format says it is none of the content. */
function inlineMarkup(source: string, wrapped: boolean): string {
  const html = withoutCdata(source)
    .replace(/<(\/?)(?:xhtml|html|x|h):(?=[a-z])/gi, '<$1')
    .replace(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)\/>/gi, (all, name: string, rest: string) =>
      VOID_ELEMENT.test(name) ? all : `<${name}${rest}></${name}>`,
    )
    .trim();
  if (!wrapped) return html;
  const opening = /^<div(?:\s[^<>]*)?>/i.exec(html)?.[0];
  if (opening === undefined || !html.endsWith('</div>') || html.indexOf('<div', 4) >= 0) return html;
  return html.slice(opening.length, -'</div>'.length).trim();
}

/** The source with its CDATA sections as escaped text. */
function withoutCdata(source: string): string {
  let out = '';
  let position = 0;
  for (let at = source.indexOf('<![CDATA['); at >= 0; at = source.indexOf('<![CDATA[', position)) {
    const end = source.indexOf(']]>', at);
    if (end < 0) break;
    out += source.slice(position, at) + escapeHtml(source.slice(at + '<![CDATA['.length, end));
    position = end + ']]>'.length;
  }
  return out + source.slice(position);
}
