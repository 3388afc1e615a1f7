import { hostKey, normaliseUrl, registrableDomain } from '../text/url.ts';
import type { SitemapRef } from './document.ts';

/** Sitemaps of one index that are followed, by its depth: an index may name indexes, which may name none. */
const MOST: readonly number[] = [10, 3];

const NEWS = /news|latest|recent|breaking|today|nachrichten|actu|noticias|novost/i;
/** Lists of what is no article. */
const OTHER =
  /(^|[/._-])(image|video|author|user|people|tag|topic|categor|section|page|event|product|author|taxonomy|media|gallery|podcast)(y|ies|s)?(?=[/._-]|\d|sitemap|$)/i;

/**
 * The sitemaps of an index that are worth following: on the index's own site, those of news first, then the newest by
 * `lastmod`, or by the date that their addresses spell. Lists of tags, authors, images and the like are left out where
 * there are others. At most ten, of an index in an index three, deeper none. https://www.sitemaps.org/protocol.html
 * @param depth of the index: 0 for a feed that somebody added
 */
export function chooseSitemaps(refs: readonly SitemapRef[], indexUrl: string, depth: number): SitemapRef[] {
  const site = registrableDomain(hostKey(indexUrl));
  const own = new Map<string, SitemapRef>();
  for (const { url: written, updated } of refs) {
    const url = normaliseUrl(written);
    if (url === null || url === indexUrl || registrableDomain(hostKey(url)) !== site) continue;
    const known = own.get(url);
    if (known === undefined || (known.updated ?? '') < (updated ?? '')) own.set(url, { url, updated });
  }
  const all = [...own.values()];
  const articles = all.filter(({ url }) => !OTHER.test(pathOf(url)) || NEWS.test(pathOf(url)));
  return (articles.length > 0 ? articles : all)
    .map((ref) => ({ ref, news: NEWS.test(pathOf(ref.url)), at: ref.updated ?? '', spelt: speltDate(ref.url) }))
    .sort(
      (a, b) =>
        Number(b.news) - Number(a.news) || b.at.localeCompare(a.at) || b.spelt - a.spelt || byUrl(a.ref.url, b.ref.url),
    )
    .slice(0, MOST[depth] ?? 0)
    .map(({ ref }) => ref);
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** The date in an address as a number (20261124, 20261100), else its last number; 0 without either. */
function speltDate(url: string): number {
  const [, year, month = '00', day = '00'] =
    /(?<!\d)((?:19|20)\d\d)(?:[-_/.]?(0[1-9]|1[0-2]))?(?:[-_/.]?([0-2]\d|3[01]))?(?!\d)/.exec(pathOf(url)) ?? [];
  return year === undefined ? 0 : Number(`${year}${month}${day}`);
}

/** What has no date: as it is written, the first first, numbers by their size. */
function byUrl(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
