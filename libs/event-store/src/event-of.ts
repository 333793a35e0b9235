import { recordedEvent } from '#libs/integrity';
import type { RecordedEvent } from '#libs/ledger';

import type { Entry } from './event-store.js';

const read = new WeakMap<Entry, RecordedEvent>();

/** Notes what an entry's payload was found to say, for as long as the entry is in memory. */
export const noteEvent = (entry: Entry, event: RecordedEvent): void => void read.set(entry, event);

/** The event of an entry. One that was decided in this process was read then, and is not read again. */
export const eventOf = (entry: Entry): RecordedEvent => read.get(entry) ?? recordedEvent(entry.position, entry.payload);
