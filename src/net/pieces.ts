const BLOCK_BYTES = 16 * 1024;

/**
 * Bytes that come in pieces, kept in few objects: small pieces are copied into blocks, for a body sent byte by byte would
 * otherwise take a hundred times its size.
 */
export class Pieces {
  #whole: Buffer[] = [];
  #block: Buffer | null = null;
  #used = 0;
  #size = 0;

  /** Bytes held. */
  get size(): number {
    return this.#size;
  }

  add(piece: Buffer): void {
    this.#size += piece.length;
    if (piece.length >= BLOCK_BYTES / 4) {
      this.#closeBlock();
      this.#whole.push(piece);
      return;
    }
    if (this.#block === null || this.#used + piece.length > BLOCK_BYTES) {
      this.#closeBlock();
      this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    }
    this.#used += piece.copy(this.#block, this.#used);
  }

  /** Everything so far in one buffer of its own; nothing is held afterwards. */
  take(): Buffer {
    this.#closeBlock();
    const all = Buffer.concat(this.#whole, this.#size);
    this.#whole = [];
    this.#size = 0;
    return all;
  }

  #closeBlock(): void {
    if (this.#block !== null) this.#whole.push(this.#block.subarray(0, this.#used));
    this.#block = null;
    this.#used = 0;
  }
}
