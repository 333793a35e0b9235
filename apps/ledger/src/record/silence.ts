import { type LetterSent, responseDueOn, zurichDay } from '#libs/domain';

import type { Envelope } from './envelope.js';
import type { RecordedLine } from './completed-record.js';

/** Of a letter whose window had ended when it was recorded the replies are waited for: the day, and what to do; else nothing. */
export function silenceWords(
  { type, data }: Pick<Envelope, 'type' | 'data'>,
  events: readonly RecordedLine[],
): string[] {
  const [first] = events;
  if (type !== 'LetterSent' || first === undefined) return [];
  const { dueOn } = responseDueOn(data as unknown as LetterSent);
  if (dueOn === null || dueOn >= zurichDay(Date.parse(first.time))) return [];
  return [
    '',
    `Its window ended on ${dueOn}. If a reply came by then, record it now: the clock waits`,
    'for it, a day unless this ledger is set otherwise, and then records for good that none came.',
  ];
}
