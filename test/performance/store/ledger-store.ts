import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Entry, type EventStore, openPostgresEventStore, Writer } from '#libs/event-store';
import { compactJwt, type Ed25519Jwk, leafHash, Signer } from '#libs/integrity';
import { KeyFileSigner, SystemEntropy } from '#libs/keyring';
import { Clock } from '#libs/ledger';
import { clearDrafts, type DraftSource } from './draft-source.js';
import type { LeafList } from './leaf-list.js';
import type { SealedDrafts } from './sealed-drafts.js';
import { batchSize, demandPage, pageSize, type StoreContender } from './store-contender.js';

class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }
}

/** Everything but the work of signing, to see what the signature costs. */
class NoSignature extends Signer {
  readonly #none = new Uint8Array(64);
  override readonly kid = 'A'.repeat(43);
  override readonly publicJwk: Ed25519Jwk = { crv: 'Ed25519', kty: 'OKP', x: 'A'.repeat(43) };

  override sign(): Promise<Uint8Array> {
    return Promise.resolve(this.#none);
  }
}

export interface LedgerStoreOptions {
  /** A folder for the issuer's key. */
  readonly folder: string;
  readonly sign: boolean;
  /** Takes the leaf hashes of what is appended, if it is to be read and verified. */
  readonly leaves?: LeafList;
  readonly sealed?: SealedDrafts;
}

/** The ledger's own store: through its writer, as the registry uses it. Signed statements are read with every leaf hash made again. */
export async function openLedgerStore(url: string, options: LedgerStoreOptions): Promise<StoreContender> {
  const store = await openPostgresEventStore(url);
  const signer = options.sign
    ? await KeyFileSigner.open(join(options.folder, 'issuer.jwk'), new SystemEntropy())
    : new NoSignature();
  return new LedgerStore(store, new Writer(store, { signer, clock: new SystemClock() }), options);
}

class LedgerStore implements StoreContender {
  readonly #drafts: DraftSource;
  readonly batches: StoreContender['batches'] = [
    { append: (stream, revision) => this.#write(stream, revision, batchSize) },
  ];

  constructor(
    private readonly store: EventStore,
    private readonly writer: Writer,
    private readonly options: LedgerStoreOptions,
  ) {
    this.#drafts = options.sealed ?? clearDrafts;
  }

  append(stream: string, revision: number): Promise<unknown> {
    return this.#write(stream, revision, 1);
  }

  async readPage(done: number): Promise<void> {
    this.#verify(await this.store.read(done, pageSize));
  }

  async readStream(stream: string): Promise<void> {
    this.#verify(await this.store.readStream(stream, 0, pageSize));
  }

  async close(): Promise<void> {
    await this.writer.close();
    await this.store.close();
    await this.options.sealed?.close();
  }

  async #write(stream: string, revision: number, count: number): Promise<void> {
    const ids = Array.from({ length: count }, () => randomUUID());
    const draft = await this.#drafts.prepare();
    const first = ids.slice(0, 1);
    const entries = await this.writer.write({
      ids: first,
      streams: [stream],
      decide: (view) => {
        const known = first.map((id) => view.known(id)).filter((entry) => entry !== undefined);
        if (known.length > 0) return known;
        if (view.nextRevision(stream) !== revision) throw new Error(`${stream} is not at revision ${revision}`);
        return ids.map((id, n) => draft({ id, stream, revision: revision + n, time: view.time }));
      },
    });
    if (!this.options.sign) return;
    for (const entry of entries) {
      // Made before it is known whether anybody keeps it: a signed append pays for its leaf hash in any case.
      const leaf = leafOf(entry);
      this.options.leaves?.keep(entry.position, leaf);
    }
  }

  #verify(entries: readonly Entry[]): void {
    demandPage(entries.length);
    if (!this.options.sign) return;
    for (const entry of entries) {
      if (this.options.leaves?.holds(entry.position, leafOf(entry)) !== true)
        throw new Error(`position ${entry.position} is not what was recorded there`);
    }
  }
}

const leafOf = ({ kid, payload, signature }: Entry): Uint8Array => leafHash(compactJwt(kid, payload, signature));
