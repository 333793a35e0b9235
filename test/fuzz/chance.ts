import { seeded } from '../chaos/seeded.js';

/** Choices that follow from a seed. */
export class Chance {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = seeded(seed);
  }

  /** An integer from 0 to `count` − 1; 0 when there is nothing to choose from. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** True `share` of the times, 0 … 1. */
  happens(share: number): boolean {
    return this.next() < share;
  }

  /** One of the items; they must not be none. */
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}
