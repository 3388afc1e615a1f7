import type { Log } from './log.ts';

/** A server that is away makes a client say so many times a second; once in this time is enough to be told. */
const EVERY_MS = 10_000;

/**
 * Tells of connections that fail. Once their process closes them that is no warning any more: they end because they were
 * asked to, in whatever order the two sides notice it.
 */
export class ConnectionLog {
  readonly #log: Log;
  #isClosing = false;

  constructor(log: Log) {
    this.#log = log;
  }

  closing(): void {
    this.#isClosing = true;
  }

  /** Tells of every one. */
  each(message: string): (error: unknown) => void {
    return (err) => {
      if (this.#isClosing) this.#log.debug({ err }, message);
      else this.#log.warn({ err }, message);
    };
  }

  /** Tells of one in ten seconds. */
  atTimes(message: string): (error: unknown) => void {
    const tell = this.each(message);
    let last = -Infinity;
    return (error) => {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      tell(error);
    };
  }
}
