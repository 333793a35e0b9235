import { foldKeys } from '#libs/domain';
import { type EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { keysStream, LedgerError } from '#libs/ledger';

/** The key this registry signs with, by its id. */
export class IssuerKey {
  private constructor(readonly kid: string) {}

  /** Throws `KEY_NOT_CURRENT` unless the key was added for statements and neither retired nor revoked: every verifier would refuse what it signs. */
  static async current(store: EventStore, kid: string): Promise<IssuerKey> {
    const entries = await wholeStream(store, keysStream);
    const { keys } = foldKeys(entries.map(({ position, payload }) => recordedEvent(position, payload)));
    const key = keys.find((one) => one.kid === kid);
    if (key?.purpose === 'issuer' && key.state === 'current') return new IssuerKey(kid);
    throw new LedgerError('KEY_NOT_CURRENT', `key ${kid} is ${key?.state ?? 'not in the ledger'}`);
  }
}
