import type { Entry } from './event-store.js';

/** How many appends are remembered; who follows wakes after each. */
const remembered = 4;

/**
 * The entries of the last appends through one store, so that whoever follows it is not sent back from the server what has just been sent
 * there. They are the bytes that are recorded, and in it only once they are durable.
 */
export class LatestAppends {
  #appends: (readonly Entry[])[] = [];

  /** The position behind the last of them; 0 when there are none. */
  get end(): number {
    const last = this.#appends.at(-1)?.at(-1);
    return last === undefined ? 0 : last.position + 1;
  }

  /** Takes in what was appended; what came before counts only where nothing lies between. */
  add(entries: readonly Entry[]): void {
    if (entries[0]?.position !== this.end) this.#appends = [];
    this.#appends.push(entries);
    if (this.#appends.length > remembered) this.#appends.shift();
  }

  /** All from a position on; none when that one is not among them. */
  from(position: number): readonly Entry[] {
    const first = this.#appends[0]?.[0]?.position ?? Infinity;
    return position < first || position >= this.end ? [] : this.#appends.flat().slice(position - first);
  }
}
