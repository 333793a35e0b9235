import { isLetterType, isOccurredOn, isDay, responseDueOn, type WindowedLetter, windowDueOn } from '#libs/domain';
import { isJsonObject, type JsonObject } from '#libs/ledger';
import type { Deadlines } from '#libs/projections';

/** The policies in force, applied to what history holds; a record they cannot read has no deadline. */
export const deadlines: Deadlines = {
  reply: (letter) => applied(letter, responseDueOn),
  publication: (letter) => applied(letter, windowDueOn),
};

function applied<T>(letter: JsonObject, policy: (letter: WindowedLetter) => T): T | undefined {
  const read = windowed(letter);
  return read && policy(read);
}

function windowed({ type, on, publicationWindow: clause, replyAskedBy }: JsonObject): WindowedLetter | undefined {
  if (!isLetterType(type) || !isOccurredOn(on)) return undefined;
  const days = isJsonObject(clause) ? clause['days'] : undefined;
  return {
    type,
    on,
    publicationWindow: typeof days === 'number' ? { days, printed: '' } : null,
    replyAskedBy: isDay(replyAskedBy) ? replyAskedBy : null,
  };
}
