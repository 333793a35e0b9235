import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture } from '../decision.js';
import { firstDay, lastDay } from '../occurred-on.js';
import { type SubjectState, subjectStream } from '../subject/subject.js';
import { subjectEvents, type SubjectKind } from '../subject/subject.events.js';
import { allegationEvents, type AllegationReceived, type PersonConcerned } from './allegation.events.js';
import { allegationStream } from './allegation.js';

export interface AllegationContext extends DecisionContext {
  /** The id that AllegationReceived, the first of the events, will have. */
  readonly allegationId: string;
  /** The id for the source as a new subject; unused when no source is given. */
  readonly sourceId: string;
  /** One id per person, in order, for those whom the body does not name as a known subject. */
  readonly personIds: readonly string[];
  /** The addressee codes adopted so far. */
  readonly codes: ReadonlySet<string>;
  /** The subjects that the body names, by id. */
  readonly subjects: ReadonlyMap<string, SubjectState>;
}

/**
 * Records an allegation and enrols its source and every new person as subjects, so that each has a key of their own. First the allegation,
 * then the source, then the persons in order. `ADDRESSEE_UNKNOWN`, `DATE_IN_FUTURE`, `DATE_INVALID` for a period that ends before it
 * begins, `SUBJECT_UNKNOWN`, `SUBJECT_SHREDDED`, `BODY_INVALID` when one subject is named twice.
 */
export function receiveAllegation(data: AllegationReceived, context: AllegationContext): ProposedEvent[] {
  refuseFuture(data.on, context);
  refuseImpossible(data, context);
  const persons = data.persons.map((person, index) => identified(person, index, context));
  if (new Set(persons.map(({ id }) => id)).size < persons.length)
    throw new LedgerError('BODY_INVALID', { path: 'persons', reason: 'the same subject is named twice' });
  const enrolled = persons.filter((_, index) => data.persons[index]?.id === undefined);
  return [
    {
      stream: allegationStream(context.allegationId),
      type: 'AllegationReceived',
      version: allegationEvents.AllegationReceived.ver,
      codes: [],
      data: { ...data, persons },
    },
    ...(data.source === undefined ? [] : [enrol(context.sourceId, 'source', context)]),
    ...enrolled.map(({ id }) => enrol(id, 'person', context)),
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

function identified(
  person: PersonConcerned,
  index: number,
  context: AllegationContext,
): PersonConcerned & { id: string } {
  const path = `persons/${index}/id`;
  if (person.id === undefined) {
    const id = context.personIds[index];
    if (id === undefined) throw new LedgerError('INTERNAL', { path, reason: 'no id was assigned' });
    return { ...person, id };
  }
  const subject = context.subjects.get(person.id);
  if (subject?.kind === undefined)
    throw new LedgerError('SUBJECT_UNKNOWN', { path, reason: 'name no id for a new person' });
  if (subject.shredded) throw new LedgerError('SUBJECT_SHREDDED', { path, reason: 'the key is destroyed' });
  return { ...person, id: person.id };
}

const enrol = (id: string, kind: SubjectKind, { today }: DecisionContext): ProposedEvent => ({
  stream: subjectStream(id),
  type: 'SubjectEnrolled',
  version: subjectEvents.SubjectEnrolled.ver,
  codes: [],
  data: { on: today, kind },
});
