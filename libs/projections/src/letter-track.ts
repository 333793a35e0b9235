import { isLetterType, kindOfLetter, letterTrack, type LetterTrack, recogniseMandate } from '#libs/domain';
import type { JsonObject } from '#libs/ledger';

import { dayOf } from './figures/days.js';
import { textsOf } from './reading.js';

/** The track of a letter by the clear fields of its record, which are read as they are. */
export function trackOf(record: JsonObject, recognise: typeof recogniseMandate = recogniseMandate): LetterTrack {
  const { type, on } = record;
  const header = textsOf(record, 'mandates').map((title) => recognise(title, dayOf(on)));
  return letterTrack(isLetterType(type) ? kindOfLetter(type) : undefined, header);
}
