import { type EventStore } from '#libs/event-store';
import { type Ed25519Jwk, recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** Which ledger this is, and whether it may be written to: fixed by its first two events and by the comparison with the guard. */
export class LedgerIdentity {
  private constructor(
    readonly origin: string,
    readonly genesis: Ed25519Jwk,
    private readonly refusal: LedgerError | undefined,
  ) {}

  /**
   * Reads origin and genesis key from positions 0 and 1. Throws `NOT_FOUNDED` for an empty store and `CONFIGURATION` when another
   * origin is configured than the permanent one. With a `refusal` the ledger is read-only.
   */
  static async read(store: EventStore, configured?: string, refusal?: LedgerError): Promise<LedgerIdentity> {
    const [founded, genesis] = (await store.read(0, 2)).map(({ position, payload }) =>
      recordedEvent(position, payload),
    );
    if (founded?.type !== 'LedgerFounded' || genesis?.type !== 'KeyAdded') throw new LedgerError('NOT_FOUNDED');
    const { origin } = founded.data as unknown as { origin: string };
    if (configured !== undefined && configured !== origin)
      throw new LedgerError('CONFIGURATION', 'LEDGER_ORIGIN is not the origin this ledger was founded under');
    return new LedgerIdentity(origin, (genesis.data as unknown as { jwk: Ed25519Jwk }).jwk, refusal);
  }

  get readOnly(): boolean {
    return this.refusal !== undefined;
  }

  refuseWhenReadOnly(): void {
    if (this.refusal !== undefined) throw new LedgerError('READ_ONLY', this.refusal.message, { cause: this.refusal });
  }
}
