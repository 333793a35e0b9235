import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { DecisionContext } from '../decision.js';
import type { PayloadOf } from '../event-types.js';
import { allegationEvents } from './allegation.events.js';
import { type AllegationState, allegationStream } from './allegation.js';

type AllegationEvents = typeof allegationEvents;

export interface OnAllegationContext extends DecisionContext {
  readonly allegationId: string;
}

/** An event of the allegation's stream. It belongs to no addressee's file: no addressee ever reads it. */
export const proposeOn = <T extends keyof AllegationEvents>(
  { allegationId }: Pick<OnAllegationContext, 'allegationId'>,
  type: T,
  data: PayloadOf<AllegationEvents[T]>,
): ProposedEvent<T, PayloadOf<AllegationEvents[T]>> => ({
  stream: allegationStream(allegationId),
  type,
  version: allegationEvents[type].ver,
  codes: [],
  data,
});

/** The allegation as it was received, or `ALLEGATION_UNKNOWN`. */
export function receivedOf({ received }: AllegationState): NonNullable<AllegationState['received']> {
  if (received === undefined) throw new LedgerError('ALLEGATION_UNKNOWN');
  return received;
}

/**
 * `ALLEGATION_UNKNOWN`, or `ALLEGATION_ENDED` when it was merged or closed. What protects the people in it (consent, reprisals, a text
 * without one of them) is taken even then, so those decisions ask only whether there is an allegation.
 */
export function refuseEnded(state: AllegationState): void {
  receivedOf(state);
  if (state.ended !== undefined) throw new LedgerError('ALLEGATION_ENDED', `it was ${state.ended}`);
}
