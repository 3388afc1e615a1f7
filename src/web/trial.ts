import type { MatchDocument } from '../topic/document.ts';
import { TopicIndex, type TopicSpec } from '../topic/matcher.ts';
import { parseQuery } from '../topic/query.ts';
import { snippetsOf } from '../topic/snippet.ts';
import { WireError } from '../core/errors.ts';
import type { ArchivedArticle, ArticleFilter, WebDeps } from './deps.ts';
import type { MatchView, TrialView } from './views.ts';

/** How far one pass over the archive goes. */
const PAGE = 200;
const MAX_SCANNED = 50_000;
const MAX_MS = 8_000;
const MAX_PASSES = 2;
const MAX_STORIES = 10_000;

export interface Found {
  readonly article: ArchivedArticle;
  readonly score: number;
  readonly matches: MatchView[];
}

export interface PassOptions {
  readonly archive: WebDeps['articles']['archive'];
  readonly filter: ArticleFilter;
  readonly after: number | null;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

export interface PassEnd {
  readonly scanned: number;
  /** Nothing older is left. */
  readonly complete: boolean;
  /** Of the last article that was looked at. */
  readonly last: number | null;
}

let passes = 0;

/**
 * Holds a topic against the archive, the newest article first; `onFound` says whether to go on. Bounded in time and
 * number; two passes run at a time.
 * @throws QUERY_INVALID, TOO_MANY_REQUESTS
 */
export async function passOver(
  topic: TopicSpec,
  options: PassOptions,
  onFound: (found: Found) => boolean,
): Promise<PassEnd> {
  const index = new TopicIndex();
  index.set(topic);
  if (passes >= MAX_PASSES)
    throw new WireError('TOO_MANY_REQUESTS', 'two searches of the archive are under way; try again in a moment');
  passes += 1;
  try {
    return await scan(index, options, onFound);
  } finally {
    passes -= 1;
  }
}

async function scan(
  index: TopicIndex,
  { archive, filter, after, signal, now }: PassOptions,
  onFound: (found: Found) => boolean,
): Promise<PassEnd> {
  const until = now() + MAX_MS;
  let scanned = 0;
  let last = after;
  while (scanned < MAX_SCANNED && now() < until) {
    signal.throwIfAborted();
    const articles = await archive(filter, { after: last, limit: PAGE });
    for (const article of articles) {
      scanned += 1;
      last = Number(article.row.id);
      const found = matchOf(index, article);
      if (found !== null && !onFound(found)) return { scanned, complete: false, last };
    }
    if (articles.length < PAGE) return { scanned, complete: true, last };
  }
  return { scanned, complete: false, last };
}

function matchOf(index: TopicIndex, article: ArchivedArticle): Found | null {
  const document = documentOf(article);
  const match = index.match(document)[0];
  if (match === undefined) return null;
  const matches = snippetsOf(document, match.spans).map(({ field, text, start, end, snippet }) => ({
    field,
    text,
    start,
    end,
    snippet,
  }));
  return { article, score: match.score, matches };
}

function documentOf({ row, text, country, tags }: ArchivedArticle): MatchDocument {
  return {
    title: row.title ?? '',
    body: text,
    lead: row.lead,
    url: row.url,
    lang: row.lang,
    author: row.author,
    source: row.source,
    country,
    section: row.section,
    tags,
  };
}

/** What a topic would have found since an instant, with the newest samples. @throws QUERY_INVALID, TOO_MANY_REQUESTS */
export async function tryTopic(
  topic: TopicSpec,
  options: Omit<PassOptions, 'after'>,
  samples: number,
): Promise<TrialView> {
  const parsed = parseQuery(topic.query, { lang: topic.lang ?? [] });
  const stories = new Set<string>();
  const weeks = new Map<string, number>();
  const shown: TrialView['samples'] = [];
  let matched = 0;
  const end = await passOver(topic, { ...options, after: null }, ({ article, score, matches }) => {
    const { row } = article;
    matched += 1;
    if (stories.size < MAX_STORIES) stories.add(row.storyId ?? `article ${row.id}`);
    const week = mondayOf(row.published ?? row.discoveredAt);
    weeks.set(week, (weeks.get(week) ?? 0) + 1);
    if (shown.length < samples) shown.push({ article: row, score, matches });
    return true;
  });
  const perWeek = [...weeks].map(([week, articles]) => ({ week, articles })).sort((a, b) => (a.week < b.week ? -1 : 1));
  const warnings = parsed.ok ? parsed.warnings.map((warning) => ({ ...warning })) : [];
  return {
    query: topic.query,
    warnings,
    scanned: end.scanned,
    complete: end.complete,
    matched,
    stories: stories.size,
    perWeek: perWeek.slice(-104),
    samples: shown,
  };
}

/** `2026-01-26` for an instant of that week (UTC). */
function mondayOf(instant: string): string {
  const day = new Date(instant);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
