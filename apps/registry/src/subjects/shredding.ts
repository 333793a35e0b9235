import { Injectable } from '@nestjs/common';

import {
  foldSubject,
  recordShredded,
  refuseShredding,
  subjectStream,
  type SubjectState,
  zurichDay,
} from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { Clock } from '#libs/ledger';
import { type CommandRequest, requireRole } from '#libs/service';

import type { SealedUse } from '../ledger-index.js';
import { Recorder, Sealing } from '../recorder.js';
import type { Registered } from '../registrar.js';
import { KeyUses } from './key-uses.js';

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
    private readonly uses: KeyUses,
    private readonly clock: Clock,
  ) {}

  /**
   * Destroys the keys of the subject and of every subject found to be the same person. Throws `SUBJECT_UNKNOWN`, `SUBJECT_MERGED`,
   * `SHRED_NOT_APPROVED`, `DATE_IN_FUTURE`, or `RESTATEMENT_MISSING` naming each event and path of a text or a list of names that others share and that nobody
   * has restated without this person; nothing is destroyed then. Documents are not asked for: what is to stay of one is given with a restatement.
   */
  async carryOut(command: CommandRequest, id: string, on: string): Promise<Shredded> {
    const cause = this.recorder.causeOf(command, requireRole(command.identity, ['protection_focal_point']));
    const earlier = await this.recorder.earlier(cause);
    if (earlier !== undefined) return { events: earlier.map((entry) => Recorder.answerOf(entry)), reach };
    const { merged } = await this.approved(subjectStream(id), on);
    const uses = new Map<string, readonly SealedUse[]>();
    for (const one of [id, ...merged]) uses.set(one, await this.uses.of(subjectStream(one)));
    await this.uses.refuseUnrestated(uses);
    for (const one of uses.keys()) {
      await this.sealing.keyStore.beginShred(subjectStream(one));
      await this.sealing.keyStore.finishShred(subjectStream(one));
    }
    const erased = new Map([...uses].map(([one, fields]) => [one, erasedFields(fields)]));
    const stream = subjectStream(id);
    const entries = await this.recorder.record(cause, {
      streams: [stream, ...merged.map(subjectStream)],
      decide: (facts) => recordShredded({ on, erased }, { ...facts, subjectId: id }, foldSubject(facts.events(stream))),
    });
    return { events: entries.map((entry) => Recorder.answerOf(entry)), reach };
  }

  private async approved(stream: string, on: string): Promise<SubjectState> {
    const entries = await wholeStream(this.store, stream);
    const subject = foldSubject(entries.map(({ position, payload }) => recordedEvent(position, payload)));
    const now = this.clock.now();
    refuseShredding(on, { now, today: zurichDay(now) }, subject);
    return subject;
  }
}

function erasedFields(uses: readonly SealedUse[]): { event: string; paths: string[] }[] {
  const paths = new Map<string, string[]>();
  for (const { event, path } of uses) paths.set(event, [...(paths.get(event) ?? []), path]);
  return [...paths].map(([event, list]) => ({ event, paths: list.sort() }));
}
