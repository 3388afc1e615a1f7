import type { Archive } from '../stages/archive/deps.ts';
import { archiveCandidates, countArchive, oldestInArchive, rawPages, readArchive } from '../store/archive.ts';
import type { Database } from '../store/open.ts';
import { listTopics } from '../store/topic.ts';
import { articleRowView } from './web/views.ts';

/** The archive of a store, for trials and searches. */
export function archiveOf(db: Database): Archive {
  return {
    candidates: (filter, condition, slice) => archiveCandidates(db, filter, condition, slice),
    read: async (ids) =>
      (await readArchive(db, ids)).map((row) => ({
        row: articleRowView(row),
        text: row.text,
        country: row.country,
        tags: row.tags,
      })),
    count: (filter, downTo) => countArchive(db, filter, downTo),
    pages: (filter, slice) => rawPages(db, filter, slice),
    oldest: (filter) => oldestInArchive(db, filter),
    savedQueries: async () => new Map((await listTopics(db)).map(({ id, query }) => [id, query])),
  };
}
