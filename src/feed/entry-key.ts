import { createHash } from 'node:crypto';
import { canonicalUrl } from '../text/url.ts';
import type { FeedEntry } from './document.ts';

/** Under which names an entry is known. */
export interface EntryKeys {
  /** The name under which it is stored. */
  readonly key: string;
  /**
   * All its names, the key among them, strongest first. An entry is known when the store knows any of them; then all
   * of them are stored for it.
   */
  readonly aliases: readonly string[];
  /** The name among them that is the entry's id alone: the one that a feed may hand on to another story. */
  readonly idKey: string | null;
  /** The address is no page of this entry's own: other entries of the document have it too, or it is a site's home. */
  readonly sharesLink: boolean;
}

/** The strongest name of one entry by itself: its id, else its address, else its title and date. */
export function entryKey(entry: FeedEntry): string {
  return (entryKeys({ entries: [entry] })[0] as EntryKeys).key;
}

/**
 * The names of a document's entries, in their order. A name that stands for several different things in one document
 * names none of them alone: a guid reused for other links counts only together with the link, an address shared by all
 * entries (a live blog, the home page) only together with the title.
 */
export function entryKeys(document: { readonly entries: readonly FeedEntry[] }): EntryKeys[] {
  const { entries } = document;
  const sharedIds = shared(entries, idKey, (entry) => linkKey(entry) ?? plainTitle(entry));
  const sharedLinks = shared(entries, linkKey, (entry) => plainTitle(entry) || (idKey(entry) ?? ''));
  const sharedTexts = shared(entries, momentKey, (entry) => idKey(entry) ?? linkKey(entry) ?? '');
  return entries.map((entry) => {
    const id = idKey(entry);
    const link = linkKey(entry);
    const moment = momentKey(entry);
    const reused = id !== null && sharedIds.has(id);
    const sharesLink = link !== null && (sharedLinks.has(link) || isHome(entry));
    const names = [
      reused ? together('i', id, link ?? plainTitle(entry)) : id,
      sharesLink ? together('l', link, plainTitle(entry)) : link,
      moment === null || sharedTexts.has(moment) ? null : moment,
    ].filter((name) => name !== null);
    const aliases = names.length > 0 ? names : [textKey(entry)];
    return { key: aliases[0] as string, aliases, idKey: reused ? null : id, sharesLink };
  });
}

/** A name of two parts; none where the second says nothing. */
function together(kind: string, name: string, other: string): string | null {
  return other === '' ? null : hash(kind, `${name}\n${other}`);
}

/** A link to the front page of a site tells no entry. */
function isHome({ link }: FeedEntry): boolean {
  const url = link === null || !URL.canParse(link) ? null : new URL(link);
  return url !== null && url.pathname === '/' && url.search === '';
}

/** What is known of an entry that has the id already. */
export type KnownEntry = Pick<FeedEntry, 'link' | 'title' | 'published'>;

/**
 * Whether an entry that is known by its id alone is another one all the same: a feed that numbers its items by their
 * place hands an id on. Address and title must both have changed, and not the very second of its publication.
 */
export function isReusedId(known: KnownEntry, entry: KnownEntry): boolean {
  const before = known.link === null ? null : linkKey(known);
  const after = linkKey(entry);
  if (before === null || after === null || before === after || plainTitle(known) === plainTitle(entry)) return false;
  return known.published === null || known.published !== entry.published;
}

/** Values that more than one kind of entry has. */
function shared(
  entries: readonly FeedEntry[],
  value: (entry: FeedEntry) => string | null,
  meaning: (entry: FeedEntry) => string,
): Set<string> {
  const seen = new Map<string, string>();
  const found = new Set<string>();
  for (const entry of entries) {
    const name = value(entry);
    if (name === null) continue;
    const known = seen.get(name);
    if (known === undefined) seen.set(name, meaning(entry));
    else if (known !== meaning(entry)) found.add(name);
  }
  return found;
}

/** A title as titles are compared. */
export function plainTitle({ title }: Pick<FeedEntry, 'title'>): string {
  return (title ?? '').normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/**
 * An id as it is, one that is an address in its canonical form: tokens and tracking change from poll to poll. Numbers
 * of a few digits are places in the feed as often as they are ids: they count together with the address.
 */
function idKey(entry: FeedEntry): string | null {
  const id = entry.id?.trim() ?? '';
  if (id === '') return null;
  if (/^\w{1,3}$/.test(id)) return hash('i', `${id}\n${linkKey(entry) ?? plainTitle(entry)}`);
  const address = /^https?:\/\//i.test(id) ? canonicalUrl(id) : null;
  return hash('i', address === null ? id : withoutScheme(address));
}

function linkKey({ link }: Pick<FeedEntry, 'link'>): string | null {
  const address = link === null ? null : canonicalUrl(link);
  return address === null ? null : hash('l', withoutScheme(address));
}

/** Shortest title that is no one's but this entry's, in UTF-16 code units. */
export const TELLING_TITLE = 15;

/**
 * A telling title and the very second: what stays when a site is rebuilt and changes ids and addresses. A date without
 * a time of day is not telling.
 */
function momentKey(entry: FeedEntry): string | null {
  const title = plainTitle(entry);
  if (title.length < TELLING_TITLE || entry.published === null || entry.published.endsWith('T00:00:00.000Z'))
    return null;
  return hash('m', `${title}\n${entry.published}`);
}

function textKey(entry: FeedEntry): string {
  return hash(
    't',
    `${plainTitle(entry)}\n${entry.published ?? entry.updated ?? ''}\n${entry.title === null ? (entry.summary ?? entry.contentHtml ?? entry.enclosures[0] ?? '') : ''}`,
  );
}

/** A site that moves to https, or between `www.` and none, republishes nothing. */
function withoutScheme(address: string): string {
  return address.replace(/^https?:\/\/(www\.)?/, '').replace(/\/(?=$|\?)/, '');
}

function hash(kind: string, value: string): string {
  return `${kind}:${createHash('sha256').update(value).digest('base64url').slice(0, 22)}`;
}
