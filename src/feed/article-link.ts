/** Path segments of pages that list or serve, and are no articles. */
const LISTING =
  /^(tags?|topics?|themes?|category|categories|rubrics?|sections?|authors?|people|users?|search|login|signin|signup|register|account|about|contact|imprint|impressum|privacy|terms|legal|cookies?|advertis\w*|jobs|careers|subscribe|subscription|newsletters?|rss|feeds?|page|archive|live-?tv|shop|events?|help|faq)$/i;

/**
 * How much a link looks like an article's, by how it is written and what it says; from about 5 on it is one. Neither
 * site nor language is known: slugs of several words, numbers and dates in the path, and the length of a headline tell.
 */
export function articleScore(
  link: string,
  text: string,
  around: { readonly heading: boolean; readonly teaser: boolean },
): number {
  return pathScore(new URL(link)) + textScore(text) + (around.heading ? 2 : 0) + (around.teaser ? 1 : 0);
}

function pathScore({ pathname, search }: URL): number {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const last = decode(segments.at(-1) ?? '').replace(/\.(s?html?|php|aspx?)$/i, '');
  if (last === '' && search === '') return -5;
  const words = last.split(/[-_+ ]+/).filter((word) => /\p{L}{2}|\d/u.test(word)).length;
  let score = words >= 5 ? 3 : words >= 3 ? 2 : 0;
  if (/\d{5,}/.test(`${last}${search}`)) score += 2;
  else if (/\d{3,}/.test(last)) score += 1;
  if (/\/(19|20)\d\d[/-]?[01]?\d([/-]|[0-3]\d)/.test(pathname)) score += 3;
  if (/\.(s?html?)$/i.test(pathname)) score += 1;
  if (segments.length >= 2) score += 1;
  if (segments.some((segment) => LISTING.test(segment))) score -= 5;
  if (/\.(pdf|jpe?g|png|gif|mp3|mp4|zip|xml|rss)$/i.test(pathname)) score -= 10;
  return score;
}

function textScore(text: string): number {
  const words = text.split(' ').filter((word) => word !== '').length;
  // Chinese, Japanese, Thai: no blanks between words, fewer characters for as much.
  const dense = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/.test(text);
  if (dense ? text.length >= 12 : words >= 6 || text.length >= 45) return 3;
  if (dense ? text.length >= 8 : words >= 4 || text.length >= 25) return 2;
  return words < 2 ? -2 : 0;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
