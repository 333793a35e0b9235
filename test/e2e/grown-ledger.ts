import { SmallLedger } from '#libs/testing';

export const letter = { stream: 'communication-KHM-1-2025', codes: ['KHM'] };

/** A ledger with one letter, of which so many entries tell; three more found it. */
export async function grown(count: number, seed?: string): Promise<SmallLedger> {
  const ledger = await SmallLedger.founded(['KHM', 'LAO'], seed);
  for (let n = 0; n < count; n++) await ledger.record({ ...letter, type: n === 0 ? 'LetterSent' : 'ReminderSent' });
  return ledger;
}
