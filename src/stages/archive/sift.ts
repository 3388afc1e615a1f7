import type { MatchDocument } from '../../topic/document.ts';
import type { Prefilter } from '../../topic/prefilter.ts';
import type { ArticleFilter, Archive, ArchivedArticle, Candidate } from './deps.ts';

/** What is in memory at once. */
const BATCH = 200;
const BATCH_BYTES = 4 * 1024 * 1024;
const FIRST_CANDIDATES = 500;
const MAX_CANDIDATES = 20_000;

export interface SiftOptions {
  readonly archive: Archive;
  readonly filter: ArticleFilter;
  /** Null: nothing can be asked of the index, every article is read. */
  readonly condition: Prefilter | null;
  /** Only articles older than this one. */
  readonly after?: number | null;
}

/** The articles that may meet a condition, the newest first, in batches that fit into memory. */
export async function* sift({
  archive,
  filter,
  condition,
  after = null,
}: SiftOptions): AsyncGenerator<ArchivedArticle[]> {
  let limit = FIRST_CANDIDATES;
  for (let last = after; ;) {
    const candidates = await archive.candidates(filter, condition, { after: last, limit });
    for (const batch of batches(candidates)) yield await archive.read(batch);
    const end = candidates.at(-1);
    if (end === undefined || candidates.length < limit) return;
    last = end.id;
    limit = Math.min(limit * 8, MAX_CANDIDATES);
  }
}

function* batches(candidates: readonly Candidate[]): Generator<number[]> {
  let ids: number[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    if (ids.length > 0 && (ids.length >= BATCH || bytes + candidate.bytes > BATCH_BYTES)) {
      yield ids;
      ids = [];
      bytes = 0;
    }
    ids.push(candidate.id);
    bytes += candidate.bytes;
  }
  if (ids.length > 0) yield ids;
}

/** An article as the matcher reads it; `body` is its text unless another is given. */
export function documentOf({ row, text, country, tags }: ArchivedArticle): MatchDocument {
  const { title, lead, url, lang, author, source, section } = row;
  return { title: title ?? '', body: text, lead, url, lang, author, source, country, section, tags };
}
