import { WireError } from '../core/errors.ts';
import { searchArchive, type SearchOptions, type SearchResult } from '../stages/archive/search.ts';
import { tryTopic, type TrialOptions, type TrialReport } from '../stages/archive/trial.ts';
import type { TopicSpec } from '../topic/matcher.ts';

/** How much of the archive one request may have read, and how many do so at a time. */
const MAX_READ = 50_000;
const MAX_MS = 8_000;
const MAX_PASSES = 2;

let passes = 0;

/** @throws TOO_MANY_REQUESTS */
async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (passes >= MAX_PASSES)
    throw new WireError('TOO_MANY_REQUESTS', 'two searches of the archive are under way; try again in a moment');
  passes += 1;
  try {
    return await run();
  } finally {
    passes -= 1;
  }
}

/** A trial within the bounds of a request. @throws QUERY_INVALID, TOO_MANY_REQUESTS */
export function boundedTrial(topic: TopicSpec, options: TrialOptions, now: () => number): Promise<TrialReport> {
  const until = now() + MAX_MS;
  let read = 0;
  const isOver = (): boolean => read >= MAX_READ || now() > until;
  return inTurn(() => tryTopic(topic, { ...options, isOver, onProgress: (progress) => (read = progress.read) }));
}

/** A search within the bounds of a request. @throws QUERY_INVALID, TOO_MANY_REQUESTS */
export function boundedSearch(
  query: string,
  options: Omit<SearchOptions, 'isOver'>,
  now: () => number,
): Promise<SearchResult> {
  const until = now() + MAX_MS;
  return inTurn(() => searchArchive(query, { ...options, isOver: (read) => read >= MAX_READ || now() > until }));
}
