import { LedgerError } from '#libs/ledger';
import { addDays, firstDay, lastDay } from './occurred-on.js';

/** What every decision is given besides the data: the time assigned to the append. */
export interface DecisionContext {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  /** The day of `now` in Europe/Zurich. */
  readonly today: string;
}

/** Four eyes: the acting person's pseudonym in the stream where the first act stands (design page 3.6). */
export interface SecondPerson {
  readonly ps: string;
}

/** Refuses what is said to occur later than tomorrow: clocks and time zones may differ by a day (design page 2.3). */
export function refuseFuture(on: string, context: DecisionContext, path = 'on'): void {
  if (firstDay(on) > addDays(context.today, 1))
    throw new LedgerError('DATE_IN_FUTURE', { path, reason: `after ${context.today}` });
}

/** Refuses what is certainly earlier than the letter; dates coarser than a day get the benefit of the doubt. */
export function refuseBeforeLetter(on: string, letterOn: string, path = 'on'): void {
  if (lastDay(on) < firstDay(letterOn))
    throw new LedgerError('DATE_BEFORE_LETTER', { path, reason: `the letter is dated ${letterOn}` });
}

/** `FOUR_EYES` when the second act would be by the person of the first. An act without a pseudonym was the clock's. */
export function refuseSamePerson(first: string | undefined, second: SecondPerson): void {
  if (first === second.ps) throw new LedgerError('FOUR_EYES');
}
