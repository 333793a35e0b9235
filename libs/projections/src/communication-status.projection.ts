import type { JsonObject, RecordedEvent } from '#libs/ledger';

import type { Deadlines } from './obligations.projection.js';
import type { Projection } from './projection.js';
import { flagOf, textOf } from './reading.js';
import { withSealedMarks } from './sealed.js';

/** One record of the letter: the first, or one that corrects the record before it. Every version stays readable. */
export interface LetterVersion {
  readonly event: string;
  readonly position: number;
  /** Recorded at. */
  readonly time: string;
  /** Clear fields, each sealed slot as `[sealed]`; of a correction also `corrects` and `reason`. */
  readonly fields: JsonObject;
  /** The RecordedInError since which it counts no longer. */
  readonly inErrorBy?: string;
}

export interface ReplyRecord {
  readonly event: string;
  readonly position: number;
  readonly on: string;
  readonly kind: string;
  readonly language: string;
  readonly confidential: boolean;
  /** Whether everyone may read it now. */
  readonly published: boolean;
  /** Why it is not shown to everyone, as a code. */
  readonly withheld?: string;
  /** Languages it was translated into; empty for readers who may not see the work on it. */
  readonly translations: readonly string[];
  readonly inErrorBy?: string;
}

/** A publication of the letter (`reply` null) or of a reply to it. */
interface PublicationRecord {
  readonly event: string;
  readonly reply: string | null;
  readonly withdrawn: boolean;
}

/** Where one letter stands, from its communication stream, and from its handling stream for those who may read that too. */
export interface CommunicationStatus {
  /** Oldest first; the last one that is not in error counts. */
  readonly versions: readonly LetterVersion[];
  readonly replies: readonly ReplyRecord[];
  /** The last days of confidentiality windows that have ended. */
  readonly elapsed: readonly string[];
  readonly publications: readonly PublicationRecord[];
  readonly voided: boolean;
}

export type LetterState = 'not_sent' | 'void' | 'confidential' | 'window_over' | 'published' | 'withdrawn';

/** A reply that was received is never "no reply", and one that nobody may read yet is not one that was published. */
export type ReplyState =
  | 'no_reply'
  | 'acknowledged'
  | 'reply_confidential'
  | 'reply_awaiting_translation'
  | 'reply_received'
  | 'reply_published';

/** Whether the reader also sees the work on the letter, where translations stand. */
export type StatusSight = 'letter' | 'letter_and_work';

export const communicationStatus: Projection<CommunicationStatus> = {
  name: 'communication-status',
  version: 2,
  initial: { versions: [], replies: [], elapsed: [], publications: [], voided: false },
  apply: (state, event) => step(state, event),
};

function step(state: CommunicationStatus, event: RecordedEvent): CommunicationStatus {
  const { id, data } = event;
  switch (event.type) {
    case 'LetterSent':
    case 'LetterCorrected':
      return { ...state, versions: [...state.versions, versionOf(event)] };
    case 'ReplyReceived':
      return { ...state, replies: [...state.replies, replyOf(event)] };
    case 'ReplyTranslated':
      return withReply(state, data, ({ translations, ...reply }) => ({
        ...reply,
        translations: [...translations, textOf(data, 'language') ?? ''],
      }));
    case 'ReplyWithheld':
      return withReply(state, data, (reply) => ({ ...reply, withheld: textOf(data, 'reason') ?? 'other' }));
    case 'ConfidentialityWindowElapsed':
      return { ...state, elapsed: [...state.elapsed, textOf(data, 'dueOn') ?? ''] };
    case 'LetterPublished':
    case 'ReplyPublished':
      return published(state, { event: id, reply: textOf(data, 'reply') ?? null, withdrawn: false });
    case 'PublicationWithdrawn':
      return data['extent'] === 'fields' ? state : withdrawn(state, textOf(data, 'publication'));
    case 'ReferenceVoided':
      return { ...state, voided: true };
    case 'RecordedInError':
      return inError(state, textOf(data, 'event'), id);
    default:
      return state;
  }
}

