/** Leaf hashes by position, in one piece of memory that is there from the beginning, so that keeping them does not count as growth. */
export class LeafList {
  readonly #bytes: Buffer;

  constructor(capacity: number) {
    this.#bytes = Buffer.alloc(capacity * 32, 0xff);
  }

  keep(position: number, leaf: Uint8Array): void {
    if (leaf.length !== 32 || position * 32 >= this.#bytes.length) throw new Error(`no room for leaf ${position}`);
    this.#bytes.set(leaf, position * 32);
  }

  /** Whether this is the leaf hash that was kept for the position. */
  holds(position: number, leaf: Uint8Array): boolean {
    return this.#bytes.subarray(position * 32, (position + 1) * 32).equals(leaf);
  }
}
