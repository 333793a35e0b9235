import { Injectable } from '@nestjs/common';

import { foldSubject, recordShredded, subjectStream } from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';
import { type CommandRequest, requireRole } from '#libs/service';

import { LedgerIndex, type SealedUse } from '../ledger-index.js';
import { Recorder, Sealing } from '../recorder.js';
import type { Registered } from '../registrar.js';

/** What a shredding says of itself beside its event: how far it reaches. */
export interface Shredded extends Registered {
  readonly reach: string;
}

const reach = 'unreadable in this installation; backups not covered';

/** Carries out an approved destruction: each step survives a crash, and asking again resumes it. */
@Injectable()
export class Shredding {
  constructor(
    private readonly recorder: Recorder,
    private readonly store: EventStore,
    private readonly sealing: Sealing,
    private readonly index: LedgerIndex,
  ) {}

  /**
   * Throws `SUBJECT_UNKNOWN`, `SHRED_NOT_APPROVED`, or `RESTATEMENT_MISSING` naming the events whose texts others share and that nobody
   * has restated without this person; nothing is destroyed then.
   */
  async carryOut(command: CommandRequest, id: string, on: string): Promise<Shredded> {
    const cause = this.recorder.causeOf(command, requireRole(command.identity, ['protection_focal_point']));
    const stream = subjectStream(id);
    const earlier = await this.recorder.earlier(cause);
    if (earlier !== undefined) return { events: earlier.map((entry) => Recorder.answerOf(entry)), reach };
    await this.refuseUnapproved(stream);
    const uses = await this.usesOf(stream);
    this.refuseUnrestated(uses, id);
    await this.sealing.keyStore.beginShred(stream);
    await this.sealing.keyStore.finishShred(stream);
    const erased = erasedFields(uses);
    const entries = await this.recorder.record(cause, {
      streams: [stream],
      decide: (facts) => recordShredded({ on, erased }, { ...facts, subjectId: id }, foldSubject(facts.events(stream))),
    });
    return { events: entries.map((entry) => Recorder.answerOf(entry)), reach };
  }

  private async refuseUnapproved(stream: string): Promise<void> {
    const entries = await wholeStream(this.store, stream);
    const subject = foldSubject(entries.map(({ position, payload }) => recordedEvent(position, payload)));
    if (subject.kind === undefined) throw new LedgerError('SUBJECT_UNKNOWN');
    if (subject.shredded) throw new LedgerError('SUBJECT_SHREDDED');
    if (!subject.requests.some(({ approved }) => approved)) throw new LedgerError('SHRED_NOT_APPROVED');
  }

  /** Every field sealed under the subject's key, remembered by key id before the key goes. */
  private async usesOf(stream: string): Promise<readonly SealedUse[]> {
    await this.index.catchUp(await this.store.size());
    const begun = (await this.sealing.keyStore.shreddings()).find(({ name }) => name === stream)?.keyId;
    const keyId = begun ?? (await this.sealing.keyStore.keysNamed([stream])).get(stream)?.id;
    return keyId === undefined || keyId === null ? [] : this.index.usesOf(keyId);
  }

  private refuseUnrestated(uses: readonly SealedUse[], id: string): void {
    const missing = uses.filter(
      ({ path, shared, event }) => shared && path === 'narrative' && !this.index.isRestated(event, id),
    );
    if (missing.length > 0)
      throw new LedgerError(
        'RESTATEMENT_MISSING',
        missing.map(({ event, path }) => ({ path, reason: `of event ${event}` })),
      );
  }
}

function erasedFields(uses: readonly SealedUse[]): { event: string; paths: string[] }[] {
  const paths = new Map<string, string[]>();
  for (const { event, path } of uses) paths.set(event, [...(paths.get(event) ?? []), path]);
  return [...paths].map(([event, list]) => ({ event, paths: list.sort() }));
}
