import { inflateRawSync } from 'node:zlib';
import type { Article, Hint } from '../article/article.ts';
import { extractAndObserve, extractPage } from '../article/extract.ts';
import type { SiteMemory } from '../article/memory.ts';
import { extractText } from '../article/plain.ts';
import { isWireError, messageOf } from '../core/errors.ts';
import type { FeedDocument } from '../feed/document.ts';
import { readFeed } from '../feed/read.ts';
import { readWatchedPage } from '../feed/watched-page.ts';
import { decodeBytes } from '../text/charset.ts';
import { wellFormedData } from '../text/well-formed.ts';
import { openMemory, type SharedMemory } from './shared-memory.ts';

/** A body as it goes to a thread: as it was received, or as it stands in the store. */
interface Body {
  readonly bytes?: Uint8Array;
  /** Raw deflate (RFC 1951) of a body of `size` bytes. */
  readonly deflated?: Uint8Array;
  readonly size?: number;
}

/** A page to be cleaned, as it goes to a thread. Exactly one of `bytes`, `deflated` and `text` is given. */
export interface ExtractTask extends Body {
  readonly text?: string;
  readonly contentType?: string | null;
  readonly url?: string;
  /** The instant now, ms since the epoch. */
  readonly now: number;
  readonly hint?: Hint;
  /** What is known of the page's site (`memoryOf`). */
  readonly memory?: SiteMemory;
  /** The same, where many pages of the site are to come. */
  readonly sharedMemory?: SharedMemory;
  /** Whether the keys of the page's lines are wanted, to teach the memory (`observe`). */
  readonly learn?: boolean;
}

/** An article, with the keys of its page's lines where the task asked for them. */
export interface Extracted extends Article {
  readonly lines?: readonly string[];
  /** Milliseconds that it took, without what a thread needs to start. */
  readonly ms: number;
}

/** True for markup: what the `Content-Type` says, and where it says nothing or `text/plain`, what the text looks like. */
function looksLikeMarkup(text: string, contentType?: string | null): boolean {
  if (/\b(?:html|xml)\b/i.test(contentType ?? '')) return true;
  const start = text.slice(0, 20_000);
  if (/^\s*<(?:!doctype\s+html|html|head|body|\?xml|!--)/i.test(start)) return true;
  const tags =
    start.match(/<\/?(?:p|div|a|span|article|section|h[1-6]|li|ul|br|img|meta|script|table)\b[^<>]{0,500}>/gi) ?? [];
  return tags.length >= 3 && tags.join('').length > start.length * 0.02;
}

/** @throws where more comes out than the body had: it bounds what a few bytes may become */
function bytesOf({ bytes, deflated, size = 0 }: Body): Uint8Array {
  if (deflated === undefined) return bytes ?? new Uint8Array();
  return inflateRawSync(deflated, { maxOutputLength: Math.max(size, 1) });
}

/** The article in a page; all its texts are well formed. */
export function runExtract(task: ExtractTask): Extracted {
  const began = performance.now();
  const article = wellFormedData(extracted(task));
  return { ...article, ms: Math.round((performance.now() - began) * 10) / 10 };
}

function extracted(task: ExtractTask): Omit<Extracted, 'ms'> {
  const { contentType, url, hint, sharedMemory, now } = task;
  const memory = sharedMemory === undefined ? task.memory : openMemory(sharedMemory);
  const kind = /\btext\/plain\b/i.test(contentType ?? '') ? 'text' : 'html';
  const text = task.text ?? decodeBytes(bytesOf(task), { contentType: contentType ?? null, kind }).text;
  const options = {
    now,
    ...(url === undefined ? {} : { url }),
    ...(hint === undefined ? {} : { hint }),
    ...(memory === undefined ? {} : { memory }),
  };
  if (!looksLikeMarkup(text, contentType)) return extractText(text, options);
  if (task.learn !== true) return extractPage(text, options);
  const { article, lines } = extractAndObserve(text, options);
  return { ...article, lines };
}

/** A feed document, as it goes to a thread. */
export interface ReadFeedTask extends Body {
  readonly contentType: string | null;
  readonly url: string;
  /** `page`: a page without a feed, whose article links are the entries. */
  readonly kind?: 'feed' | 'page';
  /** Of a page: which links. */
  readonly selector?: string | null;
}

/** An error's class does not survive the way between threads: what is no feed comes back as a value. */
export type ReadFeedResult = { readonly document: FeedDocument } | { readonly fault: string };

export function runReadFeed(task: ReadFeedTask): ReadFeedResult {
  try {
    return { document: wellFormedData(task.kind === 'page' ? watchedPage(task) : readFeed(bytesOf(task), task)) };
  } catch (error) {
    if (isWireError(error)) return { fault: messageOf(error) };
    throw error;
  }
}

function watchedPage(task: ReadFeedTask): FeedDocument {
  const { contentType, url, selector } = task;
  const { text } = decodeBytes(bytesOf(task), { contentType, kind: 'html' });
  return readWatchedPage(text, url, selector == null ? {} : { selector });
}
