import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { refuseFuture } from '../decision.js';
import type { CommunicationState } from './communication.js';
import { proposeOn } from './propose.js';
import { referenceKey } from './reference.js';
import { type LetterContext, refuseUnknownCode } from './send-letter.js';
import type { ReferenceVoided } from './standing.js';

/**
 * Records that a number is void, of a letter or of none, so that it is never used again. `LETTER_VOID` when it is already,
 * `ALREADY_PUBLISHED` while everyone may read the letter, `ADDRESSEE_UNKNOWN`, `REFERENCE_INVALID` when it would stand in its own place,
 * `DATE_IN_FUTURE`.
 */
export function voidReference(
  data: ReferenceVoided,
  context: LetterContext,
  state: CommunicationState,
): ProposedEvent[] {
  const key = referenceKey(context.reference);
  if (state.voided) throw new LedgerError('LETTER_VOID', key);
  if (state.published) throw new LedgerError('ALREADY_PUBLISHED', 'withdraw the publication first');
  refuseUnknownCode(context);
  refuseFuture(data.on, context);
  if (data.replacedBy === key)
    throw new LedgerError('REFERENCE_INVALID', { path: 'replacedBy', reason: 'no number stands in its own place' });
  return [proposeOn(context.reference, 'ReferenceVoided', data)];
}
