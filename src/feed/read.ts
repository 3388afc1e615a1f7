import { gunzipSync } from 'node:zlib';
import { WireError } from '../core/errors.ts';
import { decodeBytes } from '../text/charset.ts';
import type { FeedDocument, FeedFormat } from './document.ts';
import { readJsonFeed } from './read-json.ts';
import { readXmlFeed, type XmlRoot } from './read-xml.ts';
import type { Attributes } from './xml.ts';

export interface ReadFeedOptions {
  /** The `Content-Type` that the bytes came with. */
  readonly contentType?: string | null;
  /** The address that they came from in the end: the base of relative addresses. */
  readonly url?: string | null;
}

/** Largest document after unpacking, in bytes (a sitemap may have 50 MB: sitemaps.org). */
const MAX_BYTES = 50 * 1024 * 1024;
/** How far in a root element is looked for behind junk, in UTF-16 code units. */
const JUNK = 64 * 1024;

/**
 * The feed in a body: RSS 0.9x to 2.0, RSS 1.0, Atom 0.3 and 1.0, JSON Feed, CDF, a news sitemap or sitemap index, also
 * gzipped. As tolerant as it can be: broken XML, wrong charsets and odd dates are read as far as they make sense, and
 * of a cut body every closed entry is kept (`truncated` says so).
 * @throws FEED_SYNTAX when it is no feed; the message says what it looks like
 */
export function readFeed(bytes: Uint8Array, options: ReadFeedOptions): FeedDocument {
  const plain = unpack(bytes);
  const { text } = decodeBytes(plain, { contentType: options.contentType ?? null, kind: 'xml' });
  return readFeedText(text, options.url ?? null);
}

/** As `readFeed`, for a text that is decoded already. */
export function readFeedText(text: string, url: string | null): FeedDocument {
  const clean = CONTROLS.test(text) ? text.replace(new RegExp(CONTROLS, 'g'), meantBy) : text;
  const feed = /^[\s\ufeff]*[{[]/.test(clean.slice(0, 100)) ? readJson(clean, url) : readXml(clean, url);
  if (feed !== null) return feed;
  const looks = looksLike(clean);
  throw new WireError('FEED_SYNTAX', `this is no feed: ${looks}`, { detail: { looks } });
}

const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f\x80-\x84\x86-\x9f]/;
/** Windows-1252 from 0x80 to 0x9F. */
const WINDOWS = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

/** C1 controls are windows-1252 that went through Latin-1; other controls mean nothing. */
function meantBy(control: string): string {
  const char = WINDOWS[control.charCodeAt(0) - 0x80];
  return char === undefined || char === '\0' ? '' : char;
}

function unpack(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    throw new WireError('FEED_SYNTAX', 'this is no feed: a gzip file that cannot be unpacked', { cause });
  }
}

function readJson(text: string, url: string | null): FeedDocument | null {
  try {
    return readJsonFeed(JSON.parse(text.replace(/^\ufeff/, '')), url);
  } catch {
    return null;
  }
}

function readXml(text: string, url: string | null): FeedDocument | null {
  const feed = readXmlFeed(text, url, rootOf);
  if (feed !== null || /^\s*(<!doctype\s+html|<html)/i.test(text.slice(0, 500))) return feed;
  // Warnings of a server's script, or other junk, before the feed itself.
  const at = text.slice(0, JUNK).search(/<(?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex)[\s>]/i);
  return at > 0 ? readXmlFeed(text.slice(at), url, rootOf) : null;
}

function rootOf(key: string, attributes: Attributes): XmlRoot | null {
  switch (key) {
    case 'rss':
      return { format: `rss-${versionOf(attributes, '2.0')}`, atom: false };
    case 'rdf:rdf':
      return { format: /simple\/0\.9/.test(attributes['xmlns'] ?? '') ? 'rss-0.90' : 'rss-1.0', atom: false };
    case 'feed':
    case 'atom:feed':
    case 'entry':
    case 'atom:entry':
      return { format: atomFormat(attributes), atom: true };
    case 'channel':
      return {
        format: Object.keys(attributes).some((name) => /^(href|lastmod)$/i.test(name)) ? 'cdf' : 'rss-2.0',
        atom: false,
      };
    case 'urlset':
      return { format: 'sitemap', atom: false };
    case 'sitemapindex':
      return { format: 'sitemap-index', atom: false };
    default:
      return null;
  }
}

function versionOf(attributes: Attributes, otherwise: string): string {
  return /^\s*(\d[\w.]{0,9})/.exec(attributes['version'] ?? '')?.[1] ?? otherwise;
}

function atomFormat(attributes: Attributes): FeedFormat {
  const old = Object.entries(attributes).some(
    ([name, value]) => name.startsWith('xmlns') && value?.includes('purl.org/atom/ns'),
  );
  return `atom-${versionOf(attributes, old ? '0.3' : '1.0')}`;
}

const CHALLENGES =
  /just a moment\.\.\.|attention required!|cf-chl|captcha|access denied|ddos-guard|enable javascript and cookies|are you (a )?human|incapsula/i;

/** What a body that is no feed looks like, for a person. */
function looksLike(text: string): string {
  const start = text.slice(0, JUNK).trimStart();
  if (start === '') return 'it is empty';
  const isHtml = /<(html|head|body|!doctype html)[\s>]/i.test(start.slice(0, 4096));
  if (isHtml && CHALLENGES.test(start)) return 'a page that asks visitors to prove that they are human';
  if (isHtml) return 'an HTML page';
  if (/^[{[]/.test(start)) return 'JSON, but not JSON Feed';
  if (/^<\?xml|^</.test(start)) {
    const root = /<([a-z][\w:.-]{0,40})/i.exec(start.slice(0, 4096).replace(/<[?!][^<>]*>/g, ''))?.[1];
    return root === undefined
      ? 'XML without an element'
      : root.toLowerCase() === 'opml'
        ? 'an OPML list of feeds'
        : `XML of another kind (<${root}>)`;
  }
  return start.startsWith('%PDF') ? 'a PDF file' : /\ufffd/.test(start.slice(0, 200)) ? 'a binary file' : 'plain text';
}
