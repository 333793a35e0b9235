import type { ProposedEvent } from '#libs/ledger';
import { handlingStreamOf, type ReferenceKey } from '../communication/reference.js';
import type { PayloadOf } from '../event-types.js';
import { handlingEvents } from './handling.events.js';

type HandlingEvents = typeof handlingEvents;

/** An event of the work on a letter, which belongs to no addressee's file: only staff read it. */
export const proposeWork = <T extends keyof HandlingEvents>(
  reference: ReferenceKey,
  type: T,
  data: PayloadOf<HandlingEvents[T]>,
): ProposedEvent<T> => ({
  stream: handlingStreamOf(reference),
  type,
  version: handlingEvents[type].ver,
  codes: [],
  data,
});
