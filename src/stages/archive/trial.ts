import { WireError } from '../../core/errors.ts';
import type { Query } from '../../topic/ast.ts';
import type { QueryWarning } from '../../topic/faults.ts';
import { TopicIndex, type TopicSpec } from '../../topic/matcher.ts';
import type { NameLookup } from '../../topic/names.ts';
import { prefilterOfAny } from '../../topic/prefilter.ts';
import { parseQuery } from '../../topic/query.ts';
import { perWeek, Trial, type TrialResult } from '../../topic/trial.ts';
import type { Archive, ArticleFacts, ArticleFilter } from './deps.ts';
import { ignoredFurniture, type FurnitureReport } from './furniture.ts';
import { namesFor } from './saved.ts';
import { documentOf, sift } from './sift.ts';
import { StoryCount } from './stories.ts';

export interface TrialOptions {
  readonly archive: Archive;
  /** By discovery. */
  readonly from: Date;
  readonly to: Date;
  /** The version to compare with: what is gained and lost against it. */
  readonly before?: TopicSpec | undefined;
  /** Samples of each kind at most; 50 by default. */
  readonly samples?: number | undefined;
  /** Says when time is up; what was found until then is the result. Never by default. */
  readonly isOver?: (() => boolean) | undefined;
  /** @throws CANCELLED when it is aborted */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrialProgress) => void) | undefined;
}

export interface TrialProgress {
  /** Articles in the span of time. */
  readonly articles: number;
  /** Of them read by the matcher so far. */
  readonly read: number;
  readonly matched: number;
}

/** What a query would have found in the archive: what the alerts would have been, decided by the matcher itself. */
export interface TrialReport extends TrialResult<ArticleFacts> {
  readonly query: string;
  readonly warnings: readonly QueryWarning[];
  /** The span of time that was covered, by discovery, ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** False when time was up before the archive was through. */
  readonly complete: boolean;
  /** Articles that were decided on. */
  readonly scanned: number;
  /** Of them those that the index could not rule out. */
  readonly read: number;
  /** Alerts that it would have made: one a story. */
  readonly stories: number;
  /** Matches that would have joined an alert of their story. */
  readonly suppressed: number;
  readonly alertsPerWeek: number;
  /** The topic that `gained` and `lost` compare with; null without. */
  readonly comparedWith: string | null;
  readonly furniture: FurnitureReport;
}

/** Holds a topic against the archive. @throws QUERY_INVALID, CANCELLED */
export async function tryTopic(topic: TopicSpec, options: TrialOptions): Promise<TrialReport> {
  const { archive, before, isOver = () => false } = options;
  const filter = { from: options.from, to: options.to };
  const names = await namesFor(archive, [topic.query, before?.query ?? '']);
  const matcher = single(topic, names);
  const articles = await archive.count(filter, null);
  const pass = await passOver(topic, matcher, { ...options, names }, filter, articles);
  const { trial, stories, last, complete } = pass;
  const furniture = await ignoredFurniture(matcher, { archive, filter, isOver });
  const result = trial.result();
  const from = new Date(Math.max(options.from.getTime(), (await beginning(pass, archive, filter))?.getTime() ?? 0));
  const parsed = parseQuery(topic.query, { lang: topic.lang ?? [], caseSensitive: topic.caseSensitive });
  return {
    query: topic.query,
    warnings: parsed.ok ? parsed.warnings : [],
    from: from.toISOString(),
    to: options.to.toISOString(),
    complete,
    scanned: complete ? articles : await archive.count(filter, last),
    read: pass.read,
    stories: stories.size,
    suppressed: result.matched - stories.size,
    alertsPerWeek: perWeek(stories.size, from, options.to),
    comparedWith: before?.id ?? null,
    ...result,
    furniture,
  };
}

interface Pass {
  readonly trial: Trial<ArticleFacts>;
  readonly stories: StoryCount;
  readonly complete: boolean;
  readonly read: number;
  /** The last article that was read. */
  readonly last: number | null;
  readonly lastAt: string | null;
}

async function passOver(
  topic: TopicSpec,
  matcher: TopicIndex,
  options: TrialOptions & { readonly names: NameLookup },
  filter: ArticleFilter,
  articles: number,
): Promise<Pass> {
  const { archive, before, isOver, signal } = options;
  const other = before === undefined ? undefined : single(before, options.names);
  const condition = prefilterOfAny(
    [topic, ...(before === undefined ? [] : [before])].map((spec) => parsed(spec, options.names)),
  );
  const trial = new Trial<ArticleFacts>(options.samples);
  const stories = new StoryCount();
  const end = { read: 0, matched: 0, last: null as number | null, lastAt: null as string | null };
  for await (const batch of sift({ archive, filter, condition })) {
    for (const article of batch) {
      const { row } = article;
      const document = documentOf(article);
      const match = matcher.match(document)[0] ?? null;
      if (match !== null) {
        stories.add(article);
        end.matched += 1;
      }
      const found = { article: row, document, at: row.published ?? row.discoveredAt, source: row.source, match };
      trial.add(other === undefined ? found : { ...found, before: other.match(document)[0] ?? null });
      end.read += 1;
      end.last = Number(row.id);
      end.lastAt = row.discoveredAt;
    }
    if (signal?.aborted === true) throw new WireError('CANCELLED', 'the trial was stopped', { cause: signal.reason });
    options.onProgress?.({ articles, read: end.read, matched: end.matched });
    if (isOver?.() === true) return { trial, stories, ...end, complete: false };
  }
  return { trial, stories, ...end, complete: true };
}

/** Where the span of time begins that the counts are of: an archive that is younger than asked for says nothing of before. */
async function beginning({ complete, lastAt }: Pass, archive: Archive, filter: ArticleFilter): Promise<Date | null> {
  if (complete) return archive.oldest(filter);
  return lastAt === null ? null : new Date(lastAt);
}

function single(topic: TopicSpec, names: NameLookup): TopicIndex {
  const index = new TopicIndex({ names });
  index.set(topic);
  return index;
}

/** Of a query that the index has taken. */
function parsed({ query, caseSensitive }: TopicSpec, names: NameLookup): Query {
  const result = parseQuery(query, { names, caseSensitive });
  if (!result.ok) throw new WireError('QUERY_INVALID', result.fault.message, { detail: { ...result.fault } });
  return result.ast;
}
