const inBlock = 8192;

/** Numbers side by side in blocks: an array of a million may cost several times the memory, and is copied whenever it grows. */
export class NumberList {
  private readonly blocks: Float64Array[] = [];
  private last = new Float64Array();
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(number: number): void {
    const place = this.count++ % inBlock;
    if (place === 0) this.blocks.push((this.last = new Float64Array(inBlock)));
    this.last[place] = number;
  }

  at(index: number): number {
    return this.blocks[Math.floor(index / inBlock)]?.[index % inBlock] ?? Number.NaN;
  }
}
