import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { CommunicationState } from '../communication/communication.js';
import { letterOf } from '../communication/propose.js';
import { parseReference, referenceKey } from '../communication/reference.js';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { type AllegationLinked, allegationEvents, type TextRestated } from './allegation.events.js';
import { type AllegationState, allegationStream } from './allegation.js';

export interface OnAllegationContext extends DecisionContext {
  readonly allegationId: string;
}

export interface LinkFacts {
  readonly allegation: AllegationState;
  /** The letter that `reference` names. */
  readonly letter: CommunicationState;
}

/**
 * Records that a letter was sent on the facts of the allegation, which transmits them. `ALLEGATION_UNKNOWN`, `LETTER_NOT_SENT`,
 * `ALREADY_LINKED`, `CONSENT_MISSING` unless every person consents to transmission, `DATE_IN_FUTURE`.
 */
export function linkAllegation(
  data: AllegationLinked,
  context: OnAllegationContext,
  { allegation, letter }: LinkFacts,
): ProposedEvent[] {
  const reference = parseReference(data.reference);
  const received = receivedOf(allegation);
  letterOf(letter, reference);
  const key = referenceKey(reference);
  if (allegation.letters.includes(key)) throw new LedgerError('ALREADY_LINKED', key);
  const silent = received.persons.findIndex(({ consent }) => !consent.transmit);
  if (silent >= 0)
    throw new LedgerError('CONSENT_MISSING', { path: `persons/${silent}/consent/transmit`, reason: 'not given' });
  refuseFuture(data.on, context);
  return [propose('AllegationLinked', context, { ...data, reference: key })];
}

/**
 * Records a text of the allegation again without one person. `ALLEGATION_UNKNOWN`, `EVENT_UNKNOWN` when `restates` is no text of this
 * allegation, `DATE_IN_FUTURE`.
 */
export function restateText(
  data: TextRestated,
  context: OnAllegationContext,
  allegation: AllegationState,
): ProposedEvent[] {
  receivedOf(allegation);
  if (!allegation.texts.includes(data.restates))
    throw new LedgerError('EVENT_UNKNOWN', { path: 'restates', reason: 'not a text of this allegation' });
  refuseFuture(data.on, context);
  return [propose('TextRestated', context, data)];
}

const propose = (
  type: 'AllegationLinked' | 'TextRestated',
  { allegationId }: OnAllegationContext,
  data: AllegationLinked | TextRestated,
): ProposedEvent => ({
  stream: allegationStream(allegationId),
  type,
  version: allegationEvents[type].ver,
  codes: [],
  data,
});

function receivedOf({ received }: AllegationState): NonNullable<AllegationState['received']> {
  if (received === undefined) throw new LedgerError('ALLEGATION_UNKNOWN');
  return received;
}
