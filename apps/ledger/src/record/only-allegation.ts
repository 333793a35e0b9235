import { parseReference, referenceKey } from '#libs/domain';
import { LedgerError } from '#libs/ledger';

import type { LedgerClient } from '../client/ledger-client.js';
import { statements } from '../client/statements.js';
import type { Envelope } from './envelope.js';

/** Stands in a record where it would name an id, for the only one that can be meant. */
export const only = 'only';

/**
 * The record with the id of the allegation that it calls `only`: the one that stands behind no other letter than those it names. So the same
 * file means the same allegation when it is recorded again. `ALLEGATION_UNKNOWN` unless there is exactly one.
 */
export async function withAllegation(client: LedgerClient, envelope: Envelope): Promise<Envelope> {
  if (envelope.allegation !== only) return envelope;
  const [found, ...others] = await behindNoOther(client, lettersOf(envelope));
  if (found !== undefined && others.length === 0) return { ...envelope, allegation: found };
  const count = found === undefined ? 'none stands' : `${others.length + 1} stand`;
  throw new LedgerError('ALLEGATION_UNKNOWN', {
    path: 'allegation',
    reason: `${count} behind no other letter: name one by its id, as "record" printed it under Event`,
  });
}

/** The keys of the letters that a record names, beside its payload or in it. */
function lettersOf({ references, data }: Envelope): readonly string[] {
  const named = typeof data['reference'] === 'string' ? [...references, data['reference']] : references;
  return named.map((reference) => referenceKey(parseReference(reference)));
}

async function behindNoOther(client: LedgerClient, letters: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for await (const page of statements(client))
    for (const { event } of page) {
      if (event.type === 'AllegationReceived') found.set(event.stream, event.id);
      if (event.type === 'AllegationLinked' && !letters.includes(String(event.data['reference'])))
        found.delete(event.stream);
    }
  return [...found.values()];
}
