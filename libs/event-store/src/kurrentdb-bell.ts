import { setTimeout as pause } from 'node:timers/promises';
import { END } from '@kurrent/kurrentdb-client';
import { clientOf } from './kurrentdb-connection.js';

/** How long to wait before a broken subscription is made again, in milliseconds. */
const again = { first: 50, most: 2000 };

/**
 * Rings when something arrives in the stream. It may ring for nothing and may miss something while its subscription is broken, so whoever is
 * woken looks for themselves, and looks from time to time without it.
 */
export class KurrentBell {
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly address: string,
    private readonly stream: string,
    private readonly ring: () => void,
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    for (let delay = again.first; !signal.aborted; delay = Math.min(2 * delay, again.most)) {
      if (await this.#subscribe()) delay = again.first;
      // What came while nobody listened rang for nobody.
      this.ring();
      await pause(delay, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Listens until the subscription ends. Resolves to whether the server had confirmed it. */
  async #subscribe(): Promise<boolean> {
    const client = clientOf(this.address);
    let confirmed = false;
    await new Promise<void>((resolve) => {
      const subscription = client.subscribeToStream(this.stream, { fromRevision: END, requiresLeader: true });
      const heard = (): void => {
        confirmed = true;
        this.ring();
      };
      subscription.on('confirmation', heard).on('data', heard);
      // A subscription that the server ended says `error` once; after that nothing.
      for (const end of ['error', 'end', 'close'] as const) subscription.on(end, () => resolve());
      if (this.#ending.signal.aborted) resolve();
      else this.#ending.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await client.dispose().catch(() => undefined);
    return confirmed;
  }
}
