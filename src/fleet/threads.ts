import { Piscina } from 'piscina';
import { WireError } from '../core/errors.ts';
import type { FeedDocument } from '../feed/document.ts';
import type { ExtractTask, Extracted, ReadFeedResult, ReadFeedTask } from './parse-task.ts';

export interface ThreadOptions {
  /** Threads; tasks beyond wait. */
  readonly size: number;
  /** A task that runs longer is cut, and its thread with it. Counted from when it starts to run. */
  readonly timeoutMs: number;
  /** Heap of one thread. */
  readonly memoryMb: number;
}

/** The threads in which pages are parsed (RULES R3). */
export interface Threads {
  /**
   * The article in a page.
   * @throws PARSE_TIMEOUT (quarantine) over its budget
   * @throws PARSE_CRASHED (quarantine) where the thread died of it
   */
  extract(task: ExtractTask): Promise<Extracted>;
  /** The feed in a document. @throws FEED_SYNTAX, and as `extract` */
  readFeed(task: ReadFeedTask): Promise<FeedDocument>;
  close(): Promise<void>;
}

/** Under tsx and vitest the sources are loaded as they are, so a thread needs the loader too. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');

function createPool({ size, memoryMb }: ThreadOptions): Piscina {
  return new Piscina({
    filename: new URL(FROM_SOURCE ? './source-thread.mjs' : '../fleet/parse-thread.js', import.meta.url).href,
    minThreads: 0,
    maxThreads: size,
    // Loading a thread's code costs a second; a thread that waits costs some memory.
    idleTimeout: 120_000,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    recordTiming: false,
    // Nothing of the process's own flags (a loader of TypeScript, say) but what profiles it.
    execArgv: process.execArgv.filter((flag) => flag.startsWith('--cpu-prof')),
  });
}

/** The longest that a new thread may take to load its code, on a machine that is busy. */
const LOAD_MS = 60_000;
const LOOK_MS = 200;

/** The time of one task, counted from when its thread begins with it: a thread that still loads has not begun. */
class Budget {
  /** The instant at which the thread began, in milliseconds since the epoch; 0 before. The thread writes it. */
  readonly started: Float64Array;
  readonly #controller = new AbortController();
  readonly #timeoutMs: number;
  readonly #since = Date.now();
  #timer: NodeJS.Timeout;

  constructor(timeoutMs: number, started: Float64Array) {
    this.started = started;
    started[0] = 0;
    this.#timeoutMs = timeoutMs;
    this.#timer = setTimeout(() => this.#look(), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    const began = this.started[0] as number;
    const leftMs = began === 0 ? this.#since + LOAD_MS - Date.now() : began + this.#timeoutMs - Date.now();
    if (leftMs <= 0) this.#controller.abort();
    else this.#timer = setTimeout(() => this.#look(), began === 0 ? LOOK_MS : leftMs);
  }
}

/** Lets `size` tasks through at a time, in order: so that a budget counts from a task's start and not from its arrival. */
class Gate {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(size: number) {
    this.free = size;
  }

  async enter(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}

function codedError(cause: unknown, timedOut: boolean, timeoutMs: number): WireError {
  if (timedOut) return new WireError('PARSE_TIMEOUT', `cut after ${timeoutMs} ms`, { detail: { timeoutMs } });
  return new WireError('PARSE_CRASHED', 'the parsing thread failed', { cause });
}

/** Threads that parse pages. A task that hangs, crashes or eats its memory ends alone; its thread is replaced. */
export function createThreads(options: ThreadOptions): Threads {
  const pool = createPool(options);
  const gate = new Gate(options.size);
  /** Clocks of tasks that have ended, for the next ones: shared memory is dear to make. At most one a thread. */
  const clocks: Float64Array[] = [];
  // A thread that dies of a task rejects that task. One that cannot even load its code has none: all who wait are told.
  const waiting = new Set<(cause: unknown) => void>();
  pool.on('error', (cause) => {
    for (const reject of waiting) reject(cause);
  });

  async function run<Result>(name: string, task: unknown): Promise<Result> {
    await gate.enter();
    const budget = new Budget(options.timeoutMs, clocks.pop() ?? new Float64Array(new SharedArrayBuffer(8)));
    let fail: (cause: unknown) => void = () => {};
    const broken = new Promise<never>((_, reject) => (fail = reject));
    waiting.add(fail);
    try {
      return await Promise.race([
        pool.run({ task, started: budget.started }, { name, signal: budget.signal }) as Promise<Result>,
        broken,
      ]);
    } catch (cause) {
      throw codedError(cause, budget.signal.aborted, options.timeoutMs);
    } finally {
      budget.end();
      // A thread that is being cut may still write its clock.
      if (!budget.signal.aborted) clocks.push(budget.started);
      waiting.delete(fail);
      gate.leave();
    }
  }

  return {
    extract: (task) => run<Extracted>('extract', task),
    async readFeed(task) {
      const result = await run<ReadFeedResult>('readFeed', task);
      if ('fault' in result) throw new WireError('FEED_SYNTAX', result.fault);
      return result.document;
    },
    close: () => pool.destroy(),
  };
}
