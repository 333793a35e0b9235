import { Injectable } from '@nestjs/common';

import { foldSubject, subjectStream, type SubjectState } from '#libs/domain';
import { EventStore, wholeStream } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';

/** Under which ids one person is known. */
@Injectable()
export class SamePerson {
  constructor(private readonly store: EventStore) {}

  /** Every id of the person, the one that goes on first, then those merged into it; only `id` where nothing was merged, or nobody has it. */
  async idsOf(id: string): Promise<readonly string[]> {
    const subject = await this.subject(id);
    const { mergedInto } = subject;
    if (mergedInto === undefined) return [id, ...subject.merged];
    return [mergedInto, ...(await this.subject(mergedInto)).merged];
  }

  private async subject(id: string): Promise<SubjectState> {
    const entries = await wholeStream(this.store, subjectStream(id));
    return foldSubject(entries.map(({ position, payload }) => recordedEvent(position, payload)));
  }
}
