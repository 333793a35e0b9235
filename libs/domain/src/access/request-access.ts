import { LedgerError, type ProposedEvent, type RecordedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture, refuseSamePerson, type SecondPerson } from '../decision.js';
import { type AccessApproved, accessEvents, type AccessRequested } from './access.events.js';
import { type AccessState, accessStream } from './access.js';
import { refuseUnsealed } from './sealed-paths.js';

export interface AccessContext extends DecisionContext {
  /** The event whose sealed fields are to be opened, if there is one with the id. */
  readonly opened: RecordedEvent | undefined;
  /** The addressee codes adopted so far. */
  readonly codes: ReadonlySet<string>;
}

/**
 * Asks for an opening or an export that a second person must agree to, in the stream of the UTC day. `BODY_INVALID` unless it asks for
 * exactly one of them, `EVENT_UNKNOWN`, `FIELD_NOT_SEALED`, `ADDRESSEE_UNKNOWN`, `DATE_IN_FUTURE`.
 */
export function requestAccess(data: AccessRequested, context: AccessContext): ProposedEvent[] {
  if ((data.opening === undefined) === (data.export === undefined))
    throw new LedgerError('BODY_INVALID', { path: 'opening', reason: 'ask for an opening or for an export' });
  if (data.opening !== undefined) refuseUnsealed(data.opening, context.opened);
  const code = data.export?.code ?? undefined;
  if (code !== undefined && !context.codes.has(code)) throw new LedgerError('ADDRESSEE_UNKNOWN', code);
  refuseFuture(data.on, context);
  const stream = accessStream(context.now);
  return [{ stream, type: 'AccessRequested', version: accessEvents.AccessRequested.ver, codes: [], data }];
}

/** Approves a request of another person, in the stream where it stands. `ACCESS_NOT_REQUESTED`, `FOUR_EYES`, `DATE_IN_FUTURE`. */
export function approveAccess(
  data: AccessApproved,
  context: DecisionContext & SecondPerson & { readonly stream: string },
  state: AccessState,
): ProposedEvent[] {
  const request = state.requests.find(({ id }) => id === data.request);
  if (request === undefined || request.approved) throw new LedgerError('ACCESS_NOT_REQUESTED');
  refuseSamePerson(request.ps, context);
  refuseFuture(data.on, context);
  const { stream } = context;
  return [{ stream, type: 'AccessApproved', version: accessEvents.AccessApproved.ver, codes: [], data }];
}
