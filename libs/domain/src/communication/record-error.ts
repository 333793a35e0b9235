import { type EventTypeOf, LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseFuture, type SecondPerson } from '../decision.js';
import type { CommunicationState, EventOnRecord } from './communication.js';
import { type OnLetterContext, proposeOn } from './propose.js';
import { type PublicationFacts, refuseOneHanded } from './publication-rules.js';
import { referenceKey } from './reference.js';
import type { RecordedInError } from './letter-standing.js';

type CommunicationType = EventTypeOf<'communication'>;

export interface ErrorContext extends OnLetterContext, SecondPerson {
  /** What rests on the letter in other streams: the work on it, follow-ups about it, allegations behind it. */
  readonly elsewhere: readonly { readonly type: string }[];
}

/** What everyone could read is withdrawn or replaced, not unsaid; a void number stays void; an error is not an error of its own. */
const never: ReadonlySet<CommunicationType> = new Set<CommunicationType>([
  'LetterPublished',
  'ReplyPublished',
  'PublicationWithdrawn',
  'RenditionReplaced',
  'RecordedInError',
  'ReferenceVoided',
]);

/** What may stand although its letter was never sent: days passed all the same. */
const passing: ReadonlySet<CommunicationType> = new Set<CommunicationType>([
  'ResponseWindowElapsed',
  'ConfidentialityWindowElapsed',
]);

/**
 * Takes an event of the letter out of what counts; both stay visible. `LETTER_VOID`, `EVENT_UNKNOWN` when it is not one of this letter or
 * already in error, `ERROR_NOT_ALLOWED` for a type that is withdrawn or superseded instead, `EVENT_RELIED_ON` while others rest on it (on
 * the letter also those elsewhere: the letter that really bears the number may be recorded under it, and nothing of the other may stand
 * behind it), what `refuseOneHanded` throws of a correction of what everyone reads, `DATE_IN_FUTURE`.
 */
export function recordError(data: RecordedInError, context: ErrorContext, facts: PublicationFacts): ProposedEvent[] {
  const { communication: state } = facts;
  if (state.voided) throw new LedgerError('LETTER_VOID', referenceKey(context.reference));
  const event = state.standing.find(({ id }) => id === data.event);
  if (event === undefined)
    throw new LedgerError('EVENT_UNKNOWN', { path: 'event', reason: 'not an event of this letter that counts' });
  if (never.has(event.type)) throw new LedgerError('ERROR_NOT_ALLOWED', event.type);
  const resting = [...restingOn(event, state), ...(event.type === 'LetterSent' ? context.elsewhere : [])];
  if (resting.length > 0)
    throw new LedgerError('EVENT_RELIED_ON', {
      path: 'event',
      reason: [...new Set(resting.map(({ type }) => type))].join(', '),
    });
  if (event.type === 'LetterCorrected') refuseOneHanded('event', context, facts);
  refuseFuture(data.on, context);
  return [proposeOn(context.reference, 'RecordedInError', data)];
}

/** The events that would hang in the air: all of a letter that was not sent, a later record of it, what was done with a reply. */
function restingOn(event: EventOnRecord, { standing, versions }: CommunicationState): readonly EventOnRecord[] {
  const others = standing.filter(({ id, type }) => id !== event.id && type !== 'RecordedInError');
  if (event.type === 'LetterSent') return others.filter(({ type }) => !passing.has(type));
  if (event.type !== 'LetterCorrected') return others.filter(({ reply }) => reply === event.id);
  const later = new Set(versions.slice(versions.findIndex(({ id }) => id === event.id) + 1).map(({ id }) => id));
  return others.filter(({ id }) => later.has(id));
}
