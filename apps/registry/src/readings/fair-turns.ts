import { LedgerError } from '#libs/ledger';

/** How many are read at once, and how many more may wait. */
const [atOnce, mostWaiting] = [2, 20];
/** How many of those that wait may be one person's, of whom one is read at a time. */
const mostWaitingOfOne = 2;

interface Waiting {
  readonly owner: string;
  readonly begin: () => void;
}

/** Two at once, never two of one person: whoever sends what takes long to read keeps nobody else from being read. */
export class FairTurns {
  private readonly running = new Set<string>();
  private readonly waiting: Waiting[] = [];

  /** Throws `READINGS_WAITING` when too many wait, of this person or of all. */
  async take<T>(owner: string, act: () => Promise<T>): Promise<T> {
    if (this.isFreeFor(owner)) this.running.add(owner);
    else await this.wait(owner);
    try {
      return await act();
    } finally {
      this.running.delete(owner);
      this.beginNext();
    }
  }

  private isFreeFor(owner: string): boolean {
    return this.running.size < atOnce && !this.running.has(owner);
  }

  private wait(owner: string): Promise<void> {
    const own = this.waiting.filter((one) => one.owner === owner);
    if (own.length >= mostWaitingOfOne || this.waiting.length >= mostWaiting)
      throw new LedgerError('READINGS_WAITING', 'send it again later');
    return new Promise<void>((begin) => this.waiting.push({ owner, begin }));
  }

  /** Whoever has waited longest, of those of whom none is read, has it next. */
  private beginNext(): void {
    const next = this.waiting.findIndex(({ owner }) => this.isFreeFor(owner));
    const [one] = next < 0 ? [] : this.waiting.splice(next, 1);
    if (one === undefined) return;
    this.running.add(one.owner);
    one.begin();
  }
}
