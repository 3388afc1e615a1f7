import sanitize from 'sanitize-html';
import { escapeHtml, plainText } from './markup.ts';
import { MAX_HTML } from './document.ts';
import { resolveUrl } from './resolve.ts';
import { XmlScanner } from './xml.ts';

const words = (list: string): string[] => list.split(' ');

const TAGS = words(
  'a abbr acronym address area article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del ' +
    'details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main map mark menu ' +
    'nav ol p picture pre q rp rt ruby s samp section small source span strike strong sub summary sup table tbody td tfoot th ' +
    'thead time tr track tt u ul var video wbr',
);
const VOID = new Set(words('area br col hr img source track wbr'));
/** Attributes that say how a thing looks or what it means; none that can act, name, or reach outside. */
const PLAIN_ATTRIBUTES = words(
  'abbr accept align alt axis bgcolor border cellpadding cellspacing char charoff class color cols colspan compact controls coords ' +
    'datetime dir face frame headers height hreflang hspace ismap kind label lang media nohref noshade nowrap prompt rel rev ' +
    'rows rowspan rules scope shape size span start summary tabindex target title type valign value vspace width loop muted preload',
);
const URL_ATTRIBUTES = words('href src cite poster');
const SCHEMES = words('http https mailto tel ftp');

const tagNames = new Set(TAGS);
const plainAttributes = new Set(PLAIN_ATTRIBUTES);
const urlAttributes = new Set(URL_ATTRIBUTES);

/** How many characters of one document are cleaned with care; what lies beyond is handed out as text. */
const CARE_BUDGET = 1_000_000;
/** sanitize-html takes time with the square of the depth. */
const MAX_DEPTH = 200;

/**
 * Cleans the HTML of one document's fields: no scripts, frames, forms, styles, event handlers, no schemes but http(s),
 * mailto, tel and ftp, tags balanced, addresses absolute. Most HTML in feeds is plain, and is checked and rewritten in
 * one pass over a strict grammar; whatever does not fit that grammar goes through sanitize-html, within a budget.
 */
export class HtmlCleaner {
  private budget = CARE_BUDGET;

  clean(html: string, base: string | null): string {
    const bounded = html.length > MAX_HTML ? html.slice(0, MAX_HTML) : html;
    if (!bounded.includes('<')) return bounded.trim();
    const quick = rewriteStrict(bounded, base);
    if (quick !== null) return quick.trim();
    this.budget -= bounded.length;
    return this.budget < 0 || isDeep(bounded) ? escapeHtml(plainText(bounded)) : withCare(bounded, base).trim();
  }
}

/** Elements that need no end, besides the empty ones. */
const ENDLESS = /^(p|li|dt|dd|td|th|tr|tbody|thead|tfoot|option|colgroup)$/i;

function isDeep(html: string): boolean {
  const scanner = new XmlScanner(html);
  let depth = 0;
  for (let token = scanner.next(); token !== 'end' && depth <= MAX_DEPTH; token = scanner.next()) {
    const counts = (token === 'open' && !scanner.empty) || token === 'close';
    if (counts && !VOID.has(scanner.name.toLowerCase()) && !ENDLESS.test(scanner.name))
      depth = Math.max(0, depth + (token === 'open' ? 1 : -1));
  }
  return depth > MAX_DEPTH;
}

