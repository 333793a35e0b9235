import {
  type EventName,
  handlingStreamOf,
  parseReference,
  type ReferenceKey,
  referenceKey,
  streamOf,
} from '#libs/domain';
import type { JsonObject } from '#libs/ledger';

import type { LedgerClient } from '../client/ledger-client.js';
import { statements } from '../client/statements.js';
import { type Concerned, letterOf } from './requests.js';

/** An event as a write is answered with it. */
export interface RecordedLine {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly time: string;
}

interface TrailLine extends RecordedLine {
  readonly on: string;
}

/** Fills in what only the ledger knows: which record of the letter is redacted or corrected, which redaction is approved. */
export async function completed(
  client: LedgerClient,
  type: EventName,
  data: JsonObject,
  concerned: Concerned,
): Promise<JsonObject> {
  if (type === 'RedactionProposed' && data['letter'] === undefined)
    return withId(data, 'letter', await letterOnRecord(client, letterOf(concerned)));
  if (type === 'LetterCorrected' && data['corrects'] === undefined)
    return withId(data, 'corrects', await letterOnRecord(client, letterOf(concerned)));
  if (type === 'RedactionApproved' && data['proposal'] === undefined)
    return withId(data, 'proposal', await lastProposal(client, letterOf(concerned)));
  return data;
}

/** What was recorded from the same file before: the events of that type and day in the letters' streams. */
export async function recordedBefore(
  client: LedgerClient,
  type: EventName,
  on: unknown,
  { references }: Concerned,
): Promise<RecordedLine[]> {
  const found: RecordedLine[] = [];
  for (const reference of references.map(parseReference)) {
    const lines = await trail(client, reference);
    found.push(...lines.filter((line) => line.type === type && line.on === on).map(({ on: _, ...line }) => line));
  }
  return found;
}

const withId = (data: JsonObject, member: string, id: string | undefined): JsonObject =>
  id === undefined ? data : { ...data, [member]: id };

async function letterOnRecord(client: LedgerClient, reference: ReferenceKey): Promise<string | undefined> {
  const lines = await trail(client, reference);
  return lines.filter(({ type }) => type === 'LetterSent' || type === 'LetterCorrected').at(-1)?.eventId;
}

/** The lines of a letter's own stream, oldest first. */
async function trail(client: LedgerClient, reference: ReferenceKey): Promise<TrailLine[]> {
  const view = await client.json<{ entries: readonly TrailLine[] }>(`/v1/addressees/${reference.code}/audit-trail`);
  const own = view.entries.filter(({ stream }) => stream === streamOf(reference));
  return own
    .map(({ eventId, type, stream, revision, position, time, on }) => ({
      eventId,
      type,
      stream,
      revision,
      position,
      time,
      on,
    }))
    .sort((a, b) => a.position - b.position);
}

/** Handling stands in no addressee's file, so the statements themselves are looked through. */
async function lastProposal(client: LedgerClient, reference: ReferenceKey): Promise<string | undefined> {
  let last: string | undefined;
  for await (const page of statements(client))
    for (const { event } of page)
      if (event.type === 'RedactionProposed' && event.stream === handlingStreamOf(reference)) last = event.id;
  return last;
}

/** `AL KHM 1/2025` as the ledger keys it: `KHM 1/2025`. */
export const keyOf = (reference: string): string => referenceKey(parseReference(reference));
