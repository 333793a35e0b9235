import type { ProposedEvent } from '#libs/ledger';
import type { CommunicationState } from './communication.js';
import { pastConfidentiality } from './elapse-windows.js';
import type { LetterSent } from './letter.js';
import { sendLetter, type SendingContext } from './send-letter.js';

/**
 * Records a letter of before this ledger of which nothing more is told yet: the letter and, where it had ended by now, its confidentiality
 * window, in one append. Whether there was silence nobody has said: the replies come next, and the clock waits a day for them. Throws what
 * `sendLetter` throws.
 */
export function importLetter(data: LetterSent, context: SendingContext, state: CommunicationState): ProposedEvent[] {
  return [...sendLetter(data, context, state), ...pastConfidentiality(context, data)];
}
