import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseFuture } from '../decision.js';
import type { CommunicationState } from './communication.js';
import { proposeOn } from './propose.js';
import { refuseUnpublished } from './publication-rules.js';
import { referenceKey } from './reference.js';
import { type LetterContext, refuseUnknownCode } from './send-letter.js';
import type { ReferenceVoided } from './letter-standing.js';

export interface VoidContext extends LetterContext {
  /** The letter that stands in its place, as far as there is one and it is known here. */
  readonly named: CommunicationState | undefined;
}

/**
 * Records that a number is void, of a letter or of none, so that it is never used again. `LETTER_VOID` when it is already,
 * `ALREADY_PUBLISHED` while everyone may read the letter, `ADDRESSEE_UNKNOWN`, `REFERENCE_INVALID` when it would stand in its own place,
 * `LETTER_NOT_PUBLISHED` when everyone has read the letter and that in its place is not published, `DATE_IN_FUTURE`.
 */
export function voidReference(data: ReferenceVoided, context: VoidContext, state: CommunicationState): ProposedEvent[] {
  const key = referenceKey(context.reference);
  if (state.voided) throw new LedgerError('LETTER_VOID', key);
  if (state.published) throw new LedgerError('ALREADY_PUBLISHED', 'withdraw the publication first');
  refuseUnknownCode(context);
  refuseFuture(data.on, context);
  if (data.replacedBy === key)
    throw new LedgerError('REFERENCE_INVALID', { path: 'replacedBy', reason: 'no number stands in its own place' });
  refuseUnpublished('replacedBy', context.named, state);
  return [proposeOn(context.reference, 'ReferenceVoided', data)];
}
