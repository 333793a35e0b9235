import { recordedEvent } from '#libs/integrity';
import type { RecordedEvent } from '#libs/ledger';

import type { Entry } from './event-store.js';

const unsigned = new Uint8Array(0);

/** An entry that was decided in this process: it knows what its payload was found to say, and is signed afterwards. */
export class DecidedEntry implements Entry {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly payload: Uint8Array;
  readonly kid: string;
  signature: Uint8Array = unsigned;
  readonly boxes: Uint8Array | null;
  readonly disclosures: Uint8Array | null;
  readonly req: Uint8Array | null;
  /** Not visible from outside, so that the entry compares equal to the one that is stored. */
  readonly #event: RecordedEvent;

  constructor(
    { payload, kid, boxes, disclosures, req }: Pick<Entry, 'payload' | 'kid' | 'boxes' | 'disclosures' | 'req'>,
    event: RecordedEvent,
  ) {
    this.position = event.position;
    this.stream = event.stream;
    this.revision = event.revision;
    this.id = event.id;
    this.payload = payload;
    this.kid = kid;
    this.boxes = boxes;
    this.disclosures = disclosures;
    this.req = req;
    this.#event = event;
  }

  get event(): RecordedEvent {
    return this.#event;
  }
}

/** The event of an entry. One that was decided in this process was read then, and is not read again. */
export const eventOf = (entry: Entry): RecordedEvent =>
  entry instanceof DecidedEntry ? entry.event : recordedEvent(entry.position, entry.payload);
