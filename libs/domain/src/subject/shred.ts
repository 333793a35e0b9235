import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture, refuseSamePerson, type SecondPerson } from '../decision.js';
import type { PayloadOf } from '../event-types.js';
import { type ShredApproved, type ShredRequested, subjectEvents, type SubjectKeyShredded } from './subject.events.js';
import { type SubjectState, subjectStream } from './subject.js';

type SubjectEvents = typeof subjectEvents;

export interface OnSubjectContext extends DecisionContext {
  readonly subjectId: string;
}

/** Asks for the destruction of a subject's key. `SUBJECT_UNKNOWN`, `SUBJECT_SHREDDED`, `DATE_IN_FUTURE`. */
export function requestShred(data: ShredRequested, context: OnSubjectContext, state: SubjectState): ProposedEvent[] {
  refuseAbsent(state);
  refuseFuture(data.on, context);
  return [propose('ShredRequested', context, data)];
}

/** Approves a request of another person. `SUBJECT_UNKNOWN`, `SUBJECT_SHREDDED`, `SHRED_NOT_REQUESTED`, `FOUR_EYES`, `DATE_IN_FUTURE`. */
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

/**
 * Records that the key is destroyed, under the authority and reason of the request that was approved last unless the data names its own.
 * `SUBJECT_UNKNOWN`, `SUBJECT_SHREDDED`, `SHRED_NOT_APPROVED`.
 */
export function recordShredded(
  data: SubjectKeyShredded,
  context: OnSubjectContext,
  state: SubjectState,
): ProposedEvent[] {
  refuseAbsent(state);
  const request = state.requests.findLast(({ approved }) => approved);
  if (request === undefined) throw new LedgerError('SHRED_NOT_APPROVED');
  const { authority, reason } = request;
  return [propose('SubjectKeyShredded', context, { authority, reason, ...data })];
}

function refuseAbsent(state: SubjectState): void {
  if (state.kind === undefined) throw new LedgerError('SUBJECT_UNKNOWN');
  if (state.shredded) throw new LedgerError('SUBJECT_SHREDDED');
}

const propose = <T extends keyof SubjectEvents>(
  type: T,
  { subjectId }: OnSubjectContext,
  data: PayloadOf<SubjectEvents[T]>,
): ProposedEvent<T> => ({
  stream: subjectStream(subjectId),
  type,
  version: subjectEvents[type].ver,
  codes: [],
  data,
});
