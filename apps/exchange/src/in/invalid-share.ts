/** How many of an agency's last submissions are looked at. */
const window = 100;
/** How many of them may be invalid. */
const most = 20;

/** How much of what an agency sends is not taken: whoever sends more than a fifth of nonsense has a fault that a person must look at. */
export class InvalidShare {
  private constructor(private readonly last: readonly ('valid' | 'invalid')[]) {}

  /** Of an agency that has sent nothing yet, or is given another chance. */
  static none(): InvalidShare {
    return new InvalidShare([]);
  }

  get invalid(): number {
    return this.last.filter((outcome) => outcome === 'invalid').length;
  }

  get isTooMuch(): boolean {
    return this.invalid > most;
  }

  after(outcome: 'valid' | 'invalid'): InvalidShare {
    return new InvalidShare([...this.last, outcome].slice(-window));
  }
}
