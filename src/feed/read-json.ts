import { type FeedDocument, type FeedEntry, MAX_ENTRIES } from './document.ts';
import { Draft } from './draft.ts';
import { escapeHtml, oneLine } from './markup.ts';
import { resolveUrl } from './resolve.ts';
import { HtmlCleaner } from './safe-html.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The feed in a JSON value of JSON Feed 1.0 or 1.1 (https://www.jsonfeed.org/version/1.1/), or null where it is none.
 * Read as it is found: numbers as ids, `author` beside `authors`, entries without id.
 */
export function readJsonFeed(value: unknown, url: string | null): FeedDocument | null {
  const feed = objectOf(value);
  if (feed === null || !isJsonFeed(feed)) return null;
  const base = url;
  const head = new Draft();
  addAuthors(head, feed);
  const author = head.get('author');
  const language = text(feed['language']);
  const cleaner = new HtmlCleaner();
  const hubs = listOf(feed['hubs'])
    .map((hub) => address(objectOf(hub)?.['url'], base))
    .filter((hub) => hub !== null);
  const self = address(feed['feed_url'], base);
  const next = address(feed['next_url'], base);
  return {
    format: `json-${/version\/(\d+(?:\.\d+)?)/.exec(String(feed['version']))?.[1] ?? '1.1'}`,
    id: self,
    title: text(feed['title']),
    link: address(feed['home_page_url'], base),
    description: text(feed['description']),
    language,
    author,
    published: null,
    updated: null,
    ttl: null,
    tags: [],
    entries: listOf(feed['items'])
      .slice(0, MAX_ENTRIES)
      .map(objectOf)
      .filter((item) => item !== null)
      .map((item) => entryOf(item, base, cleaner, { author, language })),
    ...(hubs.length > 0 ? { hub: hubs } : {}),
    ...(self === null ? {} : { self }),
    ...(next === null ? {} : { next }),
    ...(feed['expired'] === true ? { expired: true } : {}),
  };
}

function isJsonFeed(feed: Json): boolean {
  if (typeof feed['version'] === 'string' && feed['version'].includes('jsonfeed.org/')) return true;
  return (
    Array.isArray(feed['items']) && (typeof feed['title'] === 'string' || typeof feed['home_page_url'] === 'string')
  );
}

function entryOf(
  item: Json,
  base: string | null,
  cleaner: HtmlCleaner,
  shared: Pick<FeedEntry, 'author' | 'language'>,
): FeedEntry {
  const draft = new Draft();
  draft.offer('id', 0, text(item['id']));
  draft.offer('link', 0, address(item['url'], base));
  draft.offer('link', 1, address(item['external_url'], base));
  draft.offer('title', 0, text(item['title']));
  draft.offer('language', 0, text(item['language']) ?? shared.language);
  const summary = raw(item['summary']);
  if (summary.trim() !== '') draft.offer('summary', 0, escapeHtml(summary.trim()));
  const html = raw(item['content_html']);
  if (html.trim() !== '') draft.offer('content', 0, cleaner.clean(html, base));
  const plain = raw(item['content_text']);
  if (plain.trim() !== '') draft.offer('content', 1, escapeHtml(plain.trim()));
  draft.offerDate('published', 0, raw(item['date_published']));
  draft.offerDate('updated', 0, raw(item['date_modified']));
  addAuthors(draft, item);
  for (const tag of listOf(item['tags'])) draft.addTag(text(tag) ?? '');
  for (const attachment of listOf(item['attachments']))
    draft.addEnclosure(address(objectOf(attachment)?.['url'], base));
  draft.addAuthor(9, shared.author);
  return draft.entry();
}

/** 1.1 has a list `authors`, 1.0 an object `author`; each is found in the other's place too. */
function addAuthors(draft: Draft, owner: Json): void {
  const authors = [...listOf(owner['authors']), owner['authors'], ...listOf(owner['author']), owner['author']];
  for (const author of authors)
    draft.addAuthor(0, text(typeof author === 'string' ? author : objectOf(author)?.['name']));
}

function objectOf(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function raw(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function text(value: unknown): string | null {
  return oneLine(raw(value)) || null;
}

function address(value: unknown, base: string | null): string | null {
  return typeof value === 'string' ? resolveUrl(value, base) : null;
}
