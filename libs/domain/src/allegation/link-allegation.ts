import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { CommunicationState } from '../communication/communication.js';
import { letterOf } from '../communication/propose.js';
import { parseReference, referenceKey } from '../communication/reference.js';
import { refuseFuture } from '../decision.js';
import { type AllegationState, restatedAs } from './allegation.js';
import type { AllegationLinked, TextRestated } from './link.js';
import { type OnAllegationContext, proposeOn, receivedOf, refuseEnded } from './on-allegation.js';
import { demandTransmission } from './transmission.js';

export interface LinkFacts {
  readonly allegation: AllegationState;
  /** Those that became one with it by mergers. */
  readonly others: readonly AllegationState[];
  /** The letter that `reference` names. */
  readonly letter: CommunicationState;
}

/**
 * Records that a letter was sent on the facts of the allegation, which transmits them. `ALLEGATION_UNKNOWN`, `ALLEGATION_ENDED`,
 * `LETTER_NOT_SENT`, `ALREADY_LINKED`, `NOT_PURSUED` when the last assessment decided otherwise, `CONSENT_MISSING` unless every person
 * in it, or in one that became one with it, consents to transmission as things stand, `DATE_IN_FUTURE`.
 */
export function linkAllegation(
  data: AllegationLinked,
  context: OnAllegationContext,
  { allegation, others, letter }: LinkFacts,
): ProposedEvent[] {
  const reference = parseReference(data.reference);
  refuseEnded(allegation);
  letterOf(letter, reference);
  const key = referenceKey(reference);
  if (allegation.letters.includes(key)) throw new LedgerError('ALREADY_LINKED', key);
  if (allegation.decision !== undefined && allegation.decision !== 'pursue') throw new LedgerError('NOT_PURSUED');
  demandTransmission([allegation, ...others]);
  refuseFuture(data.on, context);
  return [proposeOn(context, 'AllegationLinked', { ...data, reference: key })];
}

/**
 * Records a text or a list of names of the allegation again without one person. `ALLEGATION_UNKNOWN`, `EVENT_UNKNOWN` when `restates` has no
 * text of this allegation, `FIELD_NOT_SEALED` when it has none at the path, `BODY_INVALID` unless what is at the path is what is said again,
 * `DATE_IN_FUTURE`.
 */
export function restateText(
  data: TextRestated,
  context: OnAllegationContext,
  allegation: AllegationState,
): ProposedEvent[] {
  receivedOf(allegation);
  const texts = allegation.texts.filter(({ event }) => event === data.restates);
  if (texts.length === 0)
    throw new LedgerError('EVENT_UNKNOWN', { path: 'restates', reason: 'not a text of this allegation' });
  if (!texts.some(({ path }) => path === data.path))
    throw new LedgerError('FIELD_NOT_SEALED', { path: 'path', reason: 'the event has no text of others there' });
  refuseOtherField(data);
  refuseFuture(data.on, context);
  return [proposeOn(context, 'TextRestated', data)];
}

/** What was a narrative is said again as one, and names as names. */
function refuseOtherField(data: TextRestated): void {
  const field = restatedAs(data.path);
  const other = field === 'names' ? 'narrative' : 'names';
  if (data[field] === undefined) throw new LedgerError('BODY_INVALID', { path: field, reason: 'missing' });
  if (data[other] !== undefined)
    throw new LedgerError('BODY_INVALID', { path: other, reason: `does not stand at ${data.path}` });
}
