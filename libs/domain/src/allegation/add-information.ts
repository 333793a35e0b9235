import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { parseReference, referenceKey } from '../communication/reference.js';
import { refuseFuture } from '../decision.js';
import type { AllegationState } from './allegation.js';
import { enrolNew, identifyPersons, type PersonsContext } from './enrol-persons.js';
import type { ConsentChanged, FurtherInformationReceived, SourceCommentReceived } from './further-information.js';
import { type OnAllegationContext, proposeOn, receivedOf, refuseEnded } from './on-allegation.js';

/**
 * Records what came in later, and enrols those persons whom nobody named before. `ALLEGATION_UNKNOWN`, `ALLEGATION_ENDED`,
 * `DATE_IN_FUTURE`, `SUBJECT_UNKNOWN`, `SUBJECT_MERGED`, `SUBJECT_SHREDDED`, `BODY_INVALID` for a person whom the allegation names already.
 */
export function addFurtherInformation(
  data: FurtherInformationReceived,
  context: OnAllegationContext & PersonsContext,
  allegation: AllegationState,
): ProposedEvent[] {
  refuseEnded(allegation);
  refuseFuture(data.on, context);
  const persons = identifyPersons(data.persons, context);
  const again = persons.findIndex(({ id }) => allegation.persons.some((known) => known.id === id));
  if (again >= 0)
    throw new LedgerError('BODY_INVALID', { path: `persons/${again}/id`, reason: 'the allegation names them already' });
  return [
    proposeOn(context, 'FurtherInformationReceived', { ...data, persons }),
    ...enrolNew(data.persons, persons, context),
  ];
}

/**
 * Records what one person agrees to from now on; taken at any time, because a consent can be withdrawn at any time.
 * `ALLEGATION_UNKNOWN`, `SUBJECT_UNKNOWN` when the allegation does not name the person, `DATE_IN_FUTURE`.
 */
export function changeConsent(
  data: ConsentChanged,
  context: OnAllegationContext,
  allegation: AllegationState,
): ProposedEvent[] {
  receivedOf(allegation);
  if (!allegation.persons.some(({ id }) => id === data.person))
    throw new LedgerError('SUBJECT_UNKNOWN', { path: 'person', reason: 'not a person of this allegation' });
  refuseFuture(data.on, context);
  return [proposeOn(context, 'ConsentChanged', data)];
}

/**
 * Records what the source says to the reply to a letter on its allegation. `ALLEGATION_UNKNOWN`, `ALLEGATION_ENDED`, `NOT_LINKED`,
 * `DATE_IN_FUTURE`.
 */
export function receiveSourceComment(
  data: SourceCommentReceived,
  context: OnAllegationContext,
  allegation: AllegationState,
): ProposedEvent[] {
  refuseEnded(allegation);
  const reference = referenceKey(parseReference(data.reference));
  if (!allegation.letters.includes(reference)) throw new LedgerError('NOT_LINKED', reference);
  refuseFuture(data.on, context);
  return [proposeOn(context, 'SourceCommentReceived', { ...data, reference })];
}
