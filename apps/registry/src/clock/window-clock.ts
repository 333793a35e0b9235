import { setTimeout as pause } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { elapseWindows, foldCommunication, type ReferenceKey, streamOf } from '#libs/domain';
import { Clock, type ProposedEvent } from '#libs/ledger';

import { LedgerIdentity } from '../ledger-identity.js';
import { LedgerIndex } from '../ledger-index.js';
import { type Cause, type Facts, Recorder } from '../recorder.js';

/** How often the clock looks, in milliseconds. */
const rhythm = 1000;

/**
 * Records the silence when a window has ended. The ids of its events derive from letter, kind and day, so that several registries and any
 * number of restarts record each end once.
 */
@Injectable()
export class WindowClock implements OnApplicationShutdown {
  private readonly logger = new Logger(WindowClock.name);
  private readonly ending = new AbortController();
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly clock: Clock,
    private readonly index: LedgerIndex,
    private readonly recorder: Recorder,
    private readonly identity: LedgerIdentity,
  ) {}

  start(): void {
    if (!this.identity.readOnly) this.work = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.work;
  }

  private async run(): Promise<void> {
    while (!this.ending.signal.aborted) {
      await this.look();
      await pause(rhythm, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  private async look(): Promise<void> {
    for (const reference of this.index.dueBy(this.clock.now()))
      await this.elapse(reference).catch((error: unknown) => this.complain(reference, error));
  }

  /** One letter that cannot be recorded does not keep the others waiting. */
  private complain(reference: ReferenceKey, error: unknown): void {
    this.logger.error(`the clock could not record ${streamOf(reference)}: ${String(error)}`);
  }

  /** One append per event, because the id of each derives from what it says. */
  private async elapse(reference: ReferenceKey): Promise<void> {
    const stream = streamOf(reference);
    for (const type of ['ResponseWindowElapsed', 'ConfidentialityWindowElapsed'] as const) {
      const decide = (facts: Facts): readonly ProposedEvent[] =>
        elapseWindows({ ...facts, reference }, foldCommunication(facts.events(stream))).filter(
          (event) => event.type === type,
        );
      const dueOn = this.index.dueDay(reference, type, this.clock.now());
      if (dueOn !== undefined)
        await this.recorder.record(clockCause(`${type}:${stream}:${dueOn}`), { streams: [stream], decide });
    }
  }
}

/** The clock acts under ids derived from what it records. */
export const clockCause = (key: string): Cause => ({ role: 'clock', scope: 'clock', key, req: null });
