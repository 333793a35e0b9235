import { foldKeys, type KeyOnRecord } from '#libs/domain';
import { type EventStore, wholeStream } from '#libs/event-store';
import { type Ed25519Jwk, isEd25519Jwk, recordedEvent, type Signer, thumbprint } from '#libs/integrity';
import { keysStream, LedgerError } from '#libs/ledger';

/** Reads the private log keys that this notary holds. */
export type HeldKeys = () => Promise<readonly Signer[]>;

/** The keys of the ledger in force, as the events of `ledger-keys` tell, and which of the log's this notary holds. */
export class LedgerKeys {
  private current: readonly KeyOnRecord[] = [];
  private held: readonly Signer[] = [];

  constructor(
    private readonly store: EventStore,
    private readonly read: HeldKeys,
  ) {}

  /**
   * To be called at the start and whenever an event of `ledger-keys` was recorded. Only those below a size count, where one is given: what
   * is signed over so many statements is signed with the keys of which they tell.
   */
  async refresh(below = Infinity): Promise<void> {
    const all = await wholeStream(this.store, keysStream);
    const entries = all.filter(({ position }) => position < below);
    const { keys } = foldKeys(entries.map(({ position, payload }) => recordedEvent(position, payload)));
    const held = await this.read();
    const before = this.logKids;
    this.current = keys.filter(({ state }) => state === 'current');
    this.held = held;
    if (this.logKids !== before) this.changed();
  }

  /** Called whenever other log keys are in force than before. */
  whenChanged(changed: () => void): void {
    this.changed = changed;
  }

  private changed: () => void = () => undefined;

  private get logKids(): string {
    return this.of('log').map(thumbprint).join(' ');
  }

  /** Keys that may sign statements. */
  get issuers(): readonly Ed25519Jwk[] {
    return this.of('issuer');
  }

  /**
   * The log key that verifiers pin: of those in force the one added first. A rotation begins when a second one is added and ends when the
   * first is retired. Throws `NOTARY_UNAVAILABLE` when none is in force.
   */
  get published(): Ed25519Jwk {
    const [first] = this.of('log');
    if (first === undefined) throw new LedgerError('NOTARY_UNAVAILABLE', 'no log key is in force');
    return first;
  }

  /** Those who sign a checkpoint, the pinned key first. Throws `NOTARY_UNAVAILABLE` when that key is not here. */
  get signers(): readonly Signer[] {
    const pinned = thumbprint(this.published);
    const inForce = this.of('log').map(thumbprint);
    const signers = inForce.flatMap((kid) => this.held.find((one) => one.kid === kid) ?? []);
    if (signers[0]?.kid === pinned) return signers;
    throw new LedgerError('NOTARY_UNAVAILABLE', `the log key ${pinned} is not in the folder of keys`);
  }

  private of(purpose: KeyOnRecord['purpose']): Ed25519Jwk[] {
    return this.current.flatMap((key) => {
      const { crv, kty, x } = key.jwk;
      const jwk: unknown = { crv, kty, x };
      return key.purpose === purpose && isEd25519Jwk(jwk) ? [jwk] : [];
    });
  }
}
