/** Numbers side by side in one growing buffer: an array of a million may cost several times the memory. */
export class NumberList {
  private numbers = new Float64Array(64);
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(number: number): void {
    if (this.count === this.numbers.length) {
      const larger = new Float64Array(2 * this.count);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.count++] = number;
  }

  at(index: number): number {
    return this.numbers[index] ?? Number.NaN;
  }
}
