import { type Coding, codingsOf, decodeAtOnce, sniffCoding } from './coding.ts';
import { type Body, type BodyLimits, Inflater } from './inflate.ts';

/** Compressed bodies up to this size are decoded at once: cheaper than a stream through the thread pool. */
const AT_ONCE_BYTES = 32 * 1024;
/** What decoding at once may give at most: about 2 ms. */
const AT_ONCE_OUTPUT_BYTES = 1 << 20;

export interface BodyFlow {
  /** The body may flow again. */
  resume(): void;
  /** No more of the body is wanted; what there is, `finish` gives. */
  stop(): void;
}

/** Gathers one body as it comes, takes its content codings off, and holds never much more than the limit. */
export class BodyReader {
  readonly #limits: BodyLimits;
  readonly #flow: BodyFlow;
  #codings: readonly Coding[];
  #chunks: Buffer[] = [];
  /** Bytes that came over the wire. */
  #size = 0;
  #cut = false;
  #inflater: Inflater | null = null;

  constructor(contentEncoding: string | undefined, limits: BodyLimits, flow: BodyFlow) {
    this.#codings = codingsOf(contentEncoding);
    this.#limits = limits;
    this.#flow = flow;
  }

  /** Whether the body may go on flowing; if not, `flow.resume` or `flow.stop` is called. */
  push(chunk: Buffer): boolean {
    if (this.#cut) return false;
    this.#size += chunk.length;
    if (this.#inflater !== null) return this.#inflater.write(chunk, () => this.#flow.resume());
    this.#chunks.push(chunk);
    if (this.#codings.length > 0 && this.#size > AT_ONCE_BYTES) return this.#startInflater();
    return this.#size <= this.#limits.maxBytes || this.#stop();
  }

  #stop(): false {
    this.#cut = true;
    this.#flow.stop();
    return false;
  }

  #startInflater(): boolean {
    const gathered = Buffer.concat(this.#chunks, this.#size);
    const coding = sniffCoding(this.#codings[0] ?? null, gathered);
    if (coding === null) {
      this.#codings = [];
      this.#chunks = [gathered];
      return true;
    }
    this.#codings = this.#codings.slice(1);
    this.#chunks = [];
    const inflater = new Inflater(coding, this.#limits);
    this.#inflater = inflater;
    const stop = (): void => {
      if (!this.#cut) this.#stop();
    };
    void inflater.done.then(stop, stop);
    return inflater.write(gathered, () => this.#flow.resume());
  }

  /**
   * The body after its end, or after `flow.stop`.
   * @throws BODY_BOMB, BODY_UNREADABLE
   */
  async finish(): Promise<Body> {
    const inflater = this.#inflater;
    this.#cut ||= inflater !== null; // its settling is no news any more
    const first =
      inflater === null
        ? { bytes: Buffer.concat(this.#chunks, this.#size), truncated: this.#cut }
        : await inflater.end();
    this.#chunks = [];
    const body = await this.#unwrap(first);
    return body.bytes.length <= this.#limits.maxBytes
      ? body
      : { bytes: body.bytes.subarray(0, this.#limits.maxBytes), truncated: true };
  }

  /** Takes off the codings that are left, and a gzip that nobody named. */
  async #unwrap(body: Body): Promise<Body> {
    let current = body;
    for (const label of [...this.#codings, null]) {
      const coding = sniffCoding(label, current.bytes);
      if (coding === null) continue;
      const next = await this.#decode(coding, current.bytes);
      current = { bytes: next.bytes, truncated: next.truncated || current.truncated };
    }
    return current;
  }

  async #decode(coding: Coding, bytes: Uint8Array): Promise<Body> {
    if (bytes.length <= AT_ONCE_BYTES) {
      const decoded = decodeAtOnce(coding, bytes, Math.min(this.#limits.maxBytes, AT_ONCE_OUTPUT_BYTES));
      if (decoded !== null) return { bytes: decoded, truncated: false };
    }
    const inflater = new Inflater(coding, this.#limits, this.#size);
    inflater.write(bytes, () => {});
    return inflater.end();
  }

  /** Frees what is held: the request failed. */
  destroy(): void {
    this.#cut = true;
    this.#chunks = [];
    this.#inflater?.destroy();
  }
}
