import { NumberList } from './number-list.js';

/** Ascending positions, kept as the stretches that they make up: those of a whole ledger are a single one. */
export class Positions {
  private readonly starts = new NumberList();
  private readonly ends = new NumberList();
  private last = Number.NaN;

  /** Takes in a position behind all that are here. */
  push(position: number): void {
    if (position !== this.last + 1) {
      if (!Number.isNaN(this.last)) this.ends.push(this.last);
      this.starts.push(position);
    }
    this.last = position;
  }

  /** Those from a position on, ascending. */
  *from(first: number): Generator<number> {
    for (let i = 0; i < this.starts.length; i++) {
      const end = i < this.ends.length ? this.ends.at(i) : this.last;
      for (let position = Math.max(first, this.starts.at(i)); position <= end; position++) yield position;
    }
  }
}
