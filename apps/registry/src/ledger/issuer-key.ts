import { foldKeys } from '#libs/domain';
import { type EventStore, wholeStream } from '#libs/event-store';
import { type Ed25519Jwk, recordedEvent, Signer } from '#libs/integrity';
import { keysStream, LedgerError } from '#libs/ledger';

/** Reads the private issuer keys that this registry holds. */
export type HeldIssuers = () => Promise<readonly Signer[]>;

/**
 * The key this registry signs with: of those that it holds and that are in force, the one added last. A key that is added while it runs
 * signs everything that is decided afterwards, so the old one can be ended without stopping.
 */
export class IssuerKey extends Signer {
  private constructor(
    private readonly store: EventStore,
    private readonly held: HeldIssuers,
    private signer: Signer,
  ) {
    super();
  }

  /** Throws `KEY_NOT_CURRENT` when no key held was added for statements and neither retired nor revoked: every verifier would refuse what it signs. */
  static async current(store: EventStore, held: HeldIssuers): Promise<IssuerKey> {
    return new IssuerKey(store, held, await newest(store, held));
  }

  /** To be called when an event of `ledger-keys` was recorded; signs on with what it has when nothing it holds is in force. */
  async refresh(): Promise<void> {
    this.signer = await newest(this.store, this.held).catch(() => this.signer);
  }

  override get kid(): string {
    return this.signer.kid;
  }

  override get publicJwk(): Ed25519Jwk {
    return this.signer.publicJwk;
  }

  /** Called in the turn of the event loop in which the statement took the kid. */
  override sign(bytes: Uint8Array): Promise<Uint8Array> {
    return this.signer.sign(bytes);
  }
}

async function newest(store: EventStore, held: HeldIssuers): Promise<Signer> {
  const entries = await wholeStream(store, keysStream);
  const { keys } = foldKeys(entries.map(({ position, payload }) => recordedEvent(position, payload)));
  const mine = await held();
  const usable = keys.filter(({ purpose, state }) => purpose === 'issuer' && state === 'current');
  const signer = usable.reverse().flatMap(({ kid }) => mine.find((one) => one.kid === kid) ?? [])[0];
  if (signer !== undefined) return signer;
  const told = mine.map(
    ({ kid }) => `key ${kid} is ${keys.find((one) => one.kid === kid)?.state ?? 'not in the ledger'}`,
  );
  throw new LedgerError('KEY_NOT_CURRENT', told.join(', '));
}
