const hashBytes = 32;
/** An even number, so that the two halves of a pair never lie in different blocks. */
const inBlock = 2048;

/**
 * Hashes side by side in blocks: an array of a million small buffers would cost three times the memory, and one buffer that grows would
 * be copied, and left to be collected, each time.
 */
export class HashList {
  readonly #blocks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(hash: Uint8Array): void {
    const place = this.#length % inBlock;
    if (place === 0) this.#blocks.push(new Uint8Array(inBlock * hashBytes));
    this.#blocks[this.#blocks.length - 1]?.set(hash, place * hashBytes);
    this.#length++;
  }

  /** The last two of an even number, side by side where they are kept; only to be read, and at once. */
  lastTwo(): Uint8Array {
    return this.#from(this.#length - 2, 2);
  }

  /** Puts another hash in the place of one. */
  replace(index: number, hash: Uint8Array): void {
    this.#from(index, 1).set(hash);
  }

  /** A copy, so that no caller can change the tree. */
  at(index: number): Uint8Array {
    return this.#from(index, 1).slice();
  }

  /** The same of several, side by side. */
  range(index: number, count: number): Uint8Array {
    const hashes = new Uint8Array(count * hashBytes);
    for (let i = 0; i < count; i += inBlock - ((index + i) % inBlock)) {
      const here = Math.min(count - i, inBlock - ((index + i) % inBlock));
      hashes.set(this.#from(index + i, here), i * hashBytes);
    }
    return hashes;
  }

  #from(index: number, count: number): Uint8Array {
    const start = (index % inBlock) * hashBytes;
    const block = this.#blocks[Math.floor(index / inBlock)] ?? new Uint8Array();
    return block.subarray(start, start + count * hashBytes);
  }
}
