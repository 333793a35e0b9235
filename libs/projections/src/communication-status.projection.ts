import type { JsonObject, RecordedEvent } from '#libs/ledger';

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
}

export interface ReplyRecord {
  readonly event: string;
  readonly position: number;
  readonly on: string;
  readonly kind: string;
  readonly confidential: boolean;
  readonly published: boolean;
}

/** Where one letter stands, from its communication stream alone, which is what its readers may read. */
export interface CommunicationStatus {
  /** Oldest first; the last one counts. */
  readonly versions: readonly LetterVersion[];
  readonly replies: readonly ReplyRecord[];
  readonly windowElapsed: boolean;
  readonly published: boolean;
}

export type LetterState = 'not_sent' | 'confidential' | 'window_over' | 'published';

/** A reply that was received is never "no reply", and one that nobody may read yet is not one that was published. */
export type ReplyState = 'no_reply' | 'acknowledged' | 'reply_confidential' | 'reply_received' | 'reply_published';

export const communicationStatus: Projection<CommunicationStatus> = {
  name: 'communication-status',
  version: 1,
  initial: { versions: [], replies: [], windowElapsed: false, published: false },
  apply: (state, event) => step(state, event),
};

function step(state: CommunicationStatus, event: RecordedEvent): CommunicationStatus {
  switch (event.type) {
    case 'LetterSent':
    case 'LetterCorrected':
      return { ...state, versions: [...state.versions, versionOf(event)] };
    case 'ReplyReceived':
      return { ...state, replies: [...state.replies, replyOf(event)] };
    case 'ReplyPublished':
      return { ...state, replies: state.replies.map((reply) => publishedBy(reply, event)) };
    case 'ConfidentialityWindowElapsed':
      return { ...state, windowElapsed: true };
    case 'LetterPublished':
      return { ...state, published: true };
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
  confidential: flagOf(data, 'confidential'),
  published: false,
});

const publishedBy = (reply: ReplyRecord, { data }: RecordedEvent): ReplyRecord =>
  textOf(data, 'reply') === reply.event ? { ...reply, published: true } : reply;

export function letterState({ versions, windowElapsed, published }: CommunicationStatus): LetterState {
  if (versions.length === 0) return 'not_sent';
  if (published) return 'published';
  return windowElapsed ? 'window_over' : 'confidential';
}

/** What the replies amount to: the furthest state that any of them has reached. */
export function replyState({ replies }: CommunicationStatus): ReplyState {
  const answers = replies.filter(({ kind }) => kind !== 'acknowledgement');
  if (answers.some(({ published }) => published)) return 'reply_published';
  if (answers.some(({ confidential }) => !confidential)) return 'reply_received';
  if (answers.length > 0) return 'reply_confidential';
  return replies.length > 0 ? 'acknowledged' : 'no_reply';
}
