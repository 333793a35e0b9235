import { type EventName, handlingStreamOf, type ReferenceKey } from '#libs/domain';
import { type JsonObject, LedgerError } from '#libs/ledger';

import type { LedgerClient } from '../client/ledger-client.js';
import { statements } from '../client/statements.js';
import type { Envelope } from './envelope.js';
import { type Concerned, isAboutReply, letterOf } from './requests.js';

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

/** The record with the reply that it is about: the one it names, or the only one to the letter it names instead. */
export async function withReply(client: LedgerClient, envelope: Envelope): Promise<Envelope> {
  const { type, data, references } = envelope;
  if (!isAboutReply(type) || envelope.reply !== undefined) return envelope;
  const named = data['reply'];
  if (typeof named === 'string') return { ...envelope, reply: named };
  if (references.length === 0) return envelope;
  const { replies } = await letterView(client, letterOf(envelope));
  const [only, ...others] = replies.filter(({ inErrorBy }) => inErrorBy === undefined);
  if (only === undefined || others.length > 0)
    throw new LedgerError('REPLY_UNKNOWN', {
      path: 'reply',
      reason: `the letter has ${replies.length} replies: name one`,
    });
  return { ...envelope, reply: only.event };
}

const withId = (data: JsonObject, member: string, id: string | undefined): JsonObject =>
  id === undefined ? data : { ...data, [member]: id };

async function letterOnRecord(client: LedgerClient, reference: ReferenceKey): Promise<string | undefined> {
  const { versions } = await letterView(client, reference);
  return versions.filter(({ inErrorBy }) => inErrorBy === undefined).at(-1)?.event;
}

type Counted = readonly { readonly event: string; readonly inErrorBy?: string }[];

const letterView = (
  client: LedgerClient,
  { code, serial, year }: ReferenceKey,
): Promise<{ readonly versions: Counted; readonly replies: Counted }> =>
  client.json(`/v1/communications/${code}/${serial}/${year}`);

/** Handling stands in no addressee's file, so the statements themselves are looked through. */
async function lastProposal(client: LedgerClient, reference: ReferenceKey): Promise<string | undefined> {
  let last: string | undefined;
  for await (const page of statements(client))
    for (const { event } of page)
      if (event.type === 'RedactionProposed' && event.stream === handlingStreamOf(reference)) last = event.id;
  return last;
}
