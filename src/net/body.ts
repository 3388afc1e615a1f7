import type { WireError } from '../core/errors.ts';
import { type Coding, codingsOf, decodeAtOnce, sniffCoding } from './coding.ts';
import { type Body, type BodyLimits, type Inflated, Inflater } from './inflate.ts';
import { gzipPayloadStart } from './gzip.ts';
import { Pieces } from './pieces.ts';

/** Compressed bodies up to this size are decoded at once: cheaper than a stream through the thread pool. */
const AT_ONCE_BYTES = 32 * 1024;
/** What decoding at once may give at most: about 2 ms. */
const AT_ONCE_OUTPUT_BYTES = 1 << 20;
/** What is handed to the thread pool at once, so that it is not woken for every byte of a body that drips. */
const INFLATE_BYTES = 16 * 1024;
/** Up to this size a compressed body is kept until it is decoded, should it have to be decoded otherwise. */
const KEEP_BYTES = 2 << 20;
/** A body in more pieces than this is made to cost time; text in honest pieces reaches the size limit before. */
const MAX_PIECES = 250_000;

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
  readonly #held = new Pieces();
  /** Bytes that came over the wire, and the pieces that they came in. */
  #size = 0;
  #pieces = 0;
  #tooMany = false;
  #cut = false;
  #inflater: Inflater | null = null;
  /** What the inflater was given, while it is little. */
  readonly #given: Buffer[] = [];

  constructor(contentEncoding: string | undefined, limits: BodyLimits, flow: BodyFlow) {
    this.#codings = codingsOf(contentEncoding);
    this.#limits = limits;
    this.#flow = flow;
  }

  /** Whether the body may go on flowing; if not, `flow.resume` or `flow.stop` is called. */
  push(chunk: Buffer): boolean {
    if (this.#cut) return false;
    this.#held.add(chunk);
    this.#size += chunk.length;
    this.#pieces += 1;
    if (this.#pieces > MAX_PIECES) {
      this.#tooMany = true;
      return this.#stop();
    }
    if (this.#inflater !== null) return this.#held.size < INFLATE_BYTES || this.#inflate(this.#inflater);
    if (this.#codings.length > 0 && this.#size > AT_ONCE_BYTES) return this.#startInflater();
    return this.#size <= this.#limits.maxBytes || this.#stop();
  }

  #inflate(inflater: Inflater): boolean {
    const bytes = this.#held.take();
    if (this.#size <= KEEP_BYTES) this.#given.push(bytes);
    return inflater.write(bytes, () => this.#flow.resume());
  }

  #stop(): false {
    this.#cut = true;
    this.#flow.stop();
    return false;
  }

  #startInflater(): boolean {
    const gathered = this.#held.take();
    this.#held.add(gathered);
    const coding = sniffCoding(this.#codings[0] ?? null, gathered);
    if (coding === null) {
      this.#codings = [];
      return true;
    }
    this.#codings = this.#codings.slice(1);
    const inflater = new Inflater(coding, this.#limits);
    this.#inflater = inflater;
    const stop = (): void => {
      if (!this.#cut) this.#stop();
    };
    void inflater.done.then(stop, stop);
    return this.#inflate(inflater);
  }

  /**
   * The body after its end, or after `flow.stop`.
   * @throws BODY_BOMB, BODY_UNREADABLE
   */
  async finish(): Promise<Body> {
    const first = await this.#outermost();
    const body = await this.#unwrap(first);
    return body.bytes.length <= this.#limits.maxBytes
      ? body
      : { bytes: body.bytes.subarray(0, this.#limits.maxBytes), truncated: true };
  }

  async #outermost(): Promise<Body> {
    const inflater = this.#inflater;
    if (inflater === null) return { bytes: this.#held.take(), truncated: this.#cut };
    if (!this.#cut && this.#held.size > 0) this.#inflate(inflater);
    this.#cut = true; // that it settles is no news any more
    const body = await this.#mended(inflater.end());
    return this.#tooMany ? { ...body, truncated: true } : body;
  }

  /** What stands behind the end of a gzip stream (scripts leave a line end there) must not cost the end of the text. */
  async #mended(decoding: Promise<Inflated>): Promise<Body> {
    const body = await decoding.catch((error: unknown) => error as WireError);
    const broken = body instanceof Error ? body.code === 'BODY_UNREADABLE' : body.broken;
    const again = broken ? await this.#withoutFrame() : null;
    if (again !== null) return again;
    if (body instanceof Error) throw body;
    return body;
  }

  /** The first member of a gzip stream by its data alone; null where that is broken too, or no longer there. */
  async #withoutFrame(): Promise<Body | null> {
    const given = this.#size <= KEEP_BYTES ? Buffer.concat(this.#given) : Buffer.alloc(0);
    const start = gzipPayloadStart(given);
    if (start === null) return null;
    const body = await this.#decode('deflate-raw', given.subarray(start)).catch(() => null);
    return body?.truncated === false ? body : null;
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
    this.#held.take();
    this.#inflater?.destroy();
  }
}
