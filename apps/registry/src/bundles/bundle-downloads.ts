import { Readable } from 'node:stream';

import { LedgerError } from '#libs/ledger';

import type { Spool } from './spool.js';

export interface DownloadLimits {
  /** How long whoever fetches may take nothing, in milliseconds. */
  readonly idle: number;
  /** How fast it must be taken, on the average of the whole … */
  readonly leastBytesPerSecond: number;
  /** … with this much time besides, in milliseconds; and how long a download goes on once the bundle is let go of. */
  readonly grace: number;
  /** How many may fetch one bundle at the same time. */
  readonly atOnce: number;
}

/** The longest that a timer can wait. */
const longest = 2 ** 31 - 1;

/** Bundles on their way out: whoever fetches one and stops taking it, or takes it drop by drop, must not keep its bytes on disk for ever. */
export class BundleDownloads {
  private readonly running = new WeakMap<Spool, number>();

  constructor(private readonly limits: DownloadLimits) {}

  /** The bytes of a bundle, destroyed when they are not taken in time. Throws `JOBS_WAITING` when too many fetch it already. */
  begin(file: Spool): Readable {
    const running = this.running.get(file) ?? 0;
    if (running >= this.limits.atOnce)
      throw new LedgerError('JOBS_WAITING', 'this bundle is being fetched: ask again later');
    this.running.set(file, running + 1);
    const late = (): void => void bytes.destroy();
    const bytes = Readable.from(timed(file.pieces(), this.limits.idle, late), { objectMode: false });
    this.limit(file, bytes);
    return bytes.once('close', () => this.running.set(file, (this.running.get(file) ?? 1) - 1));
  }

  private limit({ length, letGo }: Spool, bytes: Readable): void {
    const { grace, leastBytesPerSecond } = this.limits;
    const late = (): void => void bytes.destroy();
    let left = setTimeout(late, Math.min(longest, grace + (1000 * length) / leastBytesPerSecond));
    const shorten = (): void => {
      clearTimeout(left);
      left = setTimeout(late, grace);
    };
    letGo.addEventListener('abort', shorten, { once: true });
    bytes.once('close', () => {
      clearTimeout(left);
      letGo.removeEventListener('abort', shorten);
    });
  }
}

/** The same pieces; `late` is called when the next one is not asked for in time. */
async function* timed(pieces: AsyncIterable<Uint8Array>, idle: number, late: () => void): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    const timer = setTimeout(late, idle);
    try {
      yield piece;
    } finally {
      clearTimeout(timer);
    }
  }
}
