import { type EventName, handlingStreamOf, type ReferenceKey } from '#libs/domain';
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

const withId = (data: JsonObject, member: string, id: string | undefined): JsonObject =>
  id === undefined ? data : { ...data, [member]: id };

async function letterOnRecord(client: LedgerClient, reference: ReferenceKey): Promise<string | undefined> {
  const { code, serial, year } = reference;
  const view = await client.json<LetterView>(`/v1/communications/${code}/${serial}/${year}`);
  return view.versions.filter(({ inErrorBy }) => inErrorBy === undefined).at(-1)?.event;
}

interface LetterView {
  readonly versions: readonly { readonly event: string; readonly inErrorBy?: string }[];
}

/** Handling stands in no addressee's file, so the statements themselves are looked through. */
async function lastProposal(client: LedgerClient, reference: ReferenceKey): Promise<string | undefined> {
  let last: string | undefined;
  for await (const page of statements(client))
    for (const { event } of page)
      if (event.type === 'RedactionProposed' && event.stream === handlingStreamOf(reference)) last = event.id;
  return last;
}
