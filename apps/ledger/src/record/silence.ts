import { type LetterSent, responseDueOn, zurichDay } from '#libs/domain';

import type { Envelope } from './envelope.js';
import type { RecordedLine } from './on-record.js';

/** A letter whose window had ended when it was recorded is followed by the silence at once: the day, and what to do; else nothing. */
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
    `Its window ended on ${dueOn}, so the clock records now that no reply came by then.`,
    'A reply of then stands beside that for good: record it at once, or import letter and reply together.',
  ];
}
