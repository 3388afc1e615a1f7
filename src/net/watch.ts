/** Something that is asked now and then whether its time is over. */
export interface Watched {
  /** `nowMs` is monotonic, as of `performance.now()`. */
  check(nowMs: number): void;
}

/** One timer for all requests in flight, instead of several for each; none while nothing is in flight. */
export class Watch {
  readonly #tickMs: number;
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | null = null;

  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  add(it: Watched): void {
    this.#watched.add(it);
    this.#timer ??= setInterval(() => this.#tick(), this.#tickMs);
  }

  remove(it: Watched): void {
    this.#watched.delete(it);
  }

  #tick(): void {
    const now = performance.now();
    for (const it of this.#watched) it.check(now);
    // Stopped here and not in `remove`, so that one request after another does not start a timer each.
    if (this.#watched.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }
}
