import { Ahead } from '../ahead.ts';
import { runBatch, type BatchReport } from '../batch.ts';
import { Handout } from '../handout.ts';
import type { BatchJob } from '../jobs.ts';
import { parseArticle } from './article.ts';
import type { ParseDeps } from './deps.ts';
import { parseFeed } from './feed.ts';

/** Cleans pages into articles and reads feeds into entries, item by item, each in a worker thread (R2, R3). */
export async function parseBatch(job: BatchJob, deps: ParseDeps, signal: AbortSignal): Promise<BatchReport> {
  const handout = new Handout('alert', deps.enqueue);
  const ahead = new Ahead((items) => deps.store.articlesToParse(items));
  try {
    return await runBatch('parse', job, deps, signal, async (item, _, left) =>
      item.feedId === null ? parseArticle(item, await ahead.take(left), deps, handout) : parseFeed(item, deps),
    );
  } finally {
    await handout.flush();
  }
}
