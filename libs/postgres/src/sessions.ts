import type { Line } from './line.js';

/** Lines of one connection each, for whoever needs a session for himself; at most so many at once, others wait. */
export class Sessions {
  readonly #idle: Line[] = [];
  readonly #waiting: (() => void)[] = [];
  #used = 0;

  constructor(
    private readonly max: number,
    private readonly open: () => Line,
  ) {}

  /** Runs `work` with a line that nobody else has; a line that was lost or cut meanwhile is not used again. */
  async use<T>(work: (line: Line) => Promise<T>): Promise<T> {
    await this.#enter();
    const line = this.#take();
    try {
      return await work(line);
    } finally {
      if (!line.lost) this.#idle.push(line);
      this.#leave();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.map((line) => line.end()));
  }

  #take(): Line {
    for (let line = this.#idle.pop(); line !== undefined; line = this.#idle.pop()) if (!line.lost) return line;
    return this.open();
  }

  async #enter(): Promise<void> {
    if (this.#used < this.max) this.#used += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#used -= 1;
  }
}
