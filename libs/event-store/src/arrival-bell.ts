/** A bell that never loses a ring: whoever noted the count before looking is not put to sleep by a ring that came meanwhile. */
export class ArrivalBell {
  #count = 0;
  readonly #sleepers = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  ring(): void {
    this.#count += 1;
    for (const wake of this.#sleepers) wake();
  }

  /** Resolves at the first ring after `seen`, after `limit` milliseconds, or when the signal aborts; never rejects. */
  wait(seen: number, limit: number, signal: AbortSignal): Promise<void> {
    if (this.#count !== seen || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, limit);
      this.#sleepers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }
}
