/** What a thread of `createThreads` runs. Its exported functions are the tasks, by name. */
import {
  type ExtractTask,
  type Extracted,
  type ReadFeedResult,
  type ReadFeedTask,
  runExtract,
  runReadFeed,
} from './parse-task.ts';

export function extract(task: ExtractTask): Extracted {
  return runExtract(task);
}

export function readFeed(task: ReadFeedTask): ReadFeedResult {
  return runReadFeed(task);
}

/** Answers at once; a thread that answered has loaded its code. */
export function warm(): true {
  return true;
}
