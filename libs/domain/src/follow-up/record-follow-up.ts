import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { letterOf } from '../communication/propose.js';
import { parseReference } from '../communication/reference.js';
import { noCommunication } from '../communication/communication.js';
import { type DecisionContext, refuseBeforeLetter, refuseFuture } from '../decision.js';
import { type Letters, type NamedText, refuseUnpublished } from '../public-references.js';
import { followUpEvents, type FollowUpRecorded, type OutcomeRecorded } from './follow-up.events.js';
import { filesOf, type FollowUpState, followUpStream } from './follow-up.js';

export interface OnFollowUpContext extends DecisionContext {
  readonly followUpId: string;
  /** Every letter that the payload names, as far as there is one. */
  readonly letters: Letters;
}

/** The clear texts of a follow-up or an outcome. */
export const textsOfFollowUp = ({ text }: { readonly text: string | null }): readonly NamedText[] =>
  text === null ? [] : [['text', text]];

/**
 * Records what followed. What everyone may read names published letters only and belongs to the files of those it is about; what staff
 * read belongs to none. `LETTER_NOT_SENT`, `LETTER_NOT_PUBLISHED`, `ADDRESSEE_UNKNOWN`, `BODY_INVALID` when kind and particulars do not go
 * together, `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`.
 */
export function recordFollowUp(
  data: FollowUpRecorded,
  context: OnFollowUpContext & { readonly codes: ReadonlySet<string> },
): ProposedEvent[] {
  refuseMisfit(data);
  const unknown = data.addressees.find((code) => !context.codes.has(code));
  if (unknown !== undefined) throw new LedgerError('ADDRESSEE_UNKNOWN', { path: 'addressees', reason: unknown });
  if (data.audience === 'all') refuseUnpublished(data.references, textsOfFollowUp(data), context.letters);
  for (const key of data.references) {
    const letter = letterOf(context.letters.get(key) ?? noCommunication, parseReference(key));
    refuseBeforeLetter(data.on, letter.data.on);
  }
  refuseFuture(data.on, context);
  return [
    {
      stream: followUpStream(context.followUpId),
      type: 'FollowUpRecorded',
      version: followUpEvents.FollowUpRecorded.ver,
      codes: filesOf(data),
      data,
    },
  ];
}

/**
 * Records what changed for people, for the audience of the follow-up. `FOLLOW_UP_UNKNOWN`, `LETTER_NOT_PUBLISHED`, `DATE_IN_FUTURE`.
 */
export function recordOutcome(
  data: OutcomeRecorded,
  context: OnFollowUpContext,
  followUp: FollowUpState,
): ProposedEvent[] {
  if (followUp.audience === undefined) throw new LedgerError('FOLLOW_UP_UNKNOWN');
  if (followUp.audience === 'all') refuseUnpublished([], textsOfFollowUp(data), context.letters);
  refuseFuture(data.on, context);
  return [
    {
      stream: followUpStream(context.followUpId),
      type: 'OutcomeRecorded',
      version: followUpEvents.OutcomeRecorded.ver,
      codes: followUp.codes,
      data,
    },
  ];
}

function refuseMisfit({ kind, recommendation, observation }: FollowUpRecorded): void {
  const pairs = [
    ['recommendation', kind === 'upr_recommendation', recommendation !== null],
    ['observation', kind === 'treaty_body_observation', observation !== null],
  ] as const;
  for (const [path, isExpected, isGiven] of pairs)
    if (isExpected !== isGiven)
      throw new LedgerError('BODY_INVALID', { path, reason: 'goes with its own kind of follow-up, and with no other' });
}
