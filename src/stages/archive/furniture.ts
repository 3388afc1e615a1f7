import { paragraphsOf } from '../../article/feed-text.ts';
import { decodeBytes } from '../../text/charset.ts';
import type { TopicIndex } from '../../topic/matcher.ts';
import { bestSnippet } from '../../topic/snippet.ts';
import type { ArticleFilter, Archive } from './deps.ts';
import { documentOf } from './sift.ts';

/** An article whose page holds the query outside its text only, so that it does not match. */
export interface IgnoredFurniture {
  readonly id: string;
  readonly url: string;
  readonly title: string | null;
  /** Escaped HTML with `<mark>`. */
  readonly snippet: string;
}

export interface FurnitureReport {
  /** Pages that were looked at: the newest of those whose raw bodies are still kept. */
  readonly scanned: number;
  readonly ignored: number;
  readonly samples: readonly IgnoredFurniture[];
}

const MAX_PAGES = 2_000;
const BATCH = 20;
const SAMPLES = 5;

/** What the cleaning left out that would have matched: navigation, teasers, comments. `isOver` says when to stop. */
export async function ignoredFurniture(
  matcher: TopicIndex,
  { archive, filter, isOver }: { archive: Archive; filter: ArticleFilter; isOver: () => boolean },
): Promise<FurnitureReport> {
  const samples: IgnoredFurniture[] = [];
  let scanned = 0;
  let ignored = 0;
  for (let after: number | null = null; scanned < MAX_PAGES && !isOver();) {
    const pages = await archive.pages(filter, { after, limit: BATCH });
    const articles = await archive.read(pages.map(({ articleId }) => articleId));
    const byId = new Map(articles.map((article) => [article.row.id, article]));
    for (const { articleId, contentType, bytes } of pages) {
      after = articleId;
      scanned += 1;
      const article = byId.get(String(articleId));
      if (article === undefined || matcher.match(documentOf(article)).length > 0) continue;
      const page = paragraphsOf(decodeBytes(bytes, { contentType, kind: 'html' }).text).join('\n\n');
      const document = { ...documentOf(article), lead: null, body: page };
      const match = matcher.match(document)[0];
      if (match === undefined) continue;
      ignored += 1;
      const { id, url, title } = article.row;
      if (samples.length < SAMPLES) samples.push({ id, url, title, snippet: bestSnippet(document, match.spans) ?? '' });
    }
    if (pages.length < BATCH) break;
  }
  return { scanned, ignored, samples };
}
