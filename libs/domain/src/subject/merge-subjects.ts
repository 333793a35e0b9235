import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { subjectEvents, type SubjectsMerged } from './subject.events.js';
import { type SubjectState, subjectStream } from './subject.js';

/**
 * Records that two subjects are one person, in the streams of both. `SUBJECT_UNKNOWN`, `SUBJECT_MERGED` when either was merged before or
 * others go on under the id that would end (chains are not followed), `SUBJECT_SHREDDED`, `BODY_INVALID` for one subject named twice,
 * `SHRED_REQUESTED` while an erasure of either is under way, `DATE_IN_FUTURE`.
 */
export function mergeSubjects(
  data: SubjectsMerged,
  context: DecisionContext,
  subjects: { readonly survivor: SubjectState; readonly merged: SubjectState },
): ProposedEvent[] {
  if (data.survivor === data.merged)
    throw new LedgerError('BODY_INVALID', { path: 'merged', reason: 'must be another subject' });
  refuseUnfit('survivor', subjects.survivor);
  refuseUnfit('merged', subjects.merged);
  if (subjects.merged.merged.length > 0)
    throw new LedgerError('SUBJECT_MERGED', { path: 'merged', reason: 'others go on under this id' });
  refuseFuture(data.on, context);
  return [data.survivor, data.merged].map((id) => ({
    stream: subjectStream(id),
    type: 'SubjectsMerged',
    version: subjectEvents.SubjectsMerged.ver,
    codes: [],
    data,
  }));
}

function refuseUnfit(path: string, { kind, mergedInto, shredded, requests }: SubjectState): void {
  if (kind === undefined) throw new LedgerError('SUBJECT_UNKNOWN', { path, reason: 'not enrolled' });
  if (mergedInto !== undefined) throw new LedgerError('SUBJECT_MERGED', { path, reason: 'merged before' });
  if (shredded) throw new LedgerError('SUBJECT_SHREDDED', { path, reason: 'the key is destroyed' });
  if (requests.length > 0) throw new LedgerError('SHRED_REQUESTED', { path, reason: 'finish it first' });
}
