const pieceBytes = 64 * 1024;

/** Bytes that are kept until all of them are there, side by side: many small arrays would cost several times what they hold. */
export class GrowingBytes {
  readonly #full: Uint8Array[] = [];
  #last = new Uint8Array(pieceBytes);
  #filled = 0;

  get length(): number {
    return this.#full.length * pieceBytes + this.#filled;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + pieceBytes - this.#filled);
      this.#last.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === pieceBytes) this.#begin();
    }
  }

  /** All of it, in pieces that must not be changed. */
  *pieces(): Generator<Uint8Array> {
    yield* this.#full;
    if (this.#filled > 0) yield this.#last.subarray(0, this.#filled);
  }

  #begin(): void {
    this.#full.push(this.#last);
    this.#last = new Uint8Array(pieceBytes);
    this.#filled = 0;
  }
}
