import { setTimeout as pause } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { type EventStore, type Guard, leafOf } from '#libs/event-store';
import {
  isBy,
  noteKeyTypes,
  parseNote,
  publicKeyBytes,
  type TileStore,
  type TileTree,
  verifierKey,
} from '#libs/integrity';
import { keysStream, LedgerError } from '#libs/ledger';

import { guardedTree, integrate } from './guarded-tree.js';
import type { LedgerKeys } from './ledger-keys.js';
import { lookThrough } from './look-through.js';
import { signedCheckpoint } from './signed-checkpoint.js';

/** A checkpoint is signed this often while events come in, in milliseconds … */
const rhythm = 200;
/** … or as soon as this many events wait for one, whichever is first. */
const mostUnsigned = 256;

/** Every so often, in milliseconds, all events are looked through again. */
const day = 86_400_000;

/** What was found altered; a store that cannot be read at the moment shows nothing. */
const asRefusal = (error: unknown): LedgerError | undefined =>
  error instanceof LedgerError && error.code === 'GUARD_MISMATCH' ? error : undefined;

/** A signed checkpoint: its size, and the note. */
export interface Signed {
  readonly size: number;
  readonly note: string;
}

export interface NotaryTools {
  readonly store: EventStore;
  readonly guard: Guard;
  readonly tiles: TileStore;
  readonly keys: LedgerKeys;
  readonly origin: string;
}

/** Integrates committed statements into the Merkle tree and signs checkpoints. Alone holds the log key. */
@Injectable()
export class Notary implements OnApplicationShutdown {
  private readonly logger = new Logger(Notary.name);
  private tree: TileTree | undefined;
  private latest: Signed | undefined;
  private refusal: LedgerError | undefined;
  /** What keeps it from signing for the moment. */
  private trouble: string | undefined;
  private readonly ending = new AbortController();
  private work: Promise<unknown> = Promise.resolve();

  constructor(private readonly tools: NotaryTools) {}

  /**
   * Compares the store with the guard, catches up with it, then follows it; signs nothing when they disagree, or when `objects` finds a newer checkpoint
   * than the guard remembers.
   */
  async start(objects: (remembered: string | undefined) => Promise<LedgerError | undefined>): Promise<void> {
    const { store, guard, tiles, keys } = this.tools;
    // Before anything is held against anything: whoever asks what to trust is answered in any case.
    await keys.refresh();
    const { tree, refusal } = await guardedTree(store, guard, tiles);
    this.tree = tree;
    this.refusal = refusal ?? (await objects(await guard.read()));
    if (this.refusal !== undefined) return this.logger.error(`signs nothing: ${this.refusal.message}`);
    await integrate(tree, store, await store.size());
    // The way here may have taken minutes: keys may have been changed by what is in the tree now.
    await keys.refresh(tree.size);
    await this.signOrSay();
    this.work = Promise.all([this.patiently(() => this.integrate()), this.signInRhythm(), this.lookThroughDaily()]);
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.work;
  }

  /** Why nothing is signed; `undefined` while all is well. */
  get complaint(): string | undefined {
    return this.refusal?.message ?? this.trouble;
  }

  /** What its start found against the store, if anything: nobody should record there either. */
  get objection(): LedgerError | undefined {
    return this.refusal;
  }

  /** The newest signed checkpoint. Throws `NOTARY_UNAVAILABLE` while nothing is signed. */
  get checkpoint(): Signed {
    if (this.latest !== undefined) return this.latest;
    throw new LedgerError('NOTARY_UNAVAILABLE', this.complaint ?? 'nothing is signed yet');
  }

  /** The tree that the newest checkpoint and all earlier ones are heads of. */
  get leaves(): TileTree {
    if (this.tree !== undefined) return this.tree;
    throw new LedgerError('NOTARY_UNAVAILABLE', 'it has not begun');
  }

  /** Whether a checkpoint bears a line of each key that signs now. */
  isSignedAsTold({ note }: Signed): boolean {
    const { origin, keys } = this.tools;
    const lines = parseNote(note)?.signatures ?? [];
    return keys.signers.every(({ publicJwk }) => {
      const key = verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(publicJwk));
      return lines.some((line) => isBy(line, key));
    });
  }

  private async integrate(): Promise<void> {
    const { store, keys } = this.tools;
    for await (const page of store.follow(this.leaves.size, this.ending.signal)) {
      const append = (): void => page.forEach((entry) => this.leaves.append(leafOf(entry)));
      if (!page.some(({ stream }) => stream === keysStream)) append();
      // Both or neither, so that a checkpoint which covers a change of keys, and no other, is signed with the keys after it.
      else await this.alone(() => keys.refresh(this.leaves.size + page.length).then(append));
      await this.leaves.flush();
      if (this.unsigned >= mostUnsigned) await this.signOrSay();
    }
  }

  /** What fails is tried again: a server that is away comes back, a full disk is emptied. */
  private async patiently(attempt: () => Promise<void>): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await attempt();
      } catch (error) {
        this.say(error);
      }
      await this.rest();
    }
  }

  /** What was altered in the store below the guard is found beside other work; from then on nothing is signed. */
  private async lookThroughDaily(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      const found = await lookThrough(this.tools.store, this.leaves, signal).catch(asRefusal);
      if (found !== undefined) this.refuse(found);
      await pause(day, undefined, { signal }).catch(() => undefined);
    }
  }

  private refuse(error: LedgerError): void {
    this.logger.error(`signs nothing more: ${error.message}`);
    this.refusal = error;
    this.latest = undefined;
    this.ending.abort();
  }

  private async signInRhythm(): Promise<void> {
    while (!this.ending.signal.aborted) {
      if (this.unsigned > 0) await this.signOrSay();
      await this.rest();
    }
  }

  private rest(): Promise<void> {
    return pause(rhythm, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }

  private get unsigned(): number {
    return this.leaves.size - (this.latest?.size ?? -1);
  }

  private signing: Promise<void> = Promise.resolve();

  /** One at a time, so that the guard never goes back. */
  private signOrSay(): Promise<void> {
    return this.alone(async () => {
      try {
        await this.sign();
        this.trouble = undefined;
      } catch (error) {
        this.say(error);
      }
    });
  }

  /** Neither while a checkpoint is being signed nor while the keys that sign are being changed. */
  private alone(act: () => Promise<void>): Promise<void> {
    const done = this.signing.then(act);
    this.signing = done.catch(() => undefined);
    return done;
  }

  /** The guard remembers a checkpoint before anybody sees it. */
  private async sign(): Promise<void> {
    const { origin, keys, guard } = this.tools;
    const size = this.leaves.size;
    if (this.refusal !== undefined || this.latest?.size === size) return;
    const note = await signedCheckpoint({ origin, size, root: await this.leaves.root(size) }, keys.signers);
    await guard.write(note);
    if (this.refusal === undefined) this.latest = { size, note };
  }

  private say(error: unknown): void {
    const said = error instanceof Error ? error.message : String(error);
    if (this.trouble !== said) this.logger.warn(`signs nothing for the moment: ${said}`);
    this.trouble = said;
  }
}
