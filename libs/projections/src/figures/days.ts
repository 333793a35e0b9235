import { firstDay, isDay, isLetterType, isOccurredOn, responseDueOn, zurichDay } from '#libs/domain';
import type { JsonObject } from '#libs/ledger';

/** The first day an `on` can mean, an instant in Geneva; `undefined` for one in no known form. */
export function dayOf(on: unknown): string | undefined {
  if (!isOccurredOn(on)) return undefined;
  return on.length > 10 ? zurichDay(Date.parse(on)) : firstDay(on);
}

export function yearOf(on: unknown): number | undefined {
  const day = dayOf(on);
  return day === undefined ? undefined : Number(day.slice(0, 4));
}

/** The last day for a reply to a letter, printed or customary; `undefined` where there is none or its record cannot be read. */
export function lastDayForReply({ on, type, replyAskedBy }: JsonObject): string | undefined {
  if (!isLetterType(type) || !isOccurredOn(on)) return undefined;
  const asked = isDay(replyAskedBy) ? replyAskedBy : null;
  return responseDueOn({ type, on, publicationWindow: null, replyAskedBy: asked }).dueOn ?? undefined;
}
