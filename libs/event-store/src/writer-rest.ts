import { setTimeout as pause } from 'node:timers/promises';

/** How long a writer remembers that it has lost to another one, in milliseconds. */
const memory = 60_000;

/** The longest rest, in milliseconds and times of what the append took: whoever lost reads, decides and signs before they ask again. */
const longest = { milliseconds: 30, appends: 6 };

/**
 * Leaves room for other writers. One that never rests wins every time against one that has to look first, so a writer that has lost lately
 * rests a random moment after each append; alone, it never does.
 */
export class WriterRest {
  #until = -Infinity;

  lost(): void {
    this.#until = performance.now() + memory;
  }

  /** Whether another writer was faster a short while ago. */
  get contested(): boolean {
    return performance.now() < this.#until;
  }

  /** To be waited for after an append that took so many milliseconds. */
  async rest(took: number): Promise<void> {
    if (this.contested) await pause(Math.random() * (longest.milliseconds + longest.appends * took));
  }
}
