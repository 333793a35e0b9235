const hashBytes = 32;

/** Hashes side by side in one growing buffer: an array of a million small buffers would cost three times the memory. */
export class HashList {
  #bytes = new Uint8Array(16 * hashBytes);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(hash: Uint8Array): void {
    const at = this.#length * hashBytes;
    if (at === this.#bytes.length) {
      const larger = new Uint8Array(2 * at);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(hash, at);
    this.#length++;
  }

  /** The last two, side by side where they are kept; only to be read, and at once. */
  lastTwo(): Uint8Array {
    return this.#bytes.subarray((this.#length - 2) * hashBytes, this.#length * hashBytes);
  }

  /** Puts another hash in the place of one. */
  replace(index: number, hash: Uint8Array): void {
    this.#bytes.set(hash, index * hashBytes);
  }

  /** A copy, so that no caller can change the tree. */
  at(index: number): Uint8Array {
    return this.#bytes.slice(index * hashBytes, (index + 1) * hashBytes);
  }
}
