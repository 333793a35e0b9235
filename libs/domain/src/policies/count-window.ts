import { addDays, printedDay } from '../occurred-on.js';
import { zurichDayOf } from '../zurich.js';
import type { Due } from './policy.js';

interface Count {
  readonly on: string;
  readonly days: number;
  readonly id: string;
  /** `60 days printed on the letter`. */
  readonly counted: string;
}

/** Calendar days from the letter's day, which is day 0; the last day belongs to the window (design page 2.4). */
export function countWindow({ on, days, id, counted }: Count): Due {
  const dayZero = zurichDayOf(on);
  const dueOn = addDays(dayZero, days);
  const sentence = `${counted}, from ${printedDay(dayZero)} (day 0); the last day, ${printedDay(dueOn)}, belongs to the window (Europe/Zurich)`;
  return { dueOn, rule: { id, sentence } };
}
