import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture, refuseSamePerson, type SecondPerson } from '../decision.js';
import type { PayloadOf } from '../event-types.js';
import { type ShredApproved, type ShredRequested, subjectEvents, type SubjectKeyShredded } from './subject.events.js';
import { type ShredRequestOnRecord, type SubjectState, subjectStream } from './subject.js';

type SubjectEvents = typeof subjectEvents;

export interface OnSubjectContext extends DecisionContext {
  readonly subjectId: string;
}

/** Asks for the destruction of a subject's key. `SUBJECT_UNKNOWN`, `SUBJECT_MERGED`, `SUBJECT_SHREDDED`, `DATE_IN_FUTURE`. */
export function requestShred(data: ShredRequested, context: OnSubjectContext, state: SubjectState): ProposedEvent[] {
  refuseAbsent(state);
  refuseFuture(data.on, context);
  return [propose('ShredRequested', context, data)];
}

/** Approves a request of another person. `SUBJECT_UNKNOWN`, `SUBJECT_MERGED`, `SUBJECT_SHREDDED`, `SHRED_NOT_REQUESTED`, `FOUR_EYES`, `DATE_IN_FUTURE`. */
export function approveShred(
  data: ShredApproved,
  context: OnSubjectContext & SecondPerson,
  state: SubjectState,
): ProposedEvent[] {
  refuseAbsent(state);
  const request = state.requests.find(({ id }) => id === data.request);
  if (request === undefined || request.approved) throw new LedgerError('SHRED_NOT_REQUESTED');
  refuseSamePerson(request.ps, context);
  refuseFuture(data.on, context);
  return [propose('ShredApproved', context, data)];
}

/** Fields that can no longer be read, per subject whose key is gone. */
export interface Erasure {
  readonly on: string;
  /** The subject's own first, then those of every subject merged into it. */
  readonly erased: ReadonlyMap<string, SubjectKeyShredded['erased']>;
}

/**
 * Records that the person's keys are destroyed, one event per subject, under the authority and reason of the request that was approved
 * last. `SUBJECT_UNKNOWN`, `SUBJECT_MERGED`, `SUBJECT_SHREDDED`, `SHRED_NOT_APPROVED`; `SUBJECT_UNKNOWN` too when a merged subject's key
 * would live on.
 */
export function recordShredded(
  { on, erased }: Erasure,
  context: OnSubjectContext,
  state: SubjectState,
): ProposedEvent[] {
  const { authority, reason } = refuseUnapproved(state);
  return [context.subjectId, ...state.merged].map((subjectId) => {
    const fields = erased.get(subjectId);
    if (fields === undefined) throw new LedgerError('SUBJECT_UNKNOWN', 'a merged subject was left out');
    return propose('SubjectKeyShredded', { subjectId }, { authority, reason, on, erased: fields });
  });
}

/** Before anything is destroyed: `DATE_IN_FUTURE` for a day that is yet to come, and what `refuseUnapproved` throws. */
export function refuseShredding(on: string, context: DecisionContext, state: SubjectState): void {
  refuseUnapproved(state);
  refuseFuture(on, context);
}

/** The request that was approved last. `SUBJECT_UNKNOWN`, `SUBJECT_MERGED`, `SUBJECT_SHREDDED`, `SHRED_NOT_APPROVED`. */
function refuseUnapproved(state: SubjectState): ShredRequestOnRecord {
  refuseAbsent(state);
  const request = state.requests.findLast(({ approved }) => approved);
  if (request === undefined) throw new LedgerError('SHRED_NOT_APPROVED');
  return request;
}

function refuseAbsent(state: SubjectState): void {
  if (state.kind === undefined) throw new LedgerError('SUBJECT_UNKNOWN');
  if (state.mergedInto !== undefined) throw new LedgerError('SUBJECT_MERGED', `it goes on as ${state.mergedInto}`);
  if (state.shredded) throw new LedgerError('SUBJECT_SHREDDED');
}

const propose = <T extends keyof SubjectEvents>(
  type: T,
  { subjectId }: Pick<OnSubjectContext, 'subjectId'>,
  data: PayloadOf<SubjectEvents[T]>,
): ProposedEvent<T> => ({
  stream: subjectStream(subjectId),
  type,
  version: subjectEvents[type].ver,
  codes: [],
  data,
});
