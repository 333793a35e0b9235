import { setTimeout as pause } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import {
  type CommunicationState,
  elapseWindows,
  foldCommunication,
  type OnLetterContext,
  type ReferenceKey,
  silenceFrom,
  streamOf,
  zurichDay,
} from '#libs/domain';
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
    /** How long the replies to a letter whose window had ended before it was recorded are waited for, in milliseconds. */
    private readonly silenceRest: number,
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
      const now = this.clock.now();
      const [due] = this.ended(type, { now, today: zurichDay(now), reference }, this.index.letter(reference));
      if (due === undefined) continue;
      const { dueOn } = due.data as { dueOn: string };
      const decide = (facts: Facts): readonly ProposedEvent[] =>
        this.ended(type, { ...facts, reference }, foldCommunication(facts.events(stream)));
      await this.recorder.record(clockCause(`${type}:${stream}:${dueOn}`), { streams: [stream], decide });
    }
  }

  private ended(type: WindowEnd, context: OnLetterContext, state: CommunicationState): readonly ProposedEvent[] {
    if (type === 'ResponseWindowElapsed' && context.now < silenceFrom(state, this.silenceRest)) return [];
    return elapseWindows(context, state).filter((event) => event.type === type);
  }
}

type WindowEnd = 'ResponseWindowElapsed' | 'ConfidentialityWindowElapsed';

/** The clock acts under ids derived from what it records. */
export const clockCause = (key: string): Cause => ({ role: 'clock', scope: 'clock', key, req: null });
