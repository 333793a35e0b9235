import { LedgerError } from '#libs/ledger';
import type { CommunicationState } from './communication.js';
import { type ReferenceKey, referenceKey } from './reference.js';

/**
 * The next serial of an addressee and year, from every one that any event stands under: above all that count, and none that was ever taken,
 * for a record or a void that turns out wrong does not give its number back (design page 2.1). A number so high that it must be a slip of
 * the pen, and recorded in error, does not move those that follow.
 */
export function nextSerial(numbers: ReadonlyMap<number, CommunicationState>): number {
  const counting = [...numbers].filter(([, { letter, voided }]) => letter !== undefined || voided);
  let serial = counting.reduce((highest, [one]) => Math.max(highest, one), 0) + 1;
  while (numbers.has(serial)) serial++;
  return serial;
}

/** `LETTER_ALREADY_SENT` where anything was ever recorded under the number, be it in error. */
export function refuseTakenNumber(reference: ReferenceKey, { standing }: CommunicationState): void {
  if (standing.length > 0) throw new LedgerError('LETTER_ALREADY_SENT', referenceKey(reference));
}