const versionOf = ({ id, position, time, data }: RecordedEvent): LetterVersion => ({
  event: id,
  position,
  time,
  fields: withSealedMarks(data),
});

const replyOf = ({ id, position, time, data }: RecordedEvent): ReplyRecord => ({
  event: id,
  position,
  on: textOf(data, 'on') ?? time,
  kind: textOf(data, 'kind') ?? 'unknown',
  language: textOf(data, 'language') ?? 'und',
  confidential: flagOf(data, 'confidential'),
  published: false,
  translations: [],
});

const withReply = (
  state: CommunicationStatus,
  data: JsonObject,
  change: (reply: ReplyRecord) => ReplyRecord,
): CommunicationStatus => ({
  ...state,
  replies: state.replies.map((reply) => (reply.event === textOf(data, 'reply') ? change(reply) : reply)),
});

const published = (state: CommunicationStatus, publication: PublicationRecord): CommunicationStatus =>
  shown({ ...state, publications: [...state.publications, publication] });

const withdrawn = (state: CommunicationStatus, event: string | undefined): CommunicationStatus =>
  shown({
    ...state,
    publications: state.publications.map((one) => (one.event === event ? { ...one, withdrawn: true } : one)),
  });

const shown = (state: CommunicationStatus): CommunicationStatus => ({
  ...state,
  replies: state.replies.map((reply) => ({ ...reply, published: isShown(state, reply.event) })),
});

const isShown = ({ publications }: CommunicationStatus, reply: string | null): boolean =>
  publications.some((one) => one.reply === reply && !one.withdrawn);

function inError(state: CommunicationStatus, event: string | undefined, inErrorBy: string): CommunicationStatus {
  const marked = <T extends { readonly event: string }>(list: readonly T[]): readonly T[] =>
    list.map((one) => (one.event === event ? { ...one, inErrorBy } : one));
  return { ...state, versions: marked(state.versions), replies: marked(state.replies) };
}

/** The record that counts; `undefined` when no letter was sent. */
export const countedVersion = ({ versions }: CommunicationStatus): LetterVersion | undefined =>
  versions.findLast(({ inErrorBy }) => inErrorBy === undefined);

/** A window that ended counts as over only while it is the one of the record that counts: a correction may open it again. */
export function letterState(status: CommunicationStatus, deadlines: Deadlines): LetterState {
  const counted = countedVersion(status);
  if (status.voided) return 'void';
  if (counted === undefined) return 'not_sent';
  if (isShown(status, null)) return 'published';
  if (status.publications.some(({ reply }) => reply === null)) return 'withdrawn';
  const dueOn = deadlines.publication(counted.fields)?.dueOn;
  return dueOn != null && status.elapsed.includes(dueOn) ? 'window_over' : 'confidential';
}

/** What the mandate holders read without translation. */
const workingLanguages: ReadonlySet<string> = new Set(['en', 'es', 'fr']);
const isRead = (language: string): boolean => workingLanguages.has(language.split('-')[0] ?? '');

/** What the replies amount to: the furthest state that any of them has reached. Whether one awaits translation only staff can tell. */
export function replyState({ replies }: CommunicationStatus, sight: StatusSight): ReplyState {
  const counted = replies.filter(({ inErrorBy }) => inErrorBy === undefined);
  const answers = counted.filter(({ kind }) => kind !== 'acknowledgement');
  const open = answers.filter(({ confidential, withheld }) => !confidential && withheld === undefined);
  if (answers.some((reply) => reply.published)) return 'reply_published';
  if (open.some(({ language, translations }) => sight === 'letter' || [language, ...translations].some(isRead)))
    return 'reply_received';
  if (open.length > 0) return 'reply_awaiting_translation';
  if (answers.length > 0) return 'reply_confidential';
  return counted.length > 0 ? 'acknowledged' : 'no_reply';
}
