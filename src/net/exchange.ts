import type { Dispatcher } from 'undici';
import { WireError } from '../core/errors.ts';
import type { Headers, HttpAnswer } from './answer.ts';
import { BodyReader } from './body.ts';
import { failureOf, type Phase } from './failure.ts';
import type { Body, BodyLimits } from './inflate.ts';
import type { Watch, Watched } from './watch.ts';

export interface Timeouts {
  /** For name, connection and TLS together. */
  readonly connectMs: number;
  /** From the request sent to the headers of the answer. */
  readonly headersMs: number;
  /** For everything, from the call to the last byte of the body. */
  readonly totalMs: number;
}

export interface Limits extends BodyLimits {
  /** A body slower than this, on average after its first seconds, is cut with BODY_TOO_SLOW. */
  readonly minBytesPerSecond: number;
}

/** Status and headers, before the body. */
export type AnswerHead = Pick<HttpAnswer, 'status' | 'headers' | 'contentType'>;

export interface ExchangeOptions {
  /** Without credentials and fragment. */
  readonly url: string;
  readonly host: string;
  readonly proxied: boolean;
  readonly timeouts: Timeouts;
  readonly limits: Limits;
  readonly watch: Watch;
  readonly signal: AbortSignal | undefined;
  /** Asked when the headers are there: whether the body is not wanted. */
  readonly skipBody: ((head: AnswerHead) => boolean) | undefined;
}

/** Of an answer that is no success, its reason at most. */
const MAX_OTHER_BYTES = 128 * 1024;
const NO_BYTES = new Uint8Array(0);
const ONCE = { once: true } as const;
const RATE_GRACE_MS = 5000;

function plainHeaders(headers: Record<string, string | string[] | undefined>): Headers {
  const plain: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || name === 'set-cookie') continue; // no cookies are kept, and none shall reach a log
    plain[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return plain;
}

/** One request and its one answer: handler of undici's dispatch, watched for its times and rates, settled once. */
export class Exchange implements Dispatcher.DispatchHandler, Watched {
  readonly answer: Promise<HttpAnswer>;
  readonly #options: ExchangeOptions;
  readonly #startedMs = performance.now();
  #resolve!: (answer: HttpAnswer) => void;
  #reject!: (error: WireError) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #phase: Phase = 'connect';
  #phaseMs = this.#startedMs;
  #head: AnswerHead | null = null;
  #body: BodyReader | null = null;
  #received = 0;
  /** The wire is of no interest any more: the answer is complete, cut, or failed. */
  #closed = false;
  #settled = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    options.watch.add(this);
    options.signal?.addEventListener('abort', this, ONCE);
  }

  /** The signal was aborted. */
  handleEvent(): void {
    this.fail(new WireError('CANCELLED', `stopped: ${this.#options.host}`, { cause: this.#options.signal?.reason }));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#closed) controller.abort(new Error('no longer wanted'));
    else this.#enter('headers');
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    raw: Record<string, string | string[] | undefined>,
  ): void {
    if (this.#closed || status < 200) return;
    this.#enter('body');
    const headers = plainHeaders(raw);
    const head = { status, headers, contentType: headers['content-type'] ?? null };
    this.#head = head;
    if (status < 300 && this.#options.skipBody?.(head) === true) this.#stop();
  }

  /** Made when a body comes: most answers of a healthy feed are 304 and have none. */
  #reader({ status, headers }: AnswerHead): BodyReader {
    const { maxBytes, maxRatio } = this.#options.limits;
    const limits = { maxBytes: status < 300 ? maxBytes : Math.min(maxBytes, MAX_OTHER_BYTES), maxRatio };
    return new BodyReader(headers['content-encoding'], limits, {
      resume: () => {
        if (!this.#closed) this.#controller?.resume();
      },
      stop: () => this.#stop(),
    });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#closed || this.#head === null) return;
    this.#received += chunk.length;
    this.#body ??= this.#reader(this.#head);
    if (!this.#body.push(chunk) && !this.#closed) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#body === null) this.#done({ bytes: NO_BYTES, truncated: false });
    else void this.#finish(this.#body);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#closed) return; // our own abort
    this.#closed = true;
    this.fail(this.#failureOf(error, this.#phase));
  }

  check(nowMs: number): void {
    const { timeouts, limits, host } = this.#options;
    const phaseMs = nowMs - this.#phaseMs;
    const limitMs =
      this.#phase === 'connect' ? timeouts.connectMs : this.#phase === 'headers' ? timeouts.headersMs : Infinity;
    if (phaseMs > limitMs) this.#tooLate(this.#phase, limitMs);
    else if (nowMs - this.#startedMs > timeouts.totalMs) this.#tooLate('total', timeouts.totalMs);
    else if (this.#phase === 'body' && !this.#closed && phaseMs > RATE_GRACE_MS) {
      const rate = (this.#received / phaseMs) * 1000;
      if (rate >= limits.minBytesPerSecond) return;
      this.fail(new WireError('BODY_TOO_SLOW', `the body came too slowly from ${host}`, { detail: { host, rate } }));
    }
  }

  /** Ends the exchange with an error, unless it has ended. */
  fail(error: WireError): void {
    if (this.#settled) return;
    this.#settle();
    this.#body?.destroy();
    this.#close();
    this.#reject(error);
  }

  #failureOf(error: unknown, phase: Phase): WireError {
    const { host, proxied } = this.#options;
    return failureOf(error, { host, phase, proxied });
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#phaseMs = performance.now();
  }

  #tooLate(phase: Phase | 'total', limitMs: number): void {
    const { host } = this.#options;
    this.fail(new WireError('REQUEST_TIMEOUT', `timed out (${phase}): ${host}`, { detail: { host, phase, limitMs } }));
  }

  /** Enough of the body: the connection goes, the answer is what has come. */
  #stop(): void {
    if (this.#closed) return;
    this.#close();
    if (this.#body === null) this.#done({ bytes: NO_BYTES, truncated: true });
    else void this.#finish(this.#body);
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#controller?.abort(new Error('no longer wanted'));
  }

  #settle(): void {
    this.#settled = true;
    this.#options.watch.remove(this);
    this.#options.signal?.removeEventListener('abort', this);
  }

  async #finish(reader: BodyReader): Promise<void> {
    try {
      this.#done(await reader.finish());
    } catch (error) {
      this.fail(this.#failureOf(error, 'body'));
    }
  }

  #done(body: Body): void {
    if (this.#settled || this.#head === null) return;
    this.#settle();
    const { status, headers, contentType } = this.#head;
    const { bytes, truncated } = body;
    const ms = performance.now() - this.#startedMs;
    this.#resolve({ status, headers, bytes, contentType, url: this.#options.url, truncated, ms });
  }
}
