import { setTimeout as pause } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { PrivateDrafts } from '#libs/keyring';
import { Clock } from '#libs/ledger';

/** How often it looks, in milliseconds. What has expired is not shown in the meantime either. */
const rhythm = 30_000;

/** Destroys drafts that have expired, with their keys; of several registries one at a time. */
@Injectable()
export class DraftSweeper implements OnApplicationShutdown {
  private readonly logger = new Logger(DraftSweeper.name);
  private readonly ending = new AbortController();
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly drafts: PrivateDrafts,
  ) {}

  start(): void {
    this.work = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.work;
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) {
      await this.drafts
        .removeExpired(this.clock.now())
        .catch((error: unknown) => this.logger.error(`drafts that expired are not yet destroyed: ${String(error)}`));
      await pause(rhythm, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }
}
