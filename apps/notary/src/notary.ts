import { setTimeout as pause } from 'node:timers/promises';

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { compareWithGuard, EventStore, Guard, leafOf } from '#libs/event-store';
import {
  formatCheckpoint,
  formatSignedCheckpoint,
  MerkleTree,
  noteKeyTypes,
  publicKeyBytes,
  Signer,
  utf8,
  verifierKey,
} from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** A checkpoint is signed this often while events come in, in milliseconds … */
const rhythm = 200;
/** … or after this many events, whichever is first. */
const mostUnsigned = 256;

/** Integrates committed statements into the Merkle tree and signs checkpoints. Alone holds the log key. */
@Injectable()
export class Notary implements OnApplicationShutdown {
  private tree = new MerkleTree();
  private latest: { readonly size: number; readonly note: string } | undefined;
  private refusal: LedgerError | undefined;
  private readonly ending = new AbortController();
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly signer: Signer,
    private readonly guard: Guard,
    private readonly origin: string,
  ) {}

  /** Compares the store with the guard, then follows the store; signs nothing when they disagree. */
  async start(): Promise<void> {
    ({ tree: this.tree, refusal: this.refusal } = await compareWithGuard(this.store, this.guard));
    if (this.refusal !== undefined) return;
    await this.sign();
    this.work = Promise.all([this.integrate(), this.signInRhythm()]);
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.work;
  }

  /** Why nothing is signed; `undefined` while all is well. */
  get complaint(): string | undefined {
    return this.refusal?.message;
  }

  /** The newest signed checkpoint as a note. Throws `NOTARY_UNAVAILABLE` while nothing is signed. */
  get checkpoint(): { readonly size: number; readonly note: string } {
    if (this.latest !== undefined) return this.latest;
    throw new LedgerError('NOTARY_UNAVAILABLE', this.complaint ?? 'nothing is signed yet');
  }

  /** The tree that the newest checkpoint and all earlier ones are heads of. */
  get leaves(): MerkleTree {
    return this.tree;
  }

  private async integrate(): Promise<void> {
    for await (const page of this.store.follow(this.tree.size, this.ending.signal)) {
      for (const entry of page) {
        this.tree.append(leafOf(entry));
        if (this.unsigned >= mostUnsigned) await this.sign();
      }
    }
  }

  private async signInRhythm(): Promise<void> {
    while (!this.ending.signal.aborted) {
      if (this.unsigned > 0) await this.sign();
      await pause(rhythm, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  private get unsigned(): number {
    return this.tree.size - (this.latest?.size ?? 0);
  }

  private signing: Promise<void> = Promise.resolve();

  /** One at a time, so that the guard never goes back. */
  private sign(): Promise<void> {
    this.signing = this.signing.then(async () => {
      const size = this.tree.size;
      if (this.latest?.size === size) return;
      const note = await signedCheckpoint({ origin: this.origin, tree: this.tree, size, signer: this.signer });
      await this.guard.write(note);
      this.latest = { size, note };
    });
    return this.signing;
  }
}

export interface CheckpointRequest {
  readonly origin: string;
  readonly tree: MerkleTree;
  readonly size: number;
  readonly signer: Signer;
}

/** The tree head at a size as a note with the log's signature (C2SP tlog-checkpoint). */
export async function signedCheckpoint({ origin, tree, size, signer }: CheckpointRequest): Promise<string> {
  const checkpoint = { origin, size, root: tree.root(size) };
  const { name, keyId } = verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(signer.publicJwk));
  const signature = await signer.sign(utf8(formatCheckpoint(checkpoint)));
  return formatSignedCheckpoint(checkpoint, [{ name, keyId, signature }]);
}
