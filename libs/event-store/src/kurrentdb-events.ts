import { binaryEvent, type EventData, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { recordedEvent } from '#libs/integrity';
import { LedgerError, type RecordedEvent } from '#libs/ledger';
import type { Entry } from './event-store.js';
import { frame, unframe } from './kurrentdb-frame.js';

/**
 * An entry as an event: payload verbatim, the rest framed in its metadata, type and id those of the statement. Stream and revision stand in
 * the statement's claims alone, so an entry that says otherwise than its payload is INTERNAL: it would be read back as another one.
 */
export function eventOf(entry: Entry): EventData {
  const claims = claimsOf(entry.position, entry.payload);
  if (claims?.stream !== entry.stream || claims.revision !== entry.revision || claims.id !== entry.id) {
    throw new LedgerError('INTERNAL', `the payload at position ${entry.position} names another stream, revision or id`);
  }
  return binaryEvent({ id: entry.id, type: claims.type, data: entry.payload, metadata: frame(entry) });
}

/** The entry at a position. Throws STORE_FOREIGN when what stands there is not an event of a ledger. */
export function entryOf({ event }: ResolvedEvent): Entry {
  const position = Number(event?.revision);
  const beside = unframe(event?.metadata);
  const payload = event?.isJson === false ? event.data : undefined;
  const claims = payload && claimsOf(position, payload);
  if (claims === undefined || payload === undefined || beside === undefined || claims.id !== event?.id) {
    throw new LedgerError('STORE_FOREIGN', `event ${position} of the stream is not a ledger's`);
  }
  const { stream, revision, id } = claims;
  return { position, stream, revision, id, payload, ...beside };
}

/** What a payload says of itself; undefined when it is not a statement. */
function claimsOf(position: number, payload: Uint8Array): RecordedEvent | undefined {
  try {
    const claims = recordedEvent(position, payload);
    const texts = [claims.stream, claims.id, claims.type].every((text) => typeof text === 'string' && text !== '');
    return texts && Number.isSafeInteger(claims.revision) && claims.revision >= 0 ? claims : undefined;
  } catch {
    return undefined;
  }
}
