import { TopicIndex } from '../../topic/matcher.ts';
import { matchesOf, type MatchedSpan } from '../../topic/matches.ts';
import { prefilterOfAny } from '../../topic/prefilter.ts';
import { parseQuery } from '../../topic/query.ts';
import type { Archive, ArticleFacts, ArticleFilter } from './deps.ts';
import { namesFor } from './saved.ts';
import { documentOf, sift } from './sift.ts';

export interface SearchOptions {
  readonly archive: Archive;
  readonly filter: ArticleFilter;
  /** Only articles older than this one. */
  readonly after: number | null;
  readonly limit: number;
  /** Says when time is up; asked with the number of articles that were read. */
  readonly isOver: (read: number) => boolean;
  readonly signal: AbortSignal;
}

export interface SearchHit {
  readonly article: ArticleFacts;
  readonly matches: readonly MatchedSpan[];
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** Articles that the index could not rule out. */
  readonly read: number;
  /** The article to go on after; null when there are no more. */
  readonly next: number | null;
}

const MATCHES_A_HIT = 5;

/** Articles that a query matches, the newest first: exactly those that the matcher says. @throws QUERY_INVALID */
export async function searchArchive(query: string, options: SearchOptions): Promise<SearchResult> {
  const { archive, filter, after, limit, isOver, signal } = options;
  const names = await namesFor(archive, [query]);
  const index = new TopicIndex({ names });
  index.set({ id: 'search', query });
  const parsed = parseQuery(query, { names });
  const condition = parsed.ok ? prefilterOfAny([parsed.ast]) : null;
  const hits: SearchHit[] = [];
  let read = 0;
  let last = after;
  for await (const batch of sift({ archive, filter, condition, after })) {
    signal.throwIfAborted();
    for (const article of batch) {
      read += 1;
      last = Number(article.row.id);
      const document = documentOf(article);
      const match = index.match(document)[0];
      if (match === undefined) continue;
      hits.push({ article: article.row, matches: matchesOf(document, match.spans, MATCHES_A_HIT) });
      if (hits.length === limit) return { hits, read, next: last };
    }
    if (isOver(read)) return { hits, read, next: last };
  }
  return { hits, read, next: null };
}
