import { setTimeout as pause } from 'node:timers/promises';

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { equalBytes, parseSignedCheckpoint } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import type { KeptNote } from './kept-note.js';
import type { Notary, Signed } from './notary.js';
import type { Witnesses } from './witnesses.js';

/** How often, in milliseconds: a public checkpoint is made, and tried again when too few witnesses answered. */
export interface PublicRhythm {
  readonly every: number;
  readonly again: number;
}

/** One that is made every so many seconds, and tried again at least every five. */
export const publicRhythm = (seconds: number): PublicRhythm => ({ every: 1000 * seconds, again: 5000 });

/** The checkpoint that everyone sees, a new one every minute, cosigned by a quorum of the witnesses where one is configured. */
@Injectable()
export class Publication implements OnApplicationShutdown {
  private readonly logger = new Logger(Publication.name);
  private published: Signed | undefined;
  private complaint: string | undefined;
  private readonly ending = new AbortController();
  private waking = new AbortController();
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly notary: Notary,
    private readonly witnesses: Witnesses,
    private readonly kept: KeptNote,
    private readonly rhythm = publicRhythm(60),
  ) {}

  /** Shows what was published last, then goes on publishing beside other work. */
  async start(): Promise<void> {
    if (this.notary.complaint === undefined) await this.begin();
    this.work = this.goOn();
  }

  private async begin(): Promise<void> {
    this.published = await this.keptOne();
    if (!this.witnesses.areNeeded) await this.publish();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.work;
  }

  /** What everyone sees. Throws `NOTARY_UNAVAILABLE` while nothing is published, or nothing may be signed. */
  get checkpoint(): Signed {
    const { size } = this.notary.checkpoint;
    if (this.published !== undefined && this.published.size <= size) return this.published;
    throw new LedgerError('NOTARY_UNAVAILABLE', this.complaint ?? 'nothing is published yet');
  }

  /** What bundles and receipts carry: the newest checkpoint, or where a quorum is configured the newest that it has cosigned. */
  get handedOut(): Signed {
    return this.witnesses.areNeeded ? this.checkpoint : this.notary.checkpoint;
  }

  /** Why nothing newer is published; `undefined` while all is well. */
  get lacks(): string | undefined {
    return this.complaint;
  }

  /** Publishes at once: the keys that sign have changed, and what everyone sees must bear the signature of the key they are told. */
  renew(): void {
    this.waking.abort();
  }

  private async goOn(): Promise<void> {
    const { every, again } = this.rhythm;
    let isDone = !this.witnesses.areNeeded;
    while (!this.ending.signal.aborted) {
      if (isDone) await this.rest(every);
      if (!this.ending.signal.aborted) isDone = await this.publish();
      if (!isDone) await this.rest(Math.min(again, every));
    }
  }

  private async rest(milliseconds: number): Promise<void> {
    const signal = AbortSignal.any([this.ending.signal, this.waking.signal]);
    await pause(milliseconds, undefined, { signal }).catch(() => undefined);
    this.waking = new AbortController();
  }

  /** False when it has to be tried again before its time. */
  private async publish(): Promise<boolean> {
    try {
      const newest = this.notary.checkpoint;
      if (!this.notary.isSignedAsTold(newest)) return false;
      const tree = this.notary.leaves;
      const { note, hasQuorum, complaints } = await this.witnesses.cosign(newest.note, (from) =>
        tree.consistencyProof(from, newest.size),
      );
      this.say(hasQuorum ? undefined : complaints.join('; '));
      if (!hasQuorum) return false;
      await this.kept.write(note);
      this.published = { size: newest.size, note };
      return true;
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  /** What was published before this start, when the tree still has its root. */
  private async keptOne(): Promise<Signed | undefined> {
    const note = await this.kept.read();
    const checkpoint = note === undefined ? undefined : parseSignedCheckpoint(note)?.checkpoint;
    if (note === undefined || checkpoint === undefined) return undefined;
    const tree = this.notary.leaves;
    if (checkpoint.size > tree.size || !equalBytes(await tree.root(checkpoint.size), checkpoint.root)) return undefined;
    return { size: checkpoint.size, note };
  }

  private say(complaint: string | undefined): void {
    if (complaint !== undefined && complaint !== this.complaint)
      this.logger.warn(`no new public checkpoint: ${complaint}`);
    this.complaint = complaint;
  }
}
