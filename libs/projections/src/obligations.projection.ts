import type { ReplyKind } from '#libs/domain';
import type { JsonObject, RecordedEvent } from '#libs/ledger';

import type { Projection } from './projection.js';
import { textOf } from './reading.js';

/** What is owed with regard to one letter. Plain JSON, so that it can be kept between events. */
export interface LetterObligations {
  /** The records of the letter that are not in error, clear fields only; the last one counts. */
  readonly versions: readonly LetterRecord[];
  /** Events of the replies that answer. */
  readonly answers: readonly string[];
  /** When the letter was sent out, by what was confirmed of it. */
  readonly dispatches: readonly { readonly event: string; readonly on: string }[];
  /** Events by which the addressee was told that the case is closed. */
  readonly closures: readonly string[];
  /** The letter's publications, oldest first; `withdrawn` is null for one in force. */
  readonly publications: readonly { readonly event: string; readonly withdrawn: Withdrawn | null }[];
  readonly holds: readonly { readonly event: string; readonly reviewOn: string | null }[];
  readonly voided: boolean;
  /** Redactions put forward since the record of the letter stands as it does: earlier ones have not seen it. */
  readonly redactions: readonly { readonly proposal: string; readonly letter: string; readonly approved: boolean }[];
}

interface LetterRecord {
  readonly event: string;
  readonly time: string;
  readonly imported: boolean;
  readonly data: JsonObject;
}

interface Withdrawn {
  readonly event: string;
  readonly reviewOn: string | null;
}

export type ObligationKind = 'reply' | 'redaction' | 'publication' | 'review';

export type NextAct =
  | 'await_reply'
  | 'send_reminder'
  | 'propose_redaction'
  | 'approve_redaction'
  | 'await_window_end'
  | 'lift_hold'
  | 'publish_letter'
  | 'review_hold'
  | 'review_withdrawal';

export interface Obligation {
  readonly kind: ObligationKind;
  /** The last day, YYYY-MM-DD. */
  readonly dueOn: string;
  /** The rule the day came from: the policy file and one sentence. */
  readonly rule: { readonly id: string; readonly sentence: string };
  /** `overdue` from the day after `dueOn`. */
  readonly state: 'due' | 'overdue';
  readonly next: NextAct;
}

/** A day and the rule it came from; `dueOn` is null where the rule gives none. */
export interface Deadline {
  readonly dueOn: string | null;
  readonly rule: { readonly id: string; readonly sentence: string };
}

/** The policies that give a letter's days, from its recorded clear fields; `undefined` where these do not tell. */
export interface Deadlines {
  reply(letter: JsonObject): Deadline | undefined;
  publication(letter: JsonObject): Deadline | undefined;
}

/** Folds the events of one letter: those of its communication stream and of its handling stream. */
export const obligations: Projection<LetterObligations> = {
  name: 'obligations',
  version: 4,
  initial: {
    ...{ versions: [], answers: [], dispatches: [], closures: [], publications: [], holds: [], voided: false },
    redactions: [],
  },
  apply: (state, event) => step(state, event),
};

/** Only these answer a letter; an acknowledgement or a request for time leaves the reply due (design page 2.3). */
const answering: ReadonlySet<string | undefined> = new Set<ReplyKind>(['interim', 'substantive', 'refusal']);

function step(state: LetterObligations, event: RecordedEvent): LetterObligations {
  const { type, id, data } = event;
  switch (type) {
    case 'LetterSent':
    case 'LetterCorrected':
      return { ...state, versions: [...state.versions, recordOf(state, event)], redactions: [] };
    case 'DispatchConfirmed':
      return { ...state, dispatches: [...state.dispatches, { event: id, on: data.on }] };
    case 'ReplyReceived':
      return answering.has(textOf(data, 'kind')) ? { ...state, answers: [...state.answers, id] } : state;
    case 'AddresseeNotified':
      return data['notice'] === 'closed' ? { ...state, closures: [...state.closures, id] } : state;
    case 'LetterPublished':
      return { ...state, publications: [...state.publications, { event: id, withdrawn: null }] };
    case 'PublicationWithdrawn':
      return data['extent'] === 'fields' ? state : withdrawn(state, event);
    case 'PublicationHeld':
      return { ...state, holds: [...state.holds, { event: id, reviewOn: textOf(data, 'reviewOn') ?? null }] };
    case 'PublicationHoldLifted':
      return { ...state, holds: state.holds.filter(({ event: hold }) => hold !== data['hold']) };
    case 'RedactionProposed':
      return textOf(data, 'reply') === undefined ? proposed(state, id, textOf(data, 'letter') ?? '') : state;
    case 'RedactionApproved':
      return approved(state, textOf(data, 'proposal'));
    case 'ReferenceVoided':
      return { ...state, voided: true };
    case 'RecordedInError':
      return inError(state, textOf(data, 'event'));
    default:
      return state;
  }
}

const recordOf = (state: LetterObligations, { id, time, by, data }: RecordedEvent): LetterRecord => ({
  event: id,
  time,
  imported: by.role === 'importer' || letterOf(state)?.imported === true,
  data: dated(data),
});

function withdrawn(state: LetterObligations, { id, data }: RecordedEvent): LetterObligations {
  const taken = { event: id, reviewOn: textOf(data, 'reviewOn') ?? null };
  const publications = state.publications.map((one) =>
    one.event === textOf(data, 'publication') ? { ...one, withdrawn: taken } : one,
  );
  return { ...state, publications };
}

const inError = (state: LetterObligations, event: string | undefined): LetterObligations => ({
  ...state,
  versions: state.versions.filter((version) => version.event !== event),
  redactions: state.versions.some((version) => version.event === event) ? [] : state.redactions,
  answers: state.answers.filter((answer) => answer !== event),
  dispatches: state.dispatches.filter((dispatch) => dispatch.event !== event),
  closures: state.closures.filter((closure) => closure !== event),
});

const proposed = (state: LetterObligations, proposal: string, letter: string): LetterObligations => ({
  ...state,
  redactions: [...state.redactions, { proposal, letter, approved: false }],
});

const approved = (state: LetterObligations, proposal: string | undefined): LetterObligations => ({
  ...state,
  redactions: state.redactions.map((redaction) =>
    redaction.proposal === proposal ? { ...redaction, approved: true } : redaction,
  ),
});

/** The fields that windows are counted from. */
const dated = ({ on, type, publicationWindow, replyAskedBy }: JsonObject & { readonly on: string }): JsonObject => ({
  on,
  ...(type === undefined ? {} : { type }),
  publicationWindow: publicationWindow ?? null,
  replyAskedBy: replyAskedBy ?? null,
});

/** The record of the letter that counts; none before it was sent. */
export const letterOf = ({ versions }: LetterObligations): LetterRecord | undefined => versions.at(-1);

export const isAnswered = ({ answers, closures }: LetterObligations): boolean =>
  answers.length > 0 || closures.length > 0;

/** Whether anything can still be owed, today or on a later day, as things stand. */
export function isOpen(state: LetterObligations): boolean {
  if (letterOf(state) === undefined || state.voided) return false;
  const last = state.publications.at(-1);
  const isPublic = last !== undefined && (last.withdrawn === null || last.withdrawn.reviewOn === null);
  return !(isAnswered(state) && isPublic && state.holds.every(({ reviewOn }) => reviewOn === null));
}
