import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseFuture } from '../decision.js';
import { firstDay, isInstant } from '../occurred-on.js';
import { letterTrack } from '../policies/separate-tracks.js';
import { recogniseMandate } from '../reference-data/mandates/recognise-mandate.js';
import { zurichDayOf } from '../zurich.js';
import { type CommunicationState, type LetterOnRecord, linkOf } from './communication.js';
import { kindOfLetter } from './letter-types.js';
import { letterBy, letterOf, type OnLetterContext, proposeOn } from './propose.js';
import { refuseUnpublished } from './publication-rules.js';
import { referenceKey } from './reference.js';
import type { IncludedInReport, LettersLinked } from './letter-standing.js';

export interface LinkContext extends OnLetterContext {
  /** The other letter, as far as it is known here. */
  readonly named: CommunicationState;
}

/**
 * Records how this letter stands to another one, which may be unknown here. `LETTER_NOT_SENT`, `LETTER_VOID`, `REFERENCE_INVALID` for a link
 * to itself, `ALREADY_LINKED` in the same relation, `LETTER_NOT_PUBLISHED` where everyone reads it and the other one is not published,
 * `DATE_IN_FUTURE`.
 */
export function linkLetters(data: LettersLinked, context: LinkContext, state: CommunicationState): ProposedEvent[] {
  letterOf(state, context.reference);
  refuseFuture(data.on, context);
  if (data.reference === referenceKey(context.reference))
    throw new LedgerError('REFERENCE_INVALID', { path: 'reference', reason: 'a letter is not linked to itself' });
  if (state.links.some(({ link }) => link === linkOf(data))) throw new LedgerError('ALREADY_LINKED', data.reference);
  refuseUnpublished('reference', context.named, state);
  return [proposeOn(context.reference, 'LettersLinked', data)];
}

/**
 * Records that a report holds the letter, once per report. `LETTER_NOT_SENT`, `LETTER_VOID`, `ALREADY_REPORTED`, `SEPARATE_TRACK` for the joint
 * report of a session and a letter that was on record as nothing but one of a working group's own procedures, which are listed beside it (one
 * that a joint report counted before a correction stays in the joint reports), `DATE_IN_FUTURE`, `DATE_BEFORE_LETTER`.
 */
export function includeInReport(
  data: IncludedInReport,
  context: OnLetterContext,
  state: CommunicationState,
): ProposedEvent[] {
  letterBy(data.on, context, state);
  if (state.reports.some(({ report }) => report === data.report))
    throw new LedgerError('ALREADY_REPORTED', data.report);
  if (data.report.startsWith('HRC') && state.versions.every(isOfOwnProcedure))
    throw new LedgerError('SEPARATE_TRACK', { path: 'report', reason: 'it lists such letters beside those it holds' });
  return [proposeOn(context.reference, 'IncludedInReport', data)];
}

function isOfOwnProcedure({ data: { type, on, mandates } }: LetterOnRecord): boolean {
  const day = isInstant(on) ? zurichDayOf(on) : firstDay(on);
  const header = mandates.map((title) => recogniseMandate(title, day));
  return letterTrack(kindOfLetter(type), header) !== 'joint';
}
