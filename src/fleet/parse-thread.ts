/** What a thread of `createThreads` runs. Its exported functions are the tasks, by name. */
import type { Article } from '../article/article.ts';
import { type ExtractTask, runExtract } from './parse-task.ts';

export function extract(task: ExtractTask): Article {
  return runExtract(task);
}

/** Answers at once; a thread that answered has loaded its code. */
export function warm(): true {
  return true;
}
