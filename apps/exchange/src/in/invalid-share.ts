/** How many of an agency's last submissions are looked at. */
const window = 100;
/** How many of them may be invalid. */
const most = 20;

/** How much of what an agency sends is not taken: whoever sends more than a fifth of nonsense has a fault that a person must look at. */
export class InvalidShare {
  private last: boolean[] = [];

  get invalid(): number {
    return this.last.filter((isInvalid) => isInvalid).length;
  }

  get isTooMuch(): boolean {
    return this.invalid > most;
  }

  note(outcome: 'valid' | 'invalid'): void {
    this.last = [...this.last, outcome === 'invalid'].slice(-window);
  }

  forget(): void {
    this.last = [];
  }
}
