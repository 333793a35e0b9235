import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { DecisionContext } from '../decision.js';
import { type SubjectState, subjectStream } from '../subject/subject.js';
import { subjectEvents, type SubjectKind } from '../subject/subject.events.js';
import type { PersonConcerned } from './person-concerned.js';

export interface PersonsContext extends DecisionContext {
  /** One id per person, in order, for those whom the body does not name as a known subject. */
  readonly personIds: readonly string[];
  /** The subjects that the body names, by id. */
  readonly subjects: ReadonlyMap<string, SubjectState>;
}

export type Identified = PersonConcerned & { readonly id: string };

/**
 * The persons of a body, each with the id of a subject. `SUBJECT_UNKNOWN`, `SUBJECT_MERGED`, `SUBJECT_SHREDDED`, `BODY_INVALID` when one
 * subject is named twice.
 */
export function identifyPersons(persons: readonly PersonConcerned[], context: PersonsContext): readonly Identified[] {
  const identified = persons.map((person, index) => identifiedPerson(person, index, context));
  if (new Set(identified.map(({ id }) => id)).size < persons.length)
    throw new LedgerError('BODY_INVALID', { path: 'persons', reason: 'the same subject is named twice' });
  return identified;
}

function identifiedPerson(person: PersonConcerned, index: number, context: PersonsContext): Identified {
  const path = `persons/${index}/id`;
  if (person.id === undefined) {
    const id = context.personIds[index];
    if (id === undefined) throw new LedgerError('INTERNAL', { path, reason: 'no id was assigned' });
    return { ...person, id };
  }
  const subject = context.subjects.get(person.id);
  if (subject?.kind === undefined)
    throw new LedgerError('SUBJECT_UNKNOWN', { path, reason: 'name no id for a new person' });
  if (subject.mergedInto !== undefined) throw new LedgerError('SUBJECT_MERGED', { path, reason: 'name the other one' });
  if (subject.shredded) throw new LedgerError('SUBJECT_SHREDDED', { path, reason: 'the key is destroyed' });
  return { ...person, id: person.id };
}

/** One SubjectEnrolled for each person whom the body names without an id, in order. */
export const enrolNew = (
  named: readonly PersonConcerned[],
  identified: readonly Identified[],
  context: DecisionContext,
): ProposedEvent[] =>
  identified.filter((_, index) => named[index]?.id === undefined).map(({ id }) => enrol(id, 'person', context));

export const enrol = (id: string, kind: SubjectKind, { today }: DecisionContext): ProposedEvent => ({
  stream: subjectStream(id),
  type: 'SubjectEnrolled',
  version: subjectEvents.SubjectEnrolled.ver,
  codes: [],
  data: { on: today, kind },
});
