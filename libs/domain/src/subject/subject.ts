import { folding, type RecordedOf } from '../event-types.js';
import { subjectEvents, type SubjectKind } from './subject.events.js';

export interface ShredRequestOnRecord {
  readonly id: string;
  /** Who requested it, as pseudonym of the subject's stream. */
  readonly ps: string | undefined;
  readonly authority: string;
  readonly reason: string;
  readonly approved: boolean;
}

/** One person with a key of their own. */
export interface SubjectState {
  /** `undefined` until the subject is enrolled. */
  readonly kind: SubjectKind | undefined;
  readonly requests: readonly ShredRequestOnRecord[];
  readonly shredded: boolean;
  /** The subject under whose id the person goes on. */
  readonly mergedInto: string | undefined;
  /** Subjects found to be this person. */
  readonly merged: readonly string[];
}

export const noSubject: SubjectState = {
  kind: undefined,
  requests: [],
  shredded: false,
  mergedInto: undefined,
  merged: [],
};

/** The stream of a subject, by the id the registry assigned. */
export const subjectStream = (id: string): string => `subject-${id}`;

function evolveSubject(state: SubjectState, event: RecordedOf<typeof subjectEvents>): SubjectState {
  switch (event.type) {
    case 'SubjectEnrolled':
      return { ...state, kind: event.data.kind };
    case 'SubjectsMerged': {
      const { survivor, merged } = event.data;
      return event.stream === subjectStream(merged)
        ? { ...state, mergedInto: survivor }
        : { ...state, merged: [...state.merged, merged] };
    }
    case 'ShredRequested': {
      const { authority, reason } = event.data;
      return {
        ...state,
        requests: [...state.requests, { id: event.id, ps: event.by.ps, authority, reason, approved: false }],
      };
    }
    case 'ShredApproved': {
      const { request } = event.data;
      return {
        ...state,
        requests: state.requests.map((one) => (one.id === request ? { ...one, approved: true } : one)),
      };
    }
    case 'SubjectKeyShredded':
      return { ...state, shredded: true };
  }
}

/** Folds the events of one subject's stream, in order. Types it does not know change nothing. */
export const foldSubject = folding(subjectEvents, evolveSubject, noSubject);
