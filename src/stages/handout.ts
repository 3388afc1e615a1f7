import { MAX_ITEMS, shownUrl, type BatchJob, type Enqueue, type Item, type Job, type StageName } from './jobs.ts';

/** What stands beside the ids in a job, for a person who reads it (R7). */
export interface Label {
  readonly host?: string;
  readonly url?: string;
  readonly channel?: string;
  readonly topic?: string;
  readonly trace?: string;
}

/**
 * Gathers the work rows that one job commits into batch jobs of the next stage. The rows name their job in the
 * transaction that hands them out, so the batch's id is known from its first item on.
 */
export class Handout {
  readonly #stage: StageName;
  readonly #enqueue: Enqueue;
  readonly #max: number;
  #items: Item[] = [];
  #label: Label = {};

  constructor(stage: StageName, enqueue: Enqueue, max = MAX_ITEMS) {
    this.#stage = stage;
    this.#enqueue = enqueue;
    this.#max = max;
  }

  /** The job that the next row joins; undefined when it will open one of its own. */
  get job(): string | undefined {
    const first = this.#items[0];
    return first && jobId(this.#stage, first);
  }

  /** Adds a row that was just handed out in a commit; a full batch goes off at once. */
  async push(item: Item, label: Label): Promise<void> {
    if (this.#items.length === 0) this.#label = label;
    this.#items.push(item);
    if (this.#items.length >= this.#max) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#items.length === 0) return;
    const job = batchJob(this.#stage, this.#items, this.#label);
    this.#items = [];
    await this.#enqueue(this.#stage, [job]);
  }
}

function jobId(stage: StageName, [work, dispatch]: Item): string {
  return `${stage}-${work}-${dispatch}`;
}

/** The job of a batch; its id is its first item's. */
export function batchJob(stage: StageName, items: readonly Item[], label: Label): Job<BatchJob> {
  const { host, url, channel, topic, trace } = label;
  return {
    id: jobId(stage, items[0] as Item),
    payload: {
      v: 1,
      items: items.map(([work, dispatch]) => [work, dispatch]),
      ...(host !== undefined && { host }),
      ...(url !== undefined && { url: shownUrl(url) }),
      ...(channel !== undefined && { channel }),
      ...(topic !== undefined && { topic }),
      ...(trace !== undefined && { trace }),
    },
  };
}
