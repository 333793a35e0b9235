import { type EventStore, type Founding, foundingOf } from '#libs/event-store';
import type { Ed25519Jwk } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** Origins of ledgers founded under a test clock begin so. */
const testOrigin = 'ledger.test/';

/** Which ledger this is, and whether it may be written to: fixed by its first two events and by the comparison with the guard. */
export class LedgerIdentity {
  readonly origin: string;
  readonly genesis: Ed25519Jwk;

  private constructor(
    { origin, genesis }: Founding,
    private readonly refusal: LedgerError | undefined,
  ) {
    this.origin = origin;
    this.genesis = genesis;
  }

  /**
   * Throws `NOT_FOUNDED` for an empty store and `CONFIGURATION` when another origin is configured than the permanent one. With a
   * `refusal` the ledger is read-only.
   */
  static async read(store: EventStore, configured?: string, refusal?: LedgerError): Promise<LedgerIdentity> {
    const founding = await foundingOf(store);
    if (configured !== undefined && configured !== founding.origin)
      throw new LedgerError('CONFIGURATION', {
        path: 'LEDGER_ORIGIN',
        reason: 'not the origin this ledger was founded under',
      });
    return new LedgerIdentity(founding, refusal);
  }

  /** Why nothing may be recorded; `undefined` while all is well. */
  get complaint(): string | undefined {
    return this.refusal?.message;
  }

  get readOnly(): boolean {
    return this.refusal !== undefined;
  }

  refuseWhenReadOnly(): void {
    if (this.refusal !== undefined) throw new LedgerError('READ_ONLY', this.refusal.message, { cause: this.refusal });
  }

  /** A test clock runs only in a ledger founded under one, and such a ledger under no other; `CONFIGURATION` otherwise. */
  refuseOtherClock(testClock: string | undefined): void {
    if (this.origin.startsWith(testOrigin) === (testClock !== undefined)) return;
    const reason =
      testClock === undefined ? 'this ledger was founded under a test clock' : 'this ledger runs on the real clock';
    throw new LedgerError('CONFIGURATION', { path: 'LEDGER_TEST_CLOCK', reason });
  }
}
