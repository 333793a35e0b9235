import { folding, type RecordedOf } from '../event-types.js';
import { communicationEvents } from './communication.events.js';
import { responseDueOn } from '../policies/response.js';
import type { LetterSent } from './letter.js';
import { publishedNow, type PublicationOnRecord, publicationOf, replacedIn, withdrawnFrom } from './published.js';
import type { ReplyKind } from './reply-kinds.js';

type Fact = RecordedOf<typeof communicationEvents>;

export interface ReplyOnRecord {
  readonly id: string;
  readonly on: string;
  readonly kind: ReplyKind;
  readonly language: string;
  readonly confidential: boolean;
  /** The event of the same reply in another letter's stream, where that one came first. */
  readonly sameReplyAs?: string;
  /** The importer recorded it. */
  readonly imported?: true;
}

/** The letter as last recorded. */
export interface LetterOnRecord {
  /** The LetterSent, or the LetterCorrected that replaced it. */
  readonly id: string;
  readonly data: LetterSent;
  /** When the importer recorded the letter, in milliseconds since 1970; `undefined` for one that was sent from here. */
  readonly importedAt: number | undefined;
}

/** Any event that still counts. */
export interface EventOnRecord {
  readonly id: string;
  readonly type: Fact['type'];
  readonly on: string;
  /** The reply it is about, if it is about one. */
  readonly reply?: string | undefined;
}

/** What decisions about one letter rest on; nothing sealed is in it. An event in error is in none of its lists. */
export interface CommunicationState {
  readonly letter: LetterOnRecord | undefined;
  /** Every record of the letter, the last one counting. */
  readonly versions: readonly LetterOnRecord[];
  /** Every record of a letter of this number by anybody but the importer, corrections too, also where that was an error. */
  readonly recordedHere: readonly LetterOnRecord[];
  /**
   * When the record came that brought the last day for an answer as it stands, in milliseconds since 1970: the letter, a correction, or one
   * that was recorded in error. Before it nobody was asked for replies up to that day. `undefined` while no letter stands.
   */
  readonly responseDueSince: number | undefined;
  readonly replies: readonly ReplyOnRecord[];
  /** Days for which the end of a window is on record, also where that record was an error: the clock says it once. */
  readonly responseElapsed: readonly string[];
  readonly confidentialityElapsed: readonly string[];
  /** Whether everyone may read the letter now. */
  readonly published: boolean;
  readonly publications: readonly PublicationOnRecord[];
  /** The position since which the record of the letter stands as it does; -1 before there was one. What was approved earlier was approved of another. */
  readonly recordSince: number;
  /** The position since which everyone was shown the letter's present rendition; -1 before there was one. */
  readonly shownSince: number;
  /** `same_case LAO 2/2025` with the letter's key, and the reports the letter stands in, each under its event's id. */
  readonly links: readonly { readonly id: string; readonly link: string; readonly reference: string }[];
  readonly reports: readonly { readonly id: string; readonly report: string }[];
  readonly voided: boolean;
  readonly standing: readonly EventOnRecord[];
}

export const noCommunication: CommunicationState = {
  letter: undefined,
  versions: [],
  recordedHere: [],
  responseDueSince: undefined,
  replies: [],
  responseElapsed: [],
  confidentialityElapsed: [],
  published: false,
  publications: [],
  recordSince: -1,
  shownSince: -1,
  links: [],
  reports: [],
  voided: false,
  standing: [],
};

/** The state after one more event of a communication stream. */
export function evolveCommunication(state: CommunicationState, event: Fact): CommunicationState {
  const reply = 'reply' in event.data ? event.data.reply : undefined;
  const standing = [...state.standing, { id: event.id, type: event.type, on: event.data.on, reply }];
  const next = step({ ...state, standing }, event);
  const { versions, publications } = next;
  if (versions === state.versions && publications === state.publications) return next;
  const letter = versions.at(-1);
  const responseDueSince = dueSince(state, letter, event);
  return { ...next, letter, responseDueSince, published: publishedNow(publications) };
}

function dueSince(
  { letter: before, responseDueSince }: CommunicationState,
  letter: LetterOnRecord | undefined,
  { time }: Fact,
): number | undefined {
  if (letter === undefined) return undefined;
  const isMoved = before === undefined || responseDueOn(before.data).dueOn !== responseDueOn(letter.data).dueOn;
  return isMoved ? Date.parse(time) : responseDueSince;
}

