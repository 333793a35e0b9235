import {
  communicationEvents,
  type CommunicationState,
  evolveCommunication,
  known,
  noCommunication,
} from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';

import { PublicRecord } from './public-record.js';

/** Folds what everyone may see from a ledger's events, in their order, for whoever reads them all once. */
export class ShownByRecord {
  private readonly record = new PublicRecord();
  private readonly letters = new Map<string, CommunicationState>();

  take(event: RecordedEvent): void {
    if (event.stream.startsWith('press_release-')) this.record.takeRelease(event);
    if (event.stream.startsWith('communication-')) this.takeLetter(event);
  }

  /** Digests of renditions, in hex, and of released fields, as they stand in `_sd`. */
  get digests(): readonly string[] {
    return this.record.all;
  }

  private takeLetter(event: RecordedEvent): void {
    const fact = known(communicationEvents, event);
    if (fact === undefined) return;
    const before = this.letters.get(event.stream) ?? noCommunication;
    const after = evolveCommunication(before, fact);
    this.letters.set(event.stream, after);
    this.record.move(before.publications, after.publications);
  }
}
