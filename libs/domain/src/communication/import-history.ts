import { LedgerError, type ProposedEvent } from '#libs/ledger';
import type { CommunicationState, ReplyOnRecord } from './communication.js';
import { pastWindows } from './elapse-windows.js';
import type { LetterHistory, PastReply } from './letter-history.js';
import type { PublicationFacts } from './publication-rules.js';
import { importLetterPublication } from './publish-letter.js';
import { receiveReply } from './receive-reply.js';
import type { ReplyReceived } from './reply.js';
import { sendLetter, type SendingContext } from './send-letter.js';

export interface HistoryContext extends SendingContext {
  /** The id that the n-th event decided here will have. */
  readonly id: (n: number) => string;
  /** The other letters that a reply was recorded with first, by their keys. */
  readonly others: ReadonlyMap<string, CommunicationState>;
}

/**
 * Records a letter of before this ledger with all that followed: its replies, the windows that had ended by now, each on the day it ended,
 * and where it was published; one append, so that silence is never on record because an import is half done. Throws what `sendLetter`,
 * `receiveReply` and `importLetterPublication` throw, with the part of the history as the path; `REPLY_UNKNOWN` where the other letter holds
 * no such reply; `BODY_INVALID` for documents, which this way cannot bring.
 */
export function importHistory(
  { letter, replies, publishedElsewhere }: LetterHistory,
  context: HistoryContext,
  { communication: state, handling }: PublicationFacts,
): ProposedEvent[] {
  refuseDocuments(letter.documents, 'letter/documents');
  const sent = within('letter', () => sendLetter(letter, context, state));
  const onRecord = { id: context.id(0), data: letter, importedAt: context.now };
  const withLetter = { ...state, letter: onRecord };
  const received = replies.flatMap((reply, index) =>
    within(`replies/${index}`, () => receivePast(reply, context, withLetter, context.id(sent.length + index))),
  );
  const known = { ...withLetter, replies: replies.map((reply, n) => replyOnRecord(reply, context.id(1 + n))) };
  if (publishedElsewhere === null) return [...sent, ...received, ...pastWindows(context, known)];
  const publication = { on: publishedElsewhere.on, released: [], publishedElsewhere };
  const published = within('publishedElsewhere', () =>
    importLetterPublication(publication, context, { communication: known, handling, linked: new Map() }),
  );
  return [...sent, ...received, ...published];
}

function receivePast(
  { sameReplyTo, ...reply }: PastReply,
  context: HistoryContext,
  state: CommunicationState,
  replyId: string,
): ProposedEvent[] {
  refuseDocuments(reply.documents, 'documents');
  const data: ReplyReceived =
    sameReplyTo === undefined ? reply : { ...reply, sameReplyAs: firstOf(reply, sameReplyTo, context) };
  const elsewhere = sameReplyTo === undefined ? undefined : context.others.get(sameReplyTo);
  return receiveReply(data, { ...context, replyId, elsewhere }, [{ reference: context.reference, state }]);
}

/** The event with which the same reply is on record for the other letter, or for the one that was answered with it before. */
function firstOf({ on, kind }: ReplyReceived, other: string, { others }: HistoryContext): string {
  const first = others.get(other)?.replies.find((reply) => reply.on === on && reply.kind === kind);
  if (first === undefined)
    throw new LedgerError('REPLY_UNKNOWN', { path: 'sameReplyTo', reason: `${other} has no such reply of that day` });
  return first.sameReplyAs ?? first.id;
}

const replyOnRecord = ({ on, kind, language, confidential }: PastReply, id: string): ReplyOnRecord => ({
  ...{ id, on, kind, language, confidential },
});

function refuseDocuments(documents: readonly unknown[], path: string): void {
  if (documents.length > 0)
    throw new LedgerError('BODY_INVALID', { path, reason: 'a history brings none: record the letter itself' });
}

/** What is refused of a part is refused at its place in the whole. */
function within<T>(place: string, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const at = error.details.map(({ path, reason }) => ({ path: path ? `${place}/${path}` : place, reason }));
    throw new LedgerError(error.code, at, { cause: error });
  }
}
