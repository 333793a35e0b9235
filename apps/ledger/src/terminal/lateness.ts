import { zurichDay, zurichDayOf } from '#libs/domain';

import { counted } from './print.js';

const dayMs = 86_400_000;

/**
 * How much later than it happened something was recorded, where that matters: `; recorded 626 days later`. Days are those of the calendar
 * in Zurich, whatever the hour; of a month or a year nothing is said.
 */
export function lateness(on: string, time: string): string {
  if (on.length < 10) return '';
  const days = Math.round((Date.parse(zurichDay(Date.parse(time))) - Date.parse(zurichDayOf(on))) / dayMs);
  return days > 1 ? `; recorded ${counted(days, 'day')} later` : '';
}
