import { foldKeys, type KeyOnRecord } from '#libs/domain';
import { type EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { keysStream } from '#libs/ledger';

/** The keys of all agencies, ended ones included. */
export async function agencyKeys(store: EventStore): Promise<readonly KeyOnRecord[]> {
  const entries = await wholeStream(store, keysStream);
  const { keys } = foldKeys(entries.map(({ position, payload }) => recordedEvent(position, payload)));
  return keys.filter(({ purpose }) => purpose === 'agency');
}

/** Agencies that ever had a key: what they submitted before it was ended is still to be answered. */
export const agenciesOf = (keys: readonly KeyOnRecord[]): readonly string[] => [
  ...new Set(keys.flatMap(({ agency }) => agency ?? [])),
];
