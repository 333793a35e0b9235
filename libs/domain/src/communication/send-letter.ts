import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseBeforeLetter, refuseFuture, type SecondPerson } from '../decision.js';
import type { CommunicationState } from './communication.js';
import type { LetterCorrected, LetterSent } from './letter.js';
import { actsOf, type DatedAct, refuseEarlierActs } from './dated-acts.js';
import { addressed, type OtherActor } from './other-actors.js';
import { letterOf, type OnLetterContext, proposeOn } from './propose.js';
import { type PublicationFacts, refuseOneHanded } from './publication-rules.js';
import { largestSerial, type ReferenceKey, referenceKey } from './reference.js';

export interface LetterContext extends OnLetterContext {
  /** The addressee codes adopted so far. */
  readonly codes: ReadonlySet<string>;
}

export interface SendingContext extends LetterContext {
  /** The other actors that have an id; needed for a letter to one of them only. */
  readonly actors: readonly OtherActor[];
  /** The id that an actor gets with the first letter to it: that of this letter's event. */
  readonly letterId: string;
}

export interface CorrectionContext extends SendingContext, SecondPerson {
  /** What else was done with regard to the letter: the work on it, and the follow-ups about it. */
  readonly acts: readonly DatedAct[];
}

/**
 * Records a letter under its reference, and an other actor with its id. `ADDRESSEE_UNKNOWN`, `ADDRESSEE_NAME_TAKEN`, `LETTER_ALREADY_SENT` (a number is taken once, whatever the type;
 * where all that was recorded under it was in error, the letter on which that number is printed may be), `LETTER_VOID` (and never reused), `REFERENCE_INVALID` (a year far from the date, or no number left), `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER` (an answer asked by a day before the letter).
 */
export function sendLetter(data: LetterSent, context: SendingContext, state: CommunicationState): ProposedEvent[] {
  const { reference } = context;
  if (state.voided) throw new LedgerError('LETTER_VOID', referenceKey(reference));
  if (state.letter !== undefined) throw new LedgerError('LETTER_ALREADY_SENT', referenceKey(reference));
  if (reference.serial > largestSerial)
    throw new LedgerError('REFERENCE_INVALID', { path: 'serial', reason: `is more than ${largestSerial}` });
  refuseImpossible(data, context);
  const addressee = addressed(data.addressee, { ...context, newActor: context.letterId, isCorrection: false });
  return [proposeOn(reference, 'LetterSent', { ...data, addressee })];
}

/**
 * Puts the whole record again in place of the last one; due dates follow it. `LETTER_NOT_SENT`, `LETTER_VOID`, `NOT_CORRECTABLE` when
 * another record than the last one is named, `DATE_BEFORE_LETTER` when a reply or another act that counts would be earlier than the letter (then
 * one of the two days is wrong, and the act is put right first), what `refuseOneHanded` throws of a letter that everyone reads, and what
 * `sendLetter` refuses of the data.
 */
export function correctLetter(
  data: LetterCorrected,
  context: CorrectionContext,
  facts: PublicationFacts,
): ProposedEvent[] {
  const { communication: state } = facts;
  const letter = letterOf(state, context.reference);
  if (data.corrects !== letter.id)
    throw new LedgerError('NOT_CORRECTABLE', {
      path: 'corrects',
      reason: `the letter as last recorded is ${letter.id}`,
    });
  refuseOneHanded('corrects', context, facts);
  refuseImpossible(data, context);
  refuseEarlierActs([...actsOf(state), ...context.acts], { from: letter.data.on, to: data.on });
  const newActor = state.versions[0]?.id ?? letter.id;
  const addressee = addressed(data.addressee, { ...context, newActor, isCorrection: true });
  return [proposeOn(context.reference, 'LetterCorrected', { ...data, addressee })];
}

function refuseImpossible(data: LetterSent, context: LetterContext): void {
  refuseUnknownCode(context);
  refuseFuture(data.on, context);
  refuseOtherYear(data, context.reference);
  if (data.replyAskedBy !== null) refuseBeforeLetter(data.replyAskedBy, data.on, 'replyAskedBy');
}

/** `REFERENCE_INVALID` for a number of a year far from the letter's date. The two may differ: AL BRA 15/2021 is of January 2022. */
function refuseOtherYear({ on }: LetterSent, { year }: ReferenceKey): void {
  if (Math.abs(Number(on.slice(0, 4)) - year) > mostYears)
    throw new LedgerError('REFERENCE_INVALID', { path: 'on', reason: `is more than ${mostYears} years from ${year}` });
}

const mostYears = 2;

/** `ADDRESSEE_UNKNOWN` when the code of the reference is not adopted. */
export function refuseUnknownCode({ reference: { code }, codes }: LetterContext): void {
  if (!codes.has(code)) throw new LedgerError('ADDRESSEE_UNKNOWN', code);
}
