import { seeded } from '../chaos/seeded.js';

/** What is chosen at random in a trial; the same seed chooses the same. */
export class Chance {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = seeded(seed);
  }

  /** A whole number from `least` to before `end`. */
  between(least: number, end: number): number {
    return least + Math.floor(this.next() * Math.max(1, end - least));
  }

  pick<T>(list: readonly T[]): T {
    const chosen = list[this.between(0, list.length)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.between(0, 256));
  }

  /** The bytes with one of them changed. */
  flipped(bytes: Uint8Array): Uint8Array {
    const changed = Uint8Array.from(bytes);
    const at = this.between(0, changed.length);
    changed[at] = (changed[at] ?? 0) ^ this.between(1, 256);
    return changed;
  }
}