function step(state: CommunicationState, event: Fact): CommunicationState {
  switch (event.type) {
    case 'LetterSent':
    case 'LetterCorrected': {
      const version = versionOf(state, event);
      const recordedHere = [...state.recordedHere, ...(event.by.role === 'importer' ? [] : [version])];
      return { ...state, recordedHere, versions: [...state.versions, version], recordSince: event.position };
    }
    case 'ReplyReceived':
      return { ...state, replies: [...state.replies, replyOf(event)] };
    case 'ResponseWindowElapsed':
      return { ...state, responseElapsed: [...state.responseElapsed, event.data.dueOn] };
    case 'ConfidentialityWindowElapsed':
      return { ...state, confidentialityElapsed: [...state.confidentialityElapsed, event.data.dueOn] };
    case 'LetterPublished':
    case 'ReplyPublished':
      return shown(state, event);
    case 'PublicationWithdrawn':
      return { ...state, publications: withdrawnFrom(state.publications, event.data) };
    case 'RenditionReplaced':
      return replaced(state, event);
    case 'LettersLinked':
      return { ...state, links: [...state.links, linkedBy(event)] };
    case 'IncludedInReport':
      return { ...state, reports: [...state.reports, { id: event.id, report: event.data.report }] };
    case 'RecordedInError':
      return withoutEvent(state, event);
    case 'ReferenceVoided':
      return { ...state, voided: true };
    case 'DispatchConfirmed':
    case 'ReminderSent':
    case 'FurtherInformationRequested':
    case 'AddresseeNotified':
    case 'ReplyWithheld':
    case 'EvaluationPublished':
      return state;
  }
}

const linkedBy = ({ id, data }: Extract<Fact, { type: 'LettersLinked' }>): CommunicationState['links'][number] => ({
  id,
  link: linkOf(data),
  reference: data.reference,
});

/** What a link says, so that it is said once. */
export const linkOf = ({ relation, reference }: { relation: string; reference: string }): string =>
  `${relation} ${reference}`;

/** Folds the events of one communication stream, in order. Types it does not know change nothing. */
export const foldCommunication = folding(communicationEvents, evolveCommunication, noCommunication);

function versionOf(
  { letter }: CommunicationState,
  { id, data, type, by, time }: Extract<Fact, { type: 'LetterSent' | 'LetterCorrected' }>,
): LetterOnRecord {
  if (type === 'LetterCorrected') return { id, data, importedAt: letter?.importedAt };
  return { id, data, importedAt: by.role === 'importer' ? Date.parse(time) : undefined };
}

function replyOf({ id, data, by }: Extract<Fact, { type: 'ReplyReceived' }>): ReplyOnRecord {
  const { on, kind, language, confidential, sameReplyAs } = data;
  const same = sameReplyAs === undefined ? {} : { sameReplyAs };
  return { id, on, kind, language, confidential, ...same, ...(by.role === 'importer' && { imported: true }) };
}

function shown(
  state: CommunicationState,
  event: Extract<Fact, { type: 'LetterPublished' | 'ReplyPublished' }>,
): CommunicationState {
  const shownSince = event.type === 'LetterPublished' ? event.position : state.shownSince;
  return { ...state, publications: [...state.publications, publicationOf(event)], shownSince };
}

function replaced(
  state: CommunicationState,
  { position, data }: Extract<Fact, { type: 'RenditionReplaced' }>,
): CommunicationState {
  const publications = replacedIn(state.publications, data);
  const isOfLetter = publications.some(({ id, reply }) => id === data.publication && reply === undefined);
  return { ...state, publications, shownSince: isOfLetter ? position : state.shownSince };
}

function withoutEvent(
  state: CommunicationState,
  { position, data: { event: id } }: Extract<Fact, { type: 'RecordedInError' }>,
): CommunicationState {
  const others = <T extends { readonly id: string }>(list: readonly T[]): readonly T[] =>
    list.filter((item) => item.id !== id);
  return {
    ...state,
    versions: others(state.versions),
    recordSince: state.versions.some((version) => version.id === id) ? position : state.recordSince,
    replies: others(state.replies),
    links: others(state.links),
    reports: others(state.reports),
    standing: others(state.standing),
  };
}
