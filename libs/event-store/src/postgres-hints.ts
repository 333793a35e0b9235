import type { Line } from '#libs/postgres';

/** How long it takes until it is tried again to listen after the session was lost, in milliseconds. */
const retryAfter = 500;

/**
 * Listens to a channel of the server, and rings once whenever that begins, because what came before was not heard. Only ever a hint: it
 * goes on trying in silence, and whoever relies on it looks for himself from time to time.
 */
export class Hints {
  #line: Line | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(
    private readonly open: (onLoss: () => void) => Line,
    private readonly channel: string,
    private readonly ring: () => void,
  ) {}

  /** Begins to listen unless it does already. */
  start(): void {
    if (this.#line !== undefined || this.#timer !== undefined || this.#ended) return;
    const line = this.open(() => this.#again(line));
    this.#line = line;
    line.sql.unsafe(`LISTEN ${this.channel}`).then(this.ring, () => this.#again(line));
  }

  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#line?.cut();
  }

  #again(line: Line): void {
    if (this.#line !== line || this.#ended) return;
    this.#line = undefined;
    void line.cut();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.start();
    }, retryAfter);
  }
}
