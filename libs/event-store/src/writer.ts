import { type Clock, LedgerError } from '#libs/ledger';
import type { Signer } from '#libs/integrity';
import type { Command } from './command.js';
import type { Entry, EventStore } from './event-store.js';

export interface WriterOptions {
  readonly signer: Signer;
  readonly clock: Clock;
}

export class Writer {
  constructor(
    readonly store: EventStore,
    readonly options: WriterOptions,
  ) {}

  /** Decides, signs and records one command; resolves when its events are durable, in the order `decide` returned them. */
  write(command: Command): Promise<readonly Entry[]> {
    return Promise.reject(new LedgerError('INTERNAL', `not yet: ${command.ids.length}`));
  }

  /** Waits for everything accepted so far; later commands are refused with STORE_UNAVAILABLE. The store stays open. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