const TAG =
  /<(?:\/([a-zA-Z][a-zA-Z0-9]*)\s*>|([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][\w:-]*(?:\s?=\s?(?:"[^"<>]*"|'[^'<>"]*'))?)*)\s*(\/?)>)/y;
const ATTRIBUTE = /([a-zA-Z][\w:-]*)(?:\s?=\s?(?:"([^"]*)"|'([^']*)'))?/g;

/** The fragment with its unknown attributes dropped, or null where it is not plainly well formed and harmless. */
function rewriteStrict(html: string, base: string | null): string | null {
  const open: string[] = [];
  let out = '';
  let position = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', position)) {
    TAG.lastIndex = at;
    const match = TAG.exec(html);
    if (match === null) return null;
    const closing = match[1];
    if (closing === undefined) {
      const name = (match[2] as string).toLowerCase();
      const attributes = tagNames.has(name) ? rewriteAttributes(match[3] as string, base) : null;
      if (attributes === null || (match[4] === '/' && !VOID.has(name))) return null;
      if (!VOID.has(name)) open.push(name);
      out += `${html.slice(position, at)}<${name}${attributes}${VOID.has(name) ? ' /' : ''}>`;
    } else {
      const name = closing.toLowerCase();
      if (open.pop() !== name) return null;
      out += `${html.slice(position, at)}</${name}>`;
    }
    position = TAG.lastIndex;
  }
  return open.length > 0 ? null : out + html.slice(position);
}

/** The attributes to keep, with a blank before each; null where an address needs a closer look. */
function rewriteAttributes(source: string, base: string | null): string | null {
  if (source === '') return '';
  let out = '';
  for (const match of source.matchAll(ATTRIBUTE)) {
    const name = (match[1] as string).toLowerCase();
    const value = match[2] ?? match[3] ?? '';
    if (plainAttributes.has(name)) out += ` ${name}="${value}"`;
    else if (urlAttributes.has(name)) {
      const url = plainUrl(value, base);
      if (url === null) return null;
      out += ` ${name}="${url}"`;
    } else if (name === 'style') {
      const style = plainStyle(value);
      if (style !== '') out += ` style="${style}"`;
    } else if (name === 'srcset' && SRCSET.test(value)) out += ` srcset="${value}"`;
  }
  return out;
}

/** An http(s) address as it is, a relative one made absolute where that is simple; null for all else. */
function plainUrl(value: string, base: string | null): string | null {
  if (/^https?:\/\/[^\s\\]/i.test(value)) return value;
  if (base === null || value === '' || !/^[\w./?#=~%-]+$/.test(value)) return null;
  return resolveUrl(value, base);
}

const SRCSET = /^(?:https?:\/\/[^\s\\]+\s+[\d.]+[wx]\s*,?\s*)+$/;

/** The declarations of a style attribute that only say how things look. */
function plainStyle(value: string): string {
  if (value.length > 2_000) return '';
  return value
    .split(';')
    .filter((declaration) => {
      const colon = declaration.indexOf(':');
      return (
        colon > 0 &&
        styles.has(declaration.slice(0, colon).trim().toLowerCase()) &&
        PLAIN_STYLE.test(declaration.slice(colon + 1))
      );
    })
    .map((declaration) => declaration.trim())
    .join(';');
}

const PLAIN_STYLE = /^[\w\s#.,%-]{1,80}$/;
const STYLE_VALUE = [PLAIN_STYLE];
const STYLES = words(
  'background-color border border-bottom border-color border-left border-right border-spacing border-style border-top border-width clear ' +
    'color cursor direction display float font font-family font-size font-style font-variant font-weight height letter-spacing line-height ' +
    'list-style list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width overflow padding padding-bottom ' +
    'padding-left padding-right padding-top text-align text-decoration text-indent vertical-align white-space width word-spacing',
);

const styles = new Set(STYLES);

function withCare(html: string, base: string | null): string {
  return sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: { '*': [...PLAIN_ATTRIBUTES, ...URL_ATTRIBUTES, 'srcset', 'style'] },
    allowedSchemes: SCHEMES,
    allowedSchemesAppliedToAttributes: [...URL_ATTRIBUTES, 'background', 'longdesc', 'srcset'],
    allowedStyles: { '*': Object.fromEntries(STYLES.map((name) => [name, STYLE_VALUE])) },
    nonTextTags: ['script', 'style', 'textarea', 'option', 'template', 'noembed', 'noframes', 'xmp'],
    nestingLimit: 100,
    enforceHtmlBoundary: false,
    transformTags: {
      '*': (tagName, attribs) => {
        for (const name of URL_ATTRIBUTES) {
          const value = attribs[name];
          if (value !== undefined) attribs[name] = resolveUrl(value, base) ?? value;
        }
        return { tagName, attribs };
      },
    },
  });
}
