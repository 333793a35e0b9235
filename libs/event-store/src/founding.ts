import { type Ed25519Jwk, recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import type { EventStore } from './event-store.js';

/** What is fixed for ever by the first two events of a ledger. */
export interface Founding {
  readonly origin: string;
  readonly genesis: Ed25519Jwk;
}

/** Reads origin and genesis key from positions 0 and 1. Throws `NOT_FOUNDED` for an empty store. */
export async function foundingOf(store: EventStore): Promise<Founding> {
  const [founded, added] = (await store.read(0, 2)).map(({ position, payload }) => recordedEvent(position, payload));
  if (founded?.type !== 'LedgerFounded' || added?.type !== 'KeyAdded') throw new LedgerError('NOT_FOUNDED');
  const { origin } = founded.data as unknown as { origin: string };
  const { jwk } = added.data as unknown as { jwk: Ed25519Jwk };
  return { origin, genesis: jwk };
}
