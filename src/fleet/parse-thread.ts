/** What a thread of `createThreads` runs. Its exported functions are the tasks, by name. */
import {
  type ExtractTask,
  type Extracted,
  type ReadFeedResult,
  type ReadFeedTask,
  runExtract,
  runReadFeed,
} from './parse-task.ts';

/** A task with the place where its thread notes when it began, so that loading this code counts for no task. */
interface Order<Task> {
  readonly task: Task;
  readonly started: Float64Array;
}

function begin<Task, Result>({ task, started }: Order<Task>, run: (task: Task) => Result): Result {
  started[0] = Date.now();
  return run(task);
}

export function extract(order: Order<ExtractTask>): Extracted {
  return begin(order, runExtract);
}

export function readFeed(order: Order<ReadFeedTask>): ReadFeedResult {
  return begin(order, runReadFeed);
}
