import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseFuture } from '../decision.js';
import { firstDay, lastDay } from '../occurred-on.js';
import type { AllegationReceived } from './allegation-received.js';
import { enrol, enrolNew, identifyPersons, type PersonsContext } from './enrol-persons.js';
import { proposeOn } from './on-allegation.js';

export interface AllegationContext extends PersonsContext {
  /** The id that AllegationReceived, the first of the events, will have. */
  readonly allegationId: string;
  /** The id for the source as a new subject; unused when no source is given. */
  readonly sourceId: string;
  /** The addressee codes adopted so far. */
  readonly codes: ReadonlySet<string>;
}

/**
 * Records an allegation and enrols its source and every new person as subjects, so that each has a key of their own. First the allegation,
 * then the source, then the persons in order. `ADDRESSEE_UNKNOWN`, `DATE_IN_FUTURE`, `DATE_INVALID` for a period that ends before it
 * begins, `SUBJECT_UNKNOWN`, `SUBJECT_MERGED`, `SUBJECT_SHREDDED`, `BODY_INVALID` when one subject is named twice.
 */
export function receiveAllegation(data: AllegationReceived, context: AllegationContext): ProposedEvent[] {
  refuseFuture(data.on, context);
  refuseImpossible(data, context);
  const persons = identifyPersons(data.persons, context);
  return [
    proposeOn(context, 'AllegationReceived', { ...data, persons }),
    ...(data.source === undefined ? [] : [enrol(context.sourceId, 'source', context)]),
    ...enrolNew(data.persons, persons, context),
  ];
}

function refuseImpossible({ addressees, period }: AllegationReceived, context: AllegationContext): void {
  const unknown = addressees.find((code) => !context.codes.has(code));
  if (unknown !== undefined) throw new LedgerError('ADDRESSEE_UNKNOWN', { path: 'addressees', reason: unknown });
  if (period === null) return;
  refuseFuture(period.from, context, 'period/from');
  if (period.to === null) return;
  refuseFuture(period.to, context, 'period/to');
  if (lastDay(period.to) < firstDay(period.from))
    throw new LedgerError('DATE_INVALID', { path: 'period', reason: 'ends before it begins' });
}
