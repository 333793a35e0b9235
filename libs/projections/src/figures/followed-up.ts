import type { RecordedEvent } from '#libs/ledger';

import { communicationKey, communicationStream, printedReference } from '../communication-key.js';
import { textOf, textsOf } from '../reading.js';
import type { CountedLetter } from './counted-letters.js';

/**
 * The streams of the letters on which further information was requested, or that a follow-up letter is about: one on record as a follow-up,
 * or a letter of this ledger that counts and is linked to the earlier one as following it up. `letters` are all that count.
 */
export function followedUpStreams(
  standing: readonly RecordedEvent[],
  letters: readonly CountedLetter[],
): ReadonlySet<string> {
  const counting = new Set(letters.map(({ stream }) => stream));
  const references = new Set<string>();
  const streams = new Set<string>();
  for (const { type, stream, data } of standing) {
    if (type === 'FurtherInformationRequested') streams.add(stream);
    if (type === 'FollowUpRecorded' && textOf(data, 'kind') === 'follow_up_letter')
      for (const reference of textsOf(data, 'references')) references.add(reference);
    if (type === 'LettersLinked' && textOf(data, 'relation') === 'follow_up_to' && counting.has(stream))
      references.add(textOf(data, 'reference') ?? '');
  }
  for (const reference of references) {
    const stream = streamNamed(reference);
    if (stream !== undefined) streams.add(stream);
  }
  return streams;
}

/** The stream of `KHM 1/2025`, the form in which events name a letter. */
function streamNamed(reference: string): string | undefined {
  const [, code = '', serial = '', year = ''] = /^([A-Z]{3}) (\d+)\/(\d{4})$/.exec(reference) ?? [];
  const key = communicationKey(`communication-${code}-${serial}-${year}`);
  return key !== undefined && printedReference(key, undefined) === reference ? communicationStream(key) : undefined;
}
