import { WireError } from '../core/errors.ts';
import { type Coding, decoderOf } from './coding.ts';

export interface BodyLimits {
  /** Bytes of a body, before and after its content coding is taken off, at most. */
  readonly maxBytes: number;
  /** Bytes that one byte of a compressed body may become, at most; the first mebibyte is free. */
  readonly maxRatio: number;
}

export interface Body {
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
}

export interface Inflated extends Body {
  /** The stream ended or broke in its middle, or something stands behind its end. */
  readonly broken: boolean;
}

const RATIO_FREE_BYTES = 1 << 20;

/**
 * Takes one content coding off a stream of bytes, holding never more than the limit. More than `maxBytes` gives the
 * beginning, `truncated`; so does a stream that ends or breaks in its middle.
 */
export class Inflater {
  /** Resolves with the body, rejects with BODY_BOMB or BODY_UNREADABLE; early, when more input is of no use. */
  readonly done: Promise<Inflated>;
  readonly #stream: ReturnType<typeof decoderOf>;
  readonly #limits: BodyLimits;
  readonly #wireBytes: number | null;
  #chunks: Buffer[] = [];
  #produced = 0;
  #settle!: (body: Inflated) => void;
  #fail!: (error: WireError) => void;
  #ended = false;

  /** `wireBytes`: what the input was on the wire, where it is not the input itself (a coding within a coding). */
  constructor(coding: Coding, limits: BodyLimits, wireBytes: number | null = null) {
    this.#limits = limits;
    this.#wireBytes = wireBytes;
    this.#stream = decoderOf(coding);
    this.done = new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#fail = reject;
    });
    this.done.catch(() => {}); // whoever reads the body awaits it; until then a failure is not yet anybody's
    this.#stream
      .on('data', (chunk: Buffer) => this.#take(chunk))
      .on('end', () => this.#finish())
      .on('error', (cause: Error) => this.#broken(cause));
  }

  /** Whether more may be written at once; if not, `onDrain` is called when it may. */
  write(chunk: Uint8Array, onDrain: () => void): boolean {
    if (this.#ended) return true;
    const more = this.#stream.write(chunk);
    if (!more) this.#stream.once('drain', onDrain);
    return more;
  }

  end(): Promise<Inflated> {
    if (!this.#ended) this.#stream.end();
    return this.done;
  }

  /** Frees the decoder; what was not finished stays so. */
  destroy(): void {
    this.#ended = true;
    this.#chunks = [];
    this.#stream.destroy();
  }

  #take(chunk: Buffer): void {
    if (this.#ended) return;
    this.#produced += chunk.length;
    const wireBytes = this.#wireBytes ?? this.#stream.bytesWritten;
    if (this.#produced > Math.max(RATIO_FREE_BYTES, wireBytes * this.#limits.maxRatio)) {
      this.#fail(
        new WireError('BODY_BOMB', 'a compressed body swelled beyond the permitted ratio', {
          detail: { compressedBytes: wireBytes, bytes: this.#produced },
        }),
      );
      this.destroy();
      return;
    }
    this.#chunks.push(chunk);
    if (this.#produced > this.#limits.maxBytes) this.#finish({ truncated: true });
  }

  #broken(cause: Error): void {
    if (this.#ended) return;
    if (this.#produced > 0) this.#finish({ truncated: true, broken: true });
    else {
      this.#fail(new WireError('BODY_UNREADABLE', 'the body is not in the encoding that it names', { cause }));
      this.destroy();
    }
  }

  #finish(how: Partial<Inflated> = {}): void {
    if (this.#ended) return;
    const bytes = Buffer.concat(this.#chunks, this.#produced);
    this.#settle({ truncated: false, broken: false, ...how, bytes: bytes.subarray(0, this.#limits.maxBytes) });
    this.destroy();
  }
}
